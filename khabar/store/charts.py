"""What is drawn: the places of the map, the timeline, who accuses whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, func, select

from khabar.errors import InputError
from khabar.store import schema as s
from khabar.store.filters import Condition

_T = s.incidents.c
STEPS = {"day": 10, "month": 7, "year": 4}
"""The steps of a timeline: the length of the part of an ISO date that they have in common."""
LEGIBLE = 120
"""Steps that a chart shows legibly."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the map. place: English name, or the report's words. radius: km within which what is placed there lies; where_prec: as
    UCDP grades it, 1 to 7. incidents: how many; contested: how many of them are; killed: the highest numbers claimed, added up."""

    lat: float
    lon: float
    place: str | None
    place_ar: str | None
    country: str | None
    radius: float | None
    where_prec: int | None
    incidents: int
    contested: int
    killed: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """step: "day", "month" or "year". counts: its beginning as 2020-07-08, 2020-07 or 2020 -> type -> incidents; only what holds some.
    undated: how many have no day."""

    step: str
    counts: dict[str, dict[str, int]]
    undated: int


@dataclass(frozen=True, slots=True)
class Accusation:
    """source: a speaker or an outlet. accused: whom it says did it. incidents: how many."""

    source: str
    accused: str
    incidents: int


def spots(db: Connection, conditions: Mapping[str, Condition]) -> list[Spot]:
    """See khabar.store.views.Views.spots."""
    count = func.count().label("n")
    point = (_T.lat, _T.lon, _T.place, _T.place_ar, _T.country, _T.radius, _T.where_prec)
    killed = func.sum(func.coalesce(_T.killed_high, _T.killed_low, 0))
    contested = func.sum(_T.contested.cast(Integer))
    query = select(*point, count, contested, killed).where(_T.lat.is_not(None), *conditions.values()).group_by(*point)
    return [Spot(*row) for row in db.execute(query.order_by(count.desc(), _T.place, _T.lat, _T.lon))]


def timeline(db: Connection, conditions: Mapping[str, Condition], step: str | None) -> Timeline:
    """See khabar.store.views.Views.timeline."""
    if step not in (None, *STEPS):
        raise InputError(f"step: {step!r} is none; steps are {', '.join(STEPS)}")
    where = list(conditions.values())
    rows = db.execute(select(_T["first"], _T.type, func.count()).where(*where).group_by(_T["first"], _T.type)).all()
    dated = [row for row in rows if row[0]]
    fits = [name for name, length in STEPS.items() if len({day[:length] for day, _, _ in dated}) <= LEGIBLE]
    step = step or (fits or ["year"])[0]
    counts: dict[str, dict[str, int]] = {}
    for day, kind, n in sorted(dated):
        of_step = counts.setdefault(day[: STEPS[step]], {})
        of_step[kind] = of_step.get(kind, 0) + n
    return Timeline(step, counts, sum(row[2] for row in rows if not row[0]))


def accusations(db: Connection, conditions: Mapping[str, Condition], limit: int) -> list[Accusation]:
    """See khabar.store.views.Views.accusations."""
    t, count = s.accusations.c, func.count().label("n")
    query: Any = select(t.source, t.accused, count).group_by(t.source, t.accused).order_by(count.desc(), t.source, t.accused).limit(limit)
    asked = [condition for name, condition in conditions.items() if name != "rejected"]  # those have no rows here
    if asked:
        query = query.where(t.incident.in_(select(_T.id).where(*asked)))
    return [Accusation(*row) for row in db.execute(query)]
