"""The scorer of pairs of mentions (khabar.assemble.scorer), learned from how taggers read reports that they have not seen.

Each report counts twice: with the mentions and roles that the tagger found, and with the labelled ones.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from khabar.assemble.assemble import resolve
from khabar.assemble.evidence import COLUMNS, columns
from khabar.document.model import LEARNED, Article
from khabar.evaluation.score import match
from khabar.tagger.coreference import mention_of
from khabar.tagger.tagged import PairScores, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.tagger.tagger import Tagger
from khabar.text.prepared import Prepared, prepare

Reading = tuple[dict[str, Any], Tagged]
"""A labelled report and how a tagger that had not seen it read it, or how it is labelled; with the model's scores of the pairs."""


def tagged_of(document: dict[str, Any], text: Prepared) -> Tagged:
    """A labelled report as if a tagger had read it; without scores."""
    starts = [start for start, _ in text.sentences]

    def bounds(span: dict[str, Any]) -> tuple[int, int]:
        return span["start"], span["end"]

    def sentence(span: dict[str, Any]) -> int:
        return bisect_right(starts, span["start"]) - 1

    def event(number: int, item: dict[str, Any]) -> TaggedEvent:
        roles = {role: tuple(bounds(s) for s in item.get(role, [])) for role in LEARNED}
        hedge = bounds(item["hedge"]) if item.get("hedge") else None
        status = item.get("status", "actual")
        return TaggedEvent(bounds(item), sentence(item), item["type"], item.get("mode"), status, hedge, roles, number, 1.0)

    def cue(item: dict[str, Any]) -> TaggedCue:
        content = bounds(item["content"]) if item.get("content") else None
        return TaggedCue(bounds(item["cue"]), sentence(item["cue"]), item["certainty"], tuple(map(bounds, item["sources"])), content)

    return Tagged(
        tuple(TaggedEntity(bounds(e), e["type"]) for e in document["entities"]),
        tuple(sorted(bounds(t) for t in document["times"])),
        tuple(event(n, e) for n, e in enumerate(_in_order(document))),
        tuple(cue(a) for a in document["attributions"]),
    )


def _in_order(document: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(document["events"], key=lambda e: (e["start"], e["end"]))


def with_scores(tagged: Tagged, text: Prepared, tagger: Tagger) -> Tagged:
    """The labelled mentions with what the model says of their pairs."""
    mentions = [mention_of(event, text.source) for event in tagged.events]
    scores = tagger.score_given(text, [e.span for e in tagged.events], mentions) if mentions else PairScores()
    return Tagged(tagged.entities, tagged.times, tagged.events, tagged.cues, scores)


def readings(documents: Iterable[dict[str, Any]], tagger: Tagger) -> Iterator[Reading]:
    """Both readings of each report: what the tagger finds, and the labelled mentions as it scores them."""
    for document in documents:
        text = prepare(document["text"])
        yield document, tagger.tag(text)
        yield document, with_scores(tagged_of(document, text), text, tagger)


def article_of(document: dict[str, Any]) -> Article:
    """A labelled report as it would come in."""
    return Article(document["id"], document["text"], document.get("published") or None, document.get("title"), document.get("outlet"))


def columns_of(document: dict[str, Any], tagged: Tagged) -> np.ndarray:
    """The evidence on each pair of one reading."""
    text = prepare(document["text"])
    return columns(tagged.events, tagged.scores, text, document.get("title"), resolve(article_of(document), text, tagged))


def labels_of(document: dict[str, Any], tagged: Tagged) -> np.ndarray:
    """(pairs, 2) 1, 0 or, where a mention is none of the labelled ones, -1: the same event; an outcome and its attack."""
    found = [{"start": e.span[0], "end": e.span[1], "number": n} for n, e in enumerate(tagged.events)]
    pairs = match(_in_order(document), found, lambda a, b: a["start"] < b["end"] and b["start"] < a["end"])
    labelled = {b["number"]: a for a, b in pairs}
    rows = np.full((len(tagged.scores.pairs), 2), -1, np.int64)
    for row, (i, j) in zip(rows, tagged.scores.pairs, strict=True):
        a, b = labelled.get(i), labelled.get(j)
        if a is not None and b is not None:
            row[:] = a["event"] == b["event"], a["event"] == b.get("of") or b["event"] == a.get("of")
    return rows


def fit(found: Sequence[Reading], folder: Path, seed: int = 0) -> None:
    """Learn the scorer from readings and write its graphs (same.onnx, outcome.onnx) into `folder`."""
    from skl2onnx import to_onnx
    from sklearn.ensemble import HistGradientBoostingClassifier

    table = np.concatenate([columns_of(*reading) for reading in found])
    wanted = np.concatenate([labels_of(*reading) for reading in found])
    for number, name in enumerate(("same", "outcome")):
        known = wanted[:, number] >= 0
        model = HistGradientBoostingClassifier(
            max_iter=300, learning_rate=0.05, max_leaf_nodes=15, l2_regularization=5.0, early_stopping=False, random_state=seed
        )
        model.fit(table[known], wanted[known, number])
        graph = to_onnx(model, np.zeros((1, len(COLUMNS)), np.float32), options={"zipmap": False}, target_opset={"": 17, "ai.onnx.ml": 3})
        graph.graph.input[0].name = "columns"
        for node in graph.graph.node:
            node.input[:] = ["columns" if i == "X" else i for i in node.input]
        (folder / f"{name}.onnx").write_bytes(graph.SerializeToString())
