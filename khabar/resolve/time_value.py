"""The value of a time expression, and the arithmetic of days that never fails."""

from dataclasses import dataclass
from datetime import date, timedelta

from khabar.resolve import calendar


@dataclass(frozen=True, slots=True)
class TimeValue:
    """value: TIMEX value, None where it cannot be told. basis: "explicit", "publication", "text" (counted from another day
    the text names) or "none". anchor: the day that a later bare اليوم of the text means, if this expression fixes it.
    alternatives: other values that the words allow with their scores (0 to 1, that of `value` is what is left), best first.
    zone: offset from UTC of a clock time whose words name one ("+03:00"), else None."""

    value: str | None
    basis: str
    anchor: date | None = None
    alternatives: tuple[tuple[str, float], ...] = ()
    zone: str | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day covered, inclusive; None for durations, sets and vague references."""
        return calendar.interval(self.value)


NOTHING = TimeValue(None, "none")


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: int) -> date:
    """The day `days` later; the same day where that leaves the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def weekday_before(day: date, weekday: int) -> date:
    """The latest such weekday (Monday is 0) not after `day`."""
    return shift(day, -((day.weekday() - weekday) % 7))


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday not before `day`."""
    return shift(day, (weekday - day.weekday()) % 7)
