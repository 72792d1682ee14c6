"""Put the trained tagger into the package: python -m training.ship --corpus ../shared/corpus --work work

Exports student.pt as float and as int8 graphs, scores both on dev.jsonl and writes the int8 ones to khabar/tagger/model, unless
they lose more than half a point of event F1 or weigh too much.
"""

import argparse
import shutil
import tempfile
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from khabar.cli.evaluating import read_again, table
from khabar.document.model import Article
from khabar.evaluation.score import F1, Accuracy, score
from khabar.pipeline import MODEL, load
from training.corpus import documents
from training.export import export, write_settings
from training.model import Tagger
from training.train import encoder_of

SETTINGS = {"trigger": 0.6, "cue": 0.3, "role": 0.15, "hedge": -0.5, "source": -0.4, "mode": 1.0}
"""Tuned on dev.jsonl, once, by hand: see khabar.tagger.session.Settings."""
REPORTS = 400
MOST_LOST = 0.005
MOST_BYTES = 40_000_000


def tagger_of(state: dict[str, torch.Tensor]) -> Tagger:
    """A tagger from its saved state."""
    inner = {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}
    model = Tagger(encoder_of(inner))
    model.load_state_dict(state)
    return model


def _write(model: Tagger, tokenizer: Path, folder: Path, quantise: bool) -> None:
    export(model, folder, quantise)
    shutil.copy(tokenizer, folder / "tokenizer.json")
    write_settings(folder, SETTINGS)


def centre_of(folder: Path, reports: Path) -> list[float]:
    """The mean of the unit sentence vectors of the events in REPORTS raw reports: what all sentences of news share."""
    articles = [Article(d["id"], d["text"], d["published"]) for d in islice(documents(reports), REPORTS)]
    vectors = [np.frombuffer(e.meaning, np.int8).astype(np.float64) for d in load(folder).pipe(articles) for e in d.events]
    mean = np.mean([v / np.linalg.norm(v) for v in vectors], axis=0)
    return [round(float(x), 4) for x in mean]


def _scores(folder: Path, dev: Path) -> dict[str, F1 | Accuracy]:
    gold = list(documents(dev))
    return score(gold, read_again(gold, load(folder)))


def main() -> None:
    """Export, compare, ship."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    options = arguments.parse_args()
    model = tagger_of(torch.load(options.work / "student.pt"))
    dev, tokenizer = options.corpus / "dev.jsonl", options.work / "tokenizer.json"
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "float", Path(scratch) / "int8"
        _write(model, tokenizer, whole, quantise=False)
        _write(model, tokenizer, small, quantise=True)
        write_settings(small, {**SETTINGS, "centre": centre_of(small, options.corpus / "raw.jsonl.gz")})
        before, after = _scores(whole, dev), _scores(small, dev)
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
