"""The reviewed attributions: well formed, and put into a report as the tagger read it."""

from itertools import pairwise
from typing import Any

from khabar.ontology.ontology import ontology
from training.reviewed import put_right, sentences

TEXT = "قال المحافظ إن السد سليم. وقيل إن المياه ارتفعت. وروى شاهد أن الجسر انهار."


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def said(cue: str, *sources: str) -> dict[str, Any]:
    return {"cue": span(cue), "certainty": "said", "sources": [span(s) for s in sources], "content": None}


def test_every_line_is_well_formed() -> None:
    seen = 0
    for reviewed in sentences().values():
        for sentence in reviewed:
            assert not sentence.keys() - {"id", "start", "end", "attributions"}, "offsets only: no text of the reports"
            for item in sentence["attributions"]:
                assert item["certainty"] in ontology().certainties
                for start, end in [item["cue"], *item["sources"], *([item["content"]] if item["content"] else [])]:
                    assert sentence["start"] <= start < end <= sentence["end"]
            cues = [item["cue"] for item in sentence["attributions"]]
            assert all(a[1] <= b[0] for a, b in pairwise(cues)), "cues in text order, apart"
            seen += 1
    assert seen > 1000


def test_reviewed_sentences_replace_what_was_read_and_doubt_is_marked() -> None:
    item = {"cue": [0, 3], "certainty": "said", "sources": [[4, 11]], "content": [12, 24]}
    first = {"start": 0, "end": TEXT.index(" وقيل"), "attributions": [item]}
    strict = {"text": TEXT, "attributions": [said("قال"), said("روى", "شاهد")]}
    loose = {"text": TEXT, "attributions": [said("قال"), said("إن"), said("قيل"), said("روى", "شاهد")]}
    found = put_right(strict, loose, [first])["attributions"]
    assert [(a["cue"]["text"], a.get("uncertain", False)) for a in found] == [("روى", False), ("قيل", True), ("قال", False)]
    assert found[2]["sources"] == [span("المحافظ")] and found[2]["content"] == span("إن السد سليم")


def test_a_sentence_behind_the_end_of_a_cut_report_is_left_out() -> None:
    beyond = {"start": 200, "end": 230, "attributions": [{"cue": [200, 203], "certainty": "said", "sources": [], "content": None}]}
    assert put_right({"text": TEXT, "attributions": []}, {"text": TEXT, "attributions": []}, [beyond])["attributions"] == []
