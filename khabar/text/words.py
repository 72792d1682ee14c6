"""Words of a plain text, and the proclitics glued to them (و ف ب ل ك س)."""

import re
from dataclasses import dataclass

from khabar.text.normalise import Plain, plain

# ة and ى end a word: behind them a space was lost (وزارةالدفاع، إلىالميادين), but for a letter or two that may be a slip.
_WORD = re.compile(r"\d+(?:[.,٫٬]\d+)*|(?:[^\W\d_ةى]|ة(?![^\W\d_]{2})|ى(?!ال[^\W\d_]))+[ةى]?|[ةى]|\S")
_GLUED = re.compile(r"(?<=\d)[\u0621-\u064A]{2}|(?<=[\u0621-\u064A]{2})(?<!ال)(?<!لل)\d|(?<=[ةى])[^\W\d_]{2}")
"""Where a space was lost: between a number and a word (12جريحا), and behind a letter that ends words."""

PROCLITICS = frozenset("وفبلكس")
"""One-letter particles written together with the word that follows."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters, a number, or one sign.

    start, end: offsets in the input. text: its plain form. spaced: whether white space (or the text's start) precedes it, or should.
    """

    start: int
    end: int
    text: str
    spaced: bool


def words(text: Plain) -> list[Word]:
    """All words of a plain text, in order; white space is left out."""
    found, at = [], -1
    for match in _WORD.finditer(text.text):
        start, end = match.span()
        origin = text.origin(start, end)
        found.append(Word(*origin, match[0], start != at or _GLUED.match(text.text, start) is not None))
        at = end
    return found


def without_proclitic(word: Word, letters: int, source: str) -> int:
    """Where `word` begins in `source` without its first `letters` letters; marks that sit on them are left out too.

    Only letters that can be proclitics are ever taken off, and never so many that no two letters remain.
    """
    if letters <= 0 or letters > len(word.text) - 2 or any(c not in PROCLITICS for c in word.text[:letters]):
        return word.start
    return word.start + plain(source[word.start : word.end]).offsets[letters]
