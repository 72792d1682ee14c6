"""The incidents as columns in memory, to be counted: facets, charts and the map run over all of a large database, which numpy does in a few
milliseconds and no database does in a fifth of a second.

Which incidents are meant is asked of the database, by its indexes; only the counting is done here. Each incident bears a mark, a hash of
all that is kept of it: what was written since the last look is known by it, whoever wrote it, and only that is read again."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, func, select

from khabar.store import schema as s
from khabar.store.entries import OF_EVENT
from khabar.store.filters import Condition

Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]
_T = s.incidents.c
SPOT = (_T.lat, _T.lon, _T.place, _T.place_ar, _T.country, _T.radius, _T.where_prec)
"""What one point on the map has in common."""
_COUNTED = ("contested", "reports", "outlets", "origins")
_NAMED = ("country", "type", "reviewed", "first")
CHUNK = 500
"""Values of one IN (...)."""


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
    """A table beside the incidents: mark of an incident, number of a name; rows: where the incident stands among the columns."""

    marks: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    numbers: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    rows: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    names: Names = field(default_factory=Names)


class Columns:
    """The columns of one store. marks: of all incidents, in rising order; of: column -> its values in that order, for texts and points the
    numbers of their names."""

    def __init__(self) -> None:
        self.marks: Numbers = np.empty(0, np.int64)
        self.of: dict[str, Numbers] = {name: np.empty(0, np.int64) for name in (*_COUNTED, *_NAMED, "spot", "killed")}
        self.names = {name: Names() for name in (*_NAMED, "spot")}
        self.beside = {name: Beside() for name in ("party", "outlet", "accusation")}
        self._seen: tuple[int, int] | None = None
        self._lock = Lock()

    def renewed(self, db: Connection) -> "Columns":
        """Themselves, with what was written since. The answer does not change under its reader: it is made anew."""
        with self._lock:
            seen = _seen(db)
            if seen != self._seen:
                self._take(db)
                self._seen = seen
            found = Columns.__new__(Columns)
            found.__dict__.update(self.__dict__)
            return found

    def chosen(self, db: Connection, conditions: Iterable[Condition]) -> Chosen:
        """Which incidents meet all conditions."""
        where = list(conditions)
        if not where:
            return np.ones(len(self.marks), np.bool_)
        found = np.array(db.execute(select(_T.mark).where(*where)).scalars().all(), np.int64)
        chosen = np.zeros(len(self.marks), np.bool_)
        chosen[self._places(found)] = True
        return chosen

    def counted(self, column: str, chosen: Chosen) -> dict[Any, int]:
        """Value -> how many of the chosen have it; only those that some have."""
        values = self.of[column][chosen]
        if column in self.names:
            return _named(self.names[column], np.bincount(values)) if len(values) else {}
        found, counts = np.unique(values, return_counts=True)
        return {int(value): int(n) for value, n in zip(found, counts, strict=True)}

    def counted_beside(self, table: str, chosen: Chosen) -> dict[Any, int]:
        """The same of a table beside the incidents."""
        beside = self.beside[table]
        values = beside.numbers[chosen[beside.rows]]
        return _named(beside.names, np.bincount(values)) if len(values) else {}

    def _places(self, marks: Numbers) -> Numbers:
        """Where incidents stand; those that are not known are left out."""
        places = np.searchsorted(self.marks, marks)
        places[places == len(self.marks)] = 0
        return places[self.marks[places] == marks] if len(self.marks) else places[:0]

    def _take(self, db: Connection) -> None:
        """Take over what the database holds now."""
        there = np.array(db.execute(select(_T.mark).order_by(_T.mark)).scalars().all(), np.int64)
        stays = np.isin(self.marks, there, assume_unique=True)
        fresh = there[~np.isin(there, self.marks, assume_unique=True)]
        rows = list(_read(db, fresh, lambda: select(_T.mark, *(_T[n] for n in (*_COUNTED, *_NAMED)), _KILLED, *SPOT)))
        added = self._columns(rows)
        marks = np.concatenate([self.marks[stays], np.array([row[0] for row in rows], np.int64)])
        order = np.argsort(marks)
        self.marks = marks[order]
        self.of = {name: np.concatenate([old[stays], added[name]])[order] for name, old in self.of.items()}
        self.beside = {name: self._renewed(db, beside, name, fresh) for name, beside in self.beside.items()}

    def _columns(self, rows: Sequence[Any]) -> dict[str, Numbers]:
        named = {name: self.names[name].numbers(getattr(row, name) for row in rows) for name in _NAMED}
        counted = {name: np.array([getattr(row, name) for row in rows], np.int64) for name in _COUNTED}
        spots = self.names["spot"].numbers(tuple(row[-len(SPOT) :]) for row in rows)
        return {**named, **counted, "spot": spots, "killed": np.array([row.killed for row in rows], np.int64)}

    def _renewed(self, db: Connection, beside: Beside, name: str, fresh: Numbers) -> Beside:
        rows = list(_read(db, fresh, _BESIDE[name]))
        stays = np.isin(beside.marks, self.marks)
        marks = np.concatenate([beside.marks[stays], np.array([row[0] for row in rows], np.int64)])
        keys = (row[1] if len(row) == 2 else tuple(row[1:]) for row in rows)
        numbers = np.concatenate([beside.numbers[stays], beside.names.numbers(keys)])
        known = np.isin(marks, self.marks)
        return Beside(marks[known], numbers[known], np.searchsorted(self.marks, marks[known]), beside.names)


_KILLED: ColumnElement[int] = func.coalesce(_T.killed_high, _T.killed_low, 0).label("killed")


def _of(table: Any, *columns: Any) -> Callable[[], Any]:
    return lambda: select(_T.mark, *columns).join(table, table.c.incident == _T.id)


_BESIDE: Mapping[str, Callable[[], Any]] = {
    "party": lambda: _of(s.parties, s.parties.c.name)().where(s.parties.c.role.in_(OF_EVENT)).distinct(),
    "outlet": _of(s.incident_outlets, s.incident_outlets.c.outlet),
    "accusation": _of(s.accusations, s.accusations.c.source, s.accusations.c.accused),
}


def _seen(db: Connection) -> tuple[int, int]:
    """What changes whenever an incident does: how many there are, and their marks added up (the lower half of each: sums stay small)."""
    row = db.execute(select(func.count(), func.coalesce(func.sum(_T.mark.bitwise_and(2**31 - 1)), 0)).select_from(s.incidents)).one()
    return int(row[0]), int(row[1])


def _read(db: Connection, fresh: Numbers, query: Callable[[], Any]) -> Iterator[Any]:
    """The rows of incidents by their marks: one by one where they are few, else all at once."""
    if len(fresh) > 20 * CHUNK:
        wanted = set(fresh.tolist())
        yield from (row for row in db.execute(query()) if row[0] in wanted)
        return
    for start in range(0, len(fresh), CHUNK):
        yield from db.execute(query().where(_T.mark.in_(fresh[start : start + CHUNK].tolist())))


def _named(names: Names, counts: NDArray[np.int64]) -> dict[Any, int]:
    return {names.values[n]: int(counts[n]) for n in np.flatnonzero(counts)}
