"""Incidents over labelled sets: our scores are those of the corpus's scorers, and mistakes are told by their kind."""

import json
import random
import re
import runpy
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from khabar.cli.evaluating import labelled_set, mistakes_told, table
from khabar.document.model import Document
from khabar.evaluation.cells import CELLS, found_cells, labelled_cells
from khabar.evaluation.given import article_of, document_of_labels
from khabar.evaluation.incident_scores import score_incidents
from khabar.evaluation.labelled_sets import SetRead, put_together
from khabar.evaluation.mistakes import by_kind, find_mistakes
from khabar.evaluation.score import F1, Accuracy
from khabar.sources.texts import InputError
from khabar.store.store import Store, article_key
from tests.conftest import CORPUS
from tests.test_cli import failed, khabar
from tests.test_evaluation import span

Label = dict[str, Any]
SETS = CORPUS / "sets"
beside = pytest.mark.skipif(not SETS.is_dir(), reason="needs the corpus beside the project")


def report(name: str, text: str, published: str, *events: Label, **rest: Any) -> Label:
    times = [{**time, "value": time.pop("value")} for e in events for time in e.get("times", ())]
    empty: Label = {"entities": [span(text, s["text"], type="GPE") for e in events for s in e.get("places", ())], "attributions": []}
    return {"id": name, "text": text, "published": published, "outlet": name, "times": times, "events": list(events), **empty, **rest}


def event(text: str, words: str, incident: str, kind: str, **roles: Any) -> Label:
    label, _, mode = kind.partition(" ")
    spans = {role: [span(text, s) if isinstance(s, str) else span(text, s[0], value=s[1]) for s in given] for role, given in roles.items()}
    return span(text, words, event=incident, incident=incident, type=label, mode=mode or None, status="actual", **spans)


RAID = "قصفت طائرات حربية بلدة سرمين يوم 3 مارس 2020 فقتل 7 مدنيين."
AGAIN = "ارتفع إلى 7 عدد القتلى المدنيين في القصف الجوي على سرمين يوم 3 مارس 2020."
OTHER = "غارة جوية على مدينة تدمر يوم 3 مارس 2020 أوقعت قتيلين."
PLACES = [{"surface": "سرمين", "name": "Sarmin", "country": "SYR"}, {"surface": "تدمر", "name": "Palmyra", "country": "SYR"}]


def small_set() -> list[Label]:
    day = [("3 مارس 2020", "2020-03-03")]
    raid = event(RAID, "قصفت", "a", "ASSAULT aerial", places=["سرمين"], times=day)
    killed = event(RAID, "قتل", "a", "HARM kill", killed=["7"], places=["سرمين"])
    again = event(AGAIN, "القصف", "a", "ASSAULT aerial", killed=["7"], places=["سرمين"], times=day)
    other = event(OTHER, "غارة", "b", "ASSAULT aerial", places=["تدمر"], times=day, killed=["قتيلين"])
    known = {"places": PLACES, "actors": []}
    return [
        report("r1", RAID, "2020-03-04", raid, killed, **known),
        report("r2", AGAIN, "2020-03-04", again, **known),
        report("r3", OTHER, "2020-03-04", other, **known),
    ]


def read(gold: list[Label], change: Callable[[Label], None] = lambda e: None) -> SetRead:
    """A set as read without a mistake but `change`, which alters the incidents of events as given: those of the labels."""
    predicted = {}
    for labels in gold:
        document = document_of_labels(labels).to_dict()
        for found in document["events"]:
            twin = next(e for e in labels["events"] if e["start"] == found["start"])
            found["incident"] = twin["incident"]
            change(found)
        predicted[labels["id"]] = document
    return SetRead("s", gold, predicted, {})


def values(each: SetRead) -> dict[str, tuple[float, float]]:
    return {
        name: (row.precision, row.recall)
        for name, row in score_incidents([replace(each, gold=bare(each))]).items()
        if not isinstance(row, Accuracy)
    }


def bare(each: SetRead) -> list[Mapping[str, Any]]:
    """Reports without the labels that cells need."""
    return [{name: value for name, value in labels.items() if name not in ("places", "actors")} for labels in each.gold]


def test_a_set_agrees_with_itself() -> None:
    assert values(read(small_set())) == dict.fromkeys(("link", "inside", "telling", "b3"), (1.0, 1.0))


def test_all_in_one_incident_costs_precision() -> None:
    found = read(small_set(), lambda e: e.update(incident="x"))
    scores = values(found)
    # across: 2 pairs of the raid in two reports, 3 with the other town; inside: the raid and its dead
    assert scores["link"] == (2 / 5, 1.0) and scores["inside"] == (1.0, 1.0)
    assert scores["telling"] == (1 / 3, 1.0)
    mistakes = find_mistakes([found])
    assert by_kind(mistakes.joins) == {"another place in one country": 3} and not mistakes.misses
    place = mistakes.joins[0].second
    assert (place.report, OTHER[place.start : place.end]) == ("r3", "غارة")


def test_what_is_not_found_is_missed_and_what_is_no_label_is_false() -> None:
    gold = small_set()
    found = read(gold, lambda e: e.update(incident=None if e["type"] == "HARM" else e["incident"]))
    assert values(found)["inside"] == (0.0, 0.0) and values(found)["link"] == (1.0, 1 / 2)
    assert by_kind(find_mistakes([found]).misses) == {"mention not found": 2}
    gold[1]["events"] = []
    extra = replace(found, gold=gold)
    assert by_kind(find_mistakes([extra]).joins) == {"mention that the labels do not have": 1}
    gold[1]["events"] = [small_set()[1]["events"][0] | {"status": "hypothetical"}]
    assert by_kind(find_mistakes([extra]).joins) == {"labelled as planned, wished or feared": 1}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"type": "CONSULT"}, "told with a trigger of another family"),
        ({"date": {"earliest": "2020-03-04", "latest": "2020-03-04", "precision": "day", "basis": "event"}}, "another day"),
        ({"date": {"earliest": None, "latest": "2020-03-04", "precision": "vague", "basis": "publication"}}, "one of them undated"),
        ({"location": None}, "alike, and not joined"),
    ],
)
def test_misses_are_told_by_what_was_read(change: Label, kind: str) -> None:
    found = read(small_set(), lambda e: e.update(incident="alone", **change) if e["text"] == "القصف" else None)
    assert by_kind(find_mistakes([found]).misses) == {kind: 2}


def test_a_type_that_makes_no_incident_and_a_plan_are_told_apart_from_what_was_not_found() -> None:
    for change, kind in (
        ({"type": "ACCUSE"}, "read as a type that makes no incident"),
        ({"status": "future"}, "read as planned, wished or feared"),
    ):
        found = read(small_set(), lambda e, c=change: e.update(c) if e["text"] == "القصف" else None)  # type: ignore[misc]
        assert by_kind(find_mistakes([found]).misses) == {kind: 2}


def joined(first: str, second: str, *labels: tuple[str, str]) -> dict[str, int]:
    """The kinds of false joins where the events of two reports of one sentence are put together."""
    texts = zip((first, second), labels, strict=True)
    gold = [report(f"r{n}", text, "2020-03-04", event(text, words, f"i{n}", kind)) for n, (text, (words, kind)) in enumerate(texts)]
    return by_kind(find_mistakes([read(gold, lambda e: e.update(incident="x"))]).joins)


def test_false_joins_are_told_by_what_the_labels_say() -> None:
    raid, assault = "غارة على مخزن في البلدة.", ("غارة", "ASSAULT aerial")
    assert joined("شنت المقاتلات 15 غارة خلال الليل.", raid, assault, assault) == {"sum with a single event": 1}
    assert joined("الهجمات المتكررة على القرى.", raid, ("الهجمات", "ASSAULT"), assault) == {"general practice with a single event": 1}
    assert joined("توفي حارس متأثرا بجراحه.", raid, ("توفي", "HARM kill"), assault) == {"outcome with another attack": 1}
    assert joined("تظاهر عمال الميناء.", raid, ("تظاهر", "PROTEST"), assault) == {"another trigger type": 1}


def test_a_set_is_put_together_in_a_database_of_its_own() -> None:
    gold = small_set()
    found = put_together("s", gold, map(document_of_labels, gold))
    events = [e for document in found.predicted.values() for e in document["events"]]
    assert {e["incident"] for e in events} == set(found.incidents) and len(found.incidents) == 2
    rows = score_incidents([found], [found])
    assert isinstance(rows["cells"], F1) and rows["link"] == rows["link given events"] and rows["incident"] == Accuracy(2, 2)
    incident = found.incidents[found.predicted["r1"]["events"][0]["incident"]]
    members = [(labels, e) for labels in gold[:2] for e in labels["events"]]
    expected = {"type": "ASSAULT", "day": "2020-03-03", "country": "SYR", "place": {"سرمين"}, "killed": (7, 7)}
    assert labelled_cells(members) == expected
    assert found_cells(incident) == expected | {"place": "سرمين"}


def test_a_cell_where_the_text_tells_nothing_is_wrong() -> None:
    gold = small_set()
    for labels in gold:
        for each in labels["events"]:
            each["times"] = []
    dated = put_together("s", gold, map(document_of_labels, small_set()))
    row = score_incidents([dated])["day"]
    assert (row.right, row.gold, row.predicted) == (0, 0, 2) if isinstance(row, F1) else False


def test_mistakes_are_told_without_words_of_the_reports() -> None:
    found = read(small_set(), lambda e: e.update(incident="x"))
    lines = [line for part in mistakes_told(find_mistakes([found]), 1) for line in part.splitlines() if line]
    assert lines == [
        "false joins: 3 pairs of mentions",
        "      3  another place in one country",
        "the worst false joins:",
        "      3  another place in one country: r1 0-4 and r3 0-4",
        "misses: 0 pairs of mentions",
    ]


def test_a_set_without_incidents_is_refused_with_the_place(tmp_path: Path) -> None:
    gold = small_set()
    del gold[0]["events"][0]["incident"]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, gold)), "utf-8")
    with pytest.raises(InputError, match='document r1: the event at 0-4 has no "incident"'):
        labelled_set(str(path))


def test_sets_are_scored_on_the_command_line(tmp_path: Path) -> None:
    for name, gold in (("one", small_set()), ("two", small_set()[:2])):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, gold)), "utf-8")
    paths = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    told = json.loads(khabar("evaluate", "--incidents", *paths, "--json", "--worst", "1").stdout)
    assert told["scores"]["link"]["gold"] == 4 and told["scores"]["incident"]["of"] == 3
    assert told["scores"]["link given events"]["f1"] == 1.0
    assert set(told) == {"scores", "joins", "misses"} and len(told["misses"]["worst"]) <= 1
    assert "--predicted" in failed(khabar("evaluate", "--incidents", paths[0], "--predicted", paths[0]))


def corpus_set(name: str) -> list[Label]:
    return [json.loads(line) for line in (SETS / "dev" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def jumbled(name: str, seed: int) -> SetRead:
    """A set of the corpus as a bad reader would give it: mentions lost, invented, put together and taken apart."""
    chance, gold = random.Random(seed), corpus_set(name)
    predicted = {}
    for labels in gold:
        events = []
        for e in labels["events"]:
            shift, incident = chance.choice((0, 0, 1, 40)), chance.choice((e["incident"], e["incident"], f"x{chance.randrange(30)}", None))
            status = chance.choice((e["status"], "actual", "future"))
            events += [
                {**e, "start": e["start"] + shift, "end": e["end"] + shift, "incident": incident, "status": status}
            ] * chance.randrange(3)
        predicted[labels["id"]] = {**labels, "events": events}
    return SetRead(name, gold, predicted, {})


@beside
@pytest.mark.parametrize("seed", range(3))
def test_we_agree_with_the_corpus_scorer_of_incidents(seed: int) -> None:
    sets = [jumbled(name, seed) for name in ("d5", "d6")]
    theirs = runpy.run_path(str(CORPUS / "score_incidents.py"))["score"]
    expected = theirs([d for s in sets for d in s.gold], [d for s in sets for d in s.predicted.values()])
    ours = score_incidents(sets)
    for name, row in expected.items():
        found = ours[name].to_dict()
        assert found == {
            key: round(row[long], 4) for key, long in (("p", "p"), ("r", "r"), ("f1", "f1"), ("gold", "gold"), ("pred", "predicted"))
        }
    assert set(ours) == set(expected), "no cells without labels of places and actors"


@beside
def test_we_agree_with_the_corpus_scorer_of_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = {}
    for name in ("d3", "d4"):
        gold = corpus_set(name)
        documents = [document_of_labels(labels) for labels in gold]
        sets[name] = put_together(name, gold, documents)
        keep(tmp_path, name, gold, documents)
    monkeypatch.setattr(sys, "argv", ["score_records.py", str(tmp_path), *sets])
    runpy.run_path(str(CORPUS / "score_records.py"))
    printed = capsys.readouterr().out
    theirs = {m[1]: tuple(map(int, m.groups()[1:])) for m in re.finditer(r"(\w+) +right +(\d+) +given +(\d+) +asked +(\d+)", printed)}
    rows = score_incidents(list(sets.values()))
    assert theirs == {name: (row.right, row.predicted, row.gold) for name in CELLS if isinstance(row := rows[name], F1)}, table(rows)
    found = rows["incident"]
    assert isinstance(found, Accuracy) and f"{found.right} of {found.of} incidents found" in printed


def keep(folder: Path, name: str, gold: list[Label], documents: list[Document]) -> None:
    """What score_records.py reads: the set, its reports as they came in, their database."""
    lines = [json.dumps(labels, ensure_ascii=False) for labels in gold]
    for suffix in (".jsonl", ".in.jsonl"):
        (folder / f"{name}{suffix}").write_text("\n".join(lines), "utf-8")
    store = Store.open(folder / f"{name}.db")
    for labels, document in zip(gold, documents, strict=True):
        article = replace(article_of(labels), url=labels.get("url"))
        store.add_article(article, name, "given")
        store.save(replace(document, id=article_key(article)))
    store.close()
