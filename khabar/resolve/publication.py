"""Publication dates as they are handed over: ISO, RFC 822, figures in any order, spreadsheet serials, seconds since 1970, Arabic words,
Python's own dates. The result is the day as written: a time and its zone are left aside.

>>> day_of("الأربعاء، 07 أكتوبر 2020 - 12:09 م")
datetime.date(2020, 10, 7)
>>> day_of("08/07/2020", "dmy")
datetime.date(2020, 7, 8)
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from khabar.resolve import times
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import safe_date
from khabar.text.normalise import has_arabic, plain

ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year."""
ADVICE = "--date-format dmy (day first) or mdy (month first)"
_NOTHING = frozenset(("", "nat", "nan", "none", "null", "n/a", "na", "-", "0000-00-00", "0000-00-00 00:00:00"))
_TIME = r"(?:[T\s,،-]+(?:at\s+)?\d{1,2}[:.]\d\d.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}[Zz]?", re.DOTALL)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?Z?)?")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_ENGLISH = {name: n for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?|(?:\s|GMT|UTC)[+-]\d{4}\b")
_NUMBER = re.compile(r"(?<!\d)(\d{4}|\d{1,2})(?!\d)")
_SERIALS = (10_000, 80_000)
_UNITS = ((1e8, 1e10, 1), (1e11, 1e13, 1_000), (1e14, 1e16, 1_000_000), (1e17, 1e19, 1_000_000_000))
"""From, to, how many a second: seconds, milliseconds, microseconds and nanoseconds since 1970, told apart by their size."""
_FIRST, _LAST = 1700, 2199
_INSIDE = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class AmbiguousDateError(ValueError):
    """Figures that may be day-month or month-day; the message says what to do."""


def form_of(text: str) -> str:
    """A date format as the user names it: an order (dmy, DD/MM/YYYY, day-month-year) or a pattern of strptime (%d.%m.%y). ValueError."""
    if "%" in text:
        try:
            datetime.strptime(date(2020, 7, 8).strftime(text), text)
        except ValueError as error:
            raise ValueError(f"{text!r} is no date format: {error}") from None
        return text
    letters = re.sub(r"(.)\1+", r"\1", re.sub(r"day|month|year", lambda m: m[0][0], text.lower()))
    order = re.sub(r"[^a-z]", "", letters)
    if order not in ORDERS:
        raise ValueError(f"{text!r} is no date format; write dmy, mdy, ymd, or a pattern such as %d.%m.%Y")
    return order


def order_of(values: Iterable[object]) -> str | None:
    """Whether the figures of a column stand day-month or month-day: "dmy", "mdy", or None where no value tells, or they contradict."""
    found = set()
    for value in values:
        match = _YEAR_LAST.fullmatch(plain(value).text.strip()) if isinstance(value, str) else None
        if match and int(match[1]) > 12 >= int(match[3]):
            found.add("dmy")
        elif match and int(match[3]) > 12 >= int(match[1]):
            found.add("mdy")
    return found.pop() if len(found) == 1 else None


def day_of(value: object, form: str | None = None) -> date | None:
    """The day of a publication date; None where the value says that there is none (None, "", NaN, NaT).

    value: a date, datetime, pandas Timestamp, numpy datetime64, number or string. form: an order or pattern as form_of gives it, for
    figures whose order nothing else tells. ValueError where it is no date, AmbiguousDateError where it may be two."""
    if value is None or value != value:  # NaN and NaT differ from themselves
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is no date; write it as 2020-07-08")
    text = plain(str(value)).text.strip()
    if text.lower() in _NOTHING:
        return None
    found = _patterned(text, form) if form and "%" in form else _figures(text, form) or _beside_words(text, form) or _words(text)
    if found is None or not _FIRST <= found.year <= _LAST:
        raise ValueError(f"{_short(text)} is no date; write it as 2020-07-08")
    return found


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _patterned(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        raise ValueError(f"{_short(text)} is no date of the form {form}") from None


def _figures(text: str, form: str | None) -> date | None:
    """Dates of figures alone."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _civil(int(match[1]), int(match[3]), int(match[4]), text)
    if match := _YEAR_LAST.fullmatch(text):
        return _ordered(text, int(match[1]), int(match[3]), match[4], form)
    if (match := _COMPACT.fullmatch(text)) and (found := safe_date(*map(int, match.groups()))) and 1900 <= found.year <= 2100:
        return found
    if _FIGURES.fullmatch(text) or re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        return _counted(float(text))
    return None


def _civil(year: int, month: int, day: int, text: str) -> date | None:
    """Years before 1700 are Hijri ones, which the resolver of times knows."""
    return safe_date(year, month, day) if year >= _FIRST else _words(text)


def _ordered(text: str, first: int, second: int, year: str, form: str | None) -> date | None:
    if len(year) == 2 and form is None:
        raise AmbiguousDateError(f"{text!r} names its year by two figures; say in which order they stand: {ADVICE}")
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    if full < _FIRST:
        return _words(text)
    if form == "ymd" and len(year) == 2:
        return safe_date(first + 2000, second, int(year))
    if form is None and first <= 12 and second <= 12 and first != second:
        raise AmbiguousDateError(f"{text!r} may be day-month or month-day; say which: {ADVICE}")
    if form == "mdy" or (form is None and second > 12):
        return safe_date(full, first, second)
    return safe_date(full, second, first)


def _beside_words(text: str, form: str | None) -> date | None:
    """Figures among words (الأربعاء, 07/08/2020 - 14:30): a weekday tells the order; beside Arabic words the day comes first."""
    match = _INSIDE.search(text)
    if not match or int(match[3]) < _FIRST:
        return None
    first, second, year = map(int, match.groups())
    both = [day for day in (safe_date(year, second, first), safe_date(year, first, second)) if day]
    weekday = _weekday(text)
    fitting = [day for day in both if day.weekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    return _ordered(match[0], first, second, match[3], form or ("dmy" if has_arabic(text) and second <= 12 else None))


def _weekday(text: str) -> int | None:
    if match := _WEEKDAY.search(text):
        return _WEEK.index(match[1].lower())
    found = (Phrase(f"{article}{text}").first("weekdays") for article in ("", "ال") if has_arabic(text))
    return next((day for day in found if isinstance(day, int)), None)


def _counted(number: float) -> date | None:
    """A spreadsheet's serial day, or seconds (milliseconds, ...) since 1970, UTC."""
    if _SERIALS[0] <= number < _SERIALS[1]:
        return date(1899, 12, 30) + timedelta(int(number))
    for low, high, unit in _UNITS:
        if low <= number < high:
            return datetime.fromtimestamp(number / unit, UTC).date()
    return None


def _words(text: str) -> date | None:
    """Dates with month names: English (RFC 822, Jul 8, 2020) or Arabic, by the resolver of times."""
    if match := _MONTH.search(text):
        numbers = _NUMBER.findall(_CLOCK.sub(" ", text))
        years = [int(n) for n in numbers if len(n) == 4]
        days = [int(n) for n in numbers if len(n) < 4]
        if not years and len(days) == 2:  # 08 Jul 20
            years = [2000 + days.pop()]
        return safe_date(years[0], _ENGLISH[match[1].lower()], days[0]) if years and days else None
    if not has_arabic(text) and not re.search(r"\d{4}", text):
        return None
    span = times.resolve(text, None).days
    return span[0] if span and span[0] == span[1] else None
