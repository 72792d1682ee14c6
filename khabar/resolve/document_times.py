"""Times of a whole document: each expression in the light of those before it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from khabar.resolve import tense, times
from khabar.resolve.calendar import interval
from khabar.resolve.time_again import Before
from khabar.resolve.times import TimeValue

FAR = 6
"""Sentences after which a time is no longer what يومها points back to."""
DATELINE = 60
"""Code points at the head of a text in which its dateline stands."""


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
    ranges: list[tuple[int, str]] = []
    named_in = -FAR
    starts = [start for start, _ in sentences]
    found = []
    for start, end in spans:
        number = bisect_right(starts, start) - 1
        before, after = (text[starts[number] : start], text[end : sentences[number][1]]) if number >= 0 else ("", "")
        future = tense.speaks_of_future(before, after)
        day = named if number - named_in <= 1 else None
        ranges = [pair for pair in ranges if number - pair[0] < FAR]
        counted = tense.goes_on_from_event(text[start:end], after)
        value = times.resolve(text[start:end], published, today, day, future, counted, _before([v for _, v in ranges]))
        if published and not future and value.alternatives and tense.is_appointment(before):
            value = _nearer(value, published)
        today = value.anchor or today
        days = value.days
        if days and days[0] == days[1]:
            named, named_in = days[0], number
        if days and value.value:
            ranges.append((number, value.value))
        found.append(value)
    return found


def _nearer(value: TimeValue, published: date) -> TimeValue:
    """The value, or the other one that its words allow, whichever is nearer to the publication: weekdays are left alone."""
    other = times.TimeValue(value.alternatives[0][0], value.basis)
    if not value.days or not other.days or abs((value.days[0] - other.days[0]).days) == WEEK:
        return value
    ahead = (other.days[0] - published).days
    if not 0 <= ahead <= MOST_AHEAD or ahead >= (published - value.days[0]).days:
        return value
    return replace(value, value=other.value, alternatives=((value.value or "", value.alternatives[0][1]),))


WEEK = 7
"""Days between the two readings of a weekday."""
MOST_AHEAD = 120
"""Days up to which a date that no word points at may lie ahead."""


def _before(values: Sequence[str]) -> Before:
    """What the times named before mean to a later one; values: theirs, in text order."""
    lengths = {v: days[1] - days[0] for v in values if "/" in v and (days := interval(v))}
    return Before(values[-1] if values else None, max(lengths, key=lambda v: lengths[v], default=None))
