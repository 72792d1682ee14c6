"""Reviews: what analysts decide holds, can be undone, and cannot be overwritten unknowingly."""

import gzip
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import khabar
from khabar.cli.evaluating import labelled_set, read_again
from khabar.errors import InputError
from khabar.evaluation.incident_scores import evaluate_sets
from khabar.evaluation.score import score
from khabar.export.corpus import line
from khabar.incidents.incidents import Incident
from khabar.ingest import Ingest
from khabar.store.reviews import By, ConflictError, NothingThereError, Reviews
from khabar.store.store import Store
from tests.reviewing import ELSEWHERE, FIRST, OMAR, SARA, SECOND, STRIKE, THIRD, keep


def of(store: Store, article: str) -> Incident:
    """The one incident of a report."""
    (found,) = [known.incident for known in store.incidents() if article in known.incident.documents]
    return found


def shown(store: Store) -> list[Any]:
    return [(k.incident.id, k.incident.type, k.incident.days, k.incident.matrix(), k.incident.links, k.origins) for k in store.incidents()]


@pytest.fixture
def reviews(store: Store) -> Reviews:
    return Reviews(store)


def judge(reviews: Reviews, id: str, by: By = SARA, **changes: Any) -> int:
    version = reviews.incident(id)["version"]
    return reviews.judge(id, version, "corrected" if changes else "accepted", changes, by).review


def test_a_judgement_holds_when_reports_arrive_later_and_are_read_again(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    place = {"name": "Saraqib hospital", "country": "SYR", "lat": 35.86, "lon": 36.8, "kind": "facility"}
    judge(reviews, of(store, one).id, first="2020-07-04", last="2020-07-04", place=place, numbers={"killed": [8, 8]})
    keep(store, THIRD, FIRST)
    found = of(store, one)
    assert len(found.documents) == 3 and found.days == (date(2020, 7, 4), date(2020, 7, 4)) and found.number("killed") == (8, 8)
    assert found.place is not None and (found.place.name, found.place.basis) == ("Saraqib hospital", "review")
    assert {v.value for v in found.matrix()["killed"]} == {"7", "9", "12"}, "the claims stay what they are"
    assert reviews.incident(found.id)["unseen"] == [THIRD[1].id]
    assert store.incidents(since="2020-07-04", until="2020-07-04")[0].incident.id == found.id


def test_an_accepted_incident_keeps_what_was_agreed(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    judge(reviews, of(store, one).id)
    keep(store, THIRD)
    assert of(store, one).number("killed") == (7, 9)
    assert reviews.incident(of(store, one).id)["decision"] == "accepted"


def test_every_change_is_kept_with_who_when_before_and_after_and_can_be_undone(store: Store, reviews: Reviews) -> None:
    one, *_ = keep(store, FIRST, SECOND, ELSEWHERE)
    before = shown(store)
    id = of(store, one).id
    number = judge(reviews, id, first="2020-07-01", last="2020-07-02")
    (change,) = reviews.incident(id)["history"]
    assert (change["reviewer"], change["at"], change["decision"]) == (SARA.reviewer, SARA.at, "corrected")
    assert (change["before"]["first"], change["after"]["first"]) == ("2020-07-05", "2020-07-01")
    undone = reviews.undo(number, number, OMAR)
    assert shown(store) == before
    history = reviews.incident(id)["history"]
    assert [(c["decision"], c["reviewer"], c["undone"]) for c in history] == [("undone", "omar", True), ("corrected", SARA.reviewer, True)]
    with pytest.raises(InputError, match="undone already"):
        reviews.undo(number, undone.review, OMAR)


def test_the_second_of_two_reviewers_sees_both(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    id = of(store, one).id
    reviews.judge(id, 0, "corrected", {"numbers": {"killed": [9, 9]}}, SARA)
    with pytest.raises(ConflictError, match=SARA.reviewer) as found:
        reviews.judge(id, 0, "rejected", {}, OMAR)
    theirs = found.value
    assert theirs.changes[0].after["numbers"] == {"killed": [9, 9]} and theirs.state["numbers"] == {"killed": [9, 9]}
    reviews.judge(id, theirs.version, "rejected", {}, OMAR)
    assert reviews.incident(id)["decision"] == "rejected"


def test_a_change_to_an_event_in_a_report_is_one_to_its_incident(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    seen = reviews.incident(of(store, one).id)["version"]
    at = STRIKE.index("قصفت")
    reviews.correct(one, at, at + 4, 0, "accepted", {}, OMAR)
    with pytest.raises(ConflictError):
        reviews.judge(of(store, one).id, seen, "accepted", {}, SARA)


def test_a_corrected_event_holds_when_its_report_is_read_again(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    at, dead = STRIKE.index("قتل"), STRIKE.index("7 مدنيين")
    killed = [{"start": dead, "end": dead + 8, "low": 17, "high": 17}]
    date_ = {"earliest": "2020-07-05", "latest": "2020-07-05"}
    reviews.correct(one, at, at + 3, 0, "corrected", {"roles": {"killed": killed}, "date": date_}, SARA)
    for _ in range(2):
        assert of(store, one).number("killed") == (9, 17)
        (event,) = [e for e in reviews.report(one)["events"] if e["decision"]]
        assert event["state"]["roles"]["killed"][0]["low"] == 17 and event["state"]["date"]["basis"] == "review"
        keep(store, FIRST)


def test_undoing_a_correction_gives_back_what_was_read(store: Store, reviews: Reviews) -> None:
    one, *_ = keep(store, FIRST, SECOND, THIRD)
    before, document = shown(store), store.document(one)
    at = STRIKE.index("قصفت")
    number = reviews.correct(one, at, at + 4, 0, "rejected", {}, SARA).review
    assert shown(store) != before
    reviews.undo(number, number, SARA)
    assert shown(store) == before and store.document(one) == document


def test_a_rejected_event_is_gone_and_its_incident_keeps_its_id(store: Store, reviews: Reviews) -> None:
    (one,) = keep(store, FIRST)
    id = of(store, one).id
    at = STRIKE.index("قصفت")
    assert reviews.correct(one, at, at + 4, 0, "rejected", {}, SARA).incidents == ()
    assert (of(store, one).id, of(store, one).type) == (id, "HARM")
    (gone,) = [e for e in reviews.report(one)["events"] if e["decision"] == "rejected"]
    assert gone["id"] is None and gone["state"]["text"] == "قصفت"


def test_an_event_that_was_not_read_can_be_added(store: Store, reviews: Reviews) -> None:
    (one,) = keep(store, FIRST)
    at = STRIKE.index("طائرات")
    with pytest.raises(InputError, match="give its type"):
        reviews.correct(one, at, at + 6, 0, "accepted", {}, SARA)
    date_ = {"earliest": "2020-07-05", "latest": None}
    reviews.correct(one, at, at + 6, 0, "corrected", {"type": "MOBILIZE", "date": date_}, SARA)
    keep(store, FIRST)
    added = next(k.incident for k in store.incidents(type="MOBILIZE"))
    assert added.days == (date(2020, 7, 5), date(2020, 7, 5))


def test_an_actor_and_a_role_are_corrected_by_their_words(store: Store, reviews: Reviews) -> None:
    (one,) = keep(store, FIRST)
    at, who = STRIKE.index("قصفت"), STRIKE.index("طائرات")
    actors = {"طائرات": {"name": "Syrian Air Force", "country": "سوريا", "sector": "MIL"}}
    changes = {"roles": {"actors": [{"start": who, "end": who + 6}]}, "actors": actors}
    reviews.correct(one, at, at + 4, 0, "corrected", changes, SARA)
    assert [v.value for v in of(store, one).matrix()["actor"]] == ["Syrian Air Force"]
    assert store.incidents(actor="Syrian Air Force")


def test_a_merge_holds_and_takes_what_comes_later(store: Store, reviews: Reviews) -> None:
    one, other = keep(store, FIRST, ELSEWHERE)
    ids = {of(store, one).id: 0, of(store, other).id: 0}
    before, after = reviews.merge_preview(ids)
    assert len(before) == 2 and len(after) == 1 and len(store.incidents()) == 2
    done = reviews.merge(ids, SARA)
    assert done.incidents == (of(store, one).id,) == (of(store, other).id,)
    keep(store, SECOND, FIRST)
    assert set(of(store, one).documents) == {one, other, SECOND[1].id}
    reviews.undo(done.review, reviews.incident(of(store, one).id)["version"], SARA)
    assert len(store.incidents()) == 2


def test_a_split_holds_and_what_comes_later_goes_to_one_side(store: Store, reviews: Reviews) -> None:
    one, two = keep(store, FIRST, SECOND)
    incident = of(store, one)
    out = [e.id for e in incident.episodes if e.document == two]
    before, after = reviews.split_preview(incident.id, 0, out)
    assert len(before) == 1 and len(after) == 2 and len(store.incidents()) == 1
    done = reviews.split(incident.id, 0, out, SARA)
    assert len(done.incidents) == 2 and of(store, one).id != of(store, two).id
    keep(store, THIRD, SECOND)
    assert of(store, one).id != of(store, two).id and len(store.incidents()) == 2
    assert THIRD[1].id in {*of(store, one).documents, *of(store, two).documents}


def test_a_later_merge_outdoes_an_earlier_split(store: Store, reviews: Reviews) -> None:
    one, two = keep(store, FIRST, SECOND)
    incident = of(store, one)
    done = reviews.split(incident.id, 0, [e.id for e in incident.episodes if e.document == two], SARA)
    reviews.merge(dict.fromkeys(done.incidents, done.review), OMAR)
    assert of(store, one).id == of(store, two).id


def test_the_judgement_of_a_split_incident_stays_with_its_first_report(store: Store, reviews: Reviews) -> None:
    one, two = keep(store, FIRST, SECOND)
    incident = of(store, one)
    number = judge(reviews, incident.id, numbers={"killed": [8, 8]})
    first = incident.episodes[0].document
    rest = next(iter({one, two} - {first}))
    reviews.split(incident.id, number, [e.id for e in incident.episodes if e.document == rest], SARA)
    assert of(store, first).number("killed") == (8, 8) and of(store, rest).number("killed") != (8, 8)
    assert reviews.incident(of(store, rest).id)["decision"] is None


def test_the_order_of_reports_does_not_matter_to_what_was_decided(store: Store, reviews: Reviews) -> None:
    one, _, _ = keep(store, FIRST, SECOND, ELSEWHERE)
    judge(reviews, of(store, one).id, numbers={"killed": [8, 8]})
    keep(store, THIRD)
    expected = shown(store)
    keep(store, THIRD, ELSEWHERE, SECOND, FIRST)
    assert shown(store) == expected


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"type": "WAR"}, "type"),
        ({"mode": "aerial", "type": "CONSULT"}, "mode of CONSULT"),
        ({"first": "yesterday"}, "no date"),
        ({"first": "2020-07-09", "last": "2020-07-01"}, "after last"),
        ({"numbers": {"killed": [5, 3]}}, "more than"),
        ({"numbers": {"killed": [10**30, None]}}, "whole number"),
        ({"numbers": {"killed": True}}, "no range"),
        ({"place": {"name": "x", "lat": 91, "lon": 0}}, "no number from"),
        ({"place": {"name": "x", "lat": 1}}, "both or neither"),
        ({"place": {"name": "x", "country": "Atlantis"}}, "no country"),
        ({"place": {"name": "\u202egpj"}}, "printable"),
        ({"reports": 1000}, "cannot be changed"),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_is_kept(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    store = Store.open(tmp_path / "x.db")
    (one,) = keep(store, FIRST)
    reviews, id = Reviews(store), of(store, one).id
    with pytest.raises(InputError, match=words):
        reviews.judge(id, 0, "corrected", changes, SARA)
    assert reviews.incident(id)["version"] == 0


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    reviews = Reviews(Store.open(tmp_path / "x.db"))
    for ask in (
        lambda: reviews.incident("'; DROP TABLE reviews; --"),
        lambda: reviews.report("../../etc/passwd"),
        lambda: reviews.undo(10**20, 0, SARA),
        lambda: reviews.merge({"a": 0, "b": 0}, SARA),
    ):
        with pytest.raises(NothingThereError):
            ask()


def test_the_audit_log_is_only_added_to(store: Store) -> None:
    insert = "INSERT INTO audit (at, \"user\", address, action, detail) VALUES ('2020', 'x', '', 'login', '{}')"
    with store.engine.begin() as db:
        db.execute(text(insert))
    for statement in ("DELETE FROM audit", "UPDATE audit SET at = '2021'"):
        with pytest.raises(Exception, match="only added to"), store.engine.begin() as db:
            db.execute(text(statement))


def test_remarks_are_notes_that_change_nothing(store: Store, reviews: Reviews) -> None:
    one, _ = keep(store, FIRST, SECOND)
    id = of(store, one).id
    reviews.remark(id, By("سارة", SARA.at, "رقم الضحايا غير مؤكد <script>"))
    told = reviews.incident(id)
    assert told["version"] == 0 and told["history"][0]["note"] == "رقم الضحايا غير مؤكد <script>"


def test_a_rejected_incident_is_left_out_unless_asked_for(store: Store, reviews: Reviews) -> None:
    one, other = keep(store, FIRST, ELSEWHERE)
    id = of(store, one).id
    reviews.judge(id, 0, "rejected", {}, SARA)
    assert [k.incident.documents for k in store.incidents()] == [(other,)]
    assert [k.incident.id for k in store.incidents(rejected=True)] == [id]
    assert store.facets().counts["outlet"] == {"د": 1} and store.facets().total == 1
    reviews.undo(reviews.incident(id)["version"], reviews.incident(id)["version"], SARA)
    assert store.facets().counts["outlet"] == {"أ": 1, "د": 1}


def test_the_queue_begins_with_the_contested_and_ends(store: Store, reviews: Reviews) -> None:
    one, _, other = keep(store, FIRST, SECOND, ELSEWHERE)
    whole = reviews.queue(10)
    assert [k.incident.id for k in whole.incidents] == [of(store, one).id, of(store, other).id] and whole.following is None
    first = reviews.queue(1)
    rest = reviews.queue(1, first.following)
    assert [k.incident.id for k in (*first.incidents, *rest.incidents)] == [k.incident.id for k in whole.incidents]
    judge(reviews, of(store, one).id)
    assert reviews.queue(10).total == 1
    for cursor in ("", "x", "1:x:y", "1"):
        with pytest.raises(InputError, match="cursor"):
            reviews.queue(1, cursor)


def test_finished_reports_are_those_declared_right_or_decided_event_by_event(store: Store, reviews: Reviews) -> None:
    one, two, _ = keep(store, FIRST, SECOND, THIRD)
    reviews.finish(one, SARA)
    for event in reviews.report(two)["events"]:
        reviews.correct(two, event["state"]["start"], event["state"]["end"], 0, "accepted", {}, SARA)
    found = {document["id"]: incidents for document, incidents in reviews.finished()}
    assert set(found) == {one, two} and set(found[one].values()) == {of(store, one).id}
    (change,) = [c for c in reviews.report(one)["history"] if c["kind"] == "report"]
    reviews.undo(change["id"], change["id"], SARA)
    assert [document["id"] for document, _ in reviews.finished()] == [two]


def test_remarks_of_an_older_database_become_notes_at_the_words_they_were_on(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "data" / "schema-0003.db.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as db:
        (id,) = db.execute("SELECT id FROM incidents ORDER BY reports DESC, id LIMIT 1").fetchone()
        row = (id, "place", "Idlib", "the place is wrong", "analyst", "2020-01-01T00:00:00")
        db.execute("INSERT INTO reviews (incident, field, value, note, reviewer, at) VALUES (?, ?, ?, ?, ?, ?)", row)
        db.commit()
    store = Store.open(path)
    (note,) = Reviews(store).incident(id)["history"]
    assert (note["kind"], note["note"], note["reviewer"], note["version"]) == ("note", "the place is wrong", "analyst", None)
    assert note["after"] == {"field": "place", "value": "Idlib"}
    store.close()


def test_exported_reports_can_be_scored_against(tmp_path: Path, nlp: khabar.Pipeline) -> None:
    store = Store.open(tmp_path / "x.db")
    Ingest(store, nlp).sources([str(Path(__file__).parent.parent / "examples" / "reports.jsonl")])
    reviews = Reviews(store)
    for article in store.incidents()[0].incident.documents:
        reviews.finish(article, SARA)
    (tmp_path / "gold.jsonl").write_text("".join(line(*found) + "\n" for found in reviews.finished()), "utf-8")
    gold = labelled_set(str(tmp_path / "gold.jsonl"))
    rows = score(gold, read_again(gold, nlp))
    assert gold and rows["event"].value == 1.0 and rows["mode"].value == 1.0
    assert evaluate_sets({"reviewed": gold}, nlp).rows
