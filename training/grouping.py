"""The scorer of pairs of mentions (khabar.assemble.scorer), learned from how taggers read reports that they have not seen.

Each report counts twice: with the mentions and roles that the tagger found, and with the labelled ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper

from khabar.assemble.assemble import resolve
from khabar.assemble.evidence import COLUMNS, columns
from khabar.assemble.scorer import GRAPHS
from khabar.evaluation.given import article_of, in_order, tagged_of, with_scores
from khabar.evaluation.score import match, overlap
from khabar.tagger.tagged import Tagged
from khabar.tagger.tagger import Tagger
from khabar.text.prepared import prepare

Reading = tuple[dict[str, Any], Tagged]
"""A labelled report and how a tagger that had not seen it read it, or how it is labelled; with the model's scores of the pairs."""


def readings(documents: Iterable[dict[str, Any]], tagger: Tagger) -> Iterator[Reading]:
    """Both readings of each report: what the tagger finds, and the labelled mentions as it scores them."""
    for document in documents:
        text = prepare(document["text"])
        yield document, tagger.tag(text)
        yield document, with_scores(tagged_of(document, text), text, tagger)


def columns_of(document: dict[str, Any], tagged: Tagged) -> np.ndarray:
    """The evidence on each pair of one reading."""
    text = prepare(document["text"])
    return columns(tagged.events, tagged.scores, text, document.get("title"), resolve(article_of(document), text, tagged))


def labels_of(document: dict[str, Any], tagged: Tagged) -> np.ndarray:
    """(pairs, 3) 1, 0 or, where it is not known, -1: the same event; an outcome and its attack; the same incident."""
    found = [{"start": e.span[0], "end": e.span[1], "number": n} for n, e in enumerate(tagged.events)]
    pairs = match(in_order(document), found, overlap)
    labelled = {b["number"]: a for a, b in pairs}
    rows = np.full((len(tagged.scores.pairs), 3), -1, np.int64)
    for row, (i, j) in zip(rows, tagged.scores.pairs, strict=True):
        a, b = labelled.get(i), labelled.get(j)
        if a is not None and b is not None:
            row[:2] = a["event"] == b["event"], a["event"] == b.get("of") or b["event"] == a.get("of")
            if "incident" in a and "incident" in b:
                row[2] = a["incident"] == b["incident"]
    return rows


def fit(found: Sequence[Reading], folder: Path, seed: int = 0) -> None:
    """Learn the scorer from readings and write its graphs (same.onnx, outcome.onnx, incident.onnx) into `folder`. Whether two mentions are
    one incident is learned without the model's own word on them, for the likelihoods of the two others bring that in (see
    khabar.assemble.coreference)."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    table = np.concatenate([columns_of(*reading) for reading in found])
    weights = np.concatenate([np.full(len(t.scores.pairs), max(1, len(t.events)) ** -0.5) for _, t in found])
    wanted = np.concatenate([labels_of(*reading) for reading in found])
    for number, name in enumerate(GRAPHS):
        if name == "incident":
            table[:, [column.startswith("model: ") for column in COLUMNS]] = 0.0
        known = wanted[:, number] >= 0
        model = HistGradientBoostingClassifier(
            max_iter=300, learning_rate=0.05, max_leaf_nodes=15, l2_regularization=5.0, early_stopping=False, random_state=seed
        )
        model.fit(table[known], wanted[known, number], sample_weight=weights[known])
        (folder / f"{name}.onnx").write_bytes(graph_of([model]))


def graph_of(models: Sequence[Any], width: int = len(COLUMNS)) -> bytes:
    """Fitted HistGradientBoostingClassifiers of two classes, the mean of their log odds, as an ONNX graph: columns (pairs, width) ->
    probability (pairs, 1).
    (skl2onnx 1.20 cannot write that of scikit-learn 1.9.)"""
    trees = [predictor.nodes for model in models for (predictor,) in model._predictors]
    numbers = [np.full(len(nodes), tree) for tree, nodes in enumerate(trees)]
    places = [np.arange(len(nodes)) for nodes in trees]
    tree, place, node = np.concatenate(numbers), np.concatenate(places), np.concatenate(trees)
    leaf = node["is_leaf"].astype(bool)
    attributes = {
        "nodes_treeids": tree,
        "nodes_nodeids": place,
        "nodes_featureids": np.where(leaf, 0, node["feature_idx"]),
        "nodes_truenodeids": np.where(leaf, 0, node["left"]),
        "nodes_falsenodeids": np.where(leaf, 0, node["right"]),
        "target_treeids": tree[leaf],
        "target_nodeids": place[leaf],
        "target_ids": np.zeros(leaf.sum(), int),
    }
    values = {"nodes_values": np.where(leaf, 0.0, node["num_threshold"]), "target_weights": node["value"][leaf] / len(models)}
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["columns"],
        ["logit"],
        domain="ai.onnx.ml",
        n_targets=1,
        nodes_modes=["LEAF" if end else "BRANCH_LEQ" for end in leaf],
        base_values=[float(np.mean([model._baseline_prediction[0, 0] for model in models]))],
        **{name: [int(v) for v in found] for name, found in attributes.items()},
        **{name: [float(v) for v in found] for name, found in values.items()},
    )
    table = helper.make_tensor_value_info("columns", onnx.TensorProto.FLOAT, ["pairs", width])
    found = helper.make_tensor_value_info("probability", onnx.TensorProto.FLOAT, ["pairs", 1])
    graph = helper.make_graph([ensemble, helper.make_node("Sigmoid", ["logit"], ["probability"])], "pairs", [table], [found])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    whole: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    return whole
