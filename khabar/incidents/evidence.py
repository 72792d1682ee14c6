"""What speaks for and against two episodes of different reports being one incident, as numbers that a scorer has learned to weigh."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from math import log1p

from khabar.document.model import Place
from khabar.incidents.apart import distance, places_apart
from khabar.incidents.episodes import Episode, modes_alike, overlap
from khabar.incidents.words import Words, likeness, rarest, weight, words_of

UNKNOWN = -1.0
"""A column of which nothing is known."""
TELLING = 3
"""The rarest words that two sentences share, of which the weight is told."""
NUMBERS_AGREE = 2.0

COLUMNS = (
    "types shared",
    "modes shared",
    "modes alike",
    "words of the triggers",
    "words of the sentences",
    "words of the places",
    "words of the actors",
    "words of the targets",
    "words of the parties",
    "actor of one is target of the other, by words",
    "words of what it is about",
    "days between",
    "days overlap",
    "days covered",
    "days between the publications",
    "same place",
    "distance of the places",
    "same country",
    "places rule each other out",
    "same province",
    "actor codes shared",
    "target codes shared",
    "codes of the parties",
    "numbers of killed",
    "numbers of injured",
    "numbers that both have",
    "words of the titles",
    "words of the reports",
    "sentences told in the other report",
    "sentences told in the other report, the less of both",
    "rarest words that the sentences share",
    "mentions, fewer",
    "mentions, more",
    "same outlet",
    "sentences' vectors",
    "dated by their words",
    "same status",
)
"""What each column says. Their order is part of the learned scorer."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is compared of a whole report. title, text: their words. signature: that of its text (khabar.incidents.copies)."""

    title: Words
    text: Words
    signature: bytes


UNKNOWN_SOURCE = Source(frozenset(), frozenset(), b"")


@lru_cache(maxsize=4096)
def source_of(text: str, title: str | None, signature: bytes) -> Source:
    """What is compared of a report. text: with its title in front, folded or not."""
    return Source(words_of(title or ""), words_of(text), signature)


def columns(a: Episode, b: Episode, first: Source, second: Source) -> tuple[float, ...]:
    """The COLUMNS of two episodes and the reports that tell them."""
    x, y = a.wording, b.wording
    shared_sentences = x.sentences & y.sentences
    told = [_told(x.sentences, second.text), _told(y.sentences, first.text)]
    numbers = [_numbers(a.killed, b.killed), _numbers(a.injured, b.injured)]
    return (
        _share(a.types, b.types),
        _share(a.modes, b.modes) if a.modes | b.modes else UNKNOWN,
        float(any(modes_alike(m, n) for m, n in product(a.modes, b.modes))) if a.modes and b.modes else UNKNOWN,
        likeness(x.triggers, y.triggers),
        likeness(x.sentences, y.sentences),
        _alike(x.places, y.places),
        _alike(x.actors, y.actors),
        _alike(x.targets, y.targets),
        _alike(x.parties, y.parties),
        max(_alike(x.actors, y.targets), _alike(x.targets, y.actors)),
        _alike(x.about, y.about),
        *_days(a, b),
        _published(a, b),
        *_places(a.place, b.place),
        float(len(a.actors & b.actors)) if a.actors and b.actors else UNKNOWN,
        float(len(a.targets & b.targets)) if a.targets and b.targets else UNKNOWN,
        _share(a.parties, b.parties) if a.parties and b.parties else UNKNOWN,
        *numbers,
        float(sum(number >= 0 for number in numbers)),
        _alike(first.title, second.title),
        likeness(first.text, second.text),
        sum(told),
        min(told),
        weight(rarest(shared_sentences, TELLING, 0.0)),
        float(min(len(a.events), len(b.events))),
        float(max(len(a.events), len(b.events))),
        float(a.outlet == b.outlet),
        cosine(a.meaning, b.meaning),
        float(a.exact) + float(b.exact),
        float(a.status == b.status),
    )


def _share(a: frozenset[object], b: frozenset[object]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _alike(a: Words, b: Words) -> float:
    return likeness(a, b) if a and b else UNKNOWN


def _told(sentences: Words, text: Words) -> float:
    """The share of the words of sentences that stand in another report, by weight."""
    return weight(sentences & text) / (weight(sentences) or 1.0)


def _days(a: Episode, b: Episode) -> tuple[float, float, float]:
    """Days between, whether they overlap, and how many the longer one covers."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    between = max((a.first - b.last).days, (b.first - a.last).days, 0)
    return float(between), float(between == 0), float(max((a.last - a.first).days, (b.last - b.first).days))


def _published(a: Episode, b: Episode) -> float:
    if not a.published or not b.published:
        return UNKNOWN
    return float(abs((date.fromisoformat(a.published) - date.fromisoformat(b.published)).days))


def _places(a: Place | None, b: Place | None) -> tuple[float, float, float, float, float]:
    """Same place, distance (in 1 + ln km), same country, whether they rule each other out, same province."""
    if a is None or b is None:
        return (UNKNOWN,) * 5
    between = distance(a, b)
    return (
        float(a.name is not None and (a.name, a.country) == (b.name, b.country)),
        UNKNOWN if between is None else log1p(between),
        UNKNOWN if "?" in (a.country, b.country) else float(a.country == b.country),
        float(places_apart(a, b)),
        float(a.admin1 == b.admin1) if a.admin1 and b.admin1 else UNKNOWN,
    )


def _numbers(a: tuple[int | None, int | None] | None, b: tuple[int | None, int | None] | None) -> float:
    """Whether two numbers of people agree, else the share that the smaller one is of the larger; below 0 where one is missing."""
    if a is None or b is None:
        return UNKNOWN if a is None and b is None else UNKNOWN / 2
    if overlap(a, b):
        return NUMBERS_AGREE
    low, high = sorted((a[0] or a[1] or 0, b[0] or b[1] or 0))
    return (low + 1) / (high + 1)


def cosine(a: bytes, b: bytes) -> float:
    """Of two meanings (see TaggedEvent); 0 where one is missing."""
    if not a or len(a) != len(b):
        return 0.0
    import numpy as np  # here: what only shows incidents does without

    x, y = (np.frombuffer(v, np.int8).astype(np.float32) for v in (a, b))
    return float(x @ y / ((np.linalg.norm(x) * np.linalg.norm(y)) or 1.0))
