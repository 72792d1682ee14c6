"""Feasts and days that bear a name, their second and third days, eves and holidays, and months of the Hijri calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.months import year_named
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue, safe_date, shift, weekday_before
from khabar.text.normalise import fold

HOLIDAY = 3
"""Days of the holiday of a feast."""
_HOLIDAYS = ("عطله", "اجازه", "ايام")


def hijri_years(published: date) -> tuple[int, int, int]:
    """The Hijri years around a Gregorian day."""
    guess = published.year - 579 - (published.month < 6)
    return guess - 1, guess, guess + 1


def feast(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """A feast of the Hijri calendar, or a day that bears a name in the Gregorian one (عيد العمال), nearest to publication unless the
    words point back or ahead; ثاني أيام العيد is its second day, the night before it its eve, its holiday a range."""
    days = _days(phrase, published)
    year = year_named(phrase, published)
    if year is not None:
        days = [d for d in days if d.year == year] or days
    if phrase.says("last"):
        days = [d for d in days if d <= published] or days
    elif phrase.future:
        days = [d for d in days if d >= published] or days
    elif not future and phrase.first("feasts") is None and phrase.first("feast-groups") is not None:
        # العيد alone is the one that has been.
        days = [d for d in days if d <= published] or days
    if not days:
        return None
    first = min(days, key=lambda d: abs((d - published).days))
    number = _number(phrase)
    if phrase.all("weekdays") or (number is None and phrase.all("relative")):
        return None
    if number is None and any(f" {word} " in phrase.text for word in _HOLIDAYS):
        last = shift(first, HOLIDAY - 1)
        return TimeValue(last.isoformat() if phrase.says("end") else f"{first}/{last}", "publication")
    eve = " ليله " in phrase.text or " عشيه " in phrase.text
    return TimeValue(shift(first, (number or 1) - 1 - eve).isoformat(), "publication")


def _days(phrase: Phrase, published: date) -> list[date]:
    """The days on which the feast fell or will fall, about the publication date."""
    table = phrase.lexicon.tables["feasts"]
    lunar = phrase.first("feasts")
    solar = None if lunar else phrase.first("named-days")
    near = range(published.year - 1, published.year + 2)
    if solar:
        asked = year_named(phrase, published)
        return [d for year in {*near, asked or published.year} if (d := safe_date(year, *solar))]
    names = phrase.first("feast-groups") if lunar is None else None
    feasts = [lunar] if lunar else [table[fold(name)] for name in names or ()]
    return [d for year in hijri_years(published) for days in feasts if (d := calendar.hijri_day(year, *days))]


def _number(phrase: Phrase) -> int | None:
    """Which day of a feast: ثاني أيام, اليوم الثالث من."""
    head = phrase.text.split("عيد")[0].split("تشريق")[0]
    if not any(word in head for word in (" ايام ", " يوم ", " اليوم ")):
        return None
    number = numbers.value(head, ordinals=True)
    return number if number and number <= 7 else None


def hijri_month(phrase: Phrase, published: date, day: int | None) -> TimeValue | None:
    """A month of the Hijri calendar without a year, or a day or ten days of it, nearest to publication."""
    month = phrase.first("hijri")
    if month is None:
        return None
    tens = _tens(phrase)
    weekday = phrase.bare_weekday
    if weekday is not None and phrase.says("final"):
        after = [d for y in hijri_years(published) if (d := calendar.hijri_day(y + month // 12, month % 12 + 1, 1))]
        found_days = [weekday_before(shift(d, -1), weekday) for d in after]
        return TimeValue(min(found_days, key=lambda d: abs((d - published).days)).isoformat(), "publication") if found_days else None
    day = day or (15 if phrase.says("middle") else None)
    options = [
        _ten_days(y, month, tens) if tens else of_calendar(calendar.hijri_day, y, month, day, phrase) for y in hijri_years(published)
    ]
    found = [option for option in options if option]
    if not found:
        return None
    if phrase.says("last"):
        found = [v for v in found if v.days and v.days[0] <= published] or found
    elif phrase.future:
        found = [v for v in found if v.days and v.days[0] >= published] or found
    nearest = min(found, key=lambda v: abs((v.days[0] - published).days) if v.days else 10**6)
    return replace(nearest, basis="publication")


def _tens(phrase: Phrase) -> int | None:
    """1 or 3 for the first or last ten days of a month (العشر الأواخر)."""
    if "العشر" not in phrase.words:
        return None
    return 3 if phrase.says("late") or phrase.says("final") or "الاواخر" in phrase.words else 1


def _ten_days(year: int, month: int, tens: int) -> TimeValue | None:
    first = calendar.hijri_day(year, month, 10 * tens - 9)
    after = calendar.hijri_day(year, month, 11) if tens == 1 else calendar.hijri_day(year + month // 12, month % 12 + 1, 1)
    return TimeValue(f"{first}/{shift(after, -1)}", "publication") if first and after else None


def of_calendar(
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
    if phrase.says("final") and "D" in phrase.all("units"):
        return TimeValue(last.isoformat(), "explicit")
    if phrase.says("end"):
        return TimeValue(f"{last:%Y-%m}", "explicit")
    return TimeValue(f"{first}/{last}", "explicit")
