"""From sources to a database and out again: the commands, killed runs, faults, exports."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet
import pytest

import khabar
from khabar.document.model import Article
from khabar.errors import StoreError
from khabar.export import EXPORTS
from khabar.export.cells import cell, plain
from khabar.export.formats import ACLED, GDELT, TEXT_FORMATS
from khabar.ingest import Ingest
from khabar.store.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples"
COMMAND = [sys.executable, "-c", "from khabar.cli.main import run; run()"]


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    found = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert found.returncode == code, found.stderr
    assert "Traceback" not in found.stderr
    return found


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "events.db"
    told = run("ingest", EXAMPLES / "reports.jsonl", "--into", path).stdout
    assert "11 read, 11 new, 0 known before, 0 failed" in told
    return path


def exported(path: Path, form: str) -> str:
    return run("export", "--from", path, "--format", form).stdout


def test_ingesting_again_finds_nothing_new(database: Path) -> None:
    before = exported(database, "plover-jsonl")
    assert "0 read, 0 new, 11 known before, 0 failed" in run("ingest", EXAMPLES / "reports.jsonl", "--into", database).stdout
    assert exported(database, "plover-jsonl") == before


def test_the_list_and_the_matrix(database: Path) -> None:
    listed = run("incidents", "--from", database, "--min-sources", "3", "--country", "SYR", "--width", "150").stdout
    line = next(line for line in listed.splitlines() if "Ariha" in line)
    assert "2020-02-11" in line and "killed" in line and " 4 " in line
    matrix = run("incident", line.split()[0], "--from", database, "--width", "150").stdout.replace("\xa0", " ")
    for words in ("White Helmets", "تسعة", "killed (contested)", "not: ", "why these reports are one incident", "same place: Ariha"):
        assert words in matrix, words


def test_filters_and_search(database: Path) -> None:
    assert "No incidents" in run("incidents", "--from", database, "--since", "2040-01-01").stdout
    assert "ariha" not in run("search", "لا وجود لهذا", "--from", database).stdout
    assert "مرصد الشمال" in run("search", "سوق الخضار", "--from", database).stdout


def test_a_run_that_is_killed_goes_on_where_it_stopped(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    for pause in (0.9, 1.3, 1.8):
        process = subprocess.Popen([*COMMAND, "ingest", str(EXAMPLES / "reports.jsonl"), "--into", str(path)], stderr=subprocess.DEVNULL)
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    run("ingest", EXAMPLES / "reports.jsonl", "--into", path)
    assert exported(path, "plover-jsonl") == exported(database, "plover-jsonl")


def test_an_article_that_fails_is_kept_and_tried_again(tmp_path: Path, nlp: khabar.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(str(tmp_path / "x.db"))
    tag = nlp.tagger.tag
    monkeypatch.setattr(nlp.tagger, "tag", lambda text: 1 / 0 if "كارثة" in text.source else tag(text))
    (tmp_path / "a.jsonl").write_text('{"text": "وقعت كارثة في المدينة"}\n{"text": "قتل جندي في حلب"}\n', "utf-8")
    summary = Ingest(store, nlp).sources([str(tmp_path / "a.jsonl")])
    assert (summary.read, summary.new, len(summary.failures)) == (1, 2, 1)
    assert store.counts()["failed"] == 1 and "ZeroDivisionError" in store.failures()[0][1]
    monkeypatch.undo()
    assert Ingest(store, nlp).again().read == 1 and store.counts()["failed"] == 0


def test_an_article_that_cannot_be_kept_does_not_stop_the_run(
    tmp_path: Path, nlp: khabar.Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    from khabar.store import decisions as module

    whole = module.episodes
    monkeypatch.setattr(module, "episodes", lambda d: 1 / 0 if "كارثة" in d.text else whole(d))
    store = Store.open(str(tmp_path / "x.db"))
    (tmp_path / "a.jsonl").write_text('{"text": "وقعت كارثة في المدينة"}\n{"text": "قتل جندي في حلب"}\n', "utf-8")
    assert Ingest(store, nlp).sources([str(tmp_path / "a.jsonl")]).read == 1
    assert store.counts()["failed"] == 1 and store.document(store.pending("failed")[0].id) is None


def test_one_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    found = run("ingest", tmp_path / "missing.txt", EXAMPLES / "ramadi.txt", "--published", "2016-05-02", "--into", path, code=2)
    assert "1 read, 1 new" in found.stdout and "no such file" in found.stderr
    assert "no failed" in run("retry", "--into", path).stdout or "0 read" in run("retry", "--into", path).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("incidents", "--from", "/nowhere.db"), "no such database"),
        (("incident", "zzz", "--from", "DB"), "no incident"),
        (("export", "--from", "DB", "--format", "parquet"), "--to"),
        (("incidents", "--from", "DB", "--since", "yesterday"), "is no date"),
        (("ingest", "x", "--into", "DB", "--column", "foo=bar"), "no such field"),
        (("ingest", "x", "--into", "/nowhere/x.db"), "does its folder exist"),
    ],
)
def test_a_mistake_is_one_line(database: Path, arguments: tuple[str, ...], words: str) -> None:
    given = [str(database) if a == "DB" else a for a in arguments]
    found = run(*given, code=2)
    assert words in found.stderr


def test_a_locked_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from khabar.store import database as module

    monkeypatch.setattr(module, "WAIT_MS", 100)
    store = Store.open(str(tmp_path / "x.db"))
    holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="in use by another process"):
        store.add_article(Article("a", "خبر", None), "test", "none")
    holder.close()


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from khabar.store import database as module

    monkeypatch.setattr(module, "WAIT_MS", 100)
    store = Store.open(str(tmp_path / "x.db"))
    store.add_article(Article("a", "خبر", None), "test", "none")
    writer = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM articles")
    assert store.counts()["new"] == 1 and store.incidents() == []
    writer.close()


def test_a_full_disk_says_so(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "x.db"))
    with store.engine.connect() as db:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        db.rollback()
    with pytest.raises(StoreError, match="disk is full"):
        for n in range(50):
            store.add_article(Article(f"a{n}", "خبر طويل " * 2000 + str(n), None), "test", "none")


def test_watch_polls_and_stops(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('feeds = ["http://127.0.0.1:1/feed.xml"]', "utf-8")
    found = run("watch", tmp_path / "feeds.toml", "--into", tmp_path / "x.db", "--rounds", "1", code=2)
    assert "0 new, 0 known before, 1 failed" in found.stderr and "feed.xml: ConnectError" in found.stderr
    (tmp_path / "bad.toml").write_text("feeds = ", "utf-8")
    assert "must hold feeds" in run("watch", tmp_path / "bad.toml", "--into", tmp_path / "x.db", code=2).stderr


def test_the_library_gives_objects_and_records(database: Path) -> None:
    found = khabar.open(str(database)).incidents(country="SYR", min_sources=3)
    assert found[0].incident.place is not None and len(found[0].incident.documents) == 4
    [record] = [r for r in found.records() if r["place"] == "Ariha"]
    assert record["killed_low"] == 9 and record["killed_high"] is None and record["reports"] == 4
    assert (record["outlet_count"], record["source_count"]) == (4, 3) == (len(record["outlets"]), len(record["origins"]))


def test_what_is_exported_is_what_was_kept(database: Path, tmp_path: Path) -> None:
    kept = khabar.open(str(database)).incidents().records()
    told = [json.loads(line) for line in exported(database, "plover-jsonl").splitlines()]
    assert [{k: v for k, v in row.items() if k not in ("claims", "links")} for row in told] == kept
    run("export", "--from", database, "--format", "parquet", "--to", tmp_path / "x.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist() == kept
    head, *cells = rows(exported(database, "acled-csv"))
    occasions = [record for record in kept if record["level"] == "incident"]
    for row, record in zip([dict(zip(head, c, strict=True)) for c in cells], occasions, strict=True):
        assert row["event_date"] == record["first"] and plain(row["location"]) == (record["place"] or "")
        assert row["latitude"] == ("" if record["lat"] is None else str(record["lat"]))
        assert row["fatalities"] == str(record["killed_low"] or 0)


def test_incidents_as_tables(database: Path) -> None:
    found = khabar.open(str(database)).incidents(country="SYR")
    frame, table = found.to_pandas(), found.to_polars()
    assert list(frame["id"]) == table["id"].to_list() == [k.incident.id for k in found]
    assert set(frame["country"]) == {"SYR"} and table["killed_low"].max() == frame["killed_low"].max()


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_every_format_holds_every_incident(database: Path, tmp_path: Path) -> None:
    levels = {(row := json.loads(line))["id"]: row["level"] for line in exported(database, "plover-jsonl").splitlines()}
    ids, occasions = set(levels), {name for name, level in levels.items() if level == "incident"}
    assert {r[0][3:] for r in rows(exported(database, "acled-csv"))[1:]} == occasions
    assert {f"{int(r[0]):012x}" for r in rows(exported(database, "gdelt-tsv"), "\t")} == occasions
    assert len(rows(exported(database, "bayanat-csv"))) - 1 == len(ids)
    run("export", "--from", database, "--format", "parquet", "--to", tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert {row["id"] for row in table} == ids
    run("export", "--from", database, "--format", "brat", "--to", tmp_path / "brat")
    assert len(list((tmp_path / "brat").glob("*.ann"))) == 11
    assert set(EXPORTS) == {*TEXT_FORMATS, "parquet", "brat"}


def test_events_are_the_tellings_of_each_report(database: Path) -> None:
    whole = [json.loads(line) for line in exported(database, "plover-jsonl").splitlines()]
    told = [json.loads(line) for line in run("export", "--from", database, "--format", "plover-jsonl", "--events").stdout.splitlines()]
    ariha = next(r for r in whole if r["place"] == "Ariha")
    mine = [r for r in told if r["id"].startswith(ariha["id"])]
    assert len(mine) == 4 and {r["reports"] for r in mine} == {1}
    assert sorted(a for r in mine for a in r["articles"]) == sorted(ariha["articles"])
    assert {(c["article"], c["start"], c["field"]) for r in mine for c in r["claims"]} == {
        (c["article"], c["start"], c["field"]) for c in ariha["claims"]
    }


def test_geojson_is_a_collection_of_points(database: Path) -> None:
    data = json.loads(exported(database, "geojson"))
    ariha = next(f for f in data["features"] if f["properties"]["place"] == "Ariha")
    assert data["type"] == "FeatureCollection" and ariha["geometry"]["type"] == "Point"
    lon, lat = ariha["geometry"]["coordinates"]
    assert 36 < lon < 37 and 35 < lat < 36.5


def test_acled_rows_follow_its_columns(database: Path) -> None:
    head, *found = rows(exported(database, "acled-csv"))
    assert tuple(head) == ACLED
    row = next(dict(zip(head, r, strict=True)) for r in found if "Ariha" in r)
    assert (row["event_date"], row["event_type"], row["sub_event_type"]) == ("2020-02-11", "Explosions/Remote violence", "Air/drone strike")
    assert (row["fatalities"], row["time_precision"], row["geo_precision"]) == ("9", "1", "1")
    assert all(len(r) == len(GDELT) for r in rows(exported(database, "gdelt-tsv"), "\t"))


def test_brat_spans_are_the_words_of_the_text(database: Path, tmp_path: Path) -> None:
    run("export", "--from", database, "--format", "brat", "--to", tmp_path)
    for path in tmp_path.glob("*.ann"):
        text = path.with_suffix(".txt").read_text("utf-8")
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("T"):
                _, where, words = line.split("\t")
                start, end = map(int, where.split()[1:])
                assert text[start:end].replace("\n", " ") == words


@pytest.mark.parametrize("value", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx"])
def test_a_cell_is_never_a_formula(value: str) -> None:
    assert cell(value).startswith("'") and plain(cell(value)) == value
    assert cell(-2) == "-2" and cell(["a", "b"]) == "a; b" and cell(None) == ""
