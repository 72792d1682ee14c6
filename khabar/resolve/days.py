"""Days: dates of three calendars, today and yesterday, weekdays, feasts."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.clock import FIGURES
from khabar.resolve.periods import is_duration
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue, safe_date, shift, weekday_after, weekday_before

_ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b|\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d|21\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+")
DOUBT = 0.2
"""Score of the other reading of a weekday or month whose direction no word tells."""


def full_date(phrase: Phrase) -> TimeValue | None:
    """Dates that need no publication date: 2015-08-10, 10/8/2015, 10 أغسطس 2015, 25 شوال 1436, 3 مرداد 1394."""
    if match := _ISO.search(phrase.plain):
        return _of_figures(*(int(g) for g in (match.groups()[:3] if match[1] else match.groups()[:2:-1])))
    years = YEAR.search(phrase.plain)
    if not years:
        return None
    year, number = int(years[1]), _day_of_month(phrase)
    month = phrase.first("months")
    for table, convert in _CALENDARS.items():
        other = phrase.first(table)
        if other is not None and (year < 1700 or month is None):
            return _of_calendar(convert, year, other, number, phrase)
    if month is None:
        return None
    return _day_value(year, month, number) if number else TimeValue(f"{year}-{month:02}", "explicit")


def _of_figures(year: int, month: int, day: int) -> TimeValue | None:
    if year < 1700:
        found = calendar.hijri_day(year, month, day)
        return TimeValue(found.isoformat(), "explicit") if found else None
    return _day_value(year, month, day)


_CALENDARS: dict[str, Callable[[int, int, int], date | None]] = {"hijri": calendar.hijri_day, "persian": calendar.persian_day}
"""Table of month names -> conversion to the Gregorian day."""


def _of_calendar(
    convert: Callable[[int, int, int], date | None], year: int, month: int, day: int | None, phrase: Phrase
) -> TimeValue | None:
    """A day or month of another calendar. The night of a Hijri day is the one before it: that day begins at sunset."""
    if day:
        found = convert(year, month, day)
        eve = found is not None and convert is calendar.hijri_day and phrase.first("parts") == "TNI" and " ليله " in phrase.text
        return TimeValue(shift(found, -1 if eve else 0).isoformat(), "explicit") if found else None
    first, after = convert(year, month, 1), convert(year + month // 12, month % 12 + 1, 1)
    if first is None or after is None:
        return None
    last = shift(after, -1)
    if phrase.says("end"):
        return TimeValue(f"{last:%Y-%m}", "explicit")
    return TimeValue(f"{first}/{last}", "explicit")


def _day_value(year: int, month: int, day: int) -> TimeValue | None:
    found = safe_date(year, month, day)
    return TimeValue(found.isoformat(), "explicit") if found else None


def _day_of_month(phrase: Phrase) -> int | None:
    """The day number beside a month: digits, a number word or an ordinal (الرابع والعشرين)."""
    for match in _NUMBER.finditer(FIGURES.sub(" ", phrase.plain)):
        if len(match[0]) <= 2 and 1 <= int(match[0]) <= 31:
            return int(match[0])
    if _NUMBER.search(YEAR.sub(" ", phrase.plain)):
        return None
    # Month names hold ordinals themselves (تشرين الأول): take them out before looking for a day.
    rest = phrase.without("months", "hijri", "persian")
    number = numbers.value(rest, ordinals=True)
    return number if number and 1 <= number <= 31 else None


def dated(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A month with or without a day, the year from the publication date; a day of last or this month; several as a range."""
    month = phrase.first("months")
    if month is None:
        return _hijri_near(phrase, published) or _day_of_this_month(phrase, published, base)
    day = _day_of_month(phrase)
    ahead = phrase.future or (future and not phrase.says("last"))
    years = [year for n in (-1, 0, 1) if 1 <= (year := published.year + n) <= 9999]
    if not day:
        options = [calendar.month_days(year, month) for year in years]
        ended = [o for o in options if o[0] <= published]
        chosen = next((o for o in options if o[1] > published), options[-1]) if ahead else (ended or options)[-1]
        return TimeValue(f"{chosen[0]:%Y-%m}", "publication")
    days = [d for year in years if (d := safe_date(year, month, day))]
    if phrase.says("last"):
        days = [d for d in days if d <= published] or days
    elif phrase.future:
        days = [d for d in days if d >= published] or days
    ranked = sorted(days, key=lambda d: abs((d - published).days))
    other = tuple((d.isoformat(), DOUBT) for d in ranked[1:2] if len(ranked) > 2)
    return TimeValue(ranked[0].isoformat(), "publication", alternatives=other) if ranked else None


def hijri_years(published: date) -> tuple[int, int, int]:
    """The Hijri years around a Gregorian day."""
    guess = published.year - 579 - (published.month < 6)
    return guess - 1, guess, guess + 1


def _hijri_near(phrase: Phrase, published: date) -> TimeValue | None:
    month = phrase.first("hijri")
    if month is None:
        return None
    day = _day_of_month(phrase)
    found = [v for year in hijri_years(published) if (v := _of_calendar(calendar.hijri_day, year, month, day, phrase))]
    if not found:
        return None
    nearest = min(found, key=lambda v: abs((v.days[0] - published).days) if v.days else 10**6)
    return replace(nearest, basis="publication")


def _day_of_this_month(phrase: Phrase, published: date, base: date) -> TimeValue | None:
    """الرابع والعشرين من الشهر الماضي; اليوم حتى التاسع عشر من الشهر الحالي is a range."""
    if " من ال" not in phrase.text or "M" not in phrase.all("units"):
        return None
    day = _day_of_month(phrase)
    year, month = calendar.shift_month(published, -1 if phrase.says("last") else 1 if phrase.future else 0)
    found = safe_date(year, month, day) if day else None
    if found is None:
        return None
    offsets = phrase.all("relative")
    if offsets and phrase.says("until") and shift(base, offsets[0]) < found:
        return TimeValue(f"{shift(base, offsets[0])}/{found}", "publication")
    return TimeValue(found.isoformat(), "publication")


def relative(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """اليوم, أمس, غدا and the like, with or without a weekday; a weekday that contradicts the word wins."""
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
        return TimeValue(shift(base, offset).isoformat(), "publication")
    near = shift(published, offset)
    day = weekday_before(shift(near, 3), weekdays[0]) if offset > 0 else weekday_before(near, weekdays[0])
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
        other = shift(days[0], 7)
    if len(days) == 1:
        sure = phrase.future or phrase.says("last")
        return TimeValue(days[0].isoformat(), "publication", alternatives=() if sure else ((other.isoformat(), DOUBT),))
    if days[0] > days[-1]:
        days[0] = shift(days[0], -7)
    return TimeValue(f"{days[0]}/{days[-1]}", "publication")


def feast(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A feast of the Hijri calendar, or a day that bears a name in the Gregorian one (عيد العمال), nearest to publication."""
    lunar, solar = phrase.first("feasts"), phrase.first("named-days")
    if lunar is None and solar is None:
        return None
    years = hijri_years(published) if lunar else tuple(published.year + n for n in (-1, 0, 1))
    convert = calendar.hijri_day if lunar else safe_date
    days = [d for year in years if (d := convert(year, *(lunar or solar)))]
    match = YEAR.search(phrase.plain)
    if match and solar:
        days = [d for d in [safe_date(int(match[1]), *solar)] if d]
    return TimeValue(min(days, key=lambda d: abs((d - published).days)).isoformat(), "publication") if days else None
