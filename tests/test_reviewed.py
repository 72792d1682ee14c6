"""The reviewed sentences: well formed, and labels of their sentence alone."""

from itertools import pairwise

import numpy as np
import pytest

from khabar.document.model import LEARNED
from khabar.ontology.ontology import ontology
from khabar.pipeline import MODEL
from khabar.tagger.windows import Pieces
from training import reviewed


def test_every_line_is_well_formed() -> None:
    seen = set()
    for sentence in reviewed.sentences():
        assert sentence.keys() == {"id", "start", "end", "events", "attributions"}, "offsets only: no text of the reports"
        for item in sentence["events"]:
            assert item["status"] in ontology().statuses
            assert item.get("mode", "") in ("", *ontology().types[item["type"]].modes)
            assert not item.keys() - {"trigger", "type", "mode", "status", "hedge", *LEARNED}
            spans = [item["trigger"], *([item["hedge"]] if "hedge" in item else []), *(s for role in LEARNED for s in item.get(role, []))]
            assert all(sentence["start"] <= start < end <= sentence["end"] for start, end in spans)
        for item in sentence["attributions"]:
            assert item["certainty"] in ontology().certainties
            for start, end in [item["cue"], *item["sources"], *([item["content"]] if item["content"] else [])]:
                assert sentence["start"] <= start < end <= sentence["end"]
        seen.add((sentence["id"], sentence["start"]))
    assert len(seen) == len(reviewed.sentences()) > 2000, "each sentence once"


def test_the_file_is_in_order() -> None:
    keys = [(s["id"], s["start"]) for s in reviewed.sentences()]
    assert all(a < b for a, b in pairwise(keys))


def test_only_the_reviewed_sentence_is_labelled(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    text = "وصل الوفد مساء.\nقتل جندي في الكمين، وفق المرصد.\nوهدأت المدينة."
    start = text.index("قتل")
    end = text.index("\nوهدأت")

    def at(words: str) -> list[int]:
        found = text.index(words)
        return [found, found + len(words)]

    sentence = {
        "id": "r", "start": start, "end": end,
        "events": [{"trigger": at("قتل"), "type": "HARM", "mode": "kill", "status": "actual", "recipients": [at("جندي")]}],
        "attributions": [{"cue": at("وفق"), "certainty": "said", "sources": [at("المرصد")], "content": None}],
    }  # fmt: skip
    monkeypatch.setattr(reviewed, "sentences", lambda: [sentence])
    (example,) = reviewed.reviewed_examples([{"id": "r", "text": text}], Pieces.load(MODEL / "tokenizer.json"))
    words = [w.text for w in example.window.words]
    labelled = [w for w, tag in zip(words, example.tags[2], strict=True) if tag >= 0]
    assert "الوفد" in words and labelled[0] == "قتل" and labelled[-1] == "."
    assert (np.delete(example.tags, (2, 3, 4), 0) < 0).all() and not example.paired
    assert len(example.triggers) == len(example.cues) == 1
