"""Times of a whole document: each expression in the light of those before it."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import times
from khabar.resolve.times import TimeValue
from khabar.text.normalise import fold

NEAR = 8
"""Words before a time expression that are looked at for its tense; half as many after it."""


def resolve_all(
    text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], published: date | None
) -> list[TimeValue]:
    """The value of each time span (in text order).

    A day fixed by words and weekday (اليوم الأحد) is what a bare اليوم or أمس means from there on; a bare part of the day
    belongs to the last day named in the same or the previous sentence.
    """
    today: date | None = None
    named: date | None = None
    named_in = -2
    starts = [start for start, _ in sentences]
    found = []
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        around = text[starts[number] : start].split()[-NEAR:] + text[end : sentences[number][1]].split()[: NEAR // 2] if number >= 0 else []
        last = named if number - named_in <= 1 else None
        value = times.resolve(text[start:end], published, today, last, speaks_of_future(" ".join(around)))
        today = value.anchor or today
        days = value.days
        if days and days[0] == days[1]:
            named, named_in = days[0], number
        found.append(value)
    return found


def speaks_of_future(words_around: str) -> bool:
    """Whether the words around an expression point ahead (سيزور ... الخميس)."""
    known, stop, prefixes = _signs()
    words = fold(words_around).split()
    return any(w in known or (w.startswith(prefixes) and len(w) > 4 and w not in stop) for w in words)


@cache
def _signs() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """tense.toml: words that point ahead, words that only look so, prefixes of future verbs."""
    data = toml_of("khabar.resolve", "tense.toml")
    return frozenset(data["words"]), frozenset(data["not"]), tuple(data["prefixes"])
