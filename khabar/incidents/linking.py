"""Links between episodes of different reports: how likely two are one incident, learned from labelled reports, and why, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from khabar.document.model import COUNTS, Place
from khabar.incidents.apart import apart, distance, limit
from khabar.incidents.copies import are_copies
from khabar.incidents.episodes import Episode, modes_alike, overlap
from khabar.incidents.evidence import COLUMNS, UNKNOWN_SOURCE, Source, columns, cosine
from khabar.incidents.words import rarest

GRAPH = Path(__file__).parent / "model" / "links.onnx"
SHARED, TELLS = 3, 4.0
"""The shared words that are named as evidence: at most so many, each of at least this weight."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two episodes that may be one incident. a < b: their ids. score: how likely they are, 0 to 1. why: the evidence, in words."""

    a: str
    b: str
    score: float
    why: tuple[str, ...]


class LinkScorer(Protocol):
    """Says how likely pairs of episodes are one incident."""

    def score(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """rows: of evidence.COLUMNS -> probabilities."""
        ...


class TreeLinkScorer:
    """The learned scorer: boosted trees as an ONNX graph (training.linking makes it). FileNotFoundError where it is missing."""

    def __init__(self, graph: Path = GRAPH) -> None:
        from khabar.assemble.scorer import tree_session  # here: what only shows incidents does without

        if not graph.is_file():
            raise FileNotFoundError(f"{graph}: missing; reinstall khabar")
        self._session = tree_session(graph)

    def score(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """See LinkScorer."""
        import numpy as np

        if not rows:
            return []
        table = np.array(rows, np.float32).reshape(len(rows), len(COLUMNS))
        found: list[float] = self._session.run(None, {"columns": table})[0][:, 0].tolist()
        return found


@cache
def shipped_scorer() -> LinkScorer:
    """The scorer of the package, loaded once."""
    return TreeLinkScorer()


def links_of(pairs: Iterable[tuple[Episode, Episode]], sources: Mapping[str, Source], scorer: LinkScorer | None = None) -> list[Link]:
    """The links among pairs of episodes, those that are at least as likely as the limit "link". sources: document -> what is compared of
    it. scorer: by default the package's."""
    compared = [(a, b) for a, b in pairs if a.family == b.family and a.document != b.document and not apart(a, b)]
    known = {e.document: sources.get(e.document, UNKNOWN_SOURCE) for pair in compared for e in pair}
    rows = [columns(a, b, known[a.document], known[b.document]) for a, b in compared]
    found = []
    for (a, b), score in zip(compared, (scorer or shipped_scorer()).score(rows), strict=True):
        if score >= limit("link"):
            first, second = sorted((a.id, b.id))
            found.append(Link(first, second, round(score, 3), tuple(_reasons(a, b, known))))
    return found


def _reasons(a: Episode, b: Episode, sources: Mapping[str, Source]) -> Iterator[str]:
    """What two episodes have in common, in words."""
    if are_copies(sources[a.document].signature, sources[b.document].signature):
        yield "one text is a copy of the other"
    yield from _same_time(a, b)
    yield from _same_place(a.place, b.place)
    if a.mode and b.mode and a.type == b.type and modes_alike(a.mode, b.mode):
        yield f"both {a.type} {a.mode}"
    elif a.type == b.type:
        yield f"both {a.type}"
    for name, shared in (("actor", a.actors & b.actors), ("target", a.targets & b.targets)):
        if shared:
            yield f"same {name}: {' '.join(min(shared))}"
    for name in COUNTS:
        x, y = (getattr(e, name, None) for e in (a, b))
        if x is not None and y is not None and overlap(x, y):
            yield f"{name} agree"
    words = rarest(a.wording.sentences & b.wording.sentences, SHARED, TELLS)
    if words:
        yield f"rare words in both: {'، '.join(words)}"
    alike = cosine(a.meaning, b.meaning)
    if alike >= limit("alike"):
        yield f"sentences alike ({alike:.2f})"


def _same_time(a: Episode, b: Episode) -> Iterator[str]:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return
    if a.exact and b.exact and a.first == a.last == b.first == b.last:
        yield f"same day: {a.first}"
    elif a.first <= b.last and b.first <= a.last:
        yield "their days overlap" if a.exact or b.exact else "told at one time"


def _same_place(a: Place | None, b: Place | None) -> Iterator[str]:
    if a is None or b is None:
        return
    wide = ("country", "province", "area", None)
    if a.name == b.name and a.country == b.country and a.kind not in wide:
        yield f"same place: {a.name}"
    elif a.kind not in wide and b.kind not in wide and (between := distance(a, b)) is not None:
        yield f"{between:.0f} km apart"
    elif a.admin1 and a.admin1 == b.admin1:
        yield f"same province: {a.admin1}"
