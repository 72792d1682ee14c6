"""Times that point back to one named before: حينها, يومها, الفترة نفسها, قبلها بيوم, اليوم التالي."""

import re
from dataclasses import dataclass
from datetime import date

from khabar.resolve import calendar
from khabar.resolve.periods import period
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue, shift
from khabar.resolve.years import YEAR

_STEP = re.compile(r" و?(قبل|بعد)(?:ها|ه|هم| ذلك)? ب(\S.*)")
_DAY_WORDS = (" يومها ", " اليوم ", " يوم ")


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentences before an expression named. last: the value of the last time that covers days. stretch: the longest range of
    days, which هذه الفترة means."""

    last: str | None = None
    stretch: str | None = None


NOTHING_BEFORE = Before()


def again(phrase: Phrase, named: date | None, before: Before, base: date) -> TimeValue | None:
    """The value of a time that names another again; None for any other expression, and where nothing was named.

    named: the last day named; base: the day that the text's today means.
    """
    step = _stepped(phrase, named)
    if step is not None:
        return step
    near = _next_day(phrase, named or base)
    if near is not None:
        return near
    if phrase.first("vague") != "THEN":
        return None
    last = (before.stretch or before.last) if "فتره" in phrase.text else before.last
    units = phrase.all("units")
    days = calendar.interval(last)
    if last is None or days is None:
        return None
    if match := YEAR.search(phrase.plain):
        return _in_year(days, int(match[1]))
    if "Y" in units and phrase.says("last"):
        return _in_year(days, days[0].year - 1)
    if any(word in phrase.text for word in _DAY_WORDS):
        return TimeValue(days[0].isoformat(), "text") if days[0] == days[1] else None
    if " الليله " in phrase.text:
        return TimeValue(f"{days[0]}TNI", "text")
    if "Y" in units:
        return TimeValue(f"{days[0]:%Y}", "text")
    if "M" in units:
        return TimeValue(f"{days[0]:%Y-%m}", "text")
    # حينها is the day or the year named, not an hour of it.
    return None if "T" in last else TimeValue(last, "text")


def _in_year(days: tuple[date, date], year: int) -> TimeValue | None:
    """The same days of another year (الفترة نفسها من العام الماضي)."""
    if days[0].year != days[1].year:
        return None
    try:
        return TimeValue(f"{days[0].replace(year=year)}/{days[1].replace(year=year)}", "text")
    except ValueError:
        return None


def _stepped(phrase: Phrase, named: date | None) -> TimeValue | None:
    """قبلها بثلاثة أشهر, بعد ذلك بيومين: counted from the last day named, else merely before."""
    match = _STEP.search(phrase.text)
    if match is None:
        return None
    amount = Phrase(f"{match[1]} {match[2]}")
    if not (amount.all("units") or amount.all("duals")):
        return None
    found = period(amount, named) if named else None
    if found is None or not found.days:
        return TimeValue("PAST_REF", "explicit")
    return TimeValue(found.value, "text")


def _next_day(phrase: Phrase, day: date) -> TimeValue | None:
    """اليوم التالي, اليوم السابق, الليلة السابقة."""
    for words, step, part in ((" اليوم التالي ", 1, ""), (" اليوم السابق ", -1, ""), (" الليله السابقه ", -1, "TNI")):
        if words in phrase.text:
            return TimeValue(shift(day, step).isoformat() + part, "text")
    return None
