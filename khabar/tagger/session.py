"""The trained model as three ONNX graphs: read (encoder and span heads), link (around an anchor), pair (same event?)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

GRAPHS = ("read", "link", "pair")


class Session(Protocol):
    """What the tagger needs of a model; the arrays are float32 and int64, shaped as in training/model.py."""

    def read(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, last: np.ndarray, hints: np.ndarray) -> list[np.ndarray]: ...

    def link(self, states: np.ndarray, rows: np.ndarray, mask: np.ndarray, anchor: np.ndarray, kind: np.ndarray) -> list[np.ndarray]: ...

    def pair(self, left: np.ndarray, right: np.ndarray, features: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings kept with the weights. Decoding: what is taken off the score of "nothing here" before the best label wins. centre: the mean
    of the unit sentence vectors of news, which is taken off each: without that all sentences look alike."""

    entity: float = 0.0
    time: float = 0.0
    trigger: float = 0.0
    cue: float = 0.0
    role: float = 0.0
    hedge: float = 0.0
    source: float = 0.0
    mode: float = 0.0
    centre: tuple[float, ...] = ()

    @classmethod
    def load(cls, path: Path) -> "Settings":
        """From a JSON object with these names."""
        data = json.loads(path.read_text("utf-8"))
        return cls(**{**data, "centre": tuple(data.get("centre", ()))})


class OnnxSession:
    """A folder of exported graphs, run with onnxruntime.

    threads: processor threads of one run; None leaves it to onnxruntime (all cores).
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Three graphs take turns: a pool of threads that spins for the next run would take the processor from the others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if threads:
            options.intra_op_num_threads = threads
        missing = [name for name in GRAPHS if not (folder / f"{name}.onnx").is_file()]
        if missing:
            raise FileNotFoundError(f"{folder}: no {', '.join(f'{m}.onnx' for m in missing)}; the model is incomplete")
        self._runs = {
            name: onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]) for name in GRAPHS
        }

    def _run(self, name: str, **inputs: np.ndarray) -> list[np.ndarray]:
        return self._runs[name].run(None, inputs)  # type: ignore[no-any-return]

    def read(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, last: np.ndarray, hints: np.ndarray) -> list[np.ndarray]:
        """Word states and the logits of the five span heads."""
        return self._run("read", ids=ids, mask=mask, first=first, last=last, hints=hints)

    def link(self, states: np.ndarray, rows: np.ndarray, mask: np.ndarray, anchor: np.ndarray, kind: np.ndarray) -> list[np.ndarray]:
        """Logits of links, sources, content, mode, status; mention vectors."""
        return self._run("link", states=states, rows=rows, mask=mask, anchor=anchor, kind=kind)

    def pair(self, left: np.ndarray, right: np.ndarray, features: np.ndarray) -> np.ndarray:
        """(pairs, 2) logits: two mentions are one event, one is an outcome of the other."""
        return self._run("pair", left=left, right=right, features=features)[0]
