"""Tolls: the numbers of dead, injured and displaced of one incident as they were reported one after the other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from khabar.incidents.claims import Claim
from khabar.incidents.episodes import Episode
from khabar.incidents.matrix import claims_for

STEPS = ("first", "higher", "same", "lower")


@dataclass(frozen=True, slots=True)
class Toll:
    """A number that was reported as a total on one day. published: the day of the reports (ISO), or None. value: to show; low, high: its
    bounds. step: one of STEPS, against the highest one of the days before. superseded: whether its report, or a later one of the same
    origin, gives another one in its stead. latest: whether it is of the last day and stands. claims: who reports it. parts: numbers of
    the same statements that are part of it."""

    published: str | None
    value: str
    low: int | None
    high: int | None
    step: str
    superseded: bool
    latest: bool
    claims: tuple[Claim, ...]
    parts: tuple[Claim, ...]

    @property
    def of(self) -> str:
        """Whose victims it counts (see Claim)."""
        return self.claims[0].of

    @property
    def counted(self) -> str:
        """The days that it counts (see Claim)."""
        return self.claims[0].counted

    @property
    def since(self) -> str:
        """The day from which on it counts, "" where that is not told: tolls since two days are not of one thing."""
        return self.counted.partition("/")[0]

    @property
    def size(self) -> int:
        """Its lower bound, the upper one where it has none."""
        return self.low if self.low is not None else self.high or 0


def tolls_of(episodes: Sequence[Episode], field: str) -> tuple[Toll, ...]:
    """The tolls for one of COUNTS in the order of their reports. Denials are none; a number above its total is no part of it."""
    merged: dict[tuple[str, str, str, str, bool], list[Toll]] = defaultdict(list)
    for toll in _renewed(list(_stated(episodes, field))):
        merged[toll.published or "", toll.of, toll.since, toll.value, toll.superseded].append(toll)
    joined = [
        replace(same[0], claims=tuple(c for t in same for c in t.claims), parts=tuple(c for t in same for c in t.parts))
        for same in merged.values()
    ]
    return _steps(sorted(joined, key=lambda t: (t.published or "", not t.superseded, t.size, t.value, t.of)))


def number_of(episodes: Sequence[Episode], field: str) -> tuple[int | None, int | None] | None:
    """The lowest and the highest toll that stands for one of COUNTS; None where none does. An open one (some dead, at least three) says
    nothing beside an exact one that is as high."""
    standing = [t for t in tolls_of(episodes, field) if not t.superseded]
    if not standing:
        return None
    top = max((t.high for t in standing if t.low is not None and t.high is not None), default=-1)
    standing = [t for t in standing if t.high is not None or t.size > top]
    lows = [t.low for t in standing if t.low is not None]
    highs = [t.high for t in standing]
    return (min(lows) if lows else None), (None if None in highs else max(h for h in highs if h is not None))


def _stated(episodes: Sequence[Episode], field: str) -> Iterator[Toll]:
    """What each speaker of each report gives: superseded numbers, and the largest of those that stand, the others being its parts."""
    dates = {e.document: e.published for e in episodes}
    statements: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims_for(episodes, field):
        if not claim.negated:
            unit = claim.value.removeprefix(claim.key)
            statements[claim.document, claim.body or claim.origin, unit, claim.of].append(claim)
    for (document, *_), claims in statements.items():
        for old in (c for c in claims if c.standing == "superseded"):
            yield _toll(dates[document], [old], [], superseded=True)
        standing = [c for c in claims if not c.standing]
        if not standing:
            continue
        largest = max(map(_size, standing))
        totals = [c for c in standing if _size(c) == largest]
        rest = [c for c in claims if c.standing == "part" or (c in standing and c not in totals)]
        yield _toll(dates[document], totals, [c for c in rest if _size(c) <= largest], superseded=False)


def _size(claim: Claim) -> int:
    return claim.low if claim.low is not None else claim.high or 0


def _toll(published: str | None, claims: Sequence[Claim], parts: Sequence[Claim], superseded: bool) -> Toll:
    first = claims[0]
    return Toll(published, first.value, first.low, first.high, "first", superseded, False, tuple(claims), tuple(parts))


def _renewed(found: Sequence[Toll]) -> Iterator[Toll]:
    """Tolls, those superseded of which the same speaker gives another one later."""
    last: dict[tuple[str, str, str], Toll] = {}
    for toll in sorted((t for t in found if not t.superseded), key=lambda t: t.published or ""):
        last[_speaker(toll)] = toll
    for toll in found:
        later = last.get(_speaker(toll), toll)
        renewed = (later.published or "") > (toll.published or "") and later.value != toll.value
        yield replace(toll, superseded=toll.superseded or renewed)


def _speaker(toll: Toll) -> tuple[str, str, str]:
    claim = toll.claims[0]
    return claim.body or claim.origin or claim.chain[0], claim.of, toll.since


def _steps(ordered: Sequence[Toll]) -> tuple[Toll, ...]:
    last = max((t.published or "" for t in ordered if not t.superseded), default="")
    return tuple(
        replace(toll, step=_step(toll, ordered), latest=not toll.superseded and (toll.published or "") == last) for toll in ordered
    )


def _step(toll: Toll, others: Sequence[Toll]) -> str:
    before = [t.size for t in others if (t.published or "") < (toll.published or "") and (t.of, t.since) == (toll.of, toll.since)]
    if not before:
        return "first"
    return "higher" if toll.size > max(before) else "same" if toll.size == max(before) else "lower"
