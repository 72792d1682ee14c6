"""Expressions with two ends: من 26 نيسان إلى 2 أيار, بين الساعة 3:25 و3:53 صباحا, 27 و28 أيلول, السادس والسابع من أبريل."""

import re

from khabar.resolve import numbers
from khabar.resolve.time_phrase import Phrase, phrase_of
from khabar.text.normalise import fold

_UNTIL = frozenset(("الي", "حتي", "وحتي", "والي", "لغايه", "ولغايه"))
_OPENING = frozenset(("من", "منذ", "بين", "مابين", "ما", "خلال", "في", "الفتره", "فتره", "بدءا", "بدا"))
"""Words before the first end that say no time."""
_DASH = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[-–—]\s*(?=\d{1,2} [^\W\d])")
_FIGURE = re.compile(r"\d{1,2}")


def ends(phrase: Phrase) -> tuple[str, str] | None:
    """The two ends as expressions that stand alone: what only one of them says (the month, the year, the unit, the part of the day)
    is given to the other. None for an expression with one end."""
    if len(phrase.all("weekdays")) > 1 and not phrase.all("months"):
        return None
    words = _DASH.sub(r"\1 الى ", phrase.plain).split()
    keys = [fold(word) for word in words]
    found = _until(words, keys) or _between(words, keys) or _two_days(words, keys)
    if found is None:
        return None
    left, right = found
    if not left or not right:
        return None
    return _completed(left, right)


def _until(words: list[str], keys: list[str]) -> tuple[list[str], list[str]] | None:
    at = next((n for n, key in enumerate(keys) if n and key in _UNTIL), None)
    if at is None:
        return None
    head, left = _head(words[:at], keys[:at])
    return (head + left, head + words[at + 1 :]) if left else None


def _head(words: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
    """Words that both ends share (27 فبراير من الساعة 9 حتى 11), and the first end without what opens it."""
    clock = next((n for n, key in enumerate(keys) if n and key in ("من", "بين") and keys[n + 1 : n + 2] == ["الساعه"]), None)
    head = words[:clock] if clock else []
    rest = list(zip(words[len(head) :], keys[len(head) :], strict=True))
    while rest and rest[0][1] in _OPENING:
        rest = rest[1:]
    return [w for w in head if fold(w) not in ("ما",)], [word for word, _ in rest]


def _between(words: list[str], keys: list[str]) -> tuple[list[str], list[str]] | None:
    at = next((n for n, key in enumerate(keys) if key in ("بين", "مابين")), None)
    if at is None:
        return None
    joints = [n for n, key in enumerate(keys) if n > at + 1 and key.startswith("و") and len(key) > 1]
    if not joints:
        return None
    joint = joints[len(joints) // 2]
    head = [w for w, key in zip(words[:at], keys[:at], strict=True) if key not in _OPENING]
    return head + words[at + 1 : joint], [*head, words[joint][1:], *words[joint + 1 :]]


def _two_days(words: list[str], keys: list[str]) -> tuple[list[str], list[str]] | None:
    """27 و28 أيلول; السادس والسابع من أبريل, but not السادس والعشرين."""
    for n in range(1, len(words)):
        if keys[n] == "و" and keys[n + 1 : n + 2] and _FIGURE.fullmatch(keys[n + 1]):
            second, rest = words[n + 1], words[n + 2 :]
        elif keys[n].startswith("و"):
            second, rest = words[n][1:], words[n + 1 :]
        else:
            continue
        if _names_day(second, rest) and any(_is_day(key) for key in keys[:n]):
            return words[:n], [second, *rest]
        while rest and rest[0].startswith("و") and _is_day(fold(rest[0][1:])) and len(rest) > 1:
            second, rest = rest[0][1:], rest[1:]
        if rest and _is_day(keys[n - 1]) and _is_day(fold(second)) and not (n > 1 and fold(words[n - 2]) in _OPENING - {"في", "خلال"}):
            return words[:n], [second, *rest]
    return None


def _names_day(word: str, rest: list[str]) -> bool:
    """Whether a day of its own begins: 1 حزيران, الأربعاء 8 تموز."""
    if not rest or rest[0].startswith("و"):
        return False
    weekday = phrase_of(word).first("weekdays") is not None and _is_day(fold(rest[0]))
    return weekday or (_is_day(fold(word)) and phrase_of(" ".join(rest[:2])).first("months") is not None and len(rest) <= 3)


def _is_day(word: str) -> bool:
    """A day of the month in figures or as a simple ordinal."""
    if _FIGURE.fullmatch(word):
        return 1 <= int(word) <= 31
    number = numbers.value(word, ordinals=True) if word.startswith("ال") else None
    return number is not None and number <= 10


def _completed(left: list[str], right: list[str]) -> tuple[str, str]:
    one, other = phrase_of(" ".join(left)), phrase_of(" ".join(right))
    tail = _tail(right, other)
    if tail and not _says(one, "months", "hijri", "persian", "weekdays", "relative", "feasts") and not one.all("units"):
        left = [*left, *tail]
    elif _says(one, "months") and (year := _year(right)) and not _year(left):
        left = [*left, year]
    if "الساعه" in one.words and "الساعه" not in other.words and not other.all("units"):
        right = ["الساعة", *right]
    if other.half_of_day and not one.half_of_day and _has_hour(one):
        left = left + [w for w in right if Phrase(w).half_of_day or fold(w) == "بعد"]
    return " ".join(left), " ".join(right)


def _says(phrase: Phrase, *tables: str) -> bool:
    return any(phrase.first(table) is not None for table in tables)


def _has_hour(phrase: Phrase) -> bool:
    return "الساعه" in phrase.words or any(word in phrase.lexicon.clock["hours"] for word in phrase.words)


def _year(words: list[str]) -> str | None:
    return next((w for w in words if re.fullmatch(r"(?:1[5-9]|20|21)\d\d", w)), None)


def _tail(words: list[str], phrase: Phrase) -> list[str]:
    """The words of the second end from its month or unit on."""
    for n, word in enumerate(words):
        part = phrase_of(word if n + 1 == len(words) else f"{word} {words[n + 1]}")
        starts = phrase_of(word)
        month = any(part.first(table) is not None for table in ("months", "hijri", "persian")) and not _FIGURE.fullmatch(fold(word))
        if (month and fold(word) != "من" and numbers.value(word, ordinals=True) is None) or starts.all("units"):
            while n and fold(words[n - 1]) in ("من", "هذا", "هذه"):
                n -= 1
            return words[n:]
    return []
