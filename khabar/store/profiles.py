"""Actors and places: lists of them, and what each has to do with the incidents."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Integer, Select, func, or_, select

from khabar.store import charts, facets
from khabar.store import schema as s
from khabar.store.charts import Spot, Timeline
from khabar.store.columns import Chosen, Columns
from khabar.store.conditions import conditions_of
from khabar.store.cursors import Cursor, after, order_of
from khabar.store.entries import ROLES, storable
from khabar.store.facets import Facets
from khabar.store.filters import checked
from khabar.store.masks import chosen_of, masks_of

T = TypeVar("T")

MOST = 20
"""Names in a list of a profile at most: those with the most incidents."""
_OTHERS = {"did": "suffered", "suffered": "did"}
_T, _P, _A = s.incidents.c, s.parties.c, s.accusations.c


@dataclass(frozen=True, slots=True)
class Party:
    """One who has to do with incidents. roles: did, suffered, said, denied -> how many; incidents: how many in all."""

    name: str
    incidents: int
    roles: dict[str, int]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place of incidents. place: its English name, or the report's words. first, last: the days between which they lie."""

    place: str
    place_ar: str | None
    country: str | None
    incidents: int
    contested: int
    killed: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A part of a list. next: the cursor of the following page, None at the end."""

    items: list[T]
    next: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What one has to do with incidents. types: role -> type -> how many. others: "did" -> those who suffered it, "suffered" -> those who
    did it -> how many. accused_by: who says that it did something; accuses: whom it says that of. timelines: by
    role. spots: the places of what it did and suffered."""

    party: Party
    types: dict[str, dict[str, int]]
    others: dict[str, dict[str, int]]
    accused_by: dict[str, int]
    accuses: dict[str, int]
    timelines: dict[str, Timeline]
    spots: list[Spot]


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """A place: what happened there, over time, and who did and suffered it."""

    place: PlaceEntry
    facets: Facets
    timeline: Timeline
    spots: list[Spot]


def parties(db: Connection, limit: int, cursor: str | None, words: str | None) -> Listing[Party]:
    """See khabar.store.views.Views.parties."""
    count = func.count(_P.incident.distinct())
    query = select(_P.name, count.label("n")).group_by(_P.name)
    rows, last = _part(db, query, count, _P.name, limit, cursor, words, (_P.name,))
    roles = _roles(db, [row.name for row in rows])
    return Listing([Party(row.name, row.n, roles[row.name]) for row in rows], last)


def _roles(db: Connection, names: list[str]) -> dict[str, dict[str, int]]:
    found = {name: dict.fromkeys(ROLES, 0) for name in names}
    for name, role, n in db.execute(select(_P.name, _P.role, func.count()).where(_P.name.in_(names)).group_by(_P.name, _P.role)):
        found[name][role] = n
    return found


def profile(db: Connection, columns: Columns, name: str) -> Profile | None:
    """See khabar.store.views.Views.profile."""
    name = storable(name)
    counts = _roles(db, [name])[name]
    if not any(counts.values()):
        return None
    all_of = int(db.execute(select(func.count(_P.incident.distinct())).where(_P.name == name)).scalar_one())
    types: dict[str, dict[str, int]] = {}
    kinds = select(_P.role, _T.type, func.count().label("n")).join(s.incidents, _T.id == _P.incident).where(_P.name == name)
    for role, kind, n in db.execute(kinds.group_by(_P.role, _T.type).order_by(func.count().desc(), _T.type)):
        types.setdefault(role, {})[kind] = n
    return Profile(
        Party(name, all_of, counts),
        types,
        {role: _against(db, name, role, other) for role, other in _OTHERS.items() if counts[role]},
        _counted(db, select(_A.source, func.count().label("n")).where(_A.accused == name).group_by(_A.source), _A.source),
        _counted(db, select(_A.accused, func.count().label("n")).where(_A.source == name).group_by(_A.accused), _A.accused),
        {role: charts.timeline(columns, _only(columns, role, name), None) for role in ROLES if counts[role]},
        charts.spots(columns, _only(columns, "party", name)),
    )


def _only(columns: Columns, role: str, name: str) -> Chosen:
    return chosen_of(columns, masks_of(columns, checked(**{role: name})))  # type: ignore[arg-type]


def _against(db: Connection, name: str, role: str, other: str) -> dict[str, int]:
    """Who has the other role in the incidents in which one has a role."""
    own = select(_P.incident).where(_P.name == name, _P.role == role)
    query = select(_P.name, func.count().label("n")).where(_P.role == other, _P.incident.in_(own)).group_by(_P.name)
    return _counted(db, query, _P.name)


def _counted(db: Connection, query: Select[Any], by: ColumnElement[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in db.execute(query.order_by(func.count().desc(), by).limit(MOST))}


_DEAD = func.sum(func.coalesce(_T.killed_high, _T.killed_low, 0))
_DISPUTED = func.sum(_T.contested.cast(Integer))


def places(db: Connection, limit: int, cursor: str | None, words: str | None) -> Listing[PlaceEntry]:
    """See khabar.store.views.Views.places."""
    count, key = func.count(), _T.place + "|" + func.coalesce(_T.country, "")
    rows, last = _part(
        db, _places().add_columns(count.label("n"), key.label("name")), count, key, limit, cursor, words, (_T.place, _T.place_ar)
    )
    return Listing([PlaceEntry(*row[:8]) for row in rows], last)


def _places() -> Select[Any]:
    told = func.count().label("incidents"), _DISPUTED, _DEAD, func.min(_T["first"]), func.max(_T.last)
    query = select(_T.place, func.max(_T.place_ar), _T.country, *told).where(_T.place.is_not(None))
    return query.group_by(_T.place, _T.country)


def place_profile(db: Connection, columns: Columns, name: str, country: str | None) -> PlaceProfile | None:
    """See khabar.store.views.Views.place_profile."""
    query = _places().where(*conditions_of(checked(place=name, country=country)))
    row = db.execute(query.order_by(func.count().desc(), _T.country).limit(1)).first()
    if row is None:
        return None
    asked = checked(place=name, country=row.country)
    chosen = chosen_of(columns, masks_of(columns, asked))
    timeline, spots = charts.timeline(columns, chosen, None), charts.spots(columns, chosen)
    return PlaceProfile(PlaceEntry(*row), facets.facets(columns, asked), timeline, spots)


def _part(
    db: Connection,
    query: Select[Any],
    count: ColumnElement[int],
    key: ColumnElement[str],
    limit: int,
    cursor: str | None,
    words: str | None,
    named: tuple[ColumnElement[Any], ...],
) -> tuple[list[Any], str | None]:
    """A page of groups, those with the most incidents first. key: what tells groups apart, in the rows "name"; their count is "n". words: a
    part of one of the names."""
    if words:
        query = query.where(_any(named, words))
    if cursor is not None:
        query = query.having(after(count, key, True, Cursor.read(cursor, "incidents", int)))
    rows: list[Any] = list(db.execute(query.order_by(*order_of(count, key, True)).limit(limit + 1)))
    more, rows = len(rows) > limit, rows[:limit]
    return rows, Cursor(rows[-1].n, rows[-1].name).written("incidents") if more else None


def _any(columns: tuple[ColumnElement[Any], ...], words: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(storable(words), autoescape=True) for column in columns))
