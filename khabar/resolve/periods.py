"""Units of time: last week, three years ago, the past two weeks, every Friday, six months, a year and a day."""

import re
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import NOTHING, TimeValue, shift, weekday_before
from khabar.resolve.years import part_of_year

_DAYS = {"D": 1, "W": 7}
_ONE = re.compile(r" 1 | واحد")
_SOME = (" عده ", " بضع ", " بضعه ", " عدد من ")
MOST_DAYS, MOST_MONTHS = 40_000, 12_000
"""Larger counts are read as these: no report means them, and the calendar has an end."""
SOON = 7
"""Days up to which "within n days", in a sentence that points ahead, says when and not how long."""


def is_duration(phrase: Phrase) -> bool:
    """Whether a unit of time is named."""
    return bool(phrase.all("units") or phrase.all("duals"))


def every(phrase: Phrase) -> TimeValue | None:
    """A set of times: كل يوم جمعة (XXXX-WXX-5), كل أسبوع, يوميا."""
    adverb: str | None = phrase.first("sets")
    if adverb:
        return TimeValue(adverb, "explicit")
    if not phrase.says("every"):
        return None
    # كل يوم جمعة: here the weekday stands without its article.
    weekday = next((n for name, n in phrase.lexicon.tables["weekdays"].items() if f" {name[2:]} " in phrase.text), phrase.first("weekdays"))
    if weekday is not None:
        return TimeValue(f"XXXX-WXX-{weekday + 1}", "explicit")
    amount = _amount(phrase)
    return TimeValue(_duration(amount[0] or 1, amount[1]), "explicit") if amount else None


def in_a_row(phrase: Phrase) -> TimeValue | None:
    """لليوم الثالث على التوالي: three days."""
    unit = phrase.first("units")
    if unit is None or not (phrase.says("in-a-row") or phrase.text.startswith((" لليوم ", " ليوم "))):
        return None
    count = numbers.value(phrase.without("units"), ordinals=True)
    return TimeValue(_duration(count, unit), "explicit") if count else None


def period(phrase: Phrase, base: date, future: bool = False) -> TimeValue:
    """The value of units of time, counted from `base` where they are no mere duration. future: whether the sentence points ahead."""
    amount = _amount(phrase)
    if amount is None:
        return NOTHING
    count, unit = amount
    last, ahead = phrase.says("last"), phrase.future
    fraction = _fraction(phrase)
    if fraction is not None and not (last or ahead):
        return _of_fraction(phrase, *fraction, base)
    if count is None:
        return _some(phrase, unit, future)
    single = count == 1 and not phrase.first("duals") and not _ONE.search(phrase.text)
    if single and unit == "W" and (phrase.says("closing") or phrase.says("final")):
        return _weekend(base, 1 if ahead else 0)
    era = unit in ("10Y", "100Y") and phrase.says("final")
    if single and not unit.startswith("T") and not era and (step := _step(phrase)) is not None:
        found = _whole(base, unit, step)
        return TimeValue(part_of_year(phrase, base.year + step), found.basis) if unit == "Y" and found.days else found
    # آخر 48 ساعة, but not an hour or a year that is the last of some (آخر عام من الحرب).
    if last or ahead or (" اخر " in phrase.text and (count > 1)):
        return _window(base, count, unit, 1 if ahead else -1)
    parts = _compound(phrase) or ([(count, unit), (6, "M")] if unit == "Y" and _says_half(phrase) else [])
    if phrase.says("ago"):
        return _ago(phrase, parts or [(count, unit)], base)
    if phrase.says("after") and not phrase.says("since"):
        if not unit.startswith("T"):
            return distant(base, count, unit)
        if future:
            return TimeValue("FUTURE_REF", "explicit")
    if future and phrase.says("during") and _soon(count, unit):
        return _from_base(base, count, unit)
    return TimeValue(_total(parts) if parts else _duration(count, unit, half=_says_half(phrase)), "explicit")


def _step(phrase: Phrase) -> int | None:
    """Which week, month or year a single unit is: last -1, this 0, next 1; None where it is a length of time."""
    if phrase.says("before-last"):
        return -2
    if phrase.says("last"):
        return -1
    if phrase.future:
        return 1
    whole = any(phrase.says(name) for name in ("this", "opening", "middle", "closing", "early", "late")) or _numbered(phrase)
    return 0 if whole else None


def _numbered(phrase: Phrase) -> bool:
    """الأسبوع السابع: the one that is now, by its number in a series."""
    first, second = [*phrase.words, "", ""][:2]
    return first.startswith("ال") and second.startswith("ال") and numbers.value(second, ordinals=True) is not None


def _some(phrase: Phrase, unit: str, future: bool) -> TimeValue:
    """A plural without a number: somewhere in the past or the future, or a length that nobody counts (PXM)."""
    if phrase.future or (future and (phrase.says("after") or phrase.says("during"))):
        return TimeValue("FUTURE_REF", "explicit")
    directed = any(phrase.says(name) for name in ("last", "ago", "after", "past-start", "during", "this"))
    if directed or (numbers.is_vague(phrase.text) and not any(word in phrase.text for word in _SOME)):
        return TimeValue("PAST_REF", "explicit")
    return TimeValue(f"P{'T' if unit.startswith('T') else ''}X{unit[-1]}", "explicit")


def _soon(count: int, unit: str) -> bool:
    return (unit == "D" and count <= SOON) or (unit == "TH" and 24 <= count <= SOON * 24)


def _from_base(base: date, count: int, unit: str) -> TimeValue:
    days = count // 24 if unit == "TH" else count
    return TimeValue(f"{base}/{shift(base, days)}", "publication")


def _amount(phrase: Phrase) -> tuple[int | None, str] | None:
    """How many of which unit; (None, unit) for a plural without a number, or with a vague one (آلاف السنين)."""
    dual = phrase.first("duals")
    if dual:
        return 2, dual
    unit = phrase.first("units")
    if unit is None:
        return None
    if numbers.is_vague(phrase.text):
        return None, unit
    count = numbers.value(_without_parts(phrase))
    if count is None and not any(w in phrase.lexicon.plurals or w[2:] in phrase.lexicon.plurals for w in phrase.words):
        count = 1
    return count, unit


_FRACTIONS = {"نصف": 2, "ربع": 4, "ثلث": 3}
_PARTS = re.compile(r" (?:ال)?(نصف|ربع|ثلث) (\S+) ")
"""Half, quarter or third of the unit behind it."""
_SMALLER = {"TH": ("TM", 60), "TM": ("TS", 60), "D": ("TH", 24), "Y": ("M", 12), "10Y": ("Y", 10), "100Y": ("Y", 100), "M": ("D", 30)}
"""Unit -> the smaller one that its fractions are given in, and how many of these it has."""


def _fraction(phrase: Phrase) -> tuple[int, str] | None:
    """(count, unit) of نصف ساعة, ربع قرن; None for ساعتين ونصف الساعة, which counts whole ones first."""
    match = _PARTS.search(phrase.text)
    unit = phrase.lexicon.tables["units"].get(match[2].removeprefix("ال")) if match else None
    if match is None or unit not in _SMALLER:
        return None
    smaller, size = _SMALLER[unit]
    return size // _FRACTIONS[match[1]], smaller


def _of_fraction(phrase: Phrase, count: int, unit: str, base: date) -> TimeValue:
    if phrase.says("ago"):
        return distant(base, -count, unit)
    return TimeValue(_duration(count, unit), "explicit")


def _without_parts(phrase: Phrase) -> str:
    return phrase.text.split(" ونصف", 1)[0]


def _says_half(phrase: Phrase) -> bool:
    return " ونصف " in phrase.text or " ونصفا " in phrase.text


def _compound(phrase: Phrase) -> list[tuple[int, str]]:
    """Two or more units with their numbers (سنة وثلاثة أشهر, شهر و21 يوما); [] for one."""
    parts: list[tuple[int, str]] = []
    since: list[str] = []
    units, duals = phrase.lexicon.tables["units"], phrase.lexicon.tables["duals"]
    for word in _without_parts(phrase).split():
        forms = (word, word.removeprefix("و"), word.removeprefix("ال"), word[1:].removeprefix("ال"))
        bare = next((form for form in forms if form in units or form in duals), "")
        if bare in duals:
            parts.append((2, duals[bare]))
        elif bare in units:
            parts.append((numbers.value(" ".join(since)) or 1, units[bare]))
        else:
            since.append(word)
            continue
        since = []
    return parts if len({unit for _, unit in parts}) == len(parts) > 1 else []


def _total(parts: list[tuple[int, str]]) -> str:
    """Units of the calendar before those of the clock, as ISO 8601 writes them."""
    days = "".join(_duration(n, unit)[1:] for n, unit in parts if not unit.startswith("T"))
    clock = "".join(_duration(n, unit)[2:] for n, unit in parts if unit.startswith("T"))
    return f"P{days}T{clock}" if clock else f"P{days}"


_HALVES = {"TH": "30M", "TM": "30S", "Y": "6M", "D": "T12H", "M": "15D"}
"""Half a unit, written with the next smaller one."""


def _duration(count: int, unit: str, half: bool = False) -> str:
    clock = "T" if unit.startswith("T") else ""
    factor = int(unit[:-1]) if unit[:-1].isdigit() else 1
    return f"P{clock}{count * factor}{unit[-1]}" + (_HALVES.get(unit, "") if half else "")


def _weekend(base: date, ahead: int) -> TimeValue:
    """The Saturday and Sunday of the week that `base` ends or follows, or of the next."""
    saturday = shift(weekday_before(base, 5), 7 * ahead)
    return TimeValue(f"{saturday}/{shift(saturday, 1)}", "publication")


def _whole(base: date, unit: str, step: int) -> TimeValue:
    """This, last or next week, month, year."""
    if unit == "W":
        year, week, _ = shift(base, 7 * step).isocalendar()
        return TimeValue(f"{year:04}-W{week:02}", "publication")
    if unit == "M":
        year, month = calendar.shift_month(base, step)
        return TimeValue(f"{year:04}-{month:02}", "publication")
    if unit == "D":
        return TimeValue(shift(base, step).isoformat(), "publication")
    if unit == "Y" and 1 <= base.year + step <= 9999:
        return TimeValue(f"{base.year + step:04}", "publication")
    return TimeValue("PAST_REF" if step < 0 else "FUTURE_REF" if step > 0 else "PRESENT_REF", "explicit")


def _window(base: date, count: int, unit: str, step: int) -> TimeValue:
    """The last or next n units as a range of days that ends or begins at the base."""
    if unit.startswith("T"):
        size = count // 24 if unit == "TH" else 0
        if not size:
            return TimeValue("PAST_REF" if step < 0 else "FUTURE_REF", "explicit")
        return TimeValue(f"{shift(base, -size)}/{base}", "publication") if step < 0 else _from_base(base, size, "D")
    if unit in _DAYS:
        days = min(count, MOST_DAYS) * _DAYS[unit]
        first, last = (shift(base, -days), base) if step < 0 else (shift(base, 1), shift(base, days))
        return TimeValue(f"{first}/{last}", "publication")
    months = min(count, MOST_MONTHS) * _months(unit)
    ends = sorted([calendar.shift_month(base, step * months), (base.year, base.month)])
    return TimeValue("/".join(f"{y:04}-{m:02}" for y, m in ends), "publication")


def _months(unit: str) -> int:
    return (12 if unit.endswith("Y") else 1) * (int(unit[:-1]) if unit[:-1].isdigit() else 1)


def _ago(phrase: Phrase, parts: list[tuple[int, str]], base: date) -> TimeValue:
    """n units before the base: as precise as the smallest, about n weeks as precise as a week."""
    if all(unit == "M" or unit.endswith("Y") for _, unit in parts) and len(parts) > 1:
        return distant(base, -sum(count * _months(unit) for count, unit in parts), "M")
    found = distant(base, -parts[0][0], parts[0][1])
    if parts[0][1] == "W" and phrase.says("about") and found.days:
        year, week, _ = found.days[0].isocalendar()
        return TimeValue(f"{year:04}-W{week:02}", "publication")
    return found


def distant(base: date, count: int, unit: str) -> TimeValue:
    """n units before or after the base, as precise as the unit."""
    if unit.startswith("T"):
        hours = count if unit == "TH" else 0
        return TimeValue(shift(base, int(max(-MOST_DAYS, min(hours, MOST_DAYS)) / 24)).isoformat(), "publication")
    if unit in _DAYS:
        return TimeValue(shift(base, max(-MOST_DAYS, min(count, MOST_DAYS)) * _DAYS[unit]).isoformat(), "publication")
    if unit == "M":
        year, month = calendar.shift_month(base, max(-MOST_MONTHS, min(count, MOST_MONTHS)))
        return TimeValue(f"{year:04}-{month:02}", "publication")
    year = base.year + count * (int(unit[:-1]) if unit[:-1].isdigit() else 1)
    return TimeValue(f"{year:04}", "publication") if 1 <= year <= 9999 else NOTHING
