"""Days: dates of three calendars, today and yesterday, weekdays."""

import re
from dataclasses import replace
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.clock import FIGURES
from khabar.resolve.feasts import hijri_month, of_calendar
from khabar.resolve.months import day_of_month, named_month, year_named
from khabar.resolve.periods import is_duration
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue, safe_date, shift, weekday_after, weekday_before
from khabar.resolve.years import YEAR

_ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b|\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_DAY_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_MONTH_YEAR = re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?![\d/])")
_NUMBER = re.compile(r"\d+")
LEAP = 4
"""Years within which every day of the calendar occurs."""
NEAR = 120
"""Days from the publication within which a weekday is taken at its word."""
DOUBT = 0.2
"""Score of the other reading of a weekday or month whose direction no word tells."""
_CALENDARS = {"hijri": calendar.hijri_day, "persian": calendar.persian_day}
"""Table of month names -> conversion to the Gregorian day."""


def full_date(phrase: Phrase) -> TimeValue | None:
    """Dates that need no publication date: 2015-08-10, 10/8/2015, 8/2015, 10 أغسطس 2015, 25 شوال 1436, 3 مرداد 1394."""
    if match := _ISO.search(phrase.plain):
        return _of_figures(*(int(g) for g in (match.groups()[:3] if match[1] else match.groups()[:2:-1])))
    if (match := _MONTH_YEAR.search(phrase.plain)) and 1 <= int(match[1]) <= 12 and int(match[2]) > 1700:
        return TimeValue(f"{match[2]}-{int(match[1]):02}", "explicit")
    years = YEAR.search(phrase.plain)
    if not years:
        return None
    year, number = int(years[1]), _number(phrase)
    months = phrase.all("months")
    for table, convert in _CALENDARS.items():
        other = phrase.first(table)
        if other is not None and (year < 1700 or not months):
            return of_calendar(convert, year, other, number, phrase)
    if not months or _names_a_part(phrase):
        return None
    if number is None:
        return _months(phrase, [(year, month) for month in dict.fromkeys(months)], "explicit")
    return _day_value(year, months[0], number)


def _of_figures(year: int, month: int, day: int) -> TimeValue | None:
    if year < 1700:
        found = calendar.hijri_day(year, month, day)
        return TimeValue(found.isoformat(), "explicit") if found else None
    return _day_value(year, month, day)


def _day_value(year: int, month: int, day: int) -> TimeValue | None:
    found = safe_date(year, month, day)
    return TimeValue(found.isoformat(), "explicit") if found else None


def _months(phrase: Phrase, months: list[tuple[int, int]], basis: str) -> TimeValue:
    """One month, or from the first to the last of several (يناير وفبراير)."""
    ends = [f"{year:04}-{month:02}" for year, month in (months[0], months[-1])]
    return TimeValue(ends[0] if ends[0] >= ends[1] else "/".join(ends), basis)


def _names_a_part(phrase: Phrase) -> bool:
    """Whether a week or a half of the month is meant, or a weekday by its place in it, and no day by its number."""
    words = phrase.all("units")
    if phrase.first("shares") in ("H1", "H2") or "W" in words:
        return True
    placed = phrase.says("final") or phrase.says("first")
    return placed and (phrase.bare_weekday is not None or ("D" in words and phrase.says("final")))


def _number(phrase: Phrase) -> int | None:
    """The day number beside a month: digits, a number word or an ordinal (الرابع والعشرين)."""
    for match in _NUMBER.finditer(FIGURES.sub(" ", phrase.plain)):
        if len(match[0]) <= 2 and 1 <= int(match[0]) <= 31:
            return int(match[0])
    if _NUMBER.search(YEAR.sub(" ", phrase.plain)):
        return None
    # Month names hold ordinals themselves (تشرين الأول): take them out before looking for a day.
    rest = _NUMBER.sub(" ", phrase.without("months", "hijri", "persian", "weekdays"))
    number = numbers.value(rest, ordinals=True)
    return number if number and 1 <= number <= 31 else None


def dated(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A month with or without a day, the year from the publication date; a day of last or this month.

    A day or month whose year no word tells lies in the past, in a sentence that points ahead it lies ahead."""
    months = phrase.all("months")
    if not months:
        return _without_month(phrase, published, future)
    if _names_a_part(phrase):
        return None
    day = _number(phrase)
    if not day:
        found = _months(phrase, [named_month(phrase, month, published, future) for month in dict.fromkeys(months)], "publication")
        return replace(found, alternatives=_other_month(phrase, months[0], published, future))
    return _of_month(phrase, months[0], day, published, future)


def _other_month(phrase: Phrase, month: int, published: date, future: bool) -> tuple[tuple[str, float], ...]:
    """The month of that name on the other side of the publication, where no word tells which one is meant."""
    if phrase.says("last") or phrase.says("this") or phrase.future or year_named(phrase, published) is not None or month == published.month:
        return ()
    year, _ = named_month(phrase, month, published, not future)
    return ((f"{year:04}-{month:02}", DOUBT),)


def _of_month(phrase: Phrase, month: int, day: int, published: date, future: bool) -> TimeValue | None:
    year = year_named(phrase, published)
    if year is None and phrase.says("this"):
        year = published.year
    near = range(published.year - LEAP, published.year + LEAP + 1) if year is None else [year]
    days = [d for y in near if 1 <= y <= 9999 and (d := safe_date(y, month, day))]
    weekdays = phrase.all("weekdays")
    if len(weekdays) == 1:
        # الأحد 12 تموز: near the publication the weekday tells which of two years is meant.
        days = [d for d in days if d.weekday() == weekdays[0] and abs((d - published).days) <= NEAR] or days
    if not days or len(days) == 1:
        return TimeValue(days[0].isoformat(), "publication") if days else None
    past, ahead = [d for d in days if d <= published], [d for d in days if d >= published]
    if phrase.future or (future and not phrase.says("last")):
        chosen, other = (ahead or days)[0], past[-1:]
    else:
        chosen, other = (past or days)[-1], ahead[:1]
    sure = phrase.future or phrase.says("last") or chosen in other
    return TimeValue(chosen.isoformat(), "publication", alternatives=() if sure else tuple((d.isoformat(), DOUBT) for d in other))


def _without_month(phrase: Phrase, published: date, future: bool) -> TimeValue | None:
    """A Hijri date without a year, a day of this or last month, 8/7; اليوم حتى التاسع عشر من الشهر الحالي is a range."""
    if (match := _DAY_MONTH.search(phrase.plain)) and not phrase.all("units"):
        day, month = int(match[1]), int(match[2])
        return _of_month(phrase, month, day, published, future) if 1 <= month <= 12 else None
    if _names_a_part(phrase):
        return hijri_month(phrase, published, None) if phrase.first("hijri") else None
    day_number = _number(phrase)
    if phrase.first("hijri") is not None:
        return hijri_month(phrase, published, day_number)
    return day_of_month(phrase, published, day_number, future)


def relative(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """اليوم, أمس, غدا and the like, with or without a weekday; a weekday that contradicts the word wins; two of them: a range."""
    before_last: int | None = phrase.first("nights")
    if before_last is not None:
        return TimeValue(shift(base, before_last).isoformat() + "TNI", "publication")
    offsets = phrase.all("relative")
    if not offsets:
        return None
    if phrase.says("last") and "ليله" in phrase.text:
        return TimeValue(shift(base, -1).isoformat() + "TNI", "publication")
    if is_duration(phrase) and any(phrase.says(d) for d in ("last", "next")) and not phrase.all("weekdays"):
        return None
    weekdays = phrase.all("weekdays")
    offset = offsets[0]
    if not weekdays:
        first, last = shift(base, offset), shift(base, offsets[-1])
        return TimeValue(first.isoformat() if first >= last else f"{first}/{last}", "publication")
    near = shift(published, offset)
    # A day late: أمس الأربعاء in a report published on Wednesday is that day.
    day = weekday_before(shift(near, 3), weekdays[0]) if offset > 0 else weekday_before(published, weekdays[0])
    if len(weekdays) > 1 and phrase.future:
        return TimeValue(f"{day}/{weekday_after(day, weekdays[-1])}", "publication", shift(day, -offset))
    return TimeValue(day.isoformat(), "publication", shift(day, -offset))


def weekday(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A weekday alone: the most recent one, unless the words or the tense point ahead; two of them: a range. The night between
    two weekdays is named by both; after its midnight it belongs to the second."""
    weekdays = phrase.all("weekdays")
    if not weekdays:
        return None
    if len(weekdays) > 1 and "ليل" in phrase.text:
        weekdays = weekdays[-1:] if phrase.says("after") else weekdays[:1]
    today = len(weekdays) > 1 and published.weekday() in weekdays
    if phrase.future or (future and not phrase.says("last") and not today):
        # In a sentence that points ahead a weekday may be the day of publication itself; المقبل excludes it.
        first = shift(published, 1) if phrase.future or len(weekdays) > 1 else published
        days = [weekday_after(first, w) for w in weekdays]
        other = shift(days[0], -7)
    else:
        days = [weekday_before(shift(published, -1) if phrase.says("last") else published, w) for w in weekdays]
        days = [shift(day, -7) for day in days] if phrase.says("before-last") else days
        other = shift(days[0], 7)
    if len(days) == 1:
        sure = phrase.future or phrase.says("last")
        # The midnight told of on that very day is the one at which it began.
        begun = days[0] == published and not future and " منتصف ليل" in phrase.text
        found = shift(days[0], -1 if begun else 0)
        return TimeValue(found.isoformat(), "publication", alternatives=() if sure else ((other.isoformat(), DOUBT),))
    if days[0] > days[-1]:
        days[0] = shift(days[0], -7)
    return TimeValue(f"{days[0]}/{days[-1]}", "publication")
