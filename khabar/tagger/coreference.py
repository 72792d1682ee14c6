"""How surely two triggers of one document name the same event, or one an outcome of the other: the model's word on each pair."""

from collections.abc import Callable, Sequence

import numpy as np

from khabar.tagger.pairs import Mention, arguments_of, features
from khabar.tagger.tagged import PairScores, TaggedEvent

NEAR = 60
"""A trigger is compared with this many triggers before it."""

AT_ONCE = 20_000
"""Pairs that are scored together: a book of a text must not fill the memory."""

Scorer = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(left vectors, right vectors, features) -> (pairs, 2) logits: the same event, an outcome and its attack."""


def score_pairs(mentions: Sequence[Mention], vectors: Sequence[np.ndarray], scorer: Scorer) -> PairScores:
    """Score every trigger with the NEAR ones before it. mentions: in text order. vectors: the model's vector of each."""
    pairs = [(i, j) for j in range(len(mentions)) for i in range(max(0, j - NEAR), j)]
    if not pairs:
        return PairScores()
    stacked, found = np.stack(vectors), features(mentions, pairs)
    logits = []
    for start in range(0, len(pairs), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        left, right = (stacked[[pair[end] for pair in pairs[part]]] for end in (0, 1))
        logits.append(scorer(left, right, found[part]))
    scores = np.concatenate(logits)
    return PairScores(tuple(pairs), scores[:, 0], scores[:, 1], found)


def mention_of(event: TaggedEvent, source: str) -> Mention:
    """A tagged event as the pair features see it."""
    arguments = arguments_of({role: [source[a:b] for a, b in spans] for role, spans in event.roles.items()})
    return Mention(event.type, event.mode or "", event.status, source[slice(*event.span)], event.sentence, arguments)
