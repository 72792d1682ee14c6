"""The claim matrix: who says what of one incident, field by field."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from khabar.document.model import COUNTS
from khabar.incidents.bodies import KINDS, wider
from khabar.incidents.claims import FIELDS, Claim
from khabar.incidents.episodes import Episode
from khabar.incidents.origins import origin_of

DENIED = ("type", "actor", *COUNTS)
"""Fields that a denial is about: who denies a strike says nothing of the place it was said to be at."""
SIDED = ("violence", "coercion")
"""Families of which sources differ on whose deed it was: there an actor is shown by his side."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value claimed for one field. claims: by whom. standing: as of a Claim. For the actor of a deed all claims of one side are one
    value, a vaguer name with the only side that it can mean; shown is the name that most reports give."""

    value: str
    claims: tuple[Claim, ...]
    denied: bool
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Equal claims of one origin. origin: as of origins.origin_of. claims: in the order of publication."""

    origin: str
    claims: tuple[Claim, ...]


def matrix_of(episodes: Sequence[Episode]) -> dict[str, tuple[Value, ...]]:
    """Field -> its values, the most attested first."""
    return {field: found for field in FIELDS if (found := values_of(episodes, field))}


def claims_for(episodes: Iterable[Episode], field: str) -> Iterator[Claim]:
    """The claims for one field, in the order of the episodes."""
    return (c for e in episodes for c in e.claims if c.field == field and (field in DENIED or not c.negated))


def values_of(episodes: Sequence[Episode], field: str) -> tuple[Value, ...]:
    """The values of one field, the most attested first, parts and superseded numbers last."""
    claims = list(claims_for(episodes, field))
    sided = field == "actor" and any(e.family in SIDED for e in episodes)
    sides = _sides({c.key for c in claims}) if sided else {}
    told = {c.value: sides[c.key] for c in claims if c.key in sides}
    groups: dict[tuple[str, bool, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        side = sides.get(claim.key) or told.get(claim.value, claim.value)
        groups[side, claim.negated, claim.standing].append(claim)
    found = [Value(_name(each, side), tuple(each), denied, standing) for (side, denied, standing), each in groups.items()]
    return tuple(sorted(found, key=lambda v: (bool(v.standing), -len({c.document for c in v.claims}), v.value, v.denied, v.standing)))


def _sides(keys: set[str]) -> dict[str, str]:
    """Side -> the one that it is shown as: a more exact one where there is one only."""
    exact = {key for key in keys if key and not any(key in wider(other) for other in keys)}
    held = {key: sorted(each for each in exact if key in wider(each)) for key in keys if key}
    return {key: exacts[0] if len(exacts) == 1 and key not in KINDS else key for key, exacts in held.items()}


def _name(claims: Sequence[Claim], side: str) -> str:
    """The value that most reports give, the more exact one of equal ones."""
    named = Counter(value for value, _ in {(c.value, c.document) for c in claims})
    exact = {c.value for c in claims if c.key == side}
    return min(named, key=lambda value: (value not in exact, -named[value], value))


def voices(claims: Iterable[Claim], groups: Mapping[str, str]) -> tuple[Voice, ...]:
    """Claims by their origin, in their order. groups: document -> the group of its copies."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[origin_of(claim, groups)].append(claim)
    return tuple(Voice(origin, tuple(each)) for origin, each in found.items())
