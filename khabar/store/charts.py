"""What is drawn: the places of the map, the timeline, who accuses whom."""

from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import numpy as np

from khabar.errors import InputError
from khabar.store.columns import Chosen, Columns

STEPS = {"day": 1, "month": 100, "year": 10_000}
"""The steps of a timeline, and by what a day's number is divided for each."""
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


def spots(columns: Columns, chosen: Chosen) -> list[Spot]:
    """See khabar.store.views.Views.spots."""
    of = columns.of["spot"][chosen]
    count = np.bincount(of)
    contested, killed = (np.bincount(of, columns.of[name][chosen]) for name in ("contested", "killed"))
    points = columns.names["spot"].values
    found = [_spot(points[n], int(count[n]), int(contested[n]), int(killed[n])) for n in np.flatnonzero(count) if points[n][0] is not None]
    return sorted(found, key=lambda spot: (-spot.incidents, spot.place or "", spot.lat, spot.lon))


def _spot(point: Any, incidents: int, contested: int, killed: int) -> Spot:
    lat, lon, place, place_ar, country, radius, where_prec = point
    return Spot(lat, lon, place, place_ar, country, radius, where_prec, incidents, contested, killed)


def timeline(columns: Columns, chosen: Chosen, step: str | None) -> Timeline:
    """See khabar.store.views.Views.timeline."""
    if step not in (None, *STEPS):
        raise InputError(f"step: {step!r} is none; steps are {', '.join(STEPS)}")
    days, kinds, types = columns.of["first"][chosen], columns.of["type"][chosen], columns.names["type"].values
    dated, kinds = days[days > 0], kinds[days > 0]
    step = step or next((name for name, size in STEPS.items() if len(np.unique(dated // size)) <= LEGIBLE), "year")
    pairs, counts = np.unique(dated // STEPS[step] * len(types) + kinds, return_counts=True)
    told: dict[str, dict[str, int]] = {}
    for pair, n in zip(pairs.tolist(), counts.tolist(), strict=True):
        told.setdefault(_day(pair // len(types) * STEPS[step], step), {})[types[pair % len(types)]] = n
    return Timeline(step, {day: dict(sorted(of_day.items())) for day, of_day in told.items()}, int(np.count_nonzero(days == 0)))


def _day(number: int, step: str) -> str:
    """The beginning of a step: 20200708 -> 2020-07-08, 2020-07 or 2020."""
    text = f"{number:08}"
    return "-".join((text[:4], text[4:6], text[6:]))[: {"day": 10, "month": 7, "year": 4}[step]]


def accusations(columns: Columns, chosen: Chosen, limit: int) -> list[Accusation]:
    """See khabar.store.views.Views.accusations."""
    found = [Accusation(source, accused, n) for (source, accused), n in columns.counted_beside("accusation", chosen, limit).items()]
    return nsmallest(limit, found, key=lambda a: (-a.incidents, a.source, a.accused))
