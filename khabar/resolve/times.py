"""Times: Arabic time expressions to TIMEX values, by readable rules over the word lists of data/times.toml.

>>> from datetime import date
>>> from khabar.resolve import times
>>> times.resolve("مساء أمس الثلاثاء", date(2020, 7, 8)).value
'2020-07-07TEV'
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from khabar.resolve import calendar, numbers
from khabar.resolve.time_phrase import Phrase

_ISO = re.compile(r"\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b|\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\b")
_YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d|21\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TimeValue:
    """value: TIMEX value, None where it cannot be told. basis: "explicit", "publication", "text" (counted from another day
    the text names) or "none". anchor: the day that a later bare اليوم of the text means, if this expression fixes it."""

    value: str | None
    basis: str
    anchor: date | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day covered, inclusive; None for durations and vague references."""
        return calendar.interval(self.value)


NOTHING = TimeValue(None, "none")


def resolve(text: str, published: date | None, today: date | None = None, named: date | None = None, future: bool = False) -> TimeValue:
    """The TIMEX value of one time expression.

    published: the report's publication date; without it only full dates get a value. today: the day that the text's اليوم
    means, where another expression fixed it (اليوم الأحد in a report published on Monday). named: the last day named before
    this expression, to which a bare part of the day belongs. future: whether the sentence speaks of what is to come.
    """
    phrase = Phrase(text)
    full = _full_date(phrase)
    if full is not None:
        return _with_part(phrase, full)
    if published is None:
        year = _years(phrase)
        if year is not None or not _is_duration(phrase):
            return year or NOTHING
        period = _period(phrase, date(2000, 1, 1))
        return period if period.value and not period.days else NOTHING
    base = today or published
    basis = "publication" if base == published else "text"
    for rule in (_dated, _relative, _weekday, _vague, _feast, _decade):
        found = rule(phrase, published, base, future)
        if found is not None:
            return _with_part(phrase, found if found.basis != "publication" else replace(found, basis=basis))
    found = _years(phrase) or _period(phrase, published)
    if found.value is not None and not (found.value.startswith("P") and _has_part(phrase)):
        return found
    if _has_part(phrase):
        return _with_part(phrase, TimeValue((named or base).isoformat(), "text" if named else basis))
    return found


def _full_date(phrase: Phrase) -> TimeValue | None:
    """Dates that need no publication date: 2015-08-10, 10/8/2015, 10 أغسطس 2015, 25 شوال 1436."""
    if match := _ISO.search(phrase.plain):
        year, month, day = (int(g) for g in (match.groups()[:3] if match[1] else match.groups()[:2:-1]))
        return _day_value(year, month, day)
    year_match = _YEAR.search(phrase.plain)
    if not year_match:
        return None
    year = int(year_match[1])
    hijri, month = phrase.first("hijri"), phrase.first("months")
    number = _day_of_month(phrase)
    if hijri is not None and (year < 1700 or month is None):
        return _hijri(year, hijri, number)
    if month is None:
        return None
    return _day_value(year, month, number) if number else TimeValue(f"{year}-{month:02}", "explicit")


def _hijri(year: int, month: int, day: int | None) -> TimeValue | None:
    if day:
        found = calendar.hijri_day(year, month, day)
        return TimeValue(found.isoformat(), "explicit") if found else None
    days = calendar.hijri_month(year, month)
    return TimeValue(f"{days[0]}/{days[1]}", "explicit") if days else None


def _day_value(year: int, month: int, day: int) -> TimeValue | None:
    found = _safe_date(year, month, day)
    return TimeValue(found.isoformat(), "explicit") if found else None


def _day_of_month(phrase: Phrase) -> int | None:
    """The day number beside a month: digits, a number word or an ordinal (الرابع والعشرين)."""
    for match in _NUMBER.finditer(_CLOCK.sub(" ", phrase.plain)):
        if len(match[0]) <= 2 and 1 <= int(match[0]) <= 31:
            return int(match[0])
    if _NUMBER.search(_YEAR.sub(" ", phrase.plain)):
        return None
    # Month names hold ordinals themselves (تشرين الأول): take them out before looking for a day.
    rest = phrase.text
    for table in ("months", "hijri"):
        for key in phrase.lexicon.tables[table]:
            rest = rest.replace(f" {key} ", " ")
    number = numbers.value(rest, ordinals=True)
    return number if number and 1 <= number <= 31 else None


def _dated(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A month with or without a day, the year from the publication date; a day of last or this month."""
    month = phrase.first("months")
    if month is None:
        return _hijri_near(phrase, published) or _day_of_this_month(phrase, published)
    day = _day_of_month(phrase)
    ahead = phrase.future or (future and not phrase.says("last"))
    years = [published.year + n for n in (-1, 0, 1)]
    if not day:
        options = [calendar.month_days(year, month) for year in years]
        chosen = next(o for o in options if o[1] > published) if ahead else [o for o in options if o[0] <= published][-1]
        return TimeValue(f"{chosen[0]:%Y-%m}", "publication")
    days = [d for year in years if (d := _safe_date(year, month, day))]
    if phrase.says("last"):
        days = [d for d in days if d <= published] or days
    elif phrase.future:
        days = [d for d in days if d >= published] or days
    return TimeValue(min(days, key=lambda d: abs((d - published).days)).isoformat(), "publication") if days else None


def _hijri_years(published: date) -> tuple[int, int, int]:
    """The Hijri years around a Gregorian day."""
    guess = published.year - 579 - (published.month < 6)
    return guess - 1, guess, guess + 1


def _hijri_near(phrase: Phrase, published: date) -> TimeValue | None:
    month = phrase.first("hijri")
    if month is None:
        return None
    day = _day_of_month(phrase)
    found = [v for year in _hijri_years(published) if (v := _hijri(year, month, day))]
    if not found:
        return None
    nearest = min(found, key=lambda v: abs((v.days[0] - published).days) if v.days else 10**6)
    return replace(nearest, basis="publication")


def _day_of_this_month(phrase: Phrase, published: date) -> TimeValue | None:
    """الرابع والعشرين من الشهر الماضي"""
    if " من ال" not in phrase.text or "M" not in phrase.all("units"):
        return None
    day = _day_of_month(phrase)
    year, month = calendar.shift_month(published, -1 if phrase.says("last") else 1 if phrase.future else 0)
    found = _safe_date(year, month, day) if day else None
    return TimeValue(found.isoformat(), "publication") if found else None


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _relative(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """اليوم, أمس, غدا and the like, with or without a weekday; a weekday that contradicts the word wins."""
    offsets = phrase.all("relative")
    if not offsets:
        return None
    if phrase.says("last") and "ليله" in phrase.text:
        return TimeValue((base - timedelta(1)).isoformat() + "TNI", "publication")
    if _is_duration(phrase) and any(phrase.says(d) for d in ("last", "next")) and not phrase.all("weekdays"):
        return None
    weekdays = phrase.all("weekdays")
    offset = offsets[0]
    if not weekdays:
        return TimeValue(_shift(base, offset).isoformat(), "publication")
    near = _shift(published, offset)
    day = _weekday_before(_shift(near, 3), weekdays[0]) if offset > 0 else _weekday_before(near, weekdays[0])
    if len(weekdays) > 1 and phrase.future:
        return TimeValue(f"{day}/{_weekday_after(day, weekdays[-1])}", "publication", _shift(day, -offset))
    return TimeValue(day.isoformat(), "publication", _shift(day, -offset))


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _weekday_before(day: date, weekday: int) -> date:
    """The latest such weekday not after `day`."""
    return _shift(day, -((day.weekday() - weekday) % 7))


def _weekday_after(day: date, weekday: int) -> date:
    return _shift(day, (weekday - day.weekday()) % 7)


def _weekday(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A weekday alone: the most recent one, unless the words or the tense point ahead; two of them: a range."""
    weekdays = phrase.all("weekdays")
    if not weekdays:
        return None
    if phrase.future or (future and not phrase.says("last")):
        days = [_weekday_after(_shift(published, 1), w) for w in weekdays]
    else:
        days = [_weekday_before(_shift(published, -1) if phrase.says("last") else published, w) for w in weekdays]
    if len(days) == 1 or "ليل" in phrase.text:
        return TimeValue(days[0].isoformat(), "publication")
    if days[0] > days[-1]:
        days[0] = _shift(days[0], -7)
    return TimeValue(f"{days[0]}/{days[-1]}", "publication")


def _vague(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    found = phrase.first("vague")
    if found is None or (phrase.says("this") and _is_duration(phrase)):
        return None
    return TimeValue(found, "explicit")


def _feast(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    feast = phrase.first("feasts")
    if feast is None:
        return None
    days = [d for year in _hijri_years(published) if (d := calendar.hijri_day(year, *feast))]
    return TimeValue(min(days, key=lambda d: abs((d - published).days)).isoformat(), "publication") if days else None


def _decade(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    start = phrase.first("decades")
    if start is None:
        season = phrase.first("seasons")
        return _season(phrase, season, published) if season else None
    century = 1900 if phrase.says("last") or start > published.year % 100 else 2000
    return TimeValue(f"{century + start}/{century + start + 9}", "explicit")


def _season(phrase: Phrase, months: list[int], published: date) -> TimeValue | None:
    match = _YEAR.search(phrase.plain)
    year = int(match[1]) if match else published.year - (1 if phrase.says("last") else 0)
    last = calendar.month_days(year + (months[0] > months[1]), months[1])[1]
    return TimeValue(f"{date(year, months[0], 1)}/{last}", "explicit" if match else "publication")


def _years(phrase: Phrase) -> TimeValue | None:
    """One year, or several as a range."""
    years = [int(y) for y in _YEAR.findall(phrase.plain)]
    if not years:
        return None
    if "هـ" in phrase.plain or max(years) < 1500:
        spans = [calendar.hijri_day(y, 1, 1) for y in (years[0], years[-1] + 1)]
        return TimeValue(f"{spans[0]}/{_shift(spans[1], -1)}", "explicit") if spans[0] and spans[1] else None
    return TimeValue(f"{min(years)}" if min(years) == max(years) else f"{min(years)}/{max(years)}", "explicit")


def _is_duration(phrase: Phrase) -> bool:
    return bool(phrase.all("units") or phrase.all("duals"))


def _amount(phrase: Phrase) -> tuple[int | None, str] | None:
    """How many of which unit; (None, unit) for a plural without a number."""
    dual = phrase.first("duals")
    if dual:
        return 2, dual
    unit = phrase.first("units")
    if unit is None:
        return None
    count = numbers.value(phrase.text)
    if count is None and not any(w in phrase.lexicon.plurals or w[2:] in phrase.lexicon.plurals for w in phrase.words):
        count = 1
    return count, unit


def _period(phrase: Phrase, base: date) -> TimeValue:
    """Units of time: last week, three years ago, the past two weeks, six months (a duration)."""
    amount = _amount(phrase)
    if amount is None:
        return NOTHING
    count, unit = amount
    last, ahead = phrase.says("last"), phrase.future
    if count is None:
        return TimeValue("FUTURE_REF" if ahead or phrase.says("after") else "PAST_REF", "explicit")
    single = count == 1 and not phrase.first("duals") and not re.search(r" 1 | واحد", phrase.text)
    if single and (last or ahead or phrase.says("this")) and not unit.startswith("T"):
        return _whole(base, unit, -1 if last else 1 if ahead else 0)
    if last or ahead:
        return _window(base, count, unit, -1 if last else 1)
    if phrase.says("ago"):
        return _distant(base, -count, unit)
    if phrase.says("after") and not phrase.says("since"):
        return _distant(base, count, unit)
    return TimeValue(_duration(count, unit), "explicit")


def _duration(count: int, unit: str) -> str:
    clock = "T" if unit.startswith("T") else ""
    factor = int(unit[:-1]) if unit[:-1].isdigit() else 1
    return f"P{clock}{count * factor}{unit[-1]}"


def _whole(base: date, unit: str, step: int) -> TimeValue:
    """This, last or next week, month, year."""
    if unit == "W":
        year, week, _ = _shift(base, 7 * step).isocalendar()
        return TimeValue(f"{year}-W{week:02}", "publication")
    if unit == "M":
        year, month = calendar.shift_month(base, step)
        return TimeValue(f"{year:04}-{month:02}", "publication")
    if unit == "D":
        return TimeValue(_shift(base, step).isoformat(), "publication")
    if unit == "Y":
        return TimeValue(f"{base.year + step:04}", "publication")
    return TimeValue("PAST_REF" if step < 0 else "FUTURE_REF" if step > 0 else "PRESENT_REF", "explicit")


_DAYS = {"D": 1, "W": 7}


def _window(base: date, count: int, unit: str, step: int) -> TimeValue:
    """The last or next n units as a range of days that ends or begins at the base."""
    if unit.startswith("T"):
        size = count // 24 if unit == "TH" else 0
        if not size:
            return TimeValue("PAST_REF" if step < 0 else "FUTURE_REF", "explicit")
        count, unit = size, "D"
    if unit in _DAYS:
        days = min(count, 40_000) * _DAYS[unit]
        first, last = (_shift(base, -days), base) if step < 0 else (_shift(base, 1), _shift(base, days))
        return TimeValue(f"{first}/{last}", "publication")
    months = min(count, 12_000) * (12 if unit.endswith("Y") else 1) * (int(unit[:-1]) if unit[:-1].isdigit() else 1)
    year, month = calendar.shift_month(base, step * months)
    ends = sorted([(year, month), (base.year, base.month)])
    return TimeValue("/".join(f"{y:04}-{m:02}" for y, m in ends), "publication")


def _distant(base: date, count: int, unit: str) -> TimeValue:
    """n units before or after the base, as precise as the unit."""
    if unit.startswith("T"):
        hours = count if unit == "TH" else 0
        return TimeValue(_shift(base, int(hours / 24)).isoformat(), "publication")
    if unit in _DAYS:
        return TimeValue(_shift(base, max(-40_000, min(count, 40_000)) * _DAYS[unit]).isoformat(), "publication")
    if unit == "M":
        year, month = calendar.shift_month(base, max(-24_000, min(count, 24_000)))
        return TimeValue(f"{year:04}-{month:02}", "publication")
    year = base.year + count * (int(unit[:-1]) if unit[:-1].isdigit() else 1)
    return TimeValue(f"{year:04}", "publication") if 1 <= year <= 9999 else NOTHING


def _has_part(phrase: Phrase) -> bool:
    return bool(phrase.first("parts") or phrase.first("part-phrases") or _clock(phrase))


def _with_part(phrase: Phrase, found: TimeValue) -> TimeValue:
    """Add a part of the day or a clock time to the value of a day."""
    if found.value is None or len(found.value) != 10 or found.value[4] != "-":
        return found
    clock = _clock(phrase)
    if clock:
        return replace(found, value=f"{found.value}T{clock}")
    part = phrase.first("part-phrases") if not phrase.first("parts") else phrase.first("parts")
    return replace(found, value=found.value + part) if part else found


def _clock(phrase: Phrase) -> str | None:
    """A clock time as HH:MM: 14:30, الساعة الرابعة والنصف مساء."""
    words = phrase.lexicon.clock
    match = _CLOCK.search(phrase.plain)
    if match:
        hour, minute = int(match[1]), int(match[2])
    elif " الساعه " in phrase.text and "TH" in phrase.all("units"):
        number = numbers.value(phrase.text.split(" الساعه ", 1)[1], ordinals=True)
        if number is None:
            return None
        hour, minute = number, 0
        shift = " والا " in phrase.text or " الا " in phrase.text
        for key, minutes in (("half", 30), ("quarter", 15), ("third", 20)):
            if words[key] in phrase.text:
                minute = minutes
        if shift and minute:
            hour, minute = hour - 1, 60 - minute
    else:
        return None
    if any(w in words["evening"] for w in phrase.words) and hour < 12:
        hour += 12
    elif any(w in words["morning"] for w in phrase.words) and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if 0 <= hour <= 23 and 0 <= minute <= 59 else None
