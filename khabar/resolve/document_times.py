"""Times of a whole document: each expression in the light of those before it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import times
from khabar.resolve.times import TimeValue
from khabar.text.normalise import fold

DATELINE = 60
"""Code points at the head of a text in which its dateline stands."""
NEAR = 8
"""Words before a time expression that are looked at for its tense; half as many after it."""


def resolve_all(
    text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], published: date | None
) -> list[TimeValue]:
    """The value of each time span (in text order).

    A day fixed by words and weekday (اليوم الأحد) is what a bare اليوم or أمس means from there on; a bare part of the day
    belongs to the last day named in the same or the previous sentence; a period after an event (بعد يومين من الهجوم) is counted
    from the last day named. Where nobody gives a publication date, a full date in the dateline stands in for it.
    """
    dateline = _dateline(text, spans) if published is None else None
    found = _values(text, spans, sentences, published or dateline)
    return [replace(v, basis="text") if dateline and v.basis == "publication" else v for v in found]


def _dateline(text: str, spans: Sequence[tuple[int, int]]) -> date | None:
    """A full date at the head of a text (القاهرة - 8 تموز/يوليو 2020 -)."""
    for start, end in spans:
        days = times.resolve(text[start:end], None).days if start < DATELINE else None
        if days and days[0] == days[1]:
            return days[0]
    return None


def _values(text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], published: date | None) -> list[TimeValue]:
    today: date | None = None
    named: date | None = None
    named_in = -2
    starts = [start for start, _ in sentences]
    found = []
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        before, after = (text[starts[number] : start], text[end : sentences[number][1]]) if number >= 0 else ("", "")
        future = speaks_of_future(before, after)
        last = named if number - named_in <= 1 else None
        value = times.resolve(text[start:end], published, today, last, future, not future and _goes_on_from_event(after))
        today = value.anchor or today
        days = value.days
        if days and days[0] == days[1]:
            named, named_in = days[0], number
        found.append(value)
    return found


def speaks_of_future(before: str, after: str = "") -> bool:
    """Whether the words around an expression point ahead (سيزور ... الخميس). Behind it they count only up to a word that begins
    what somebody said that day (قال يوم الاثنين إنه سيزور)."""
    signs = _signs()
    behind = fold(after).split()[: NEAR // 2]
    stop = next((n for n, word in enumerate(behind) if word in signs.content), len(behind))
    words = fold(before).split()[-NEAR:] + behind[:stop]
    return any(w in signs.words or (w.startswith(signs.prefixes) and len(w) > 4 and w not in signs.stop) for w in words)


def _goes_on_from_event(after: str) -> bool:
    """Whether a word follows by which a period is counted from an event (من الهجوم, على الهجوم)."""
    words = fold(after).split()[:1]
    return bool(words) and words[0] in _signs().event


class _Signs:
    """tense.toml: words that point ahead, words that only look so, prefixes of future verbs, words that begin a content, words
    that tie a period to an event."""

    def __init__(self) -> None:
        data = toml_of("khabar.resolve", "tense.toml")
        self.words, self.stop = frozenset(map(fold, data["words"])), frozenset(map(fold, data["not"]))
        self.prefixes = tuple(data["prefixes"])
        self.content, self.event = frozenset(map(fold, data["content"])), frozenset(map(fold, data["event"]))


@cache
def _signs() -> _Signs:
    return _Signs()
