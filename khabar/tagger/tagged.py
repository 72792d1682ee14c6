"""What the tagger finds in a text: spans and links, before anything is resolved."""

from dataclasses import dataclass, field

import numpy as np

Bounds = tuple[int, int]
"""(start, end) in code points of the text, end exclusive."""


@dataclass(frozen=True, slots=True)
class TaggedEntity:
    span: Bounds
    type: str


@dataclass(frozen=True, slots=True)
class TaggedEvent:
    """trigger with its type, mode and status; roles: role -> spans; event: number shared by mentions of one event, counted from 0 in
    text order; outcome_of: for an outcome word the number of the attack that it came from. episode: number
    shared by all mentions of one event and its outcomes, None where only event and outcome_of are known. meaning: the mean of the word
    states of its sentence, scaled to unit length, as signed bytes of value * 127 (as many as the encoder is wide)."""

    span: Bounds
    sentence: int
    type: str
    mode: str | None
    status: str
    hedge: Bounds | None
    roles: dict[str, tuple[Bounds, ...]]
    event: int
    confidence: float
    meaning: bytes = b""
    outcome_of: int | None = None
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class TaggedCue:
    """An attribution cue with its certainty, sources and content."""

    span: Bounds
    sentence: int
    certainty: str
    sources: tuple[Bounds, ...]
    content: Bounds | None


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """What the model says of pairs of events. pairs: (earlier, later) numbers of events in text order. same, outcome: for each pair
    the logit that both are one event, and that one is an outcome of the other. features: (pairs, khabar.tagger.pairs.FEATURES), what the
    model was told of each pair."""

    pairs: tuple[tuple[int, int], ...] = ()
    same: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    outcome: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    features: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass(frozen=True, slots=True)
class Tagged:
    """All findings of one text, each list in text order. Events are mentions yet: khabar.assemble.coreference groups them."""

    entities: tuple[TaggedEntity, ...] = ()
    times: tuple[Bounds, ...] = ()
    events: tuple[TaggedEvent, ...] = ()
    cues: tuple[TaggedCue, ...] = ()
    scores: PairScores = field(default_factory=PairScores, compare=False)
