"""The time that a mention says to cover: since a day, over so many days."""

from datetime import date
from functools import cache

from khabar.data_files import strings_of
from khabar.document.model import Event, Span
from khabar.text.normalise import fold

Days = tuple[date, date]
"""First and last, inclusive."""


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(map(fold, strings_of("khabar.incidents", "levels.toml", key)))


def span_of(event: Event, published: str | None) -> Days | None:
    """The days that an event's own words say it lasts, None where they say none. published: the report's day, with which "since" ends."""
    when = event.date
    if when.basis != "event" or not when.earliest or not when.latest:
        return None
    first, last = date.fromisoformat(when.earliest), date.fromisoformat(when.latest)
    times = event.roles.get("times", ())
    if published and any(_has(time, "duration.since") for time in times):
        return first, max(last, date.fromisoformat(published))
    return (first, last) if first < last and any(_has(time, "duration.words") for time in times) else None


def _has(time: Span, key: str) -> bool:
    return not _listed(key).isdisjoint(fold(time.text).split())
