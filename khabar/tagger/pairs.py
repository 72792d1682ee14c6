"""Features of two triggers of one text: do they name the same event, is one an outcome of the other?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from khabar.document.model import LEARNED
from khabar.tagger.stems import stem
from khabar.text.normalise import fold

PARTIES = ("actors", "recipients")
NUMBERS = ("killed", "injured")
FEATURES = (
    "same type",
    "same word",
    "same stem",
    "same sentence",
    "next sentence",
    "mentions between",
    "sentences between",
    "shared argument",
    "same mode",
    "other mode",
    "same status",
    "first sentence",
    "later is definite",
    "earlier is harm",
    "later is harm",
    *(f"{agreement} {role}" for role in LEARNED for agreement in ("shared", "other")),
    "actor of one is recipient of the other",
)
"""What each column says. Their order is part of the trained model."""

OUTCOME = "HARM"
"""The type of outcome words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A trigger as the pair features see it. arguments: role -> the folded words of its spans."""

    type: str
    mode: str
    status: str
    text: str
    sentence: int
    arguments: Mapping[str, frozenset[str]]

    def words(self) -> frozenset[str]:
        """The words of all arguments."""
        return frozenset().union(*self.arguments.values())


def arguments_of(roles: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Role -> folded words, from role -> the texts of its spans."""
    return {role: frozenset(w for text in texts for w in fold(text).split()) for role, texts in roles.items() if texts}


def features(mentions: Sequence[Mention], pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """For each pair of indices into `mentions` (first one earlier in the text) its features: (pairs, len(FEATURES)) float32."""
    stems = [stem(m.text) for m in mentions]
    keys = [fold(m.text) for m in mentions]
    arguments = [m.words() for m in mentions]
    rows = np.zeros((len(pairs), len(FEATURES)), np.float32)
    for row, (i, j) in zip(rows, pairs, strict=True):
        a, b = mentions[i], mentions[j]
        gap = b.sentence - a.sentence
        row[:] = (
            a.type == b.type,
            keys[i] == keys[j],
            stems[i] == stems[j],
            gap == 0,
            gap == 1,
            min(j - i, 20) / 20,
            min(gap, 10) / 10,
            _shared(arguments[i], arguments[j]),
            bool(a.mode) and a.mode == b.mode,
            bool(a.mode) and bool(b.mode) and a.mode != b.mode,
            a.status == b.status,
            a.sentence == 0,
            keys[j].startswith("ال"),
            a.type == OUTCOME,
            b.type == OUTCOME,
            *_agreements(a, b),
            max(_shared(a.arguments.get(x, _NONE), b.arguments.get(y, _NONE)) for x, y in (PARTIES, PARTIES[::-1])),
        )
    return rows


_NONE: frozenset[str] = frozenset()


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of common words in all words."""
    return len(a & b) / len(a | b) if a and b else 0.0


def _agreements(a: Mention, b: Mention) -> list[float]:
    """For each role how much the two share, and whether both have words there and share none."""
    found: list[float] = []
    for role in LEARNED:
        x, y = a.arguments.get(role, _NONE), b.arguments.get(role, _NONE)
        found += [_shared(x, y), float(bool(x) and bool(y) and not x & y)]
    return found
