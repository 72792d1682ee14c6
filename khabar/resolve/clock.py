"""Parts of the day and clock times: what they add to the value of a day."""

import re
from dataclasses import replace

from khabar.resolve import numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue

FIGURES = re.compile(r"(?<![\d:.,/-])(?:(\d{1,2})(?: ?: ?|\.)(\d{2})|([3-5]\d):(\d))(?![\d:.,/-]\d|\d)")
"""A clock time in figures: 13:30, 9.30, 13 : 30, and turned round 30:13, 30:9."""
_HOUR_FIGURES = re.compile(r"(?<![\d:.,/-])(\d{1,2}),(\d{2})(?!\d)")
"""A clock time as some agencies write it, after الساعة or before a zone (16,20 ت غ): elsewhere it is a decimal."""
_MINUTES = re.compile(r" و(?:ال)?دقيقه (\S+(?: \S+)?)| و(.{2,30}?) (?:دقيقه|دقايق) ")
_SHORT = re.compile(r" و?الا (.{2,30})")
"""Minutes that the hour lacks (إلا خمس دقائق, إلا ربعا)."""
_FIGURE = re.compile(r"\s*\d+ \d\d ")
"""An hour and minutes in figures, without the sign between them."""
_HOUR = re.compile(r"1[0-2]|[1-9]")
_HOURS = 24


def has_part(phrase: Phrase) -> bool:
    """Whether the expression names a part of the day or a clock time."""
    return bool(part_of(phrase) or clock_of(phrase))


def part_of(phrase: Phrase) -> str | None:
    """The TIMEX suffix of the part of the day that is named."""
    found: str | None = phrase.first("parts") or phrase.first("part-phrases")
    return found


def with_part(phrase: Phrase, found: TimeValue) -> TimeValue:
    """Add a part of the day or a clock time to the value of a day; other values stay as they are."""
    if found.value is None or len(found.value) != 10 or found.value[4] != "-":
        return found
    clock = clock_of(phrase)
    if clock:
        return replace(found, value=f"{found.value}T{clock}", zone=phrase.first("zones"))
    part = part_of(phrase)
    return replace(found, value=found.value + part) if part else found


def clock_of(phrase: Phrase) -> str | None:
    """A clock time as HH:MM: 14:30, الساعة الرابعة والنصف مساء."""
    # الحادية عشرة مساء (20,00 ت غ): in brackets stands the same hour in another zone.
    elsewhere = "(" in phrase.plain and phrase.first("zones") is not None
    found = (_in_words(phrase) if elsewhere else None) or _in_figures(phrase) or _in_words(phrase)
    if found is None:
        return None
    hour, minute = found
    half = phrase.half_of_day
    if (half == "evening" and hour < 12) or (half == "noon" and hour < 8):
        hour += 12
    elif half == "night" and hour > 5:
        hour = (hour + 12) % _HOURS if hour <= 12 else hour
    elif half == "morning" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if 0 <= hour <= 23 and 0 <= minute <= 59 else None


def _in_figures(phrase: Phrase) -> tuple[int, int] | None:
    match = FIGURES.search(phrase.plain)
    if match is None and (" الساعه " in phrase.text or phrase.first("zones")):
        match = _HOUR_FIGURES.search(phrase.plain)
    if match is None:
        return None
    hour, minute = (int(part) for part in match.groups() if part is not None)
    # Figures typed from right to left may come out with their sides changed: 30:13 is half past one.
    return (minute, hour) if hour > _HOURS > minute else (hour, minute)


def _in_words(phrase: Phrase) -> tuple[int, int] | None:
    """(hour, minute) of الساعة الرابعة إلا ربعا, السابعة صباحا."""
    said = " الساعه " in phrase.text and "TH" in phrase.all("units")
    rest = phrase.text.split(" الساعه ", 1)[1] if said else _bare_hour(phrase)
    # The minutes stand behind the hour: take them off before it is read.
    match = _MINUTES.search(f" {rest} ")
    minute = numbers.value(match[1] or match[2], ordinals=True) if match else None
    head = f" {rest} "[: match.start()] if match and minute is not None else rest
    hour = None if _FIGURE.match(head) else numbers.value(head, ordinals=True)
    if hour is None:
        return None
    words = phrase.lexicon.clock
    behind = {word.removeprefix("و") for word in rest.split()}
    share = next((minutes for key, minutes in (("half", 30), ("quarter", 15), ("third", 20)) if words[key] & behind), 0)
    if short := _SHORT.search(f" {rest} "):
        return hour - 1, 60 - (numbers.value(short[1]) or share)
    return hour, share + (minute or 0)


def _bare_hour(phrase: Phrase) -> str:
    """السابعة صباحا: an hour without الساعة, where a part of the day follows it."""
    hours, parts = phrase.lexicon.clock["hours"], phrase.lexicon.tables["parts"]
    for at, word in enumerate(phrase.words[:-1]):
        if _HOUR.fullmatch(word) and phrase.words[at + 1] in phrase.lexicon.clock["adverbs"] and not phrase.all("months"):
            return " ".join(phrase.words[at:])
        following = [w for w in phrase.words[at + 1 :] if w not in ("من", "عشره")]
        if word in hours and following and (following[0] in parts or (following[0] in ("بعد", "قبل", "والنصف") and phrase.half_of_day)):
            return " ".join(phrase.words[at:])
    return ""
