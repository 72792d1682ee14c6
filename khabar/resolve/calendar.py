"""Calendar arithmetic on TIMEX values: what days a value covers; Hijri and Persian dates as Gregorian ones."""

import calendar
import re
from datetime import date, timedelta

import jdatetime
from hijridate import Hijri

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{4})")
_SHARE = re.compile(r"(\d{4})-([QH])([1-4])")
_MONTHS = {"Q": 3, "H": 6}

PRECISIONS = ("time", "part-of-day", "day", "week", "month", "year", "range", "vague")


def interval(value: str | None) -> tuple[date, date] | None:
    """First and last day that a TIMEX value covers, both inclusive; None for durations, sets, vague references and None."""
    if value is None or value.startswith("P") or value.endswith("_REF"):
        return None
    if "/" in value:
        left, right = (interval(part) for part in value.split("/", 1))
        return (left[0], right[1]) if left and right else None
    try:
        if match := _DAY.match(value):
            day = date(*(int(part) for part in match.groups()))
            return day, day
        if match := _WEEK.fullmatch(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + timedelta(6)
        if match := _MONTH.fullmatch(value):
            return month_days(int(match[1]), int(match[2]))
        if match := _SHARE.fullmatch(value):
            year, size = int(match[1]), _MONTHS[match[2]]
            last = int(match[3]) * size
            return date(year, last - size + 1, 1), month_days(year, last)[1]
        if match := _YEAR.fullmatch(value):
            return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    except ValueError:
        return None
    return None


def precision(value: str | None) -> str:
    """One of PRECISIONS."""
    if value is None or value.startswith("P") or value.endswith("_REF"):
        return "vague"
    if "/" in value:
        return "range"
    if "T" in value:
        return "time" if ":" in value else "part-of-day"
    if _SHARE.fullmatch(value):
        return "range"
    return {10: "day", 8: "week", 7: "month", 4: "year"}.get(len(value), "vague")


def month_days(year: int, month: int) -> tuple[date, date]:
    """First and last day of a Gregorian month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def shift_month(day: date, months: int) -> tuple[int, int]:
    """The (year, month) that lies `months` after that of `day`; years are kept in 1..9999."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    return index // 12, index % 12 + 1


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri date (Umm al-Qura calendar, through the library hijridate); None out of its range."""
    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None


def persian_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Persian (Jalali) date, through the library jdatetime; None where that calendar has no such day."""
    try:
        found = jdatetime.date(year, month, day).togregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)
