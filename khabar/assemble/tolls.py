"""A first and a later toll in one report: which numbers others of the same report replace (ارتفعت الحصيلة من 5 إلى 9)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from khabar.assemble.counts import Numbers, Roles
from khabar.data_files import pattern_of
from khabar.document.model import COUNTS
from khabar.resolve.numbers import is_part, quantity
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold

AROUND = 200
"""Characters on either side of a number in which words that bound it are looked for."""


@dataclass(frozen=True, slots=True)
class _Toll:
    """A number with its role, its event, its sentence, its size, and the folded words of its sentence before it."""

    span: Bounds
    role: str
    event: int
    sentence: int
    size: int
    before: str


def superseded(events: Sequence[TaggedEvent], roles: Sequence[Roles], numbers: Mapping[int, Numbers]) -> frozenset[Bounds]:
    """The numbers that later ones replace. roles: of each event; numbers: of each sentence that may hold some."""
    tolls = list(_tolls(events, roles, numbers))
    changed = {old for each in numbers.values() for old in each.changes}
    old = {t.span for t in tolls if t.span in changed or any(_replaces(new, t) for new in tolls)}
    return frozenset(old)


def _tolls(events: Sequence[TaggedEvent], roles: Sequence[Roles], numbers: Mapping[int, Numbers]) -> Iterator[_Toll]:
    for event, own in zip(events, roles, strict=True):
        if event.sentence not in numbers:
            continue
        here = numbers[event.sentence]
        for role in COUNTS:
            for start, end in own.get(role, ()):
                before = here.source[max(here.start, start - AROUND) : start]
                bounds = quantity(here.source[start:end], before, here.source[end : min(here.end, end + AROUND)])
                size = bounds.low or bounds.high
                if size and not is_part(before):
                    led = fold(here.source[here.start : start])
                    yield _Toll((start, end), role, event.event, event.sentence, size, led)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return pattern_of("khabar.assemble", "casualties.toml", "earlier", name)


def _is_earlier(toll: _Toll) -> bool:
    """Whether a toll is called an earlier one, and not what it has risen to since: حصيلة أولية ... 4 قبل أن ترتفع إلى 11."""
    named = list(_pattern("named").finditer(toll.before))
    return bool(named) and not _pattern("risen").search(toll.before, named[-1].end())


def _replaces(new: _Toll, old: _Toll) -> bool:
    """Whether a number is given in place of another one of its kind."""
    if new.role != old.role or new.span == old.span or _is_earlier(new):
        return False
    if _is_earlier(old):
        return True
    near = new.event == old.event or new.sentence == old.sentence
    if near and _pattern("told").search(old.before) and not _pattern("told").search(new.before):
        return True
    risen = new.event == old.event and new.size > old.size and _pattern("risen").search(new.before)
    return bool(risen) and not _pattern("risen").search(old.before)
