"""What is wrong with sources: each is told in one line with the reason, keeps the others from nothing, and is left as it was."""

import bz2
import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import khabar
from khabar.cli.main import run
from khabar.sources import limits
from khabar.store.store import Store
from tests.making import MORE, REPORT, drawn, message, page, pdf, telegram, warc, word, zipped

CASES = Path(__file__).parent / "cases"
BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NOISE = bytes((n * 89 + 7) % 256 for n in range(4000))


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


def locked_zip() -> bytes:
    """A zip archive whose member says that it is locked with a password."""
    data = bytearray(zipped(a__txt=REPORT))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def nested_zip(depth: int) -> bytes:
    data = zipped(a__txt=REPORT)
    for _ in range(depth):
        data = zipped(a__zip=data)
    return data


def of_pictures(path: Path) -> None:
    path.mkdir()
    (path / "a.png").write_bytes(b"x")


def in_a_loop(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to(path)


def sqlite(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")


def locked_pdf() -> bytes:
    data = pdf(drawn("خبر"))
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) /P -4 >>"
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock + b" /ID [<00> <00>]")


WHOLE_WARC = warc(("http://a.example/1", "200 OK", "text/html", page().encode()))
BAD: dict[str, tuple[str, bytes | str | Callable[[Path], None], str]] = {
    # name of the file, what is in it, what is said of it
    "empty text": ("a.txt", b"", "is empty"),
    "blank text": ("a.txt", " \n\t\n", "is empty"),
    "empty file packed": ("a.txt.gz", gzip.compress(b""), "is empty"),
    "empty csv": ("a.csv", b"", "is empty"),
    "heading only": ("a.csv", "text,published\n", "holds no report"),
    "empty array": ("a.json", "[]", "holds no report"),
    "array of numbers": ("a.json", "[1, 2]", "a JSON object is expected, this is a list"),
    "json string": ("a.json", '"خبر"', "a JSON object is expected, this is a str"),
    "json without text": ("a.json", '{"title": "خبر"}', "--column text=NAME"),
    "json cut off": ("a.json", '[{"text": "خبر", "publ', "broken JSON"),
    "json nested without end": ("a.json", "[" * 100_000, "nested too deeply"),
    "line cut off": ("a.jsonl", '{"text": "خبر"', "broken JSON"),
    "text that is a number": ("a.jsonl", '{"text": 5}', "no column 'text'"),
    "date that is none": ("a.jsonl", json.dumps({"text": REPORT, "published": "أمس"}), "is no date"),
    "date of no calendar": ("a.csv", f"text,published\n{REPORT},2020-02-30\n", "is no date"),
    "date in two orders": ("a.csv", f"text,published\n{REPORT},08/07/2020\n", "--date-format dmy"),
    "date of two figures": ("a.csv", f"text,published\n{REPORT},08/07/20\n", "--date-format dmy"),
    "csv of other columns": ("a.csv", "a,b\n1,2\n", "there are: a, b"),
    "broken parquet": ("a.parquet", b"PAR1" + NOISE, "broken Parquet"),
    "parquet that is text": ("a.parquet", REPORT, "is no Parquet file"),
    "only service messages": ("result.json", telegram([message(1, "", type="service", action="x")]), "service messages (1)"),
    "only pictures of messages": ("result.json", telegram([message(1, "")]), "messages without text (1)"),
    "export without messages": ("result.json", '{"name": "x", "type": "public_channel", "id": 1, "messages": []}', "holds no report"),
    "page of a menu": ("a.html", (CASES / "notarticle.html").read_bytes(), "no report was found"),
    "page that is not there": ("a.html", page(body="<p>عذرا، هذه الصفحة غير موجودة هنا.</p>", title="404"), "says that there is none"),
    "page without words": ("a.html", "<html><body></body></html>", "no report was found"),
    "page too large": ("a.html", page().encode() + b" " * (limits.MOST_BYTES + 1), "at most 20 MB"),
    "saved page without a page": ("a.mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "holds no HTML"),
    "broken web archive of Safari": ("a.webarchive", b"bplist00" + NOISE, "holds no page"),
    "note in xml": ("a.xml", (CASES / "notfeed.xml").read_bytes(), "no feed or sitemap"),
    "feed cut off": ("a.rss", (CASES / "broken.rss").read_bytes(), "breaks off"),
    "feed without entries": ("a.rss", "<rss><channel><title>x</title></channel></rss>", "has no entries"),
    "sitemap without pages": ("a.xml", "<urlset></urlset>", "has no entries"),
    "feed with entities": ("a.rss", BOMB, "declares entities"),
    "feed that reads files": ("a.rss", EXTERNAL, "declares entities or refers to other files"),
    "feed that is text": ("a.rss", "not xml at all", "is no feed"),
    "archive without an address": ("a.warc", (CASES / "broken.warc").read_bytes(), "has no address"),
    "archive that is none": ("a.warc", "no archive at all", "broken WARC"),
    "archive cut off": ("a.warc.gz", gzip.compress(WHOLE_WARC)[:-40], "damaged"),
    "archive of errors": ("a.warc", warc(("http://a.example/1", "404 Not Found", "text/html", page().encode())), "pages answered 404 (1)"),
    "archive of pictures": ("a.warc", warc(("http://a.example/1", "200 OK", "image/png", b"\x89PNG")), "other records of an archive"),
    "word that is none": ("a.docx", NOISE, "is no Word document"),
    "word without words": ("a.docx", word(""), "holds no text"),
    "word that is another zip": ("a.docx", zipped(x__txt="x"), "damaged or holds no text"),
    "pdf cut off": ("a.pdf", pdf(drawn("خبر"))[:300], "damaged"),
    "pdf that is none": ("a.pdf", NOISE, "is no PDF"),
    "pdf without text": ("a.pdf", pdf([]), "holds no text"),
    "pdf with a password": ("a.pdf", locked_pdf(), "locked with a password"),
    "zip cut off": ("a.zip", zipped(a__txt=REPORT)[:-30], "damaged"),
    "zip with a password": ("a.zip", locked_zip(), "locked with a password"),
    "zip of pictures": ("a.zip", zipped(a__png=b"\x89PNG", b__jpg=b"\xff\xd8\xff"), "pictures (2)"),
    "empty zip": ("a.zip", zipped(), "holds no report"),
    "zips in zips": ("a.zip", nested_zip(9), "lie in one another"),
    "zip bomb": ("a.zip", zipped(a__txt=b" " * 40_000_000), "times its size"),
    "gzip bomb": ("a.txt.gz", gzip.compress(b" " * 40_000_000), "times its size"),
    "gzip cut off": ("a.jsonl.gz", gzip.compress(json.dumps({"text": MORE}).encode())[:-12], "damaged"),
    "gzip that is none": ("a.txt.gz", b"\x1f\x8b" + NOISE, "damaged"),
    "noise": ("a.txt", NOISE, "no text, but data of an unknown kind"),
    "latin in an old encoding": ("a.txt", "Les dépêches de l'après-midi".encode("cp1252"), "name the encoding: --encoding"),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + NOISE, "a PNG picture"),
    "photograph": ("a.html", b"\xff\xd8\xff\xe0" + NOISE, "a JPEG picture"),
    "sound": ("a.txt", b"ID3\x04" + NOISE, "a sound (MP3)"),
    "film": ("a.txt", b"\x00\x00\x00\x20ftypmp42" + NOISE, "a film or sound (MP4)"),
    "old word document": ("a.doc", OLE, "an old Office document"),
    "locked word document": ("a.docx", OLE, "locked with a password"),
    "old excel sheet": ("a.xls", OLE, "an old Office document"),
    "excel sheet": ("a.xlsx", zipped(xl__xml="x"), "an Excel workbook; save its sheet as CSV"),
    "excel sheet by another name": ("a.txt", zipped(**{"[Content_Types]__xml": "x", "xl/workbook__xml": "x"}), "an Excel workbook"),
    "slides": ("a.pptx", zipped(ppt__xml="x"), "a PowerPoint presentation"),
    "opendocument": ("a.odt", zipped(content__xml="x"), "an OpenDocument text"),
    "e-book": ("a.epub", zipped(mimetype="application/epub+zip"), "an e-book"),
    "rich text": ("a.rtf", r"{\rtf1\ansi x}", "a rich text document"),
    "tar archive": ("a.tar", tar(), "a tar archive"),
    "tar archive packed": ("a.tar.gz", gzip.compress(tar()), "a tar archive"),
    "bzip2": ("a.bz2", bz2.compress(b"x"), "a bzip2 file"),
    "7-zip": ("a.7z", b"7z\xbc\xaf\x27\x1c" + NOISE, "a 7-Zip archive"),
    "rar": ("a.rar", b"Rar!\x1a\x07" + NOISE, "a RAR archive"),
    "program": ("a.txt", b"\x7fELF" + NOISE, "a program"),
    "database": ("a.db", sqlite, "an SQLite database"),
    "folder of nothing": ("empty", Path.mkdir, "holds no report"),
    "folder of pictures": ("pictures", of_pictures, "pictures (1)"),
    "folder in a loop": ("loop", in_a_loop, "holds no report"),
    "link to nothing": ("gone.txt", lambda p: p.symlink_to("/nowhere/at/all"), "no such file"),
}  # fmt: skip


@pytest.fixture
def khabar_run(
    nlp: khabar.Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command as the command line does, with the model that is loaded already: exit code, standard output, standard error."""
    monkeypatch.setattr(khabar, "load", lambda *arguments: nlp)

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["khabar", *map(str, arguments)])
        code = 0
        try:
            run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def contents(path: Path) -> dict[str, str]:
    """Checksums of a file, or of all files of a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else []
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def made(path: Path, content: bytes | str | Callable[[Path], None]) -> Path:
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: the tests copy it."""
    path = tmp_path_factory.mktemp("db") / "x.db"
    Store.open(str(path)).close()
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_source_is_told_and_harms_nothing(
    name: str, tmp_path: Path, empty_database: Path, khabar_run: Callable[..., tuple[int, str, str]]
) -> None:
    file, content, words = BAD[name]
    shutil.copy(empty_database, tmp_path / "x.db")
    bad = made(tmp_path / file, content)
    before = contents(bad)
    good = made(tmp_path / "good.txt", REPORT)
    code, out, err = khabar_run("ingest", bad, good, "--into", tmp_path / "x.db", "--published", "2020-07-08")
    assert code == 2 and "Traceback" not in err
    assert [line for line in err.splitlines() if words in line], err
    assert "1 read, 1 new" in out, out
    assert contents(bad) == before
    store = Store.open(str(tmp_path / "x.db"))
    assert store.counts()["read"] == 1 and any(words in reason for _, reason in store.failures())
    store.close()


@pytest.mark.parametrize("name", ["empty text", "noise", "excel sheet", "feed with entities", "zip with a password", "page of a menu"])
def test_read_tells_the_same(name: str, tmp_path: Path, khabar_run: Callable[..., tuple[int, str, str]]) -> None:
    file, content, words = BAD[name]
    code, out, err = khabar_run("read", made(tmp_path / file, content), "--format", "jsonl")
    assert code == 2 and out == "" and words in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("/",), "root folder of the disk"),
        (("",), "names no file"),
        (("a" * 5000,), "too long"),
        (("a\x00b",), "no such file"),
        (("http://",), "http://"),
        (("http://127.0.0.1:1/x",), "cannot be reached"),
        (("GOOD", "--encoding", "klingon"), "no such encoding"),
        (("GOOD", "--date-format", "klingon"), "no date format"),
        (("GOOD", "--published", "08/07/2020"), "write it as 2020-07-08"),
    ],
)
def test_bad_arguments(arguments: tuple[str, ...], words: str, tmp_path: Path, khabar_run: Callable[..., tuple[int, str, str]]) -> None:
    good = made(tmp_path / "good.txt", REPORT)
    given = [str(good) if a == "GOOD" else a for a in arguments]
    for command in (["ingest", *given, "--into", str(tmp_path / "x.db")], ["read", *given]):
        code, _, err = khabar_run(*command)
        assert code == 2 and words in err and "Traceback" not in err, (command, err)


def test_a_source_that_no_library_can_stand_is_one_failure(
    tmp_path: Path, khabar_run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *a, **k: 1 / 0)
    bad, good = made(tmp_path / "a.html", page()), made(tmp_path / "good.txt", REPORT)
    code, out, err = khabar_run("ingest", bad, good, "--into", tmp_path / "x.db")
    assert code == 2 and "could not be read (ZeroDivisionError" in err and "1 read, 1 new" in out


def test_languages_and_what_is_passed_over_are_counted(tmp_path: Path, khabar_run: Callable[..., tuple[int, str, str]]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "fa.txt").write_bytes((CASES / "persian.txt").read_bytes())
    (folder / "ur.txt").write_text("کراچی میں دھماکہ، دس افراد زخمی", "utf-8")
    (folder / "en.txt").write_text("No Arabic here.", "utf-8")
    (folder / "ar.txt").write_text(REPORT, "utf-8")
    (folder / "a.png").write_bytes(b"x")
    code, out, err = khabar_run("ingest", folder, "--into", tmp_path / "x.db")
    assert (code, err.strip()) == (0, "") and "1 read, 4 new" in out
    assert "3 not in Arabic, kept without events: Persian (1), Urdu (1), other letters (1)" in out and "passed over: pictures (1)" in out
    code, out, err = khabar_run("read", folder / "fa.txt", "--format", "json")
    assert code == 0 and json.loads(out)["language"] == "fa" and json.loads(out)["events"] == []
    assert "is in Persian, not in Arabic" in err


def test_read_takes_what_ingest_takes(tmp_path: Path, khabar_run: Callable[..., tuple[int, str, str]]) -> None:
    files = {
        "a.html": page(), "b.docx": word(REPORT, MORE), "c.csv": f"text,date\n{REPORT},08/07/2020\n",
        "d.json": telegram([message(1, REPORT)]),
        "e.warc": WHOLE_WARC, "f.zip": zipped(x__txt=REPORT), "g.pdf": pdf(drawn("قتل ثلاثة عمال في المصنع أمس.")),
    }  # fmt: skip
    for name, content in files.items():
        code, out, err = khabar_run("read", made(tmp_path / name, content), "--format", "jsonl", "--date-format", "dmy")
        assert (code, err) == (0, ""), (name, err)
        [document] = map(json.loads, out.splitlines())
        assert document["events"] and document["text"].startswith("قتل ثلاثة عمال"), name
    code, out, _ = khabar_run("read", CASES / "good.rss", "--format", "json")
    assert code == 0 and json.loads(out)["is_summary"] is True


def test_a_pipe_is_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from khabar.cli.main import run; run()", "read", "/dev/stdin", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        out, _ = process.communicate(json.dumps([{"text": REPORT}]).encode(), timeout=120)
    assert json.loads(out)["text"] == REPORT


def test_zip_files_are_made_as_the_tests_say() -> None:
    with zipfile.ZipFile(io.BytesIO(locked_zip())) as archive:
        assert archive.infolist()[0].flag_bits & 1
