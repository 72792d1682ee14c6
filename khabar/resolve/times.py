"""Times: Arabic time expressions to TIMEX values, by readable rules over the word lists of data/times.toml.

>>> from datetime import date
>>> from khabar.resolve import times
>>> times.resolve("مساء أمس الثلاثاء", date(2020, 7, 8)).value
'2020-07-07TEV'

Values are those of TIMEX3 (ISO 8601 with TMO, TAF, TEV, TNI for parts of the day, P3D for durations, XXXX-WXX-5 for every Friday,
2015-Q1 for a quarter, PAST_REF, PRESENT_REF, FUTURE_REF), with two ends of a range joined by "/".
"""

from dataclasses import replace
from datetime import date

from khabar.resolve import calendar
from khabar.resolve.clock import has_part, with_part
from khabar.resolve.days import YEAR, dated, feast, full_date, relative, weekday
from khabar.resolve.periods import every, is_duration, period
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import NOTHING, TimeValue, shift

__all__ = ["NOTHING", "TimeValue", "resolve"]


def resolve(
    text: str,
    published: date | None,
    today: date | None = None,
    named: date | None = None,
    future: bool = False,
    narrative: bool = False,
) -> TimeValue:
    """The TIMEX value of one time expression.

    published: the report's publication date; without it only full dates get a value. today: the day that the text's اليوم
    means, where another expression fixed it (اليوم الأحد in a report published on Monday). named: the last day named before
    this expression, to which a bare part of the day belongs. future: whether the sentence speaks of what is to come.
    narrative: whether a period is counted from an event told (بعد يومين من الهجوم) and not from publication.
    """
    phrase = Phrase(text)
    full = full_date(phrase) or every(phrase)
    if full is not None:
        return with_part(phrase, full)
    if published is None:
        return _undated(phrase)
    base = today or published
    basis = "publication" if base == published else "text"
    if narrative and phrase.says("after") and is_duration(phrase):
        return _counted(phrase, published, named)
    for rule in (dated, relative, weekday, _vague, feast, _part_of_year):
        found = rule(phrase, published, base, future)
        if found is not None:
            return with_part(phrase, found if found.basis != "publication" else replace(found, basis=basis))
    found = _years(phrase) or period(phrase, published)
    if found.value is not None and not (found.value.startswith("P") and has_part(phrase)):
        return found
    if has_part(phrase):
        return with_part(phrase, TimeValue((named or base).isoformat(), "text" if named else basis))
    return found


def _undated(phrase: Phrase) -> TimeValue:
    """What can be told without a publication date."""
    year = _years(phrase)
    if year is not None or not is_duration(phrase):
        return year or NOTHING
    found = period(phrase, date(2000, 1, 1))
    return found if found.value and not found.days else NOTHING


def _counted(phrase: Phrase, published: date, named: date | None) -> TimeValue:
    """A period after an event told: days after the last day named, never past the publication date; else no more than the past."""
    found = period(phrase, named) if named else NOTHING
    if found.days and found.days[0] <= published:
        return replace(found, basis="text")
    return TimeValue("PAST_REF", "explicit")


def _vague(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """الآن, مؤخرا, لاحقا; الساعة alone is now (حتى الساعة)."""
    if phrase.words == ["الساعه"]:
        return TimeValue("PRESENT_REF", "explicit")
    found = phrase.first("vague")
    if found is None or (phrase.says("this") and is_duration(phrase)):
        return None
    return TimeValue(found, "explicit")


def _part_of_year(phrase: Phrase, published: date, base: date, future: bool) -> TimeValue | None:
    """Decades, quarters and halves of a year, seasons."""
    start, share, season = (phrase.first(table) for table in ("decades", "shares", "seasons"))
    if start is not None:
        century = 1900 if phrase.says("last") or start > published.year % 100 else 2000
        return TimeValue(f"{century + start}/{century + start + 9}", "explicit")
    match = YEAR.search(phrase.plain)
    year = int(match[1]) if match else published.year + (-1 if phrase.says("last") else 1 if phrase.future else 0)
    basis = "explicit" if match else "publication"
    if share and (match or "Y" in phrase.all("units")):
        return TimeValue(f"{year:04}-{share}", basis)
    return _season(phrase, season, year, basis) if season else None


def _season(phrase: Phrase, months: list[int], year: int, basis: str) -> TimeValue:
    """A season as a range of months, or the month at its beginning or end (أوائل الخريف)."""
    first, last = f"{year:04}-{months[0]:02}", f"{year + (months[0] > months[1]):04}-{months[1]:02}"
    if phrase.says("start") or phrase.says("end"):
        return TimeValue(first if phrase.says("start") else last, basis)
    if basis == "explicit":
        days = calendar.interval(first), calendar.interval(last)
        return TimeValue(f"{days[0][0]}/{days[1][1]}", basis) if days[0] and days[1] else NOTHING
    return TimeValue(f"{first}/{last}", basis)


def _years(phrase: Phrase) -> TimeValue | None:
    """One year, or several as a range."""
    years = [int(y) for y in YEAR.findall(phrase.plain)]
    if not years:
        return None
    if "هـ" in phrase.plain or max(years) < 1500:
        spans = [calendar.hijri_day(y, 1, 1) for y in (years[0], years[-1] + 1)]
        return TimeValue(f"{spans[0]}/{shift(spans[1], -1)}", "explicit") if spans[0] and spans[1] else None
    return TimeValue(f"{min(years)}" if min(years) == max(years) else f"{min(years)}/{max(years)}", "explicit")
