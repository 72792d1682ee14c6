"""What speaks for and against two mentions of one document being one event, as numbers that a scorer has learned to weigh."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from khabar.assemble.resolution import Resolved
from khabar.document.model import Actor, Place, Time
from khabar.resolve.numbers import quantity
from khabar.tagger.coreference import mention_of
from khabar.tagger.labels import EVENT_TYPES
from khabar.tagger.pairs import FEATURES, Mention
from khabar.tagger.stems import stem
from khabar.tagger.tagged import PairScores, TaggedEvent
from khabar.text.normalise import fold
from khabar.text.prepared import Prepared

AROUND = 40
"""Characters on either side of a number in which words that bound it are looked for."""
UNSCORED = -8.0
"""The logit of a pair that the model has not scored: further apart than it looks."""
EXACT = ("city", "quarter", "facility", "capital")
"""Kinds of places that are points: two of them are two places."""

COLUMNS = (
    "model: same",
    "model: outcome",
    "model: same, against the best other earlier mention",
    "model: same, against the best other later mention",
    "model: outcome, against the best other earlier mention",
    "type of the earlier",
    "type of the later",
    "days agree or not",
    "numbers agree or not",
    "earlier has a day",
    "later has a day",
    "sentence days agree or not",
    "same towns or not",
    "shared countries",
    "shared towns of the sentences",
    "same actor codes",
    "same recipient codes",
    "actor of one is recipient of the other, by code",
    "actor codes differ",
    "recipient codes differ",
    "mentions",
    "sentence of the earlier",
    "sentence of the later",
    "later in the last sentence",
    "mentions of the type between",
    "mentions of the word between",
    "mentions of the type",
    "earlier's arguments in the title",
    "later's arguments in the title",
    "earlier's word in the title",
    "words shared by the sentences",
    "earlier's arguments in the later's sentence",
    "later's arguments in the earlier's sentence",
    "earlier is definite",
    "earlier is plural",
    "later is plural",
    "earlier's arguments",
    "later's arguments",
    "earlier's word in the later's sentence",
    "later's word in the earlier's sentence",
    *FEATURES,
)
"""What each column of `columns` says. Their order is part of the trained scorer."""

_Days = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one mention. days: of its own times. around: days of all times of its sentence. numbers: killed and injured.
    towns: exact places; near: those of its sentence. countries: of its places. actors, recipients: codes (country and sector)."""

    mention: Mention
    days: _Days | None
    around: tuple[_Days, ...]
    numbers: tuple[int | None, int | None]
    towns: frozenset[str]
    near: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]


def columns(events: Sequence[TaggedEvent], scores: PairScores, text: Prepared, title: str | None, resolved: Resolved) -> np.ndarray:
    """(pairs of `scores`, COLUMNS) float32. events: in text order, with the roles that the tagger found."""
    if not scores.pairs:
        return np.zeros((0, len(COLUMNS)), np.float32)
    facts = _facts(events, text, resolved)
    document = _Document(facts, scores, text, title)
    own = np.array([document.row(i, j) for i, j in scores.pairs], np.float32)
    return np.concatenate([own, scores.features], 1)


def _facts(events: Sequence[TaggedEvent], text: Prepared, resolved: Resolved) -> list[_Facts]:
    actors = {actor.surface: actor for actor in resolved.actors}
    places = resolved.located()
    source = text.source
    found = []
    for event in events:
        start, end = text.sentences[event.sentence]
        times = [t for t in resolved.times if start <= t.start < end and t.earliest and t.latest]
        own = [t for t in times if any(t.start < b and a < t.end for a, b in event.roles.get("times", ()))]
        here = [p for a, b, p in places if any(a < d and c < b for c, d in event.roles.get("places", ()))]
        near = [p for a, _, p in places if start <= a < end]
        found.append(
            _Facts(
                mention_of(event, source),
                min(map(_days, own), key=_length, default=None),
                tuple(map(_days, times)),
                (_number(event, "killed", source), _number(event, "injured", source)),
                _towns(here),
                _towns(near),
                frozenset(p.country for p in here if p.country != "?"),
                _codes(event, "actors", source, actors),
                _codes(event, "recipients", source, actors),
            )
        )
    return found


def _days(time: Time) -> _Days:
    return time.earliest or "", time.latest or ""


def _length(days: _Days) -> int:
    return (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days


def _towns(places: Sequence[Place]) -> frozenset[str]:
    return frozenset(p.name or p.surface for p in places if p.kind in EXACT or p.kind is None)


def _number(event: TaggedEvent, role: str, source: str) -> int | None:
    found = [quantity(source[a:b], source[max(0, a - AROUND) : a], source[b : b + AROUND]).low for a, b in event.roles.get(role, ())]
    return max([n for n in found if n is not None], default=None)


def _codes(event: TaggedEvent, role: str, source: str, actors: dict[str, Actor]) -> frozenset[str]:
    known = [actors[source[slice(*span)]] for span in event.roles.get(role, ()) if source[slice(*span)] in actors]
    return frozenset(f"{a.country} {a.sector}" for a in known if a.country != "?" or a.sector != "UNK")


class _Document:
    """All mentions of a document, for what a pair means among the others."""

    def __init__(self, facts: Sequence[_Facts], scores: PairScores, text: Prepared, title: str | None) -> None:
        self.facts = facts
        self.same, self.outcome = (_Rivals(scores.pairs, logits) for logits in (scores.same, scores.outcome))
        self.words = [frozenset(fold(text.source[slice(*span)]).split()) for span in text.sentences]
        self.title = frozenset(fold(title or "").split())
        self.title_stems = {stem(word) for word in self.title}
        self.keys = [fold(f.mention.text) for f in facts]
        self.stems = [stem(f.mention.text) for f in facts]
        self.arguments = [f.mention.words() for f in facts]
        self.types = [f.mention.type for f in facts]
        self.of_type = Counter(self.types)

    def row(self, i: int, j: int) -> tuple[float, ...]:
        a, b = self.facts[i], self.facts[j]
        first, second = self.words[a.mention.sentence], self.words[b.mention.sentence]
        between = range(i + 1, j)
        return (
            self.same.of(i, j),
            self.outcome.of(i, j),
            self.same.of(i, j) - self.same.earlier(i, j),
            self.same.of(i, j) - self.same.later(i, j),
            self.outcome.of(i, j) - self.outcome.earlier(i, j),
            EVENT_TYPES.index(a.mention.type),
            EVENT_TYPES.index(b.mention.type),
            _agree([a.days] if a.days else [], [b.days] if b.days else []),
            sum(0 if x is None or y is None else 1 if x == y else -1 for x, y in zip(a.numbers, b.numbers, strict=True)),
            a.days is not None,
            b.days is not None,
            _agree(a.around, b.around),
            _same_or_not(a.towns, b.towns),
            _share(a.countries, b.countries),
            _share(a.near, b.near),
            _share(a.actors, b.actors),
            _share(a.recipients, b.recipients),
            max(_share(a.actors, b.recipients), _share(a.recipients, b.actors)),
            _differ(a.actors, b.actors),
            _differ(a.recipients, b.recipients),
            len(self.facts),
            a.mention.sentence,
            b.mention.sentence,
            b.mention.sentence == len(self.words) - 1,
            sum(self.types[k] == self.types[j] for k in between),
            sum(self.stems[k] == self.stems[j] for k in between),
            self.of_type[self.types[i]],
            len(self.arguments[i] & self.title) / (len(self.title) + 1),
            len(self.arguments[j] & self.title) / (len(self.title) + 1),
            self.stems[i] in self.title_stems,
            _share(first, second),
            len(self.arguments[i] & second) / (len(self.arguments[i]) + 1),
            len(self.arguments[j] & first) / (len(self.arguments[j]) + 1),
            self.keys[i].startswith("ال"),
            self.keys[i].endswith("ات"),
            self.keys[j].endswith("ات"),
            len(self.arguments[i]),
            len(self.arguments[j]),
            self.keys[i] in second,
            self.keys[j] in first,
        )


class _Rivals:
    """The logits of pairs, and for each pair the best logit that one of its mentions has with another."""

    def __init__(self, pairs: Sequence[tuple[int, int]], logits: np.ndarray) -> None:
        self._logits: dict[tuple[int, int], float] = dict(zip(pairs, logits.tolist(), strict=True))
        self._best: tuple[dict[int, list[tuple[float, int]]], ...] = ({}, {})
        for (i, j), logit in self._logits.items():
            for best, mention, other in ((self._best[0], j, i), (self._best[1], i, j)):
                best[mention] = sorted([*best.get(mention, []), (logit, other)], reverse=True)[:2]

    def of(self, i: int, j: int) -> float:
        return self._logits[i, j]

    def earlier(self, i: int, j: int) -> float:
        """The best logit of j with another mention before it than i."""
        return next((logit for logit, other in self._best[0][j] if other != i), UNSCORED)

    def later(self, i: int, j: int) -> float:
        """The best logit of i with another mention behind it than j."""
        return next((logit for logit, other in self._best[1][i] if other != j), UNSCORED)


def _agree(a: Sequence[_Days], b: Sequence[_Days]) -> int:
    """1 where some days of both meet, -1 where both have days and none meet, else 0."""
    if not a or not b:
        return 0
    return 1 if any(x[0] <= y[1] and y[0] <= x[1] for x in a for y in b) else -1


def _same_or_not(a: frozenset[str], b: frozenset[str]) -> int:
    return 0 if not a or not b else 1 if a & b else -1


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b
