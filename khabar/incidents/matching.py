"""Whether two episodes of different reports are one event: evidence for and against, in points, each with its words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import combinations
from typing import Any

from khabar.data_files import toml_of
from khabar.document.model import Place
from khabar.incidents.episodes import PACKAGE, Episode, modes_alike, overlap
from khabar.resolve.places import EARTH

Range = tuple[int | None, int | None]

CELL = 0.5
"""Degrees of the cells in which places are looked for."""
TOWN, NEARBY = 5.0, 25.0
"""Radii, in km, of an ordinary town, and the largest that makes two places one."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two episodes that are one event. a < b: their ids. score: points. why: the evidence, in words."""

    a: str
    b: str
    score: float
    why: tuple[str, ...]


@cache
def _settings() -> dict[str, Any]:
    return toml_of(PACKAGE, "incidents.toml")


def points(name: str) -> float:
    """A value of the table [evidence]."""
    return float(_settings()["evidence"][name])


def limit(name: str) -> float:
    """A value of the table [limits]."""
    return float(_settings()["limits"][name])


def link(a: Episode, b: Episode, copies: bool) -> Link | None:
    """The link of two episodes of different documents, None where they are not one event. copies: whether one text is a copy of
    the other."""
    if a.family != b.family or a.document == b.document or apart(a, b):
        return None
    found = list(_evidence(a, b, copies))
    score = sum(point for point, _ in found)
    if score < limit("join"):
        return None
    first, second = sorted((a.id, b.id))
    return Link(first, second, round(score, 3), tuple(why for point, why in found if point > 0))


def apart(a: Episode, b: Episode) -> bool:
    """Whether date or place rule out that two episodes are one event."""
    return _days_apart(a, b) or _places_apart(a.place, b.place)


def _days_apart(a: Episode, b: Episode) -> bool:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    slack = timedelta(limit("days") - 1) if a.exact and b.exact else timedelta(1)
    return a.first > b.last + slack or b.first > a.last + slack


def _places_apart(a: Place | None, b: Place | None) -> bool:
    if a is None or b is None:
        return False
    if "?" not in (a.country, b.country) and a.country != b.country:
        return True
    if a.name == b.name and a.kind == b.kind:
        return False
    if "country" in (a.kind, b.kind):
        return False
    if "province" in (a.kind, b.kind):
        return a.admin1 is not None and b.admin1 is not None and a.admin1 != b.admin1
    small = ("quarter", "facility")
    if a.kind == b.kind and a.kind in small and (a.lat, a.lon) == (b.lat, b.lon):
        # Two quarters that stand at their town: their names tell them apart.
        return True
    between = distance(a, b)
    if between is None:
        # One of them is on no map: a different name of the same kind is a different place.
        return a.kind == b.kind and a.surface != b.surface
    exact = a.where_prec == 1 and b.where_prec == 1
    wider = [max((p.radius or 0) - TOWN, 0) if exact else min(p.radius or 0, NEARBY) for p in (a, b)]
    return between > limit("kilometres") + sum(wider)


def distance(a: Place, b: Place) -> float | None:
    """Kilometres between two places on a sphere (haversine), None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def _evidence(a: Episode, b: Episode, copies: bool) -> Iterator[tuple[float, str]]:
    yield from _date(a, b)
    yield from _place(a.place, b.place)
    if a.type == b.type:
        yield points("same-type"), f"both {a.type}"
    elif a.family != "violence":
        yield points("other-type"), "different types"
    if a.mode and b.mode and a.type == b.type:
        yield (points("same-mode"), f"both {a.mode}") if modes_alike(a.mode, b.mode) else (points("other-mode"), "different modes")
    mine, other = a.actors | a.targets, b.actors | b.targets
    if len(mine) > 1 and len(other) > 1 and not (mine <= other or other <= mine):
        yield points("other-parties"), "each has parties that the other lacks"
    for name, left, right in (("actor", a.actors, b.actors), ("target", a.targets, b.targets)):
        shared = sorted(left & right)
        if shared:
            yield points(name), f"same {name}: {' '.join(shared[0])}"
    for name, x, y in (("killed", a.killed, b.killed), ("injured", a.injured, b.injured), ("displaced", a.displaced, b.displaced)):
        if x is not None and y is not None:
            agree = "numbers-agree" if overlap(x, y) else "numbers-far" if _far(x, y) else "numbers-differ"
            yield points(agree), f"{name} {agree.removeprefix('numbers-')}"
    alike = cosine(a.meaning, b.meaning)
    for name in ("much-alike", "alike"):
        if alike >= limit(name):
            yield points(name), f"sentences alike ({alike:.2f})"
            break
    if copies:
        yield points("copy"), "one text is a copy of the other"


def _far(x: Range, y: Range) -> bool:
    """Whether two ranges are so far from each other that a report does not just come early: the lower end of one is many times the
    upper end of the other."""
    low, high = sorted((x, y), key=lambda r: r[0] or 0)
    return low[1] is not None and (high[0] or 0) >= limit("far") * max(low[1], 1)


def _date(a: Episode, b: Episode) -> Iterator[tuple[float, str]]:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return
    if a.exact and b.exact and a.first == a.last == b.first == b.last:
        yield points("same-day"), f"same day: {a.first}"
    elif a.first <= b.last and b.first <= a.last:
        yield (points("days-overlap"), "their days overlap") if a.exact or b.exact else (points("undated"), "told at one time")


def _place(a: Place | None, b: Place | None) -> Iterator[tuple[float, str]]:
    if a is None or b is None:
        return
    wide = ("country", "province", "area", None)
    if a.name == b.name and a.country == b.country and a.kind not in wide:
        yield points("same-place"), f"same place: {a.name}"
    elif a.kind not in wide and b.kind not in wide and (between := distance(a, b)) is not None:
        yield points("near"), f"{between:.0f} km apart"
    elif a.admin1 and a.admin1 == b.admin1:
        yield points("same-province"), f"same province: {a.admin1}"


def cosine(a: bytes, b: bytes) -> float:
    """Of two meanings (see TaggedEvent); 0 where one is missing."""
    if not a or len(a) != len(b):
        return 0.0
    import numpy as np  # here: what only shows incidents does without

    x, y = (np.frombuffer(v, np.int8).astype(np.float32) for v in (a, b))
    return float(x @ y / ((np.linalg.norm(x) * np.linalg.norm(y)) or 1.0))


def home_keys(episode: Episode) -> frozenset[str]:
    """The keys under which an episode is kept: family, day, and the place's cell and its province, or the parties where there is none."""
    return _keys(episode, 0)


def search_keys(episode: Episode) -> frozenset[str]:
    """The keys under which those are kept that it can be linked to: the days beside its own and the neighbouring cells too."""
    return _keys(episode, 1)


MOST_DAYS = 10
"""Days of an episode that are kept: one that is dated by a month cannot be told from others of that month anyway."""


def _keys(episode: Episode, around: int) -> frozenset[str]:
    if episode.first is None or episode.last is None:
        return frozenset()
    span = min((episode.last - episode.first).days, MOST_DAYS)
    days = [episode.first + timedelta(n) for n in range(-around, span + around + 1)]
    place = episode.place
    wheres = list(_pairs(episode) if place is None or place.kind == "country" else _cells(place, around))
    return frozenset(f"{episode.family}|{day}|{where}" for day in days for where in wheres)


def _pairs(episode: Episode) -> Iterator[str]:
    """For what happened nowhere in particular: each two of its parties, or the one that it has. Without any it cannot be told from
    others."""
    parties = sorted(" ".join(party) for party in episode.actors | episode.targets)
    if len(parties) == 1:
        yield f"~{parties[0]}"
    yield from (f"~{a}~{b}" for a, b in combinations(parties, 2))


def _cells(place: Place, around: int) -> Iterator[str]:
    if place.admin1:
        yield f"{place.country}/{place.admin1}"
    if place.kind == "province":
        return
    if place.lat is None or place.lon is None:
        yield f"{place.country}:{place.surface}"
        return
    row, column = round(place.lat / CELL), round(place.lon / CELL)
    for r in range(row - around, row + around + 1):
        for c in range(column - around, column + around + 1):
            yield f"{r},{c}"
