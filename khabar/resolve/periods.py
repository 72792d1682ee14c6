"""Units of time: last week, three years ago, the past two weeks, every Friday, six months."""

import re
from datetime import date

from khabar.resolve import calendar, numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import NOTHING, TimeValue, shift, weekday_before

_DAYS = {"D": 1, "W": 7}
_ONE = re.compile(r" 1 | واحد")
MOST_DAYS, MOST_MONTHS = 40_000, 12_000
"""Larger counts are read as these: no report means them, and the calendar has an end."""


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


def period(phrase: Phrase, base: date) -> TimeValue:
    """The value of units of time, counted from `base` where they are no mere duration."""
    amount = _amount(phrase)
    if amount is None:
        return NOTHING
    count, unit = amount
    last, ahead = phrase.says("last"), phrase.future
    if count is None:
        return TimeValue("FUTURE_REF" if ahead or phrase.says("after") else "PAST_REF", "explicit")
    single = count == 1 and not phrase.first("duals") and not _ONE.search(phrase.text)
    if single and unit == "W" and phrase.says("end"):
        return _weekend(base, 1 if ahead else 0)
    if single and (last or ahead or phrase.says("this")) and not unit.startswith("T"):
        return _whole(base, unit, -1 if last else 1 if ahead else 0)
    if last or ahead:
        return _window(base, count, unit, -1 if last else 1)
    if phrase.says("ago"):
        return distant(base, -count, unit)
    if phrase.says("after") and not phrase.says("since") and not unit.startswith("T"):
        return distant(base, count, unit)
    return TimeValue(_duration(count, unit, half=" ونصف " in phrase.text), "explicit")


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
    count = numbers.value(phrase.text)
    if count is None and not any(w in phrase.lexicon.plurals or w[2:] in phrase.lexicon.plurals for w in phrase.words):
        count = 1
    return count, unit


_HALVES = {"TH": "30M", "TM": "30S", "Y": "6M"}
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
        count, unit = size, "D"
    if unit in _DAYS:
        days = min(count, MOST_DAYS) * _DAYS[unit]
        first, last = (shift(base, -days), base) if step < 0 else (shift(base, 1), shift(base, days))
        return TimeValue(f"{first}/{last}", "publication")
    months = min(count, MOST_MONTHS) * _months(unit)
    ends = sorted([calendar.shift_month(base, step * months), (base.year, base.month)])
    return TimeValue("/".join(f"{y:04}-{m:02}" for y, m in ends), "publication")


def _months(unit: str) -> int:
    return (12 if unit.endswith("Y") else 1) * (int(unit[:-1]) if unit[:-1].isdigit() else 1)


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
