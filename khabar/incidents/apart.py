"""What rules out that two episodes are one event: two levels, two days, two towns too far from each other, or acts of two states; in one
report also two tolls. All else is weighed."""

import math
from collections.abc import Iterable
from functools import cache
from typing import Any

from khabar.data_files import toml_of
from khabar.document.model import Place
from khabar.incidents.episodes import PACKAGE, Episode, overlap
from khabar.resolve.places import EARTH

TOWN, NEARBY = 5.0, 25.0
"""Radii, in km, of an ordinary town, and the largest that makes two places one."""
OWN_ACTS = ("diplomacy", "aid")
"""Families in which an event is what its actors did, whoever reports it."""
NO_STATE = ("---", "IGO")
"""Codes of actors that are of no one state."""
POINTS = ("city", "quarter", "facility")
"""Kinds of places that are points on the map."""


@cache
def _limits() -> dict[str, Any]:
    found: dict[str, Any] = toml_of(PACKAGE, "incidents.toml")["limits"]
    return found


def limit(name: str) -> float:
    """A value of the table [limits]."""
    return float(_limits()[name])


def apart(a: Episode, b: Episode) -> bool:
    """Whether level, date, place or actor rule out that two episodes are one event: they are of two levels, both are dated to the day,
    both name a town, or what they tell is the act of one state or of another. Two of one report are ruled out by what it tells of both: its
    tolls differ, or its days."""
    if a.level != b.level or _days_apart(a, b) or _towns_apart(a, b) or _states_apart(a, b):
        return True
    return a.document == b.document and _told_apart(a, b)


def _told_apart(a: Episode, b: Episode) -> bool:
    tolls = (a.killed, b.killed), (a.injured, b.injured), (a.displaced, b.displaced)
    return (a.exact and b.exact and a.first != b.first) or any(x and y and not overlap(x, y) for x, y in tolls)


def _days_apart(a: Episode, b: Episode) -> bool:
    if not (a.exact and b.exact and a.first and b.first):
        return False
    return abs((a.first - b.first).days) >= limit("days")


def _towns_apart(a: Episode, b: Episode) -> bool:
    return _is_point(a.place) and _is_point(b.place) and (_distance(a.place, b.place) or 0.0) > limit("kilometres")


def _states_apart(a: Episode, b: Episode) -> bool:
    """Condolences of one king are not those of another; of a fight, each report names the side that it looks from."""
    acting, other = _states(a.actors), _states(b.actors)
    if a.family not in OWN_ACTS or not acting or not other:
        return False
    return not acting & _states(b.parties) and not other & _states(a.parties)


def _states(parties: Iterable[tuple[str, str]]) -> set[str]:
    return {country for country, _ in parties if country not in NO_STATE}


def _is_point(place: Place | None) -> bool:
    return place is not None and place.kind in POINTS and place.basis == "gazetteer"


def _distance(a: Place | None, b: Place | None) -> float | None:
    return distance(a, b) if a is not None and b is not None else None


def places_apart(a: Place | None, b: Place | None) -> bool:
    """Whether two places are two, as far as their names and the map tell: what a scorer weighs."""
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
    return between > limit("beside") + sum(wider)


def distance(a: Place, b: Place) -> float | None:
    """Kilometres between two places on a sphere (haversine), None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))
