"""The learned scorer of pairs of mentions: three ensembles of decision trees as ONNX graphs, beside the tagger's."""

from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from khabar.assemble.evidence import COLUMNS

GRAPHS = ("same", "outcome", "incident")


class Likelihoods(NamedTuple):
    """How likely pairs of mentions are one event (same), an outcome and its attack (outcome), one event with its outcomes (incident):
    arrays of probabilities, (pairs,) each."""

    same: np.ndarray
    outcome: np.ndarray
    incident: np.ndarray


class PairScorer(Protocol):
    """Says how likely pairs of mentions belong together."""

    def score(self, columns: np.ndarray) -> Likelihoods:
        """columns: (pairs, len(evidence.COLUMNS)) float32."""
        ...


def tree_session(graph: Path) -> Any:
    """An onnxruntime session of an ensemble of trees, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


class TreeScorer:
    """The scorer of a model folder: same.onnx, outcome.onnx and incident.onnx. FileNotFoundError where one is missing."""

    def __init__(self, folder: Path) -> None:
        missing = [f"{name}.onnx" for name in GRAPHS if not (folder / f"{name}.onnx").is_file()]
        if missing:
            raise FileNotFoundError(f"{folder}: no {', '.join(missing)}; the model is incomplete")
        self._sessions = [tree_session(folder / f"{name}.onnx") for name in GRAPHS]

    def score(self, columns: np.ndarray) -> Likelihoods:
        """See PairScorer."""
        if not len(columns):
            return Likelihoods(*(np.zeros(0, np.float32) for _ in GRAPHS))
        return Likelihoods(*(session.run(None, {"columns": columns})[0][:, 0] for session in self._sessions))


class ModelScorer:
    """The model's own word on each pair: what training goes by before there is a learned scorer."""

    def score(self, columns: np.ndarray) -> Likelihoods:
        """See PairScorer."""
        same, outcome = (1 / (1 + np.exp(-columns[:, COLUMNS.index(f"model: {name}")])) for name in ("same", "outcome"))
        return Likelihoods(same, outcome, np.maximum(same, outcome))
