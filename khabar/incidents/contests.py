"""Contests: on what the sources of one incident differ, and what each says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from khabar.document.model import COUNTS
from khabar.incidents.bodies import agree
from khabar.incidents.claims import Claim
from khabar.incidents.episodes import Episode
from khabar.incidents.matrix import DENIED, SIDED, Value, claims_for, values_of
from khabar.incidents.speakers import UNNAMED
from khabar.incidents.tolls import Toll, tolls_of

KINDS = ("denied", "parties", "days", "numbers")


@dataclass(frozen=True, slots=True)
class Side:
    """A value and who claims it: names of speakers, and outlets (or reports of unknown outlets) that vouch for it themselves."""

    value: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """What is contested of a field of the claim matrix. kind: "denied" (sides: the values that somebody denies, by whom), "parties" (other
    sides are named for the deed), "days" or "numbers" (that cannot both be right)."""

    field: str
    kind: str
    sides: tuple[Side, ...]


def contests_of(episodes: Sequence[Episode]) -> tuple[Contest, ...]:
    """All contests, in the order of the fields."""
    found = []
    for field in ("type", "actor", "date", *COUNTS):
        values = values_of(episodes, field)
        denials = [v for v in values if v.denied and not v.standing] if field in DENIED else []
        if denials:
            found.append(Contest(field, "denied", _sides(denials)))
        if field == "actor" and any(e.family in SIDED for e in episodes):
            found += _parties(episodes, [v for v in values if not v.denied])
        elif field == "date":
            found += _days(values)
        elif field in COUNTS:
            found += _numbers(tolls_of(episodes, field), field)
    return tuple(found)


def in_words(contest: Contest) -> str:
    """A contest as an English phrase: 9 (White Helmets) against 20+ (SANA)."""
    told = [f"{side.value} ({', '.join(side.sources)})" for side in contest.sides]
    return f"denied: {', '.join(told)}" if contest.kind == "denied" else " against ".join(told)


def source_of(claim: Claim) -> str:
    """Who vouches for a claim: the speaker, or the outlet, or the report."""
    return claim.origin or (claim.chain[0] if claim.chain[0] != UNNAMED else claim.document)


def _sides(values: Iterable[Value]) -> tuple[Side, ...]:
    return tuple(Side(v.value, tuple(dict.fromkeys(map(source_of, v.claims)))) for v in values)


def _by_source(claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Who says it -> the keys, those that are too vague to contradict left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.key and not claim.negated:
            found[claim.body or source_of(claim)].add(claim.key)
    return found


def _parties(episodes: Sequence[Episode], values: Sequence[Value]) -> Iterator[Contest]:
    """Sources that name sides of which none can be one of the other's."""
    named, targets = _by_source(claims_for(episodes, "actor")), _by_source(claims_for(episodes, "target"))
    rivals: set[str] = set()
    for a, b in combinations(sorted(named), 2):
        if not _meet(named[a], named[b]) and not _mirrored(named, targets, a, b):
            rivals |= named[a] | named[b]
    differing = [v for v in values if any(c.key in rivals for c in v.claims)]
    if len(differing) > 1:
        yield Contest("actor", "parties", _sides(differing))


def _mirrored(named: Mapping[str, set[str]], targets: Mapping[str, set[str]], a: str, b: str) -> bool:
    """Whether two sources tell of one fight from its two sides: who attacks for the one, is attacked for the other."""
    return _meet(named[a], targets.get(b, set())) and _meet(named[b], targets.get(a, set()))


def _meet(one: Iterable[str], others: Iterable[str]) -> bool:
    held = set(others)
    return any(agree(a, b) for a in one for b in held)


def _days(values: Sequence[Value]) -> Iterator[Contest]:
    days = _by_source(c for v in values for c in v.claims)
    if any(not days[a] & days[b] for a, b in combinations(sorted(days), 2)):
        yield Contest("date", "days", _sides(v for v in values if any(c.key for c in v.claims)))


def _numbers(reported: Sequence[Toll], field: str) -> Iterator[Contest]:
    """Tolls that stand and share no number, unless the later one is higher: it may have risen."""
    standing = [t for t in reported if not t.superseded]
    differing = {n for pair in combinations(range(len(standing)), 2) if _differ(*(standing[n] for n in pair)) for n in pair}
    if not differing:
        return
    sources: dict[str, list[str]] = defaultdict(list)
    for n in sorted(differing, key=lambda n: (standing[n].size, n)):
        sources[standing[n].value] += map(source_of, standing[n].claims)
    yield Contest(field, "numbers", tuple(Side(value, tuple(dict.fromkeys(who))) for value, who in sources.items()))


def _differ(earlier: Toll, later: Toll) -> bool:
    low, high = sorted((earlier, later), key=lambda t: t.size)
    apart = low.high is not None and low.high < (high.low or 0)
    risen = (earlier.published or "") < (later.published or "") and later is high
    return apart and not risen
