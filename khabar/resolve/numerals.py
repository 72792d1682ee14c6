"""The grammar of numerals: digits and number words to numbers.

>>> first_number("واحد وأربعون ألفا و118 شخصا")
Fraction(41118, 1)

Words of each kind stand in data/numbers.toml.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

from khabar.data_files import toml_of
from khabar.text.normalise import fold, plain
from khabar.text.words import Word, without_proclitic, words

_SIGNS = re.compile(r"[.,٫٬]")
_GROUPING = frozenset("،'’")
"""Signs that group digits, besides those that stand inside a word of digits."""
_LEADING = frozenset("بلكف")
"""Particles that may lead a numeral but not go on with one."""
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Sense:
    """What one word can be in a numeral. joined: with و before it; led: with another particle; value: of a number word; scale: of a
    word that multiplies; fraction, ordinal, vague: as in the data file. alone: whether it is a number without another word."""

    joined: bool = False
    led: bool = False
    value: int | None = None
    scale: int | None = None
    fraction: Fraction | None = None
    ordinal: int | None = None
    vague: tuple[int, int] | None = None

    @property
    def alone(self) -> bool:
        return self.vague is None


NOTHING = Sense()


@cache
def lexicon() -> Mapping[str, Mapping[str, Any]]:
    """The tables of data/numbers.toml that map words, by their folded spelling."""
    data = toml_of("khabar.resolve", "numbers.toml")
    tables = {name: {fold(k): v for k, v in data[name].items()} for name in ("values", "multipliers", "ordinals", "vague")}
    return tables | {"fractions": {fold(k): Fraction(*v) for k, v in data["fractions"].items()}}


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """The words of one list of data/numbers.toml, folded."""
    return frozenset(map(fold, toml_of("khabar.resolve", "numbers.toml")[table][name]))


@lru_cache(maxsize=1 << 14)
def sense(word: str) -> Sense:
    """What a word is in a numeral, its particles taken off."""
    folded = fold(word)
    if folded.removeprefix("و") in listed("ambiguous", "weekdays"):
        return NOTHING
    for joined, bare in ((False, folded), (True, folded[1:] if folded[:1] == "و" else "")):
        for form in (bare, bare.removeprefix("ال")):
            if found := _entry(form, joined, False):
                return found
    if folded[:1] in _LEADING and len(folded) > 3 and folded[1:].removeprefix("ال") not in listed("ambiguous", "behind-particles"):
        return _entry(folded[1:], False, True) or _entry(folded[1:].removeprefix("ال"), False, True) or NOTHING
    return NOTHING


def _entry(form: str, joined: bool, led: bool) -> Sense | None:
    tables = lexicon()
    value, scale, ordinal = (tables[name].get(form) for name in ("values", "multipliers", "ordinals"))
    vague = tables["vague"].get(form)
    found = Sense(joined, led, value, scale, tables["fractions"].get(form), ordinal, tuple(vague) if vague else None)
    return found if form and found != Sense(joined, led) else None


@dataclass(frozen=True, slots=True)
class Part:
    """A numeral or a piece of one. value: what it comes to; lead: what its scale multiplies (41 of 41 ألفا); scale: of its last
    word; end: the first token behind it."""

    value: Fraction
    lead: Fraction
    scale: int
    end: int


def _without_articles(tokens: Sequence[Word]) -> Iterator[Word]:
    """Words, without an article that is glued to digits (الـ20, والـ30): it hides what stands before the number."""
    for token, following in zip_longest(tokens, tokens[1:]):
        glued = following is not None and following.text[0].isdecimal()
        if not (glued and token.text in ("ال", "وال")):
            yield token
        elif token.text == "وال":
            yield replace(token, text="و")


class Reader:
    """Reads the numerals of one text. ordinals: whether الرابع counts as 4."""

    def __init__(self, text: str, ordinals: bool = False) -> None:
        self.text, self.ordinals = text, ordinals
        self.tokens: Sequence[Word] = list(_without_articles(words(plain(text))))

    def sense(self, at: int) -> Sense:
        if not 0 <= at < len(self.tokens):
            return NOTHING
        found = sense(self.tokens[at].text)
        if found.value == 1 and self.folded(at) == "واحد" and self.folded(at + 1) == "عشر":
            # وأحد عشر is spelt as واحد is, once its hamza is levelled; واحد عشر is no number.
            return replace(found, joined=True)
        return found

    def start(self, at: int) -> int:
        """Where a token begins without the particle before it, which is no part of the number."""
        return without_proclitic(self.tokens[at], int(self.sense(at).joined or self.sense(at).led), self.text)

    def folded(self, at: int) -> str:
        return fold(self.tokens[at].text) if 0 <= at < len(self.tokens) else ""

    def unit(self, at: int) -> int | None:
        found = self.sense(at)
        return found.ordinal if found.value is None and self.ordinals else found.value

    def numeral(self, at: int, joined: bool = False) -> Part | None:
        """The numeral that begins at a token; joined: it must begin with و, which is passed over."""
        if joined:
            if self.folded(at) == "و":
                return self.numeral(at + 1) if not self.sense(at + 1).joined else None
            return self.whole(at) if self.sense(at).joined else None
        return self.whole(at) if not self.sense(at).joined else None

    def whole(self, at: int) -> Part | None:
        first = self._item(at)
        if first is None:
            return None
        total, scale, end = first.value, first.scale, first.end
        lead, single = first.lead, True
        while scale > 1 and (more := self._added(end, scale)):
            total, scale, end, single = total + more.value, more.scale, more.end, False
        return Part(total, lead if single else Fraction(1), first.scale if single else 1, end)

    def _added(self, at: int, scale: int) -> Part | None:
        """What "and" adds to a number that ends with a scale: a smaller number, or a part of that scale."""
        behind = at + 1 if self.folded(at) == "و" else at
        if behind == at and not self.sense(at).joined:
            return None
        fraction = self.sense(behind).fraction
        if fraction is not None:
            named = self.sense(behind + 1)
            if named.scale is None or named.scale == scale:
                return Part(fraction * scale, fraction, 1, behind + 1 + (named.scale is not None))
        item = self._item(behind)
        return item if item and item.scale < scale and item.value < scale else None

    def _item(self, at: int) -> Part | None:
        """A number below a thousand, alone or with a scale; a scale alone; a part of one."""
        here = self.sense(at)
        if portion := self._portion(at):
            return portion
        group = self._digits(at) or self._group(at)
        if group is None:
            return Part(Fraction(here.scale), Fraction(1), here.scale, at + 1) if here.scale and here.alone else None
        follower = self.sense(group.end)
        if group.scale == 1 and follower.scale and follower.scale > 100 and not (follower.joined or follower.led):
            return Part(group.lead * follower.scale, group.lead, follower.scale, group.end + 1)
        return Part(group.value, group.value, group.scale, group.end)

    def _portion(self, at: int) -> Part | None:
        """نصف مليون، ثلاثة أرباع المليون."""
        first = self.sense(at).fraction
        times, behind = (1, at) if first else (self.unit(at) or 0, at + 1)
        fraction, named = first or self.sense(behind).fraction, self.sense(behind + 1)
        if not times or fraction is None or (not first and self.sense(behind).joined):
            return None
        if named.scale is None or named.scale < 1000 or named.joined or named.led:
            return None
        return Part(times * fraction * named.scale, times * fraction, named.scale, behind + 2)

    def _group(self, at: int) -> Part | None:
        """Words of a number below a thousand; ألفان and its like end with a scale of their own."""
        value = self.unit(at)
        if value is None:
            return None
        if value >= 1000:
            scale = 10 ** ((len(str(value)) - 1) // 3 * 3)
            return Part(Fraction(value), Fraction(value, scale), scale, at + 1)
        hundreds, end = self._hundreds(at, value)
        if not hundreds:
            rest, end = self._below_hundred(at)
            return Part(Fraction(rest), Fraction(rest), 1, end)
        behind = end + 1 if self.folded(end) == "و" else end
        if behind > end or self.sense(end).joined:
            digits = self._digits(behind)
            rest, after = (int(digits.value), digits.end) if digits else self._below_hundred(behind)
            if 0 < rest < 100:
                hundreds, end = hundreds + rest, after
        return Part(Fraction(hundreds), Fraction(hundreds), 1, end)

    def _hundreds(self, at: int, value: int) -> tuple[int, int]:
        if 100 <= value < 1000:
            return value, at + 1
        follower = self.sense(at + 1)
        if 3 <= value <= 9 and follower.scale == 100 and not (follower.joined or follower.led):
            return value * 100, at + 2
        return 0, at

    def _below_hundred(self, at: int) -> tuple[int, int]:
        value = self.unit(at)
        if value is None or value >= 100:
            return 0, at
        if value < 10:
            behind, tens = self.sense(at + 1), self.unit(at + 1)
            if tens == 10 and not (behind.joined or behind.led):
                return value + 10, at + 2
            apart = self.folded(at + 1) == "و"
            tens = self.unit(at + 2) if apart else tens
            if tens is not None and 20 <= tens < 100 and value and (apart or behind.joined):
                return value + tens, at + 2 + apart
        return value, at + 1

    def _digits(self, at: int) -> Part | None:
        if at >= len(self.tokens) or not self.tokens[at].text[0].isdecimal():
            return None
        text, end = self.tokens[at].text, at + 1
        if text.isdecimal() and len(text) <= 3 and text[0] != "0":
            while piece := self._more_digits(end):
                text, end = text + self.tokens[end + piece - 1].text, end + piece
        follower = self.sense(end)
        scaled = bool(follower.scale and follower.scale > 100 and not (follower.joined or follower.led))
        value = _of_digits(text, scaled)
        return Part(value, value, 1, end)

    def _more_digits(self, at: int) -> int:
        """How many tokens hold three more digits of a number whose groups stand apart (40 000; ١،٢٣٤)."""

        def three(n: int, spaced: bool) -> bool:
            if n >= len(self.tokens):
                return False
            word = self.tokens[n]
            return len(word.text) == 3 and word.text.isdecimal() and word.spaced == spaced

        if three(at, spaced=True):
            return 1
        sign = self.tokens[at] if at < len(self.tokens) else None
        return 2 if sign and sign.text in _GROUPING and not sign.spaced and three(at + 1, spaced=False) else 0


def _of_digits(text: str, scaled: bool) -> Fraction:
    """The value of digits. Both signs group thousands in Arabic print; a last group of other than three digits, or one before a scale
    (1.250 مليون), is a decimal fraction."""
    groups = _SIGNS.split(text)
    if len(groups) == 1:
        return Fraction(int(text[:MOST_DIGITS]))
    decimal = scaled and len(groups) == 2 and ("." in text or "٫" in text)
    if all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0" and not decimal:
        return Fraction(int("".join(groups)[:MOST_DIGITS]))
    if all(len(g) == 3 for g in groups[1:-1]):
        return Fraction(int("".join(groups[:-1])[:MOST_DIGITS])) + Fraction(int(groups[-1][:9]), 10 ** len(groups[-1][:9]))
    return Fraction(int(groups[0][:MOST_DIGITS]))


def first_number(text: str, ordinals: bool = False) -> Fraction | None:
    """The first number in `text`, None when there is none. ordinals: read الرابع as 4 too."""
    reader = Reader(text, ordinals)
    for at in range(len(reader.tokens)):
        part = reader.whole(at)
        if part:
            return part.value
    return None
