"""Our scores are those of the corpus's own scorer."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

import khabar
from khabar.cli.evaluating import read_again, table
from khabar.evaluation.score import F1, Accuracy, score

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"


def span(text: str, words: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def document() -> dict[str, Any]:
    text = "قتل ثلاثة جنود في حلب أمس، وفق المرصد."
    event = span(
        text, "قتل", event="e1", type="HARM", mode="kill", status="actual", killed=[span(text, "ثلاثة")], places=[span(text, "حلب")]
    )
    said = {"cue": span(text, "وفق"), "sources": [span(text, "المرصد")], "certainty": "said", "content": {"start": 0, "end": 25}}
    return {
        "id": "d",
        "text": text,
        "entities": [span(text, "حلب", type="GPE")],
        "times": [span(text, "أمس", value="2020-07-07")],
        "events": [event],
        "attributions": [said],
    }


def test_a_document_agrees_with_itself() -> None:
    rows = score([document()], [document()])
    assert all(row.value == 1.0 for row in rows.values() if isinstance(row, F1) and row.gold)
    assert all(row.value == 1.0 for row in rows.values() if isinstance(row, Accuracy))


def test_errors_are_counted_where_they_are() -> None:
    wrong = document()
    wrong["events"][0] |= {"mode": "injure", "places": []}
    wrong["times"][0]["value"] = "2020-07-06"
    wrong["attributions"][0]["certainty"] = "denied"
    rows = score([document()], [wrong])
    values = {name: row.value for name, row in rows.items()}
    assert values["event"] == values["time.span"] == values["status"] == 1.0
    assert values["mode"] == values["time.value"] == values["certainty"] == values["role.places"] == 0.0


def test_a_missing_document_counts_as_empty() -> None:
    rows = score([document()], [])
    assert isinstance(rows["event"], F1) and (rows["event"].gold, rows["event"].predicted) == (1, 0)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus beside the project")
def test_we_agree_with_the_corpus_scorer_on_dev(nlp: khabar.Pipeline) -> None:
    gold = [json.loads(line) for line in (CORPUS / "dev.jsonl").read_text("utf-8").splitlines()]
    found = read_again(gold, nlp)
    theirs = runpy.run_path(str(CORPUS / "score.py"))["score"](gold, found)
    ours = {name: row.to_dict() for name, row in score(gold, found).items()}
    assert ours == theirs
    assert ours["event"]["f1"] > 0.7, table(score(gold, found))
