"""A month and what is a part of it: its days by number or place, its weeks and halves, the first or last Friday."""

from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue, safe_date, shift, weekday_after, weekday_before
from khabar.resolve.years import YEAR


def year_named(phrase: Phrase, published: date) -> int | None:
    """The year that the words fix: in figures, or العام الماضي beside a month."""
    match = YEAR.search(phrase.plain)
    if match:
        return int(match[1])
    if "Y" not in phrase.all("units"):
        return None
    if phrase.says("last"):
        return published.year - (2 if phrase.says("before-last") else 1)
    return published.year + (1 if phrase.future else 0)


def month_spoken_of(phrase: Phrase, published: date, future: bool) -> tuple[int, int] | None:
    """(year, month) of a month by its name, or of this, last or next month."""
    month = phrase.first("months")
    if month is not None:
        return named_month(phrase, month, published, future)
    if "M" not in phrase.all("units"):
        return None
    tail = phrase.tail
    step = -2 if tail.says("before-last") else -1 if tail.says("last") else 1 if tail.future else 0
    return calendar.shift_month(published, step)


def named_month(phrase: Phrase, month: int, published: date, future: bool) -> tuple[int, int]:
    """(year, month) of a month by name: where no word tells its year, the latest that has begun, or the next where the words point
    ahead."""
    year = year_named(phrase, published)
    if year is None:
        ahead = phrase.future or (future and not phrase.says("last"))
        year = published.year + (month < published.month if ahead else -(month > published.month))
    return min(max(year, 1), 9999), month


def part_of_month(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """الأسبوع الأول من أيلول, النصف الثاني من الشهر, أول يوم جمعة في هذا الشهر, آخر يوم من الشهر."""
    spoken = month_spoken_of(phrase, published, future)
    if spoken is None:
        return None
    first, last = calendar.month_days(*spoken)
    basis = "explicit" if YEAR.search(phrase.plain) else "publication"
    share = phrase.first("shares")
    if share in ("H1", "H2"):
        days = (first, first.replace(day=15)) if share == "H1" else (first.replace(day=16), last)
        return TimeValue(f"{days[0]}/{days[1]}", basis)
    place = _place(phrase)
    if place is None:
        return None
    weekday = phrase.bare_weekday
    if weekday is not None:
        found = weekday_before(last, weekday) if place < 0 else shift(weekday_after(first, weekday), 7 * (place - 1))
        return TimeValue(found.isoformat(), basis) if found <= last else None
    units = phrase.all("units")
    if "W" in units:
        days = (shift(last, -6), last) if place < 0 else (shift(first, 7 * (place - 1)), min(shift(first, 7 * place - 1), last))
        return TimeValue(f"{days[0]}/{days[1]}", basis) if days[0] <= days[1] else None
    if "D" in units and place in (1, -1):
        return TimeValue((first if place == 1 else last).isoformat(), basis)
    return None


def _place(phrase: Phrase) -> int | None:
    """Which one inside the month: 1 for the first, -1 for the last. The ordinal stands before what is counted or right behind it."""
    head = phrase.text.split(" من ")[0].split(" في ")[0]
    if any(f" {word} " in f"{head} " for word in phrase.lexicon.direction["final"]):
        return -1
    return next((n for word in head.split() if word not in _DAY_NAMES and (n := numbers.value(word, ordinals=True)) and n <= 5), None)


_DAY_NAMES = frozenset(("احد", "الاحد", "اثنين", "الاثنين"))
"""Names of days that are numbers too."""


def day_of_month(phrase: Phrase, published: date, day: int | None, future: bool) -> TimeValue | None:
    """الرابع والعشرين من الشهر الماضي, 24 الجاري, يوم 27."""
    if not day or (phrase.all("weekdays") and not phrase.says("this")):
        return None
    units = phrase.all("units")
    if "M" in units and _of_one_month(phrase):
        spoken = month_spoken_of(phrase, published, future)
        found = safe_date(*spoken, day) if spoken else None
        return TimeValue(found.isoformat(), "publication") if found else None
    if phrase.words[-1] in phrase.lexicon.direction["this"] and set(units) <= {"D"}:
        found = safe_date(published.year, published.month, day)
        return TimeValue(found.isoformat(), "publication") if found else None
    if set(units) == {"D"} and phrase.words[-2:-1] == ["يوم"] and phrase.words[-1].isdecimal():
        return _nearest_with_number(published, day, future)
    return None


def _of_one_month(phrase: Phrase) -> bool:
    """Whether the month stands behind من, and is one (أكثر من ثلاثة أشهر counts them)."""
    tail = phrase.tail
    return tail.words != phrase.words and tail.all("units") == ["M"] and numbers.value(tail.text) is None


def _nearest_with_number(published: date, day: int, future: bool) -> TimeValue | None:
    """The last day of that number in its month, or the next."""
    steps = range(0, 3) if future else range(0, -3, -1)
    for step in steps:
        found = safe_date(*calendar.shift_month(published, step), day)
        if found and (found >= published if future else found <= published):
            return TimeValue(found.isoformat(), "publication")
    return None
