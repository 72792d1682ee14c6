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
from khabar.resolve.adjectives import is_nationality
from khabar.resolve.number_expressions import Expression, expressions
from khabar.resolve.numerals import first_number, lexicon, listed, sense
from khabar.text.normalise import fold

_STOP = re.compile(r"[.!؟;؛\n](?=\s|$)")
BEFORE, AFTER = 7, 6
"""Words before and behind a number that may bound it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """low, high: what a number expression states, both inclusive; None is open."""

    low: int | None
    high: int | None


UNKNOWN = Bounds(None, None)
MOST_PEOPLE = 2_000_000_000
"""A larger number counts no people."""


def value(text: str, ordinals: bool = False) -> int | None:
    """The number that digits (of any script) or number words in `text` give, without a fraction; None when there is none.

    Words that are no numbers are passed over, the first number counts. ordinals: read الرابع as 4 too.
    """
    found = first_number(text, ordinals)
    return None if found is None else int(found)


def quantity(text: str, before: str = "", after: str = "") -> Bounds:
    """The bounds of a count of people.

    text: the number expression (14, عشرات, ثلاثة, قتيلان). before, after: the words around it, which may go on with the number or
    bound it (ما لا يقل عن, على الأقل). Bounds(None, None) when it gives no number of people: a share (30%) is none.
    """
    around = f"{before} {text} {after}"
    start, end = len(before) + 1, len(before) + 1 + len(text)
    found = next((e for e in expressions(around) if e.start < end and start < e.end), None)
    if found is None:
        return _or_more(by_form(text), after)
    return _bounded(found, around[: found.start], around[found.end :])


def _or_more(one: Bounds, after: str) -> Bounds:
    """قتل شخصان أو ثلاثة: a noun that counts itself as the low end of a range."""
    word, _, rest = after.strip().partition(" ")
    last = expressions(rest)[:1] if one.low and fold(word) in listed("ranges", "to") else ()
    is_next = bool(last) and not rest[: last[0].start].strip() and last[0].high and one.low and last[0].high > one.low
    return Bounds(one.low, last[0].high) if is_next else one


def _bounded(found: Expression, before: str, after: str) -> Bounds:
    low, high = found.low, found.high
    if fold(after).startswith(_phrases("share")) or after.lstrip().startswith(("%", "٪")):
        return UNKNOWN
    if max(low or 0, high or 0) > MOST_PEOPLE:
        return UNKNOWN
    if found.kind != "number" or low is None:
        return Bounds(low, high)
    return {
        "at-least": Bounds(low, None),
        "more": Bounds(low + 1, None),
        "at-most": Bounds(None, low),
        "less": Bounds(None, max(low - 1, 0)),
    }.get(_bound_of(before, after), Bounds(low, low))


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    """The phrases of one list of the table [bounds], the longest first."""
    return tuple(sorted(map(fold, toml_of("khabar.resolve", "numbers.toml")["bounds"][kind]), key=len, reverse=True))


LEADING = ("at-least", "more", "at-most", "less", "about")
"""The kinds of phrases that stand before a number."""


@cache
def _bound_words(*kinds: str) -> frozenset[str]:
    return frozenset(word for kind in kinds for phrase in _phrases(kind) for word in phrase.split())


def _begins_clause(word: str) -> bool:
    """Whether و begins something else with a word: (قتل 5) وجرح; not وأكثر."""
    return word.startswith("و") and len(word) > 2 and word not in _bound_words(*LEADING, "after-at-least", "after-at-most", "after-more")


def _bound_of(before: str, after: str) -> str:
    """The kind of bound set by the words before and behind a number. Words before another number, or before a new clause (وجرح, بينهم),
    bound that one."""
    near = [word for word in fold(_STOP.split(before)[-1]).split()[-BEFORE:] if word not in ("و", "ال", "وال")]
    for n in range(len(near) - 1, -1, -1):
        word = near[n]
        if (is_number_word(word) and word not in listed("bounds", "between")) or word in listed("parts", "words"):
            near = near[n + 1 :]
            break
        if _begins_clause(word):
            near = [word[1:], *near[n + 1 :]]
            break
    left, right = " ".join(near), _behind(after)
    for kind in ("at-least", "at-most", "more"):
        if re.search(_one_of(f"after-{kind}"), right) or re.search(_right_before(f"after-{kind}"), left):
            return kind
    return next((kind for kind in ("at-most", "at-least", "more", "less") if re.search(_right_before(kind), left)), "")


@cache
def _one_of(kind: str) -> str:
    return rf"(?:^|\s)[وفبل]?(?:{'|'.join(map(re.escape, _phrases(kind)))})(?!\S)"


@cache
def _right_before(kind: str) -> str:
    return rf"{_one_of(kind)}(?:\s(?:{'|'.join(sorted(listed('bounds', 'between')))}))*$"


def _behind(after: str) -> str:
    """The words behind a number up to the next one, a new clause or the end of the sentence, folded."""
    found: list[str] = []
    for word in fold(_STOP.split(after)[0]).split()[:AFTER]:
        if _begins_clause(word) or is_number_word(word):
            break
        found.append(word)
    return " ".join(found)


def by_form(text: str) -> Bounds:
    """What the form of words for people says: singular one, dual two; and one more of those named before (ثالث, آخر)."""
    words = fold(text).split()
    if not words:
        return UNKNOWN
    bare = words[0].removeprefix("ال")
    if len(words) == 1 and bare in lexicon()["values"]:
        # الاثنين as a count, not as a day
        return Bounds(lexicon()["values"][bare], lexicon()["values"][bare])
    if is_one_more(words[0]) or any(_is_one(stem, ending) for stem, ending in _split(bare, ("", "ا", "ه"))):
        return Bounds(1, 1)
    duals = tuple(map(fold, toml_of("khabar.resolve", "numbers.toml")["nouns"]["dual-endings"]))
    return Bounds(2, 2) if any(_is_two(stem, ending) for stem, ending in _split(bare, duals)) else UNKNOWN


def _split(word: str, endings: tuple[str, ...]) -> list[tuple[str, str]]:
    """A word as stem and ending, for each ending that it has."""
    return [(word.removesuffix(ending), ending) for ending in endings if word.endswith(ending)]


def _is_one(stem: str, ending: str) -> bool:
    # سورية may be the country.
    return stem in listed("nouns", "one") or (ending != "ه" and is_nationality(stem))


def _is_two(stem: str, ending: str) -> bool:
    plural = ending == "ين" and (stem in listed("nouns", "sound-plural") or is_nationality(stem))
    return not plural and (stem in listed("nouns", "one") or stem + "ه" in listed("nouns", "one") or is_nationality(stem))


def counts_itself(noun: str) -> bool:
    """Whether the form of a noun for people gives their number: جندي, جنديين."""
    return not noun.startswith("ال") and not sense(noun).ordinal and by_form(noun) != UNKNOWN


def is_one_more(word: str) -> bool:
    """Whether a word counts one more of those named before: (قتل اثنان وأصيب) ثالث, آخر."""
    return sense(word).ordinal is not None or fold(word).removeprefix("ال") in listed("nouns", "one-more")


def is_number_word(word: str) -> bool:
    """Whether one word is a number or an indefinite count (14, ثلاثة, عشرات)."""
    found = sense(word)
    return word[:1].isdecimal() or any(x is not None for x in (found.value, found.scale, found.vague))


def is_vague(text: str) -> bool:
    """Whether the number in `text` is an indefinite one (عشرات, آلاف) that no definite number precedes."""
    found = expressions(text)
    return bool(found) and found[0].kind == "vague"


def is_bound_word(word: str) -> bool:
    """Whether a word is part of a phrase that bounds the number behind it (ما لا يقل عن)."""
    return fold(word) in _bound_words(*LEADING)


def is_part(before: str) -> bool:
    """Whether the words before a number make it a part of one given earlier (بينهم ثلاثة أطفال, بين القتلى أربع نساء): it must not be
    added to it."""
    last = fold(before).split()[-2:]
    among = len(last) == 2 and last[0] == "بين" and last[1].startswith("ال")
    return among or any(word in listed("parts", "words") for word in last)
