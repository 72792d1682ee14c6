"""Normalisation of Arabic text that keeps offsets.

The model and the resolvers read a plain form of the text: no diacritics, tatweel, bidi or zero-width marks, presentation
forms as letters, all digits as ASCII, the words of a hashtag apart, a word that was split to pass filters as one. Every
character of the plain form knows where it stood in the input, so that results can be given in offsets of the input (Unicode
code points, end exclusive).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from khabar.text.hashtags import unhashed
from khabar.text.letters import MARKS, TATWEEL, levelled
from khabar.text.split_words import rejoined

# Letters that Persian and Urdu keyboards put into Arabic text; the Arabic letter they stand for.
_LETTERS = {"ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ۃ": "ة", "ے": "ي"}
_FORMAT = r"\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF"
_COMPOSED = r"[اويىه][\u0653-\u0655]"
_CHANGED = re.compile(
    rf"{_COMPOSED}|[{MARKS}{_FORMAT}{TATWEEL}"
    rf"{''.join(_LETTERS)}\u0660-\u0669\u06F0-\u06F9"
    r"\x00-\x09\x0B-\x1F\x7F-\xA0\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
    r"\uFB50-\uFDFF\uFE70-\uFEFC\uFF01-\uFF5E\uD800-\uDFFF]"
)
_MARK = re.compile(rf"[{MARKS}{TATWEEL}]")


@dataclass(frozen=True, slots=True)
class Plain:
    """Normalised text and where each of its characters stood in the input.

    text: the plain form. offsets: for character i of `text`, its offset in the input; one more item closes the
    sequence with the input's length. source: the input itself.
    """

    text: str
    offsets: Sequence[int]
    source: str

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The input's span of plain characters start..end (end exclusive; start < end).

        Diacritics after the last character belong to it; format marks and spaces do not.
        """
        last = self.offsets[end - 1] + 1
        limit = self.offsets[end]
        while last < limit and _MARK.match(self.source, last) and self.source[last] != TATWEEL:
            last += 1
        return self.offsets[start], last


def _plain_of(piece: str) -> str:
    if len(piece) == 2:
        return unicodedata.normalize("NFC", piece)[0]
    if piece in _LETTERS:
        return _LETTERS[piece]
    digit = unicodedata.decimal(piece, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(piece)
    if category == "Cs":
        return "\ufffd"
    if category in ("Mn", "Cf") or piece == TATWEEL:
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return "\n" if piece in "\r\x85\u2028\u2029" else " "
    return "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFKC", piece) if unicodedata.category(c) != "Mn")


def plain(text: str) -> Plain:
    """Normalise `text`; see the module. Never raises on any Unicode text."""
    shown = unhashed(rejoined(text))
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _CHANGED.finditer(shown):
        start, end = match.span()
        pieces.append(shown[at:start])
        offsets.extend(range(at, start))
        new = _plain_of(match[0])
        pieces.append(new)
        offsets.extend([start] * len(new))
        at = end
    if not at:
        return Plain(shown, range(len(text) + 1), text)
    pieces.append(shown[at:])
    offsets.extend(range(at, len(text) + 1))
    return Plain("".join(pieces), offsets, text)


_GAP = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The spelling-blind key of a name: plain form, hamza carriers, alif maqsura and taa marbuta levelled, punctuation
    and runs of white space as one space, lower case. Two spellings of one name have one key (الأنبار, الانبار)."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


SHORT = 64
"""Characters up to which folded texts are remembered: names come again, whole reports do not."""


def _fold(text: str) -> str:
    return _GAP.sub(" ", levelled(plain(text).text)).strip().lower()


_fold_short = lru_cache(maxsize=1 << 16)(_fold)


_ARABIC = re.compile(r"[\u0621-\u064A\u066E-\u06D3\uFB50-\uFDFF\uFE70-\uFEFC]")


def has_arabic(text: str) -> bool:
    """Whether `text` holds an Arabic letter (presentation forms count)."""
    return _ARABIC.search(text) is not None
