"""Numbers: digits and Arabic number words to values, and the bounds that the words around them set.

>>> from khabar.resolve import numbers
>>> numbers.value("ثلاثة وعشرين")
23
>>> numbers.quantity("14", before="ما لا يقل عن")
Bounds(low=14, high=None)
"""

import re
from dataclasses import dataclass
from functools import cache

from khabar.data_files import toml_of
from khabar.text.normalise import fold, plain

_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|/|الى|إلى|و)\s*(\d+)")
_DECIMAL = re.compile(r"(\d+)[.,٫](\d{1,2})\s+(\S+)")
_BETWEEN = re.compile(r"\s(?:الي|او)\s")


@dataclass(frozen=True, slots=True)
class Bounds:
    """low, high: what a number expression states, both inclusive; None is open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    values: dict[str, int]
    multipliers: dict[str, int]
    ordinals: dict[str, int]
    vague: dict[str, tuple[int, int]]
    bounds: dict[str, tuple[str, ...]]
    one: frozenset[str]
    sound_plural: frozenset[str]
    dual_endings: tuple[str, ...]
    parts: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = toml_of("khabar.resolve", "numbers.toml")
    folded = [{fold(k): v for k, v in data[name].items()} for name in ("values", "multipliers", "ordinals", "vague")]
    bounds = {kind: tuple(sorted((fold(p) for p in phrases), key=len, reverse=True)) for kind, phrases in data["bounds"].items()}
    nouns = data["nouns"]
    vague = {word: (pair[0], pair[1]) for word, pair in folded[3].items()}
    return _Lexicon(
        folded[0],
        folded[1],
        folded[2],
        vague,
        bounds,
        frozenset(map(fold, nouns["one"])),
        frozenset(map(fold, nouns["sound-plural"])),
        tuple(nouns["dual-endings"]),
        frozenset(map(fold, data["parts"]["words"])),
    )


def _digits(word: str) -> int | None:
    if not _DIGITS.fullmatch(word):
        return None
    # Both signs group thousands in Arabic print; a group of other than three digits is a decimal fraction, cut off here.
    groups = re.split(r"[.,٫٬]", word)
    if len(groups) > 1 and not all(len(g) == 3 for g in groups[1:]):
        return int(groups[0])
    return int("".join(groups)[:18])


def _word(word: str, table: dict[str, int]) -> int | None:
    for form in (word, word.removeprefix("و"), word.removeprefix("ال"), word.removeprefix("وال")):
        if form in table:
            return table[form]
    return None


def value(text: str, ordinals: bool = False) -> int | None:
    """The number that digits (of any script) or number words in `text` give; None when there is none.

    Words that are no numbers are passed over, the first run of number words counts. ordinals: read الرابع as 4 too.
    """
    lexicon = _lexicon()
    decimal = _DECIMAL.search(plain(text).text)
    if decimal and (factor := _word(fold(decimal[3]), lexicon.multipliers)):
        share: int = 10 ** len(decimal[2])
        return int(decimal[1]) * factor + int(decimal[2]) * factor // share
    total, part, seen = 0, 0, False
    for raw in _tokens(text):
        found = _digits(raw)
        word = raw if found is not None else fold(raw)
        if found is None:
            found = _word(word, lexicon.values)
        if found is None and ordinals:
            found = _word(word, lexicon.ordinals)
        factor = _word(word, lexicon.multipliers)
        added = found is not None and (word.startswith("و") and word not in lexicon.values)
        if factor is not None and (found is None or (part and not added)):
            total, part = _scaled(total, part, factor)
        elif found is not None:
            part += found
        elif seen:
            break
        else:
            continue
        seen = True
    return total + part if seen else None


def _scaled(total: int, part: int, factor: int) -> tuple[int, int]:
    """Apply a multiplier to the part of the number before it (ثلاثة آلاف)."""
    if factor == 100:
        return total, part * 100 if part else 100
    return total + (part or 1) * factor, 0


def _tokens(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+", plain(text).text)


def is_number_word(word: str) -> bool:
    """Whether one word is a number or an indefinite count (14, ثلاثة, عشرات)."""
    return value(word) is not None or fold(word).removeprefix("و").removeprefix("ال") in _lexicon().vague


@cache
def _bound_words() -> frozenset[str]:
    return frozenset(word for phrases in _lexicon().bounds.values() for phrase in phrases for word in phrase.split())


def is_vague(text: str) -> bool:
    """Whether the number in `text` is an indefinite one (عشرات, آلاف) that no definite number precedes."""
    vague = _lexicon().vague
    words = fold(text).split()
    at = next((n for n, w in enumerate(words) if {w, w.removeprefix("و"), w.removeprefix("ال")} & vague.keys()), None)
    return at is not None and value(" ".join(words[:at])) is None


def is_bound_word(word: str) -> bool:
    """Whether a word is part of a phrase that bounds a number (ما لا يقل عن)."""
    return fold(word) in _bound_words()


def counts_itself(noun: str) -> bool:
    """Whether the form of a noun for people gives their number: جندي, جنديين."""
    return not noun.startswith("ال") and _noun([fold(noun)], _lexicon()) != Bounds(None, None)


def quantity(text: str, before: str = "", after: str = "") -> Bounds:
    """The bounds of a count of people.

    text: the number expression (14, عشرات, ثلاثة, قتيلان). before, after: the words around it, which may bound it
    (ما لا يقل عن, على الأقل). Bounds(None, None) when it gives no number.
    """
    between = _between(text, before)
    if between:
        return between
    lexicon = _lexicon()
    words = fold(text).split()
    number = value(text)
    for n, word in enumerate(words):
        low_high = lexicon.vague.get(word, lexicon.vague.get(word.removeprefix("ال")))
        # عدد القتلى is the number of the dead, عدد من القتلى some of them.
        following = [*words[n + 1 :], *fold(after).split()][:1]
        named = word == "عدد" and following not in ([], ["من"])
        if low_high and not named and value(" ".join(words[:n])) is None and not _DIGITS.search(" ".join(words)):
            factor = max((_word(w, lexicon.multipliers) or 1 for w in words[n + 1 :]), default=1)
            return Bounds(low_high[0] * factor, low_high[1] * factor or None)
    if number is None:
        return _noun(words, lexicon)
    return _bounded(number, _bound_of(before, words, after, lexicon))


def _between(text: str, before: str) -> Bounds | None:
    """Two numbers as the ends of a range: 10-15, خمسة إلى سبعة, ثلاثة أو أربعة, بين عشرين وثلاثين."""
    span = _RANGE.search(plain(text).text)
    if span and int(span[1]) < int(span[2]) < 10**9:
        return Bounds(int(span[1]), int(span[2]))
    parts = _BETWEEN.split(f" {fold(text)} ")
    if len(parts) == 1 and fold(before).split()[-1:] == ["بين"]:
        words = fold(text).split()
        cut = next((n for n, w in enumerate(words) if n and w.startswith("و")), len(words))
        parts = [" ".join(words[:cut]), " ".join(words[cut:])]
    if len(parts) == 2:
        low, high = value(parts[0]), value(parts[1])
        if low is not None and high is not None and low < high:
            return Bounds(low, high)
    return None


def is_part(before: str) -> bool:
    """Whether the words before a number make it a part of one given earlier (بينهم ثلاثة أطفال, بين القتلى أربع نساء): it must not be
    added to it."""
    last = fold(before).split()[-2:]
    among = len(last) == 2 and last[0] == "بين" and last[1].startswith("ال")
    return among or any(w in _lexicon().parts for w in last)


def _noun(words: list[str], lexicon: _Lexicon) -> Bounds:
    """Nouns without a number: singular one, dual two."""
    for word in words[:1]:
        bare = word.removeprefix("ال")
        if bare in lexicon.one:
            return Bounds(1, 1)
        for ending in lexicon.dual_endings:
            stem = bare.removesuffix(ending)
            plural = ending == "ين" and stem in lexicon.sound_plural
            if stem != bare and not plural and (stem in lexicon.one or stem + "ه" in lexicon.one):
                return Bounds(2, 2)
    return Bounds(None, None)


def _bound_of(before: str, own: list[str], after: str, lexicon: _Lexicon) -> str:
    """The kind of bound set by the words before and behind a number, or inside its own words. Words before another number, or before
    a new clause (وجرح, بينهم), bound that one."""
    near = fold(before).split()[-7:]
    for n in range(len(near) - 1, -1, -1):
        clause = near[n] in lexicon.parts or (near[n].startswith("و") and len(near[n]) > 2 and near[n] not in _bound_words())
        if value(near[n]) is not None or clause:
            near = near[n + 1 :]
            break
    left = " ".join([*near, *own])
    right = " ".join(fold(after).split()[:6])
    for kind in ("after-at-least", "after-at-most"):
        if any(phrase in right.split(" و")[0] or " ".join(near).endswith(phrase) for phrase in lexicon.bounds[kind]):
            return kind.removeprefix("after-")
    for kind in ("at-most", "at-least", "more", "less", "about"):
        if any(re.search(rf"(?:^|\s)[وفبل]?{phrase}(?:\s|$)", left) for phrase in lexicon.bounds[kind]):
            return kind
    return ""


def _bounded(number: int, kind: str) -> Bounds:
    return {
        "at-least": Bounds(number, None),
        "more": Bounds(number + 1, None),
        "at-most": Bounds(None, number),
        "less": Bounds(None, max(number - 1, 0)),
    }.get(kind, Bounds(number, number))
