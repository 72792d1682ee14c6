"""The words of reports, levelled so that those of two newsrooms agree, and how much it says that two texts share one."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

from khabar.data_files import table_of
from khabar.text.normalise import fold

Words = frozenset[str]

LETTERS = 6
"""Letters of a word that count: endings differ, beginnings tell."""
REPORTS = 10_000
"""Of so many reports data/words.tsv says in how many a word occurs."""
RARE = 10
"""Words that it does not name are taken to occur in so many."""
_WORD = re.compile(r"[\u0621-\u064A]{3,}")
_PARTICLES = re.compile(r"^(?:و?ال|لل|[وبفلك])(?=..)")


def words_of(text: str) -> Words:
    """The words of a text without particles and article, cut to their beginnings."""
    return frozenset(_PARTICLES.sub("", word)[:LETTERS] for word in _WORD.findall(fold(text)))


def weight(words: Iterable[str]) -> float:
    """What some words tell, together: the rarer one is, the more (inverse document frequency)."""
    table = _weights()
    return sum(table.get(word, _RAREST) for word in words)


def likeness(a: Words, b: Words) -> float:
    """The share that the common words have in all words of both, by weight, 0 to 1."""
    both = weight(a | b)
    return weight(a & b) / both if both else 0.0


def rarest(words: Words, most: int, least: float) -> list[str]:
    """At most so many of the words, the rarest, of those whose weight is at least `least`."""
    table = _weights()
    ordered = sorted((-table.get(word, _RAREST), word) for word in words)
    return [word for negative, word in ordered[:most] if -negative >= least]


def _weight_of(reports: int) -> float:
    return math.log((REPORTS + 1) / (reports + 1))


_RAREST = _weight_of(RARE)


@cache
def _weights() -> dict[str, float]:
    return {word: _weight_of(int(reports)) for word, reports in table_of("khabar.incidents", "words.tsv", 2)}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in which a report tells of an event: those of its triggers, of the sentences these stand in, and of its arguments."""

    triggers: Words = frozenset()
    sentences: Words = frozenset()
    places: Words = frozenset()
    actors: Words = frozenset()
    targets: Words = frozenset()
    about: Words = frozenset()

    def __or__(self, other: "Wording") -> "Wording":
        return Wording(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(self)))

    @property
    def parties(self) -> Words:
        """The words of actors and targets."""
        return self.actors | self.targets
