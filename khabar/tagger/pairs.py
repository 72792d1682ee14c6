"""Features of two triggers that may name the same event."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from khabar.tagger.stems import stem
from khabar.text.normalise import fold

FEATURES = (
    "same type",
    "same word",
    "same stem",
    "same sentence",
    "next sentence",
    "distance",
    "shared argument",
    "same mode",
    "first sentence",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A trigger as the pair features see it. arguments: the folded words of its arguments."""

    type: str
    mode: str
    text: str
    sentence: int
    arguments: frozenset[str]


def features(mentions: Sequence[Mention], pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """For each pair of indices into `mentions` (first one earlier in the text) its features: (pairs, len(FEATURES)) float32."""
    stems = [stem(m.text) for m in mentions]
    keys = [fold(m.text) for m in mentions]
    rows = np.zeros((len(pairs), len(FEATURES)), np.float32)
    for row, (i, j) in zip(rows, pairs, strict=True):
        a, b = mentions[i], mentions[j]
        gap = b.sentence - a.sentence
        union = len(a.arguments | b.arguments)
        row[:] = (
            a.type == b.type,
            keys[i] == keys[j],
            stems[i] == stems[j],
            gap == 0,
            gap == 1,
            min(j - i, 20) / 20,
            len(a.arguments & b.arguments) / union if union else 0.0,
            bool(a.mode) and a.mode == b.mode,
            a.sentence == 0,
        )
    return rows
