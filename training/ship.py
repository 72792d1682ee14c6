"""Put the trained tagger into the package: python -m training.ship --corpus ../shared/corpus --work work

Exports student.pt as float and as int8 graphs, scores both on sets/dev and writes the int8 ones, with the scorer of pairs, to
khabar/tagger/model, unless they lose more than half a point of event F1 or weigh too much.
"""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from khabar.assemble.scorer import GRAPHS
from khabar.cli.evaluating import read_again, table
from khabar.document.model import Article
from khabar.evaluation.score import F1, Accuracy, score
from khabar.pipeline import MODEL, load
from training.corpus import held_out, raw
from training.export import export, write_settings
from training.model import Tagger
from training.train import encoder_of

SETTINGS = {"trigger": 0.3, "cue": -0.5, "time": -1.0, "role": -0.1, "source": -0.4, "mode": 2.0}
"""Tuned on sets/dev and dev.jsonl, once, by hand: see khabar.tagger.session.Settings."""
REPORTS = 400
MOST_LOST = 0.005
MOST_BYTES = 40_000_000


def tagger_of(state: dict[str, torch.Tensor]) -> Tagger:
    """A tagger from its saved state."""
    inner = {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}
    model = Tagger(encoder_of(inner))
    model.load_state_dict(state)
    return model


def _write(model: Tagger, work: Path, folder: Path, quantise: bool) -> None:
    export(model, folder, quantise)
    for name in ("tokenizer.json", *(f"{graph}.onnx" for graph in GRAPHS)):
        shutil.copy(work / name, folder / name)
    write_settings(folder, SETTINGS)


def centre_of(folder: Path, reports: Sequence[dict[str, Any]]) -> list[float]:
    """The mean of the unit sentence vectors of the events in REPORTS raw reports: what all sentences of news share."""
    chosen = reports[:: max(1, len(reports) // REPORTS)][:REPORTS]
    articles = [Article(d["id"], d["text"], d.get("published") or None) for d in chosen]
    vectors = [np.frombuffer(e.meaning, np.int8).astype(np.float64) for d in load(folder).pipe(articles) for e in d.events]
    mean = np.mean([v / np.linalg.norm(v) for v in vectors], axis=0)
    return [round(float(x), 4) for x in mean]


def _scores(folder: Path, gold: list[dict[str, Any]]) -> dict[str, F1 | Accuracy]:
    return score(gold, read_again(gold, load(folder)))


def main() -> None:
    """Export, compare, ship."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    options = arguments.parse_args()
    model = tagger_of(torch.load(options.work / "student.pt"))
    gold = held_out(options.corpus)["sets"]
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "float", Path(scratch) / "int8"
        _write(model, options.work, whole, quantise=False)
        _write(model, options.work, small, quantise=True)
        write_settings(small, {**SETTINGS, "centre": centre_of(small, raw(options.corpus))})
        before, after = _scores(whole, gold), _scores(small, gold)
        size = sum(f.stat().st_size for f in small.iterdir())
        lost = before["event"].value - after["event"].value
        print(table(after))
        print(f"\nevent F1: float {before['event'].value:.4f}, int8 {after['event'].value:.4f}; {size / 1e6:.1f} MB")
        if lost > MOST_LOST:
            raise SystemExit(f"int8 loses {100 * lost:.2f} points of event F1, more than {100 * MOST_LOST}: not shipped")
        if size > MOST_BYTES:
            raise SystemExit(f"the model weighs {size} bytes, more than {MOST_BYTES}: not shipped")
        MODEL.mkdir(parents=True, exist_ok=True)
        for file in small.iterdir():
            shutil.copy(file, MODEL / file.name)


if __name__ == "__main__":
    main()
