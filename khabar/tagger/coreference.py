"""Which triggers of one document name the same event."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from khabar.tagger import decode
from khabar.tagger.pairs import Mention, features
from khabar.tagger.tagged import TaggedEvent
from khabar.text.normalise import fold

NEAR = 40
"""A trigger is compared with this many triggers before it."""

AT_ONCE = 20_000
"""Pairs that are scored together: a book of a text must not fill the memory."""

Scorer = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(left vectors, right vectors, features) -> logits."""


def same_events(
    events: Sequence[TaggedEvent], vectors: Sequence[np.ndarray], source: str, scorer: Scorer, threshold: float
) -> list[TaggedEvent]:
    """Number the events so that mentions of one event share a number, counted from 0 in text order.

    events: in text order. vectors: the model's vector of each. threshold: least probability of a link.
    """
    pairs = [(i, j) for j in range(len(events)) for i in range(max(0, j - NEAR), j)]
    groups = list(range(len(events)))
    if pairs:
        mentions = [_mention(event, source) for event in events]
        stacked = np.stack(vectors)
        parts = [pairs[start : start + AT_ONCE] for start in range(0, len(pairs), AT_ONCE)]
        logits = np.concatenate([_scores(part, stacked, mentions, scorer) for part in parts])
        groups = decode.clusters(len(events), pairs, 1 / (1 + np.exp(-logits)), threshold)
    numbers = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    return [replace(event, event=numbers[group]) for event, group in zip(events, groups, strict=True)]


def _scores(pairs: list[tuple[int, int]], vectors: np.ndarray, mentions: Sequence[Mention], scorer: Scorer) -> np.ndarray:
    left, right = (vectors[[pair[end] for pair in pairs]] for end in (0, 1))
    return scorer(left, right, features(mentions, pairs))


def _mention(event: TaggedEvent, source: str) -> Mention:
    arguments = frozenset(w for spans in event.roles.values() for a, b in spans for w in fold(source[a:b]).split())
    return Mention(event.type, event.mode or "", source[slice(*event.span)], event.sentence, arguments)
