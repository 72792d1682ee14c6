"""Nothing of others is harmed and nothing secret told: passwords, interrupts, full pipes, control characters, databases that may only be
read. The bad inputs themselves are in test_bad_inputs.py."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import khabar
from khabar.cli import progress
from khabar.cli.progress import state
from khabar.cli.terminal import flow, isolate
from khabar.document.model import Article
from khabar.errors import StoreError
from khabar.masking import masked
from khabar.store.store import Store
from khabar.store.target import APPLICATION, READABLE, revisions
from khabar.text.visible import visible
from tests.forked import Commands

EXAMPLES = Path(__file__).parent.parent / "examples"
COMMAND = [sys.executable, "-c", "from khabar.cli.main import run; run()"]
ESCAPES = "قتل ثلاثة \x1b[31;1mجنود\x1b[0m في حلب \x1b]0;title\x07 أمس\x9b2J، بحسب المرصد \u202eمقلوب\x7f."


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("safety") / "x.db"
    store = Store.open(str(path))
    store.add_article(Article("a", "قتل جندي في حلب", "2020-01-01"), "test", "given")
    store.close()
    return path


# Databases


def header(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[68:72], "big")


def test_a_database_is_signed_and_alone_when_closed(database: Path) -> None:
    assert header(database) == APPLICATION
    assert [p.name for p in database.parent.iterdir()] == [database.name]


def test_the_revisions_are_those_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(khabar.__file__).parent / "store" / "migrations"))
    assert [r.revision for r in ScriptDirectory.from_config(config).walk_revisions()][::-1] == list(revisions())


@pytest.mark.parametrize("old", [r for r in revisions() if r >= READABLE])
def test_an_older_schema_is_read_as_it_is(tmp_path: Path, commands: Commands, old: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(Path(khabar.__file__).parent / "store" / "migrations"))
    with create_engine(f"sqlite:///{tmp_path / 'old.db'}").begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, old)
        row = ("k1", "a", "قتل جندي في حلب", "none", "test", "failed")
        db.exec_driver_sql("INSERT INTO articles(id, name, text, published_basis, source, state) VALUES (?, ?, ?, ?, ?, ?)", row)
    before = (tmp_path / "old.db").read_bytes()
    for arguments in ("incidents", "incidents --country sy", "search حلب", "failures", "export --format plover-jsonl"):
        found = commands.run(*arguments.split(), "--from", "old.db", cwd=tmp_path)
        assert found.code == 0, found
    assert "no incident" in commands.run("incident", "x", "--from", "old.db", cwd=tmp_path).stderr
    assert "not read yet" in commands.run("article", "a", "--from", "old.db", cwd=tmp_path).stderr
    assert (tmp_path / "old.db").read_bytes() == before
    assert "1 read" in commands.run("retry", "--into", "old.db", cwd=tmp_path).stdout
    assert commands.run("article", "a", "--from", "old.db", cwd=tmp_path).code == 0


def test_a_database_from_before_the_application_id(database: Path, tmp_path: Path, commands: Commands) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(old)) as db:
        db.execute("PRAGMA application_id=0")
    before = old.read_bytes()
    assert "Nothing has failed" in commands.run("failures", "--from", "old.db", cwd=tmp_path).stdout
    assert old.read_bytes() == before
    assert commands.run("migrate", "old.db", cwd=tmp_path).code == 0
    assert header(old) == APPLICATION
    with khabar_reader(old) as store:
        assert store.counts()["new"] == 1


def test_a_run_of_an_older_version_that_was_killed(tmp_path: Path, commands: Commands) -> None:
    """Its tables stood in the -wal alone, and its file bore no application id."""
    khabar.open(tmp_path / "made.db", write=True).close()
    with closing(sqlite3.connect(tmp_path / "made.db")) as made, closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode=WAL")
        old.execute("BEGIN")
        for statement in made.iterdump():
            if not statement.startswith(("BEGIN", "COMMIT", "INSERT INTO sqlite_", 'INSERT INTO "search', "CREATE TABLE 'search")):
                old.execute(statement)
        old.execute("COMMIT")
        for name in ("x.db", "x.db-wal"):
            (tmp_path / f"killed{name[1:]}").write_bytes((tmp_path / name).read_bytes())
    assert b"articles" not in (tmp_path / "killed.db").read_bytes()
    found = commands.run("failures", "--from", "killed.db", cwd=tmp_path)
    assert found.stdout == "Nothing has failed.\n", found


def khabar_reader(path: Path) -> closing[Store]:
    return closing(khabar.open(str(path)))


def test_what_is_opened_to_read_cannot_be_written(database: Path) -> None:
    with khabar_reader(database) as store, pytest.raises(StoreError, match="can only be read"):
        store.add_article(Article("b", "خبر", None), "test", "none")


def test_a_library_makes_a_database_only_when_told_to_write(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such database"):
        khabar.open(str(tmp_path / "x.db"))
    assert not list(tmp_path.iterdir())
    khabar.open(str(tmp_path / "x.db"), write=True).close()
    assert header(tmp_path / "x.db") == APPLICATION


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root, who then becomes somebody else")
def test_a_medium_that_can_only_be_read(database: Path, tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    (medium / "x.db").write_bytes(database.read_bytes())
    (medium / "x.db").chmod(0o444)
    medium.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        try:
            with khabar_reader(medium / "x.db") as store:
                os._exit(0 if store.counts()["new"] == 1 else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [p.name for p in medium.iterdir()] == ["x.db"]


def test_a_name_with_signs_of_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20d&e.db"
    khabar.open(path, write=True).close()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


# Passwords


@given(st.text(st.characters(codec="ascii", exclude_categories=["C", "Z"]), min_size=6))
@example("p@ss:w/rd?#")
def test_a_password_is_masked_however_it_is_written(password: str) -> None:
    for url in (
        f"postgresql://me:{quote(password, '')}@host/db",
        f"postgresql://host/db?password={quote(password, '')}",
        f"https://me:{quote(password, '')}@site/rss",
    ):
        told = masked(f"{url}: FATAL: {password} and {quote(password, '')} failed", url)
        assert "FATAL" in told or "FATAL" in password
        assert quote(password, "") not in told and password not in told.replace("FATAL", "").replace("failed", "")


@pytest.mark.parametrize("text", ["https://site.example/a@b?page=2", "postgresql://me@host/db", "x.db", "see a: b@c", "http://h:8080/x"])
def test_what_holds_no_password_stays(text: str) -> None:
    assert masked(text, text) == text


def test_nothing_secret_is_kept(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "x.db"))
    url = "https://me:hush-42@site.example/rss?page=3"
    store.begin_run("2020-01-01T00:00:00", "1", "shipped", {"source": url})
    store.add_article(Article(url, "خبر", None, url=url), url, "none")
    store.unusable(url, f"{url}&token=hush-43", "login of me with hush-42 and hush-43 failed")
    assert [a.url for a in store.pending()] == ["https://site.example/rss?page=3"]
    assert "hush" not in str(store.failures())
    store.close()
    assert b"hush-4" not in (tmp_path / "x.db").read_bytes()


# Interrupts, pipes, unforeseen errors


@pytest.mark.parametrize("seconds", [0.15, 0.4, 0.8, 1.5])
def test_an_interrupt_is_one_line(tmp_path: Path, seconds: float) -> None:
    reports = [str(EXAMPLES / "reports.jsonl"), str(EXAMPLES / "incidents.jsonl")]
    arguments = ["ingest", *reports, "--into", str(tmp_path / "x.db")]
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) in ((130, "khabar: stopped\n"), (0, ""))
    assert not list(tmp_path.glob("x.db-*"))


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_goes_away_is_no_error_of_ours(form: str, tmp_path: Path) -> None:
    arguments = [*COMMAND, "incidents", "--from", str(tmp_path / "x.db"), "--format", form]
    Store.open(str(tmp_path / "x.db")).close()
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(arguments, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert found.stderr == "" and found.returncode in (1, 141)


def test_an_unforeseen_error_is_one_line_and_a_log_without_secrets(tmp_path: Path) -> None:
    script = "import sys, khabar.cli.browsing as b; b.reading = lambda t: 1 / 0\nfrom khabar.cli.main import run; run()"
    arguments = ["failures", "--from", "postgresql://me:hush-42@h/x"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    found = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60, env=environment)
    [log] = tmp_path.glob("khabar-error-*.log")
    assert found.returncode == 1 and found.stdout == ""
    [line] = found.stderr.splitlines()
    assert "ZeroDivisionError" in line and str(log) in line and "report" in line
    assert "Traceback" in log.read_text() and "hush" not in log.read_text() + found.stderr
    assert log.stat().st_mode & 0o077 == 0


# Control characters


def test_control_characters_are_shown_and_not_sent(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "a.txt").write_text(ESCAPES, "utf-8")
    row = json.dumps({"id": "\x1b[2Jx", "title": ESCAPES, "outlet": ESCAPES, "text": ESCAPES})
    (tmp_path / "b.jsonl").write_text(row + "\n{\x1b", "utf-8")
    commands.run("ingest", "a.txt", "b.jsonl", "--published", "2020-07-08", "--into", "x.db", cwd=tmp_path)
    for arguments in (
        ["read", "a.txt"],
        ["read", "a.txt", "--format", "json"],
        ["read", "b.jsonl", "--format", "jsonl"],
        ["read", "b.jsonl"],
        ["incidents", "--from", "x.db"],
        ["incidents", "--from", "x.db", "--format", "csv"],
        ["search", "حلب", "--from", "x.db"],
        ["failures", "--from", "x.db"],
        ["article", "a", "--from", "x.db"],
        ["export", "--from", "x.db", "--format", "bayanat-csv"],
        ["export", "--from", "x.db", "--format", "plover-jsonl"],
        ["read", "\x1b[31mno such file"],
        ["incident", "\x1b[31m", "--from", "x.db"],
    ):
        found = commands.run(*arguments, cwd=tmp_path)
        told = (found.stdout + found.stderr).replace("\n", "").replace("\t", "")
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in told), arguments


@given(st.text())
def test_a_visible_text_keeps_its_length_and_its_lines(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert [n for n, c in enumerate(text) if c in "\n\t"] == [n for n, c in enumerate(shown) if c in "\n\t"]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=8), st.integers(40, 100))
def test_isolates_are_whole_in_each_line(texts: list[str], width: int) -> None:
    for line in flow([f"«{isolate(t)}»" for t in texts], width, 2).split("\n"):
        depth = 0
        for sign in line:
            depth += (sign == "\u2068") - (sign == "\u2069")
            assert depth in (0, 1)
        assert depth == 0


# Starting


def test_a_list_needs_none_of_the_heavy_libraries(database: Path) -> None:
    script = "import sys, khabar.cli.main as m\ntry: m.run()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    for arguments in (["--version"], ["incidents", "--from", str(database), "--limit", "20"]):
        found = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60)
        loaded = set(found.stderr.split())
        assert "khabar.cli.commands" in loaded
        assert not loaded & {"scipy", "numpy", "onnxruntime", "alembic", "httpx", "pyarrow", "trafilatura"}


# Progress


def test_progress_in_words() -> None:
    assert state(120, 1306, 2, 10.0) == "120 of 1,306 read · 12.0/s · 1 min 39 s left · 2 failed"
    assert state(7, None, 0, 2.0) == "7 found · 3.5/s"
    assert state(1, 10, 0, 0.01) == "1 of 10 read"


def test_plain_lines_of_progress_come_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter(range(0, 1000, 3))
    told = progress._lines(lambda: next(clock))
    for done in range(1, 13):
        told(done, 100, 0)
    lines = capsys.readouterr().err.splitlines()
    assert 3 <= len(lines) <= 8 and all(line.startswith("khabar: ") and " of 100 read · " in line for line in lines)
