"""Parts of the day and clock times: what they add to the value of a day."""

import re
from dataclasses import replace

from khabar.resolve import numbers
from khabar.resolve.time_phrase import Phrase
from khabar.resolve.time_value import TimeValue

FIGURES = re.compile(r"\b(\d{1,2})[:.](\d{2})\b|\b([3-5]\d):(\d)\b")
"""A clock time in figures: 13:30, 9.30, and turned round 30:13, 30:9."""
LAST_HOUR = 23


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
    found = _in_figures(phrase) or _in_words(phrase)
    if found is None:
        return None
    hour, minute = found
    words = phrase.lexicon.clock
    if any(w in words["evening"] for w in phrase.words) and hour < 12:
        hour += 12
    elif any(w in words["morning"] for w in phrase.words) and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if 0 <= hour <= LAST_HOUR and 0 <= minute <= 59 else None


def _in_figures(phrase: Phrase) -> tuple[int, int] | None:
    match = FIGURES.search(phrase.plain)
    if match is None:
        return None
    hour, minute = (int(part) for part in match.groups() if part is not None)
    # Figures typed from right to left may come out with their sides changed: 30:13 is half past one.
    return (minute, hour) if hour > LAST_HOUR + 1 and minute <= LAST_HOUR else (hour, minute)


def _in_words(phrase: Phrase) -> tuple[int, int] | None:
    """(hour, minute) of الساعة الرابعة إلا ربعا."""
    if " الساعه " not in phrase.text or "TH" not in phrase.all("units"):
        return None
    hour = numbers.value(phrase.text.split(" الساعه ", 1)[1], ordinals=True)
    if hour is None:
        return None
    words = phrase.lexicon.clock
    minute = next((minutes for key, minutes in (("half", 30), ("quarter", 15), ("third", 20)) if words[key] in phrase.text), 0)
    before = " والا " in phrase.text or " الا " in phrase.text
    return (hour - 1, 60 - minute) if before and minute else (hour, minute)
