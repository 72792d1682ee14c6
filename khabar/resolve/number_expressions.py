"""Where numbers stand in a text, and what they are. A range is one expression.

>>> [(e.low, e.high) for e in expressions("قتل 41 ألفا و118 شخصا وأصيب بين 20 و30 ألفا")]
[(41118, 41118), (20000, 30000)]

What the words around a number say of it (at least, nearly) is khabar.resolve.numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from khabar.resolve.numerals import Part, Reader, listed
from khabar.text.normalise import fold

_DASHES = frozenset(("-", "–", "—", "/", "~"))
CHANGED = 12
"""Words before "from A to B" in which a word of change makes B the new number, and not the end of a range."""
FAR = 6
"""Words between the two ends of a range with a bound before each."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A number expression. start, end: where it stands (code points, end exclusive). low, high: the bounds it states, both inclusive,
    None is open; for a number that is none of people (2.5) both are None. kind: "number", "range" or "vague"."""

    start: int
    end: int
    low: int | None
    high: int | None
    kind: str


@lru_cache(maxsize=1 << 10)
def expressions(text: str) -> tuple[Expression, ...]:
    """All number expressions of `text`, in order. Sentences are not told apart: give one at a time."""
    reader = Reader(text)
    found, at = [], 0
    while at < len(reader.tokens):
        here = _expression(reader, at)
        if here is None:
            at += 1
            continue
        expression, end = here
        found.append(expression)
        at = end
    return tuple(found)


def _expression(reader: Reader, at: int) -> tuple[Expression, int] | None:
    part = reader.whole(at)
    if part is None:
        return _vague(reader, at)
    bounded = _bounded(reader, at, part)
    if bounded:
        low, high, end = bounded
        return _made(reader, at, end, low, high, "range"), end
    second = next(_second(reader, at, part), None)
    if second is None:
        return _made(reader, at, part.end, part.value, part.value, "number"), part.end
    first = part.value * second.scale if part.scale == 1 and second.scale >= 1000 and part.value < second.lead else part.value
    low, high = sorted((first, second.value))
    return _made(reader, at, second.end, low, high, "range"), second.end


def _made(reader: Reader, first: int, end: int, low: Fraction, high: Fraction, kind: str) -> Expression:
    # Of a large number a fraction does not matter (ثلثي مليون); 2.5 counts nobody.
    bounds = tuple(int(x) if x.denominator == 1 or x > 1000 else None for x in (low, high))
    return Expression(reader.start(first), reader.tokens[end - 1].end, bounds[0], bounds[1], kind)


def _second(reader: Reader, at: int, first: Part) -> Iterator[Part]:
    """The other end of a range that begins with `first`: 10-15, خمسة إلى سبعة, ثلاثة أو أربعة, بين عشرين وثلاثين."""
    before, sign = reader.folded(at - 1), reader.tokens[first.end].text if first.end < len(reader.tokens) else ""
    last = reader.numeral(first.end + 1)
    if last and (sign in _DASHES or reader.folded(first.end) in listed("ranges", "to")):
        dated = sign in _DASHES and (_is_dash(reader, last.end) or _is_dash(reader, at - 1))
        changed = before == "من" and reader.folded(first.end) in listed("ranges", "reached") and _is_change(reader, at - 1)
        rising = last.value > first.value or last.lead > first.value or sign in _DASHES
        if rising and not (dated or changed):
            yield last
    if before in listed("ranges", "between"):
        yield from _between(reader, first)
    if before == "من" and not _is_change(reader, at - 1):
        nouned = reader.numeral(first.end + 2)
        if nouned and reader.folded(first.end + 1) in listed("ranges", "reached") and nouned.value > first.value:
            yield nouned


def _bounded(reader: Reader, at: int, first: Part) -> tuple[Fraction, Fraction, int] | None:
    """The ends of أكثر من 20 وأقل من 30, لا يقل عن 20 ولا يزيد على 30, and the token behind it."""
    led = " ".join(reader.folded(n) for n in range(max(0, at - 4), at))
    if not led.endswith(_phrases("at-least", "more")):
        return None
    for end in range(first.end + 1, first.end + FAR):
        last = reader.numeral(end)
        if last:
            words = " ".join(reader.folded(n) for n in range(first.end, end))
            low, high = first.value + led.endswith(_phrases("more")), last.value - words.endswith(_phrases("less"))
            fits = low <= high and words.endswith(tuple(f"و{phrase}" for phrase in _phrases("at-most", "less")))
            return (low, high, last.end) if fits else None
    return None


@cache
def _phrases(*kinds: str) -> tuple[str, ...]:
    return tuple(phrase for kind in kinds for phrase in sorted(listed("bounds", kind)))


def _between(reader: Reader, first: Part) -> Iterator[Part]:
    last = reader.numeral(first.end, joined=True)
    if last:
        yield last
    noun, nouned = reader.folded(first.end), reader.numeral(first.end + 1, joined=True)
    if nouned and noun.isalpha():
        # بين 20 قتيلا و30: what is counted is named once, or it is the same.
        behind = reader.folded(nouned.end)
        if len(behind) < 3 or behind[:3] == noun[:3]:
            yield nouned


def _is_dash(reader: Reader, at: int) -> bool:
    return 0 <= at < len(reader.tokens) and reader.tokens[at].text in _DASHES


def _is_change(reader: Reader, at: int) -> bool:
    """Whether a word of change (ارتفع) stands before a token."""
    return any(is_change(reader.tokens[n].text) for n in range(max(0, at - CHANGED), at))


def is_change(word: str) -> bool:
    """Whether a word tells that a number has changed (ارتفع, بارتفاع)."""
    folded = fold(word)
    return folded in listed("ranges", "change") or folded[1:] in listed("ranges", "change")


def _vague(reader: Reader, at: int) -> tuple[Expression, int] | None:
    """عشرات, مئات الآلاف, بضعة عشر, بضع وعشرين."""
    here, follower = reader.sense(at), reader.sense(at + 1)
    if here.vague is None or (reader.folded(at).endswith("عدد") and _is_named(reader, at + 1)):
        return None
    (low, high), end = here.vague, at + 1
    tens = reader.unit(at + 1)
    if high and high < 10 and tens is not None and (tens == 10 or follower.joined) and 10 <= tens < 100:
        low, high, end = low + tens, high + tens, end + 1
    elif follower.scale and not (follower.joined or follower.led):
        low, high, end = low * follower.scale, high * follower.scale, end + 1
    while reader.folded(end) in listed("vague-tail", "words"):
        end += 1
    return Expression(reader.start(at), reader.tokens[end - 1].end, low, high or None, "vague"), end


def _is_named(reader: Reader, at: int) -> bool:
    """Whether "number" is followed by what it is the number of: عدد القتلى is no count, عدد من القتلى is one."""
    following = reader.folded(at)
    return following != "" and following not in listed("vague-tail", "words") and following not in listed("vague-tail", "of")
