"""The number expressions of one sentence, and which of them stands where a word of harm has its number."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from khabar.data_files import pattern_of, toml_of
from khabar.resolve.number_expressions import CHANGED, expressions, is_change
from khabar.resolve.numbers import counts_itself, is_bound_word, is_one_more
from khabar.tagger.tagged import Bounds
from khabar.text.normalise import fold, plain
from khabar.text.prepared import Prepared
from khabar.text.words import Word, words

Roles = dict[str, tuple[Bounds, ...]]
"""Role -> the spans in it."""

MOST_BETWEEN = 7
"""Words like ما لا يقل عن that may stand between trigger and number."""
JOINED = 7
"""Words behind a number in which "dead and wounded" is looked for."""
FAR = 24
"""Words behind a word for the victims in which the number of a total is looked for."""


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of data/casualties.toml, folded."""
    return frozenset(map(fold, toml_of("khabar.assemble", "casualties.toml")[name]))


def is_listed(word: str, name: str) -> bool:
    """Whether a word stands in a list, with or without و or ال."""
    folded = fold(word)
    return any(form in listed(name) for form in (folded, folded.removeprefix("و"), folded.removeprefix("ال"), folded.removeprefix("وال")))


@cache
def _told_earlier() -> re.Pattern[str]:
    return pattern_of("khabar.assemble", "casualties.toml", "earlier", "behind")


class Numbers:
    """The words and number expressions of one sentence, in offsets of the text."""

    def __init__(self, text: Prepared, sentence: int) -> None:
        start, end = text.sentences[sentence]
        self.source, self.start, self.end = text.source, start, end
        self.words = [Word(w.start + start, w.end + start, w.text, w.spaced) for w in words(plain(text.source[start:end]))]
        self._starts = [w.start for w in self.words]
        self.spans = [(e.start + start, e.end + start) for e in expressions(text.source[start:end])]
        self.changes = dict(self._changes())
        self.joint = {span: phrase for span in self.spans if (phrase := self._joint(span))}

    def word_at(self, offset: int) -> int:
        """The number of the first word that begins at an offset or behind it."""
        return bisect_left(self._starts, offset)

    def over(self, span: Bounds) -> tuple[Bounds, ...]:
        """The expressions that a span overlaps, or the span itself."""
        return tuple(s for s in self.spans if s[0] < span[1] and span[0] < s[1]) or (span,)

    def has(self, span: Bounds) -> bool:
        """Whether a span overlaps an expression."""
        return any(s[0] < span[1] and span[0] < s[1] for s in self.spans)

    def pair(self, span: Bounds) -> tuple[Bounds, ...]:
        """An expression with the one that it replaces, or that replaces it: the old one first."""
        old = next((old for old, new in self.changes.items() if new == span), None)
        return (old, span) if old else (span, self.changes[span]) if span in self.changes else (span,)

    def _changes(self) -> Iterator[tuple[Bounds, Bounds]]:
        """Old and new number: ارتفع العدد من 5 إلى 9, إلى 9 بعد أن كان 5."""
        for first, second in zip(self.spans, self.spans[1:], strict=False):
            at = self.word_at(first[0])
            between = [fold(w.text) for w in self.words[self.word_at(first[1]) : self.word_at(second[0])]]
            led = at > 0 and fold(self.words[at - 1].text) == "من" and any(is_change(w.text) for w in self.words[max(0, at - CHANGED) : at])
            if led and len(between) <= MOST_BETWEEN and "الي" in between:
                yield first, second
            elif _told_earlier().search(" ".join(between)) and self._of_one_noun(first, second):
                yield second, first

    def _of_one_noun(self, first: Bounds, second: Bounds) -> bool:
        """Whether two numbers count the same: the second names no other victims (إلى 18 قتيلا بعد أن كان 12, not 12 جريحا)."""
        nouns = [self.words[at].text if (at := self.word_at(span[1])) < len(self.words) else "" for span in (first, second)]
        return not is_listed(nouns[1], "victims") or fold(nouns[0]) == fold(nouns[1])

    def _joint(self, span: Bounds) -> Bounds | None:
        """Where "dead and wounded" stands, if a number counts both: 30 شخصا بين قتيل وجريح, 70 قتيلا وجريحا, عشرات القتلى والجرحى, مقتل
        وإصابة العشرات. Of 4 قتلى وجرحى only the dead are counted."""
        at = self.word_at(span[0])
        while at > 0 and is_bound_word(self.words[at - 1].text):
            at -= 1
        if at > 1 and is_listed(self.words[at - 2].text, "killing") and is_listed(self.words[at - 1].text, "wounding"):
            return self.words[at - 2].start, self.words[at - 1].end
        first = self.word_at(span[1])
        limit = next((s[0] for s in self.spans if s[0] >= span[1]), len(self.source))
        following = [w for w in self.words[first : first + JOINED] if w.start < limit]
        among = False
        for n, a in enumerate(following):
            among = among or fold(a.text) == "بين"
            apart = n + 1 < len(following) and following[n + 1].text == "و"
            b = following[n + 1 + apart] if n + 1 + apart < len(following) else a
            if not (apart or fold(b.text).startswith("و")):
                continue
            one = is_listed(a.text, "dead-one") and is_listed(b.text, "hurt-one")
            many = is_listed(a.text, "dead-many") and is_listed(b.text, "hurt-many") and (among or a.text.startswith("ال"))
            if (one or many) and (among or n == 0):
                return a.start, b.end
        return None

    def behind(self, offset: int) -> Bounds | None:
        """The number behind an offset, with nothing but words that may stand between."""
        first = self.word_at(offset)
        for word in self.words[first : first + MOST_BETWEEN + 1]:
            span = next((s for s in self.spans if word.start <= s[0] < word.end), None)
            if span:
                return self.changes.get(span, span)
            if not (is_bound_word(word.text) or fold(word.text) in listed("passing") or self._begins_range(word)):
                return None
        return None

    def _begins_range(self, word: Word) -> bool:
        """من before 20 إلى 30."""
        span = next((s for s in self.spans if s[0] >= word.end), None)
        return fold(word.text) == "من" and span is not None and len(self.source[word.end : span[0]].split()) == 0

    def before(self, offset: int, most: int = 0) -> Bounds | None:
        """The number that ends before an offset, with at most so many words between."""
        span = next((s for s in reversed(self.spans) if s[1] <= offset), None)
        between = self.words[self.word_at(span[1]) : self.word_at(offset)] if span else []
        clean = all(w.text.isalpha() and not w.text.startswith("و") for w in between)
        near = len(between) <= most or [w.text for w in between] == ["من"]
        return span if span and near and clean and not self._is_year(span) else None

    def _is_year(self, span: Bounds) -> bool:
        at = self.word_at(span[0])
        return at > 0 and is_listed(self.words[at - 1].text, "years")

    def driven(self, offset: int, most: int) -> Bounds | None:
        """The number of those who were brought to what stands at an offset: اضطر 20 ألف شخص إلى النزوح."""
        at = self.word_at(offset) - 1
        return self.before(self.words[at].start, most) if at >= 0 and is_listed(self.words[at].text, "driven") else None

    def next_noun(self, offset: int) -> Bounds | None:
        """The noun right behind an offset, when its form alone gives the number."""
        at = self.word_at(offset)
        return self.own((self.words[at].start, self.words[at].end)) if at < len(self.words) else None

    def counting(self, offset: int) -> Bounds | None:
        """The number of people or families that stands some words behind an offset: نزح من المدينة 300 شخص."""
        first = self.word_at(offset)
        for span in self.spans:
            at = self.word_at(span[0])
            if first <= at <= first + MOST_BETWEEN:
                after = self.word_at(span[1])
                noun = self.words[after].text if after < len(self.words) else ""
                if is_listed(noun, "people") or is_listed(noun, "households"):
                    return span
        return None

    def total(self, trigger: Bounds) -> Bounds | None:
        """The number of "the number of the dead": عدد القتلى ارتفع إلى 35, ارتفع إلى 35 عدد القتلى."""
        at = self.word_at(trigger[0] + 1) - 1
        own = is_listed(self.words[at].text, "totals")
        if not own and (at == 0 or not is_listed(self.words[at - 1].text, "totals")):
            return None
        near = self.words[at + 1 : at + FAR]
        for span in self.spans:
            if near and near[0].start <= span[0] <= near[-1].start and span not in self.changes and self._is_reached(span, at + 1):
                return span
        ahead = self.before(self.words[at - (not own)].start)
        return ahead if ahead and self._is_reached(ahead, 0) else None

    def _is_reached(self, span: Bounds, first: int) -> bool:
        at = self.word_at(span[0])
        while at > first and self._is_passed(self.words[at - 1].text):
            at -= 1
        return at == first > 0 or (at > first and is_listed(self.words[at - 1].text, "reaches"))

    @staticmethod
    def _is_passed(word: str) -> bool:
        beside = is_bound_word(word) or fold(word) in listed("passing")
        return not word[0].isalnum() or (beside and fold(word) not in listed("reaches"))

    def met(self, trigger: Bounds) -> Bounds | None:
        """The number of those who met (لقي) their death: it stands between the two words."""
        at = self.word_at(trigger[0])
        if not (at < len(self.words) and is_listed(self.words[at].text, "deaths")):
            return None
        led = [w for w in self.words[max(0, at - FAR) : at] if is_listed(w.text, "met")]
        return (self.behind(led[-1].end) or self.own((led[-1].end, trigger[0]))) if led else None

    def told_by_noun(self, span: Bounds) -> Bounds:
        """The number behind a noun that counts itself, for one that only says so again: شخص واحد, جنديين سوريين اثنين."""
        at = self.word_at(span[1])
        near = self.words[at : at + 2]
        again = [w for w in near if is_listed(w.text, "again")]
        return (again[0].start, again[0].end) if again else span

    def one_more(self, offset: int) -> Bounds | None:
        """One more of those named before, right behind an offset: (قتل اثنان) وأصيب ثالث."""
        at = self.word_at(offset)
        if at == len(self.words) or not is_one_more(self.words[at].text):
            return None
        of_time = at + 1 < len(self.words) and is_listed(self.words[at + 1].text, "days")
        return None if of_time else (self.words[at].start, self.words[at].end)

    def own(self, victims: Bounds) -> Bounds | None:
        """The victims' noun, when its form alone gives the number."""
        at = self.word_at(victims[0])
        word = self.words[at] if at < len(self.words) and self.words[at].start < victims[1] else None
        among = at > 0 and fold(self.words[at - 1].text) == "بين"
        return self.told_by_noun((word.start, word.end)) if word and counts_itself(word.text) and not among else None
