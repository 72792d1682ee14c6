"""Bad inputs, one by one: the exit code is not 0, one line says what is wrong, no password is told, and not a byte of what lay there is
changed: no file is made, altered or left behind beside another program's."""

import hashlib
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked import Commands

REPORT = "قتل ثلاثة جنود بانفجار لغم قرب مدينة الحسكة أمس، بحسب مصدر عسكري."
SECRET = "hush-42"
NEW = "new.db"
"""The one name that a case may write to."""

DATABASES = [
    ("foreign.db", "another program"),
    ("alembic.db", "another program"),
    ("tables.db", "another program"),
    ("marked.db", "another program"),
    ("live.db", "another program"),
    ("young.db", "another program"),
    ("bare.db", "another program"),
    ("link.db", "another program"),
    ("newer.db", "made by a newer one"),
    ("text.db", "no Khabar database"),
    ("cut.db", "no Khabar database"),
    ("damaged.db", "damaged"),
    ("folder.db", "folder"),
    ("/dev/null", "no file"),
]
"""Files that are no database of Khabar's, and what is said of them, whatever the command."""
READERS = ["incidents --from DB", "incident 12 --from DB", "article 12 --from DB", "search حلب --from DB", "failures --from DB",
           "export --format geojson --from DB", "export --format brat --to out --from DB"]  # fmt: skip
WRITERS = ["ingest report.txt --into DB", "retry --into DB", "watch feeds.toml --rounds 1 --into DB", "migrate DB"]
SERVERS = [
    (f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/x", "refused"),
    (f"postgresql://me:{SECRET}@127.0.0.1:1/x", "refused"),
    ("postgresql+psycopg://me:%68ush%2D42@127.0.0.1:1/x", "refused"),
    (f"postgresql+psycopg://127.0.0.1:1/x?user=me&password={SECRET}", "refused"),
    (f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/x?no_such=1", "no_such"),
    (f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/x?sslmode=bogus", "sslmode"),
    (f"postgresql+psycopg://me:a@b/{SECRET}@127.0.0.1:1/x", "%40"),
    (f"postgresql+psycopg://me:{SECRET}@h:port/x", "no database URL"),
    (f"postgresql:/me:{SECRET}@h/x", "no database URL"),
    (f"host=h user=me password={SECRET}", "no database URL"),
    (f"mysql://me:{SECRET}@h/x", "only SQLite"),
    (f"sqlite://me:{SECRET}@/x", "the file's name only"),
]
FEEDS = {
    "string.toml": ('feeds = "https://x"', "a list"),
    "root.toml": ('feeds = "/"', "a list"),
    "table.toml": ("[feeds]\na = 1", "a list"),
    "none.toml": ("feeds = []", "empty list"),
    "other.toml": ('sites = ["https://x"]', "it has no feeds"),
    "broken.toml": ("feeds = ", "must hold feeds"),
    "numbers.toml": ("feeds = [1, true]", "feed 1: a int is no address; "),
    "disk.toml": ('feeds = ["/", "report.txt", "file:///etc/passwd", "ftp://x/y"]', "feed 3: 'file:///etc/passwd' is no http"),
    "hostless.toml": ('feeds = ["https://", "http:///x", "https://a b/"]', "feed 2"),
    "nested.toml": ('feeds = [["https://x"]]', "a list is no address"),
}
ARGUMENTS = [
    ("incidents --from nothing.db", "no such database"),
    ("incidents --from empty.db", "is empty"),
    ("incidents --from no/such/folder.db", "no such database"),
    ("retry --into nothing.db", "no such database"),
    ("migrate nothing.db", "no such database"),
    ("migrate", "name the database"),
    ("ingest report.txt --into no/such/folder.db", "does its folder exist"),
    ("incidents --from :memory:", "name a file"),
    ("incidents --from good.db --country Syira", "nearest: SYR (Syria)"),
    ("incidents --from good.db --country سورياا", "SYR"),
    ("incidents --from good.db --country XQ", "is no country"),
    ("incidents --from good.db --country ''", "is no country"),
    ("incidents --from good.db --type ASAULT", "nearest: ASSAULT"),
    ("incidents --from good.db --type قصف", "is no event type"),
    ("incidents --from good.db --since 2020-13-01", "is no date"),
    ("incidents --from good.db --since yesterday", "is no date"),
    ("incidents --from good.db --since 2021-01-01 --until 2020-01-01", "is after until"),
    ("export --from good.db --format geojson --country Syira", "nearest: SYR (Syria)"),
    ("export --from good.db --format geojson --since 2021-01-01 --until 2020-01-01", "is after until"),
    ("incidents --from good.db --limit 0", "--limit"),
    ("incidents --from good.db --format xml", "'table', 'json', 'csv'"),
    ("incidents --form good.db", "--from"),
    ("incident zz --from good.db", "no incident"),
    ("article zz --from good.db", "no article"),
    ("export --from good.db --format geojson --to folder.db", "folder"),
    ("export --from good.db --format parquet --to folder.db", "folder"),
    ("export --from good.db --format parquet", "--to"),
    ("export --from good.db --format brat --to report.txt", "is a file"),
    ("export --from good.db --format acled-csv --to no/such/x.csv", "No such file or directory"),
    ("export --from good.db --format acled-csv --to /proc/x.csv", "/proc/x.csv"),
    ("export --from good.db --format acled-csv --to good.db", "is the database itself"),
    ("export --from good.db --format acled-csv --to /dev/full", "No space left"),
    ("export --from good.db --format xlsx", "xlsx"),
    ("watch nothing.toml --into new.db", "No such file"),
    ("watch https://news.example/rss --into new.db", "goes into a file"),
    ("watch folder.db --into new.db", "directory"),
    ("watch latin.toml --into new.db", "no UTF-8 text"),
    ("ingest nothing.txt --into new.db", "no such file"),
    (f"ingest http://me:{SECRET}@127.0.0.1:1/rss --into new.db", "127.0.0.1:1/rss"),
    ("ingest report.txt --into new.db --column foo=bar", "no such field"),
    ("read nothing.txt", "no such file"),
    ("read empty.db", "is empty"),
    ("reed report.txt", "reed"),
    ("read", "SOURCE"),
    ("ingest report.txt", "--into"),
    ("evaluate nothing.jsonl", "no such file"),
    ("evaluate report.txt", "line 1"),
]
CASES = [
    *((command.replace("DB", name), words) for command in (*READERS, *WRITERS) for name, words in DATABASES),
    *((f"{command} --{side} '{url}'", words) for url, words in SERVERS for command, side in (("incidents", "from"), ("retry", "into"))),
    *((f"watch {name} --into new.db", words) for name, (_, words) in FEEDS.items()),
    *ARGUMENTS,
]


def foreign(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, commands: Commands) -> Iterator[Path]:
    """A folder with what the cases name."""
    top = tmp_path_factory.mktemp("bad")
    (top / "report.txt").write_text(REPORT, "utf-8")
    (top / "feeds.toml").write_text('feeds = ["http://127.0.0.1:1/rss"]', "utf-8")
    (top / "latin.toml").write_bytes(b'feeds = ["\xe9"]')
    for name, (text, _) in FEEDS.items():
        (top / name).write_text(text, "utf-8")
    (top / "folder.db").mkdir()
    (top / "empty.db").touch()
    (top / "text.db").write_text("no database, a text of some length " * 40)
    foreign(top / "foreign.db", "CREATE TABLE bookmarks(x)", "INSERT INTO bookmarks VALUES (1)")
    foreign(top / "alembic.db", "CREATE TABLE alembic_version(version_num TEXT)", "INSERT INTO alembic_version VALUES ('deadbeef')")
    foreign(
        top / "tables.db", "CREATE TABLE articles(x)", "CREATE TABLE events(x)", "CREATE TABLE alembic_version(version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('0001')",
    )  # fmt: skip
    foreign(top / "marked.db", "CREATE TABLE t(x)", "PRAGMA application_id=252006673")
    foreign(top / "bare.db", "PRAGMA user_version=7")
    (top / "link.db").symlink_to("foreign.db")
    assert commands.run("ingest", "report.txt", "--published", "2020-07-08", "--into", "good.db", cwd=top).code == 0
    for name in ("newer.db", "damaged.db", "cut.db"):
        (top / name).write_bytes((top / "good.db").read_bytes())
    foreign(top / "newer.db", "PRAGMA journal_mode=DELETE", "UPDATE alembic_version SET version_num = '9999'")
    data = bytearray((top / "damaged.db").read_bytes())
    data[100:20000] = b"\xff" * 19900
    (top / "damaged.db").write_bytes(data)
    (top / "cut.db").write_bytes(data[:50])
    with closing(sqlite3.connect(top / "live.db")) as live, closing(sqlite3.connect(top / "young.db")) as young:
        # Other programs at work: what they wrote last, or all of it, stands in the file's -wal, which is theirs to clear away.
        for db in (live, young):
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("CREATE TABLE notes(x)")
            db.commit()
        live.execute("PRAGMA wal_checkpoint")
        live.execute("INSERT INTO notes VALUES (1)")
        live.commit()
        yield top


def contents(top: Path) -> dict[str, str]:
    """What lies in a folder: the checksum of each file."""
    kept = (p for p in sorted(top.rglob("*")) if not p.name.startswith(NEW))
    return {str(p.relative_to(top)): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder" for p in kept}


@pytest.mark.parametrize(("command", "words"), CASES, ids=[command for command, _ in CASES])
def test_one_line_and_nothing_lost(commands: Commands, place: Path, command: str, words: str) -> None:
    before = contents(place)
    found = commands.run(*shlex.split(command), cwd=place)
    told = found.stderr.strip().splitlines()
    assert found.code == 2, found
    assert len(told) == 1 and told[0].startswith("khabar: ") and words in told[0], found
    for secret in (SECRET, "%68ush%2D42", "Traceback"):
        assert secret not in found.stdout + found.stderr
    assert contents(place) == before
    for left in place.glob(f"{NEW}*"):
        left.unlink()


@pytest.mark.parametrize("command", READERS)
def test_reading_a_good_database_leaves_it_as_it_was(commands: Commands, place: Path, command: str) -> None:
    before = contents(place)
    assert "Traceback" not in commands.run(*shlex.split(command.replace("DB", "good.db")), cwd=place).stderr
    shutil.rmtree(place / "out", ignore_errors=True)
    assert contents(place) == before and not list(place.glob("good.db-*"))
