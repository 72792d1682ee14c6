"""Years and what is larger than a year or a share of one: years in figures and words, decades, centuries, halves and quarters, seasons."""

import re
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import NOTHING, TimeValue, shift

YEAR = re.compile(r"(?<![\d.,])(1[0-9]\d\d|20\d\d|21\d\d)(?![\d.,]\d|\d)")
_TWO_DIGITS = re.compile(r" (?:ال)?(?:عام|سنه) (\d\d) ")
_YEAR_IN_WORDS = re.compile(r" [وبلف]?(?:ال)?(?:عام|سنه) ((?:ال)?(?:الف|الفين|الفان|الفي) .*)")
_CENTURY = re.compile(r" [وبلف]?(?:ال)?قرن (.*)")
_SHARE_OF_HUNDRED = {"H1": (0, 49), "H2": (50, 99), "Q1": (0, 24), "Q2": (25, 49), "Q3": (50, 74), "Q4": (75, 99)}
_SHARE_OF_TEN = {"H1": (0, 4), "H2": (5, 9)}
_LONGEST_AGO = 32
"""A year of two figures from this one on is of the last century (عام 67)."""


def share_of_era(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """Decades and centuries: التسعينات, ستينيات القرن التاسع عشر, العقد المقبل, النصف الثاني من القرن العشرين."""
    if found := centuries(phrase):
        return found
    first = _century(phrase, published)
    start = phrase.first("decades")
    if start is not None:
        if first is None:
            first = 1900 if phrase.says("last") or start > published.year % 100 else 2000
        first = first // 100 * 100 + start
        low, high = _SHARE_OF_TEN.get(phrase.first("shares"), (0, 9))
        return TimeValue(f"{first + low}/{first + high}", "explicit")
    decade = _decade(phrase, published, first)
    if decade is not None:
        return TimeValue(f"{decade:04}/{decade + 9:04}", "publication" if first is None else "explicit")
    return None if first is None else _part_of_century(phrase, first)


def _century(phrase: Phrase, published: date) -> int | None:
    """The first year of the century that is named; None if none is, or one of another era."""
    match = _CENTURY.search(phrase.text)
    if match is None or any(word in phrase.lexicon.other_era for word in phrase.words):
        return None
    number = numbers.value(" ".join(match[1].split()[:3]), ordinals=True)
    if number is None:
        steps = (("last", -1), ("next", 1), ("this", 0))
        step = next((step for name, step in steps if phrase.says(name) and not phrase.says("final")), None)
        return None if step is None else (published.year // 100 + step) * 100
    return _first_year(phrase, number) if 1 <= number <= 30 else None


def _first_year(phrase: Phrase, number: int) -> int:
    """The first year of a century of the calendar."""
    return (number - 1) * 100 + (0 if number >= phrase.lexicon.by_hundreds else 1)


_CENTURIES = re.compile(r" [وبلف]?(?:ال)?قرنين (.+?) و(ال\S+(?: عشر| والعشرين)?) ")


def centuries(phrase: Phrase) -> TimeValue | None:
    """القرنين التاسع عشر والعشرين."""
    match = _CENTURIES.search(phrase.text)
    found = [numbers.value(part, ordinals=True) for part in match.groups()] if match else []
    if len(found) != 2 or found[0] is None or found[1] is None or not 1 <= found[0] < found[1] <= 30 or of_other_era(phrase):
        return None
    return TimeValue(f"{_first_year(phrase, found[0]):04}/{_first_year(phrase, found[1]) + 99:04}", "explicit")


def of_other_era(phrase: Phrase) -> bool:
    """Whether a century of another era is named (القرن الثالث الهجري), for which no years are told."""
    return _CENTURY.search(phrase.text) is not None and any(word in phrase.lexicon.other_era for word in phrase.words)


def _part_of_century(phrase: Phrase, first: int) -> TimeValue:
    share = phrase.first("shares")
    if share is not None:
        low, high = _SHARE_OF_HUNDRED[share]
    elif phrase.says("opening") or phrase.says("early"):
        low, high = 0, 9
    elif phrase.says("closing") or phrase.says("late"):
        low, high = 90, 99
    elif phrase.says("middle"):
        low, high = 45, 54
    else:
        low, high = 0, 99
    return TimeValue(f"{first + low:04}/{first + high:04}", "explicit")


def _decade(phrase: Phrase, published: date, century: int | None) -> int | None:
    """The first year of العقد المقبل, or of العقد الثاني of the century named."""
    if "العقد" not in {word.removeprefix("و").removeprefix("ب") for word in phrase.words}:
        return None
    if century is not None:
        number = numbers.value(phrase.text.split("العقد", 1)[1].split(" من ")[0], ordinals=True)
        return None if number is None or not 1 <= number <= 10 else century // 100 * 100 + (number - 1) * 10
    steps = (("last", -1), ("next", 1), ("this", 0))
    step = next((step for name, step in steps if phrase.says(name) and not phrase.says("final")), None)
    return None if step is None else (published.year // 10 + step) * 10


def years(phrase: Phrase) -> TimeValue | None:
    """One year, or several as a range."""
    found = [int(y) for y in YEAR.findall(phrase.plain)] or _in_words(phrase)
    if not found:
        return None
    if "ه" in phrase.words or any(word in phrase.lexicon.other_era for word in phrase.words) or max(found) < 1500:
        spans = [calendar.hijri_day(y, 1, 1) for y in (found[0], found[-1] + 1)]
        return TimeValue(f"{spans[0]}/{shift(spans[1], -1)}", "explicit") if spans[0] and spans[1] else None
    if min(found) != max(found):
        return TimeValue(f"{min(found)}/{max(found)}", "explicit")
    return TimeValue(part_of_year(phrase, found[0]), "explicit")


def _in_words(phrase: Phrase) -> list[int]:
    """عام ألفين وعشرة, سنة 67."""
    if match := _YEAR_IN_WORDS.search(phrase.text):
        number = numbers.value(match[1])
        return [number] if number and 1000 <= number <= 2199 else []
    match = _TWO_DIGITS.search(phrase.text)
    return [1900 + int(match[1])] if match and int(match[1]) >= _LONGEST_AGO else []


def part_of_year(phrase: Phrase, year: int) -> str:
    """The year as a value, or its first, middle or last month or quarter (مطلع, منتصف, نهاية, أوائل, أواخر)."""
    ends = (("opening", "-01"), ("middle", "-06"), ("closing", "-12"), ("early", "-Q1"), ("late", "-Q4"))
    return f"{year:04}" + next((end for name, end in ends if phrase.says(name)), "")


def share_of_year(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """Quarters and halves of a year, its first months, seasons."""
    share, season = phrase.first("shares"), phrase.first("seasons")
    match = YEAR.search(phrase.plain)
    year = int(match[1]) if match else _year_spoken_of(phrase, published)
    basis = "explicit" if match else "publication"
    if share and (match or "Y" in phrase.all("units")):
        halves = {"H1": f"{year:04}-01-01/{year:04}-06-30", "H2": f"{year:04}-07-01/{year:04}-12-31"}
        return TimeValue(halves.get(share, f"{year:04}-{share}"), basis)
    if season:
        return _season(phrase, season, year, basis)
    return _first_months(phrase, year, basis) if match or "Y" in phrase.all("units") else None


def _year_spoken_of(phrase: Phrase, published: date) -> int:
    if phrase.says("last"):
        return published.year - (2 if phrase.says("before-last") else 1)
    return published.year + (1 if phrase.future else 0)


def _first_months(phrase: Phrase, year: int, basis: str) -> TimeValue | None:
    """الأشهر الأربعة الأولى من العام."""
    if "M" not in phrase.all("units") or not phrase.says("first"):
        return None
    head = phrase.text.split(" من ")[0]
    count = numbers.value(head)
    if count is None or not 1 < count <= 12:
        return None
    return TimeValue(f"{year:04}-01-01/{calendar.month_days(year, count)[1]}", basis)


def _season(phrase: Phrase, months: list[int], year: int, basis: str) -> TimeValue:
    """A season as a range of months, or the month at its beginning or end (أوائل الخريف)."""
    first, last = f"{year:04}-{months[0]:02}", f"{year + (months[0] > months[1]):04}-{months[1]:02}"
    if phrase.says("start") or phrase.says("end"):
        return TimeValue(first if phrase.says("start") else last, basis)
    if basis == "explicit":
        days = calendar.interval(first), calendar.interval(last)
        return TimeValue(f"{days[0][0]}/{days[1][1]}", basis) if days[0] and days[1] else NOTHING
    return TimeValue(f"{first}/{last}", basis)
