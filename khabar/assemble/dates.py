"""When an event took place: from its own time, from another mention of it, from its sentence or paragraph, or from the publication date."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from khabar.document.model import DateRange, Time
from khabar.resolve.calendar import precision
from khabar.tagger.tagged import Bounds, TaggedEvent

UNKNOWN = DateRange(None, None, "vague", "none")


def event_dates(
    events: Sequence[TaggedEvent], times: Sequence[Time], sentences: Sequence[Bounds], published: str | None, text: str
) -> list[DateRange]:
    """The date range of each event (in text order). A line of the text is a paragraph. What is told as having happened has no date after
    the publication day: times that lie past it date no such event, and a range that goes on past it (this week) ends with it."""
    starts = [start for start, _ in sentences]
    spoken: dict[int, list[Time]] = {}
    for time in times:
        spoken.setdefault(bisect_right(starts, time.start) - 1, []).append(time)
    near = [_possible(event, spoken.get(event.sentence, []), published) for event in events]
    own = [
        _of_times([t for t in found if any(_overlap(t, s) for s in e.roles.get("times", ()))], "event")
        for e, found in zip(events, near, strict=True)
    ]
    by_event: dict[int, DateRange] = {}
    for event, date in zip(events, own, strict=True):
        if date:
            by_event.setdefault(event.event, date)
    lines = [text.count("\n", 0, start) for start in starts] if len(starts) <= FEW else []
    return [
        _ended(event, date or _inherited(event, by_event, found, _paragraph(event.sentence, lines, spoken), published), published)
        for event, date, found in zip(events, own, near, strict=True)
    ]


FEW = 2000
"""Sentences up to which paragraphs are looked at: a text with more of them is no report."""
BACK = 3
"""Sentences before an event's own in which its paragraph may date it."""


def _possible(event: TaggedEvent, times: Sequence[Time], published: str | None) -> list[Time]:
    """The times that may date an event: for what has happened, those that have begun."""
    if event.status != "actual" or published is None:
        return list(times)
    return [t for t in times if not t.earliest or t.earliest <= published]


def _ended(event: TaggedEvent, date: DateRange, published: str | None) -> DateRange:
    """The date of an event, for what has happened up to the publication day."""
    if event.status != "actual" or published is None or date.latest is None or date.latest <= published:
        return date
    return replace(date, latest=published)


def _paragraph(sentence: int, lines: Sequence[int], spoken: Mapping[int, list[Time]]) -> list[Time]:
    """The times of the nearest sentence before, in the same paragraph, that has some."""
    for number in range(sentence - 1, max(-1, sentence - 1 - BACK), -1):
        if not lines or lines[number] != lines[sentence]:
            return []
        if spoken.get(number):
            return spoken[number]
    return []


def _overlap(time: Time, span: Bounds) -> bool:
    return time.start < span[1] and span[0] < time.end


def _of_times(found: Sequence[Time], basis: str) -> DateRange | None:
    """The first time that covers days; a further one inside it (أمس ... مساء) makes it more precise."""
    dated = [t for t in found if t.earliest and t.latest]
    if not dated:
        return None
    best = min(dated, key=lambda t: (_length(t), dated.index(t)))
    return DateRange(best.earliest, best.latest, precision(best.value), basis)


def _length(time: Time) -> int:
    order = ("time", "part-of-day", "day", "week", "month", "range", "year", "vague")
    return order.index(precision(time.value))


def _inherited(
    event: TaggedEvent, by_event: dict[int, DateRange], times: Sequence[Time], before: Sequence[Time], published: str | None
) -> DateRange:
    """times: those of the event's sentence; before: those of the sentence before it in its paragraph."""
    known = by_event.get(event.event)
    told = event.status == "actual" and published is not None
    if known and not (told and known.earliest and known.earliest > (published or "")):
        return DateRange(known.earliest, known.latest, known.precision, "mention")
    in_sentence = [t for t in times if t.earliest]
    if event.status == "actual" and in_sentence:
        nearest = min(in_sentence, key=lambda t: abs(t.start - event.span[0]))
        return DateRange(nearest.earliest, nearest.latest, precision(nearest.value), "sentence")
    dated = [t for t in before if t.earliest and (published is None or t.earliest <= published)]
    if event.status == "actual" and dated:
        return DateRange(dated[-1].earliest, dated[-1].latest, precision(dated[-1].value), "paragraph")
    if published is None:
        return UNKNOWN
    if event.status == "actual":
        return DateRange(None, published, "vague", "publication")
    return DateRange(published if event.status == "future" else None, None, "vague", "publication")
