"""What the tagger finds in a text: spans and links, before anything is resolved."""

from dataclasses import dataclass

Bounds = tuple[int, int]
"""(start, end) in code points of the text, end exclusive."""


@dataclass(frozen=True, slots=True)
class TaggedEntity:
    span: Bounds
    type: str


@dataclass(frozen=True, slots=True)
class TaggedEvent:
    """trigger with its type, mode and status; roles: role -> spans; event: number shared by mentions of one event. meaning: the mean
    of the word states of its sentence, scaled to unit length, as signed bytes of value * 127 (as many as the encoder is wide)."""

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


@dataclass(frozen=True, slots=True)
class TaggedCue:
    """An attribution cue with its certainty, sources and content."""

    span: Bounds
    sentence: int
    certainty: str
    sources: tuple[Bounds, ...]
    content: Bounds | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """All findings of one text, each list in text order."""

    entities: tuple[TaggedEntity, ...] = ()
    times: tuple[Bounds, ...] = ()
    events: tuple[TaggedEvent, ...] = ()
    cues: tuple[TaggedCue, ...] = ()
