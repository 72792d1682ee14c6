"""Contests: on what the sources of one incident differ, and what each says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    found: list[Contest] = []
    for field in ("type", "actor", "date", *COUNTS):
        values = values_of(episodes, field)
        found += _denials(values, field)
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


def _denials(values: Sequence[Value], field: str) -> Iterator[Contest]:
    """What somebody denies in so many words, or what others say happened. "Nobody was hurt" contests nothing where nobody says more."""
    asserted = [c for v in values if not v.denied for c in v.claims]
    denied: list[Value] = []
    for value in values if field in DENIED else ():
        claims = [c for c in value.claims if c.certainty == "denied" or _may_differ([c], (a for a in asserted if a.value == c.value))]
        if value.denied and claims:
            denied.append(replace(value, claims=tuple(claims)))
    if denied:
        yield Contest(field, "denied", _sides(denied))


def _by_source(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Who says it -> his claims, those left out that are too vague to contradict others, or only refer or respond to the event."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.key and claim.tells and not claim.negated:
            found[claim.body or source_of(claim)].append(claim)
    return found


def _may_differ(one: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether claims are of different reports, or of two bodies that one report quotes: what a report tells itself and what it quotes are
    of different things where they are not the same."""
    held = list(others)
    return any(a.document != b.document or (a.origin and b.origin and a.body != b.body) for a in one for b in held)


def _parties(episodes: Sequence[Episode], values: Sequence[Value]) -> Iterator[Contest]:
    """Sources that name sides of which none can be one of the other's."""
    named, attacked = _by_source(claims_for(episodes, "actor")), _by_source(claims_for(episodes, "target"))
    rivals: set[str] = set()
    for a, b in combinations(sorted(named), 2):
        fight = _meet(named[a], attacked.get(b, ())) or _meet(named[b], attacked.get(a, ()))
        if _may_differ(named[a], named[b]) and not fight and not _meet(named[a], named[b]):
            rivals |= {claim.key for claim in (*named[a], *named[b])}
    differing = [v for v in values if any(c.key in rivals for c in v.claims)]
    if len(differing) > 1:
        yield Contest("actor", "parties", _sides(differing))


def _meet(one: Iterable[Claim], others: Iterable[Claim]) -> bool:
    """Whether a side of the first may be one of the others."""
    held = {claim.key for claim in others}
    return any(agree(key, other) for key in {claim.key for claim in one} for other in held)


def _days(values: Sequence[Value]) -> Iterator[Contest]:
    dated = _by_source(c for v in values for c in v.claims)
    days: set[str] = set()
    for a, b in combinations(sorted(dated), 2):
        one, other = ({claim.key for claim in dated[source]} for source in (a, b))
        if _may_differ(dated[a], dated[b]) and not one & other:
            days |= one | other
    if days:
        yield Contest("date", "days", _sides(v for v in values if any(c.key in days for c in v.claims)))


def _numbers(reported: Sequence[Toll], field: str) -> Iterator[Contest]:
    """Tolls of the same victims and days that stand and share no number, unless the later one is higher (it may have risen) or one source
    gives both (they are of different things)."""
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
    same = (not (low.of and high.of) or low.of == high.of) and (not (low.since and high.since) or low.since == high.since)
    one, other = ([c for c in toll.claims if c.tells] for toll in (low, high))
    both = {c.body or source_of(c) for c in one} & {c.body or source_of(c) for c in other}
    return apart and same and not risen and not both and _may_differ(one, other)
