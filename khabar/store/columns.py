"""The incidents as columns in memory, to be counted: facets, charts and the map run over all of a large database, which numpy does in a few
milliseconds and no database does in a fifth of a second.

Each incident bears a mark, a hash of all that is kept of it: what was written since the last look is known by it, whoever wrote it, and
only that is read again."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, func, select

from khabar.store import schema as s
from khabar.store.entries import OF_EVENT, ROLES

Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]
_T = s.incidents.c
SPOT = (_T.lat, _T.lon, _T.place, _T.place_ar, _T.country, _T.radius, _T.where_prec)
"""What one point on the map has in common."""
_KILLED: ColumnElement[int] = func.coalesce(_T.killed_high, _T.killed_low, 0).label("killed")
_COUNTED = ("contested", "reports", "outlets", "origins", "killed")
_NAMED = ("country", "type", "reviewed", "level")
_DAYS = ("first", "day")
CHUNK = 500
"""Values of one IN (...)."""


def day_number(day: str | None) -> int:
    """2020-07-08 -> 20200708; 0 where there is none."""
    return int(day.replace("-", "")) if day else 0


class Names:
    """Values, each with a number of its own."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def numbers(self, values: Iterable[Hashable]) -> Numbers:
        """The numbers of values; a new one for each that is new."""
        return np.fromiter(map(self._number, values), np.int64)

    def _number(self, value: Hashable) -> int:
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found


@dataclass
class Beside:
    """A table beside the incidents. marks: of the incidents; numbers: of the names; rows: where the incidents stand among the columns."""

    names: Names
    marks: Numbers = field(default_factory=lambda: _none())
    numbers: Numbers = field(default_factory=lambda: _none())
    rows: Numbers = field(default_factory=lambda: _none())


class Columns:
    """The columns of one store. marks: of all incidents, in rising order; of: column -> its values in that order: numbers, days as
    day_number has them, for texts and points the numbers of their names; beside: table -> what it holds."""

    def __init__(self) -> None:
        self.marks = _none()
        self.of = {name: _none() for name in (*_COUNTED, *_NAMED, *_DAYS, "spot")}
        self.names = {name: Names() for name in (*_NAMED, "spot")}
        parties = Names()
        self.beside = {**{role: Beside(parties) for role in (*ROLES, "party")}, "outlet": Beside(Names()), "accusation": Beside(Names())}
        self._seen: tuple[int, int] | None = None
        self._lock = Lock()

    def renewed(self, db: Connection) -> "Columns":
        """Themselves, with what was written since: a copy, which does not change under its reader."""
        with self._lock:
            seen = _seen(db)
            if seen != self._seen:
                self._take(db)
                self._seen = seen
            found = Columns.__new__(Columns)
            found.__dict__.update(self.__dict__)
            return found

    def counted(self, column: str, chosen: Chosen) -> dict[Any, int]:
        """Value -> how many of the chosen have it; only those that some have."""
        counts = np.bincount(self.of[column][chosen], minlength=1)
        return (
            _named(self.names[column].values, counts) if column in self.names else {int(n): int(counts[n]) for n in np.flatnonzero(counts)}
        )

    def counted_beside(self, table: str, chosen: Chosen, most: int | None = None) -> dict[Any, int]:
        """The same of a table beside the incidents. most: only the names that are among so many most frequent, equal ones with them."""
        beside = self.beside[table]
        counts = np.bincount(beside.numbers[chosen[beside.rows]], minlength=1)
        if most is not None and len(counts) > most:
            counts = np.where(counts >= np.partition(counts, -most)[-most], counts, 0)
        return _named(beside.names.values, counts)

    def _take(self, db: Connection) -> None:
        """Take over what the database holds now."""
        there = _numbers(db.execute(select(_T.mark).order_by(_T.mark)).scalars())
        stays, fresh = _among(self.marks, there), there[~_among(there, self.marks)]
        told = _read(db, fresh, select(_T.mark, *(_T[n] for n in _COUNTED[:-1]), _KILLED, *(_T[n] for n in (*_NAMED, *_DAYS)), *SPOT))
        added = self._columns(told[1:])
        marks = np.concatenate([self.marks[stays], _numbers(told[0])])
        order = np.argsort(marks)
        self.marks = marks[order]
        self.of = {name: np.concatenate([old[stays], added[name]])[order] for name, old in self.of.items()}
        beside = {name: self._renewed(db, self.beside[name], query, fresh) for name, query in _BESIDE.items()}
        self.beside = {**beside, "party": self._parties([beside[role] for role in OF_EVENT])}

    def _columns(self, told: Sequence[Sequence[Any]]) -> dict[str, Numbers]:
        """What was read of incidents, column by column."""
        found = {name: _numbers(values) for name, values in zip(_COUNTED, told, strict=False)}
        rest = told[len(_COUNTED) :]
        found |= {name: self.names[name].numbers(values) for name, values in zip(_NAMED, rest, strict=False)}
        rest = rest[len(_NAMED) :]
        found |= {name: _numbers(map(day_number, values)) for name, values in zip(_DAYS, rest, strict=False)}
        return {**found, "spot": self.names["spot"].numbers(zip(*rest[len(_DAYS) :], strict=True))}

    def _renewed(self, db: Connection, old: Beside, query: Select[Any], fresh: Numbers) -> Beside:
        told = _read(db, fresh, query)
        stays = _among(old.marks, self.marks)
        marks = np.concatenate([old.marks[stays], _numbers(told[0])])
        names = told[1] if len(told) == 2 else zip(*told[1:], strict=True)
        numbers = np.concatenate([old.numbers[stays], old.names.numbers(names)])
        known = _among(marks, self.marks)
        return Beside(old.names, marks[known], numbers[known], np.searchsorted(self.marks, marks[known]))

    def _parties(self, roles: Sequence[Beside]) -> Beside:
        """Those of several roles, each once in an incident."""
        names = roles[0].names
        many = max(len(names.values), 1)
        pairs = np.unique(np.concatenate([each.rows * many + each.numbers for each in roles]))
        return Beside(names, self.marks[pairs // many], pairs % many, pairs // many)


def _of(table: Any, *columns: Any) -> Select[Any]:
    return select(_T.mark, *columns).join(table, table.c.incident == _T.id)


_BESIDE: Mapping[str, Select[Any]] = {
    **{role: _of(s.parties, s.parties.c.name).where(s.parties.c.role == role) for role in ROLES},
    "outlet": _of(s.incident_outlets, s.incident_outlets.c.outlet),
    "accusation": _of(s.accusations, s.accusations.c.source, s.accusations.c.accused),
}


def _seen(db: Connection) -> tuple[int, int]:
    """What changes whenever an incident does: how many there are, and their marks added up (the lower half of each: sums stay small)."""
    row = db.execute(select(func.count(), func.coalesce(func.sum(_T.mark.bitwise_and(2**31 - 1)), 0)).select_from(s.incidents)).one()
    return int(row[0]), int(row[1])


def _read(db: Connection, fresh: Numbers, query: Select[Any]) -> list[Sequence[Any]]:
    """What a query gives of incidents by their marks, column by column: asked for where they are few, else picked from all."""
    rows: list[Any] = []
    if len(fresh) > 20 * CHUNK:
        wanted = set(fresh.tolist())
        rows = [row for row in db.execute(query).all() if row[0] in wanted]
    else:
        for start in range(0, len(fresh), CHUNK):
            rows += db.execute(query.where(_T.mark.in_(fresh[start : start + CHUNK].tolist()))).all()
    return list(zip(*rows, strict=True)) if rows else [()] * len(query.selected_columns)


def _among(values: Numbers, ordered: Numbers) -> Chosen:
    """Which values are among others that are in rising order."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.equal(ordered[places], values)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.int64)


def _none() -> Numbers:
    return np.empty(0, np.int64)


def _named(values: Sequence[Any], counts: NDArray[np.int64]) -> dict[Any, int]:
    return {values[n]: int(counts[n]) for n in np.flatnonzero(counts).tolist()}
