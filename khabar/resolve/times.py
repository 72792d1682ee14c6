"""Times: Arabic time expressions to TIMEX values, by readable rules over the word lists of data/times.toml.

>>> from datetime import date
>>> from khabar.resolve import times
>>> times.resolve("مساء أمس الثلاثاء", date(2020, 7, 8)).value
'2020-07-07TEV'

Values are those of TIMEX3 (ISO 8601 with TMO, TAF, TEV, TNI for parts of the day, P3D for durations, PXM for months that nobody
counts, XXXX-WXX-5 for every Friday, 2015-Q1 for a quarter, PAST_REF, PRESENT_REF, FUTURE_REF), with two ends of a range joined by "/".
"""

import re
from dataclasses import replace
from datetime import date

from khabar.resolve import time_ranges
from khabar.resolve.clock import clock_of, has_part, part_of, with_part
from khabar.resolve.days import dated, full_date, relative, weekday
from khabar.resolve.feasts import feast
from khabar.resolve.months import part_of_month
from khabar.resolve.periods import every, in_a_row, is_duration, period
from khabar.resolve.time_again import NOTHING_BEFORE, Before, again
from khabar.resolve.time_phrase import Phrase, phrase_of
from khabar.resolve.time_value import NOTHING, TimeValue, shift
from khabar.resolve.years import of_other_era, share_of_era, share_of_year, years

__all__ = ["NOTHING", "TimeValue", "resolve"]

_RULES = (dated, part_of_month, feast, relative, weekday, share_of_era, share_of_year)


def resolve(
    text: str,
    published: date | None,
    today: date | None = None,
    named: date | None = None,
    future: bool = False,
    narrative: bool = False,
    before: Before = NOTHING_BEFORE,
) -> TimeValue:
    """The TIMEX value of one time expression.

    published: the report's publication date; without it only full dates get a value. today: the day that the text's اليوم
    means, where another expression fixed it (اليوم الأحد in a report published on Monday). named: the last day named before
    this expression, to which a bare part of the day belongs. future: whether the sentence speaks of what is to come.
    narrative: whether a period is counted from an event told (بعد يومين من الهجوم) and not from publication. before: other times
    named before this one: what يومها and الفترة نفسها mean.
    """
    phrase = phrase_of(text)
    pair = time_ranges.ends(phrase)
    if pair is not None:
        found = _range(*(resolve(end, published, today, named, future, narrative, before) for end in pair))
        if found is not None:
            return found
    value = _resolve(phrase, published, today, named, future, narrative, before)
    return _up_to_now(phrase, value, published) if published else value


def _range(first: TimeValue, last: TimeValue) -> TimeValue | None:
    """From one time to another: None where they do not follow each other."""
    if first.value is None or last.value is None or "/" in first.value + last.value:
        return None
    if first.value.startswith("P") and last.value.startswith("P") and not first.value.endswith("_REF"):
        return TimeValue(f"{first.value}/{last.value}", last.basis) if first.value != last.value else None
    if not first.days or not last.days or first.days[0] > last.days[1] or first.value == last.value:
        return None
    # A night has the names of both its days (ليل السادس والسابع من أبريل).
    if first.value.endswith("TNI") and last.value == shift(first.days[0], 1).isoformat():
        return first
    return TimeValue(f"{first.value}/{last.value}", last.basis, last.anchor, zone=last.zone or first.zone)


def _up_to_now(phrase: Phrase, value: TimeValue, published: date) -> TimeValue:
    """منذ with a past date lasts until now: a range of days up to the publication."""
    if not phrase.says("past-start") or not value.days or value.days[0] >= published:
        return value
    if value.value and "/" in value.value and phrase.says("until"):
        return value
    return replace(value, value=f"{value.days[0]}/{published}", alternatives=())


def _resolve(
    phrase: Phrase, published: date | None, today: date | None, named: date | None, future: bool, narrative: bool, before: Before
) -> TimeValue:
    full = full_date(phrase) or every(phrase) or in_a_row(phrase)
    if full is not None:
        return with_part(phrase, full)
    if of_other_era(phrase):
        return NOTHING
    if published is None:
        return _undated(phrase)
    base = today or published
    basis = "publication" if base == published else "text"
    narrative = narrative or _FROM.search(phrase.text) is not None
    known = again(phrase, named, before, base) or (_counted(phrase, published, named) if narrative else None) or _vague(phrase, future)
    if known is not None:
        return with_part(phrase, known)
    for rule in _RULES:
        found = rule(phrase, published, base, future)
        if found is not None:
            return with_part(phrase, found if found.basis != "publication" else replace(found, basis=basis))
    if _DAYTIME & set(phrase.words) or clock_of(phrase):
        return _bare_part(phrase, base, named, future, basis)
    found = years(phrase) or period(phrase, published, future)
    if found.value is not None and not (found.value.startswith("P") and has_part(phrase)):
        return found
    return _bare_part(phrase, base, named, future, basis) if has_part(phrase) else found


_DAYTIME = frozenset(("النهار", "نهار", "نهارا"))


def _bare_part(phrase: Phrase, base: date, named: date | None, future: bool, basis: str) -> TimeValue:
    """A part of the day that no word dates: of the last day named; a night told on the day of publication is the one before."""
    day, clock = named or base, clock_of(phrase)
    over = part_of(phrase) == "TNI" and day == base and not future and (clock is None or clock >= "12:00")
    return with_part(phrase, TimeValue(shift(day, -over).isoformat(), "text" if named else basis))


def _undated(phrase: Phrase) -> TimeValue:
    """What can be told without a publication date."""
    year = years(phrase)
    if year is not None or not is_duration(phrase):
        return year or NOTHING
    found = period(phrase, date(2000, 1, 1))
    return found if found.value and not found.days else NOTHING


def _counted(phrase: Phrase, published: date, named: date | None) -> TimeValue | None:
    """A period counted from an event told: days after the last day named, where one is and they lie not past the publication date; else
    no more than the past. Before an event, or with no day named, it is a length of time (قبل شهرين من الانتخابات)."""
    if not is_duration(phrase) or not (phrase.says("after") or phrase.says("ago")):
        return None
    counted = phrase.text.split(" من ")[0].split()
    length = period(phrase_of(" ".join(w for w in counted if w not in _BEFORE_AFTER)), published)
    if phrase.says("ago") or named is None:
        return length if length.value else None
    found = period(phrase, named)
    if found.days and found.days[0] <= published:
        return replace(found, basis="text")
    return TimeValue("PAST_REF", "explicit") if found.value else None


_FROM = re.compile(r" (?:قبل|بعد) (?:\S+ ){1,4}من (?!ال?(?:شهر|عام|سنه|اسبوع|يوم|ليل|نهار|زمن|فجر|صباح|مساء)|قبل|الان)\S")
"""A period with the event that it is counted from (بعد 72 ساعة من التوقيع)."""
_BEFORE_AFTER = frozenset(("قبل", "بعد", "عقب", "وقبل", "وبعد"))


def _vague(phrase: Phrase, future: bool) -> TimeValue | None:
    """الآن, مؤخرا, لاحقا; a vague word that stands with a day or week (في وقت سابق اليوم) yields to it."""
    whole = phrase.lexicon.tables["vague-alone"].get(" ".join(phrase.words))
    found = whole or phrase.first("vague")
    if found is None or (phrase.says("this") and is_duration(phrase)):
        return None
    if whole is None and any(phrase.first(table) is not None for table in ("months", "relative", "weekdays", "units")):
        return None
    if found == "LATER":
        found = "FUTURE_REF" if future else "PAST_REF"
    return TimeValue("PAST_REF" if found == "THEN" else found, "explicit")
