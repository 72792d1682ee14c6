"""The claim matrix: who says what of one incident, field by field."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from khabar.document.model import COUNTS
from khabar.incidents.claims import FIELDS, Claim
from khabar.incidents.episodes import Episode

DENIED = ("type", "actor", *COUNTS)
"""Fields that a denial is about: who denies a strike says nothing of the place it was said to be at."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value claimed for one field. claims: by whom. standing: as of a Claim."""

    value: str
    claims: tuple[Claim, ...]
    denied: bool
    standing: str = ""


def matrix_of(episodes: Sequence[Episode]) -> dict[str, tuple[Value, ...]]:
    """Field -> its values, the most attested first."""
    return {field: found for field in FIELDS if (found := _values(episodes, field))}


def claims_for(episodes: Iterable[Episode], field: str) -> Iterator[Claim]:
    """The claims for one field, in the order of the episodes."""
    return (c for e in episodes for c in e.claims if c.field == field and (field in DENIED or not c.negated))


def _values(episodes: Sequence[Episode], field: str) -> tuple[Value, ...]:
    by_value: dict[tuple[str, bool, str], list[Claim]] = defaultdict(list)
    for claim in claims_for(episodes, field):
        by_value[claim.value, claim.negated, claim.standing].append(claim)
    found = [Value(value, tuple(claims), denied, standing) for (value, denied, standing), claims in by_value.items()]
    return tuple(sorted(found, key=lambda v: (bool(v.standing), -len({c.document for c in v.claims}), v.value, v.denied, v.standing)))


def number(episodes: Iterable[Episode], field: str) -> tuple[int | None, int | None] | None:
    """The lowest and the highest number claimed for one of COUNTS, denials, parts and superseded ones left out; None where none is."""
    claims = [c for c in claims_for(episodes, field) if not c.negated and not c.standing]
    if not claims:
        return None
    lows = [c.low for c in claims if c.low is not None]
    highs = [c.high for c in claims]
    return (min(lows) if lows else None), (None if None in highs else max(h for h in highs if h is not None))


def contested(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """The fields of which sources say different things, or which somebody denies."""
    return tuple(field for field, values in matrix_of(episodes).items() if _contested(field, values))


def _contested(field: str, values: Sequence[Value]) -> bool:
    values = [v for v in values if not v.standing]
    if field in DENIED and any(v.denied for v in values):
        return True
    if field in COUNTS:
        lows = [c.low for v in values for c in v.claims if c.low is not None]
        highs = [c.high for v in values for c in v.claims if c.high is not None]
        return bool(lows and highs) and max(lows) > min(highs)
    if field not in ("actor", "date"):
        return False
    return len({c.key for v in values for c in v.claims if c.key}) > 1
