"""Arabic names in Latin letters, for places that no list has: readable, lossy, and always marked as such by the caller."""

import re
from functools import cache

from khabar.data_files import toml_of
from khabar.text.normalise import plain

_VOWELS = frozenset("aiu")


@cache
def _letters() -> dict[str, str]:
    letters: dict[str, str] = toml_of("khabar.resolve", "romanise.toml")["letters"]
    return letters


def romanise(name: str) -> str:
    """An Arabic name in Latin letters: التل الأحمر -> Al-Tal Al-Ahmar. Short vowels are not written in Arabic: an "a" stands where a
    cluster could not be spoken otherwise. Letters that the table lacks are kept."""
    return " ".join(_word(word) for word in plain(name).text.split())


def _word(word: str) -> str:
    article = word.startswith("ال") and len(word) > 3
    return ("Al-" if article else "") + _spoken(word[2:] if article else word).capitalize()


def _spoken(word: str) -> str:
    """The letters of one word; و and ي are consonants at the start of a word and beside a long a, else vowels."""
    table = _letters()
    parts: list[str] = []
    for at, letter in enumerate(word):
        beside = (word[at + 1 : at + 2] in ("ا", "ة", "ى", "آ")) or (at > 0 and word[at - 1] in "اآ")
        if letter in "وي" and (at == 0 or beside):
            parts.append("w" if letter == "و" else "y")
        else:
            parts.append(table.get(letter, letter))
    return _voiced([p for p in parts if p])


def _voiced(parts: list[str]) -> str:
    """Put an "a" into clusters: after a first consonant that another follows, and after the second of three."""
    out, run = "", 0
    for part in parts:
        vowel = part[0] in _VOWELS
        if not vowel and ((run == 1 and len(re.sub("[^aiu]", "", out)) == 0) or run == 2):
            out, run = out + "a", 0
        out += part
        run = 0 if vowel else run + 1
    return out
