"""Sources: files of every kind, folders, the web through a real server, and what is wrong with them."""

import gzip
import http.server
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pyarrow
import pyarrow.parquet
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from khabar.document.model import Article
from khabar.sources import limits
from khabar.sources.feeds import entries
from khabar.sources.sources import read
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, InputError, Passed
from khabar.sources.web import Web

REPORT = "قتل ثلاثة عمال في انفجار داخل مصنع للأسمدة قرب الميناء صباح اليوم، بحسب ما أعلنت إدارة الدفاع المدني في بيان لها."
PAGE = f"""<html><head><meta charset="utf-8"><title>انفجار في مصنع</title><meta property="og:site_name" content="صحيفة الأفق">
<meta property="article:published_time" content="2020-07-08T10:00:00Z"></head><body><nav>الرئيسية</nav><article><h1>انفجار في مصنع</h1>
<p>{REPORT}</p><p>{REPORT.replace("ثلاثة", "أربعة")}</p></article></body></html>""".encode()
NONE = Columns({})


def take(source: object, columns: Columns = NONE, web: Web | None = None) -> list[Found | Failure | Passed]:
    return list(read(str(source), columns, web or Web(0), "2021-01-01"))


def articles(source: object, columns: Columns = NONE) -> list[Article]:
    found = take(source, columns)
    assert all(isinstance(item, Found) for item in found), found
    return [item.article for item in found if isinstance(item, Found)]


def test_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    assert articles(tmp_path / "report.txt") == [Article("report", REPORT)]


def test_a_page_gives_title_date_and_outlet(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    [(article, basis)] = [i for i in take(tmp_path / "page.html") if isinstance(i, Found)]
    assert REPORT in article.text and "الرئيسية" not in article.text
    assert (article.published, article.outlet, basis) == ("2020-07-08", "صحيفة الأفق", "page")


def test_tables_with_usual_and_named_columns(tmp_path: Path) -> None:
    rows = [{"body": REPORT, "date": "2020-07-08", "source": "وكالة"}, {"body": "خبر آخر من المدينة", "date": "2020-07-09", "source": None}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(r) + "\n" for r in rows)
    (tmp_path / "c.csv").write_text(f'body;date;source\n"{REPORT}";2020-07-08;وكالة\n"خبر آخر من المدينة";2020-07-09;\n', "utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "d.parquet")
    for name in ("a.jsonl", "b.jsonl.gz", "c.csv", "d.parquet"):
        found = articles(tmp_path / name)
        assert [(a.text, a.published, a.outlet) for a in found] == [
            (REPORT, "2020-07-08", "وكالة"),
            ("خبر آخر من المدينة", "2020-07-09", None),
        ], name
    (tmp_path / "e.csv").write_text(f"x,y\n{REPORT},2020-07-08\n", "utf-8")
    assert articles(tmp_path / "e.csv", Columns({"text": "x", "published": "y"}))[0].published == "2020-07-08"


def test_a_wrong_row_does_not_lose_the_others(tmp_path: Path) -> None:
    lines = [
        '{"text": "' + REPORT + '"}',
        "{broken",
        "[1]",
        '{"text": "خبر", "published": "أمس"}',
        '{"title": "بلا نص"}',
        '{"text": "خبر"}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    found = take(tmp_path / "a.jsonl")
    reasons = [i.reason for i in found if isinstance(i, Failure)]
    assert len(found) == 6 and len(reasons) == 4
    assert "broken JSON" in reasons[0] and "list" in reasons[1] and "no date" in reasons[2] and "--column text=NAME" in reasons[3]


def test_an_archive_of_pages(tmp_path: Path) -> None:
    with (tmp_path / "a.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for kind, body in (
            ("text/html", PAGE),
            ("image/png", b"\x89PNG"),
            ("text/html", b"<html><body><p>No Arabic is on this page</p></body></html>"),
        ):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
            writer.write_record(writer.create_warc_record("http://news.test/1", "response", payload=io.BytesIO(body), http_headers=head))
    found = take(tmp_path / "a.warc.gz")
    assert isinstance(found[0], Found) and found[0].article.url == "http://news.test/1"
    assert len(found) == 3 and found[1] == Passed("http://news.test/1", "other records of an archive")
    assert isinstance(found[2], Found) and found[2].article.text == "No Arabic is on this page"


def test_a_folder_is_read_in_order_and_each_fault_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(REPORT, "utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("خبر", "utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not really")
    (tmp_path / "broken.warc.gz").write_bytes(gzip.compress(b"no warc at all"))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 100)[:-20])
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = take(tmp_path)
    assert [i.article.id for i in found if isinstance(i, Found)][:2] == ["x", "b"]
    where = {Path(i.where).name for i in found if isinstance(i, Failure)}
    assert {"broken.parquet", "broken.warc.gz", "empty.txt", "cut.jsonl.gz"} <= where
    assert [i for i in found if isinstance(i, Passed)] == [Passed(str(tmp_path / "picture.png"), "pictures")]


def test_a_gzip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    [failure] = take(tmp_path / "bomb.txt.gz")
    assert isinstance(failure, Failure) and ("times its size" in failure.reason or "MB" in failure.reason)


def test_a_page_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "huge.html").write_bytes(PAGE + b" " * 50_000_000)
    [failure] = take(tmp_path / "huge.html")
    assert isinstance(failure, Failure) and "at most 20 MB" in failure.reason


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<rss version="2.0"><channel><title>&lol2;</title></channel></rss>"""


def test_an_entity_bomb_is_not_read() -> None:
    with pytest.raises(InputError, match="declares entities"):
        entries(BOMB, "feed")


def test_a_missing_source() -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        take("/nowhere/at/all")


FEED = """<rss version="2.0"><channel><title>صحيفة الأفق</title>
<item><title>انفجار</title><link>{site}/1.html</link><pubDate>Wed, 08 Jul 2020 10:00:00 GMT</pubDate></item>
<item><title>مفقود</title><link>{site}/missing.html</link></item><item><title>ممنوع</title><link>{site}/private/2.html</link></item>
</channel></rss>"""


class _Handler(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    stop = threading.Event()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        site = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if self.path == "/silent":
            self.stop.wait(30)
            return
        answers = {
            "/robots.txt": b"User-agent: *\nDisallow: /private/\n",
            "/feed.xml": FEED.format(site=site).encode(),
            "/1.html": PAGE.replace(b"2020-07-08T10:00:00Z", b""),
            "/bomb.xml": BOMB,
        }
        body = answers.get(self.path)
        if body is not None and self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200 if body is not None else 404)
        self.send_header("ETag", '"v1"')
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    _Handler.asked.clear()
    _Handler.stop.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    _Handler.stop.set()
    server.shutdown()
    server.server_close()


def test_a_feed_gives_its_reports_and_says_what_failed(site: str) -> None:
    found = take(f"{site}/feed.xml")
    good = [i for i in found if isinstance(i, Found)]
    assert [(a.published, basis, a.url) for a, basis in good] == [("2020-07-08", "feed", f"{site}/1.html")]
    reasons = {i.where.removeprefix(site): i.reason for i in found if isinstance(i, Failure)}
    assert "404" in reasons["/missing.html"] and "robots.txt" in reasons["/private/2.html"]
    assert "/private/2.html" not in _Handler.asked


def test_what_has_not_changed_is_not_fetched_again(site: str) -> None:
    web = Web(0)
    assert len([i for i in take(f"{site}/feed.xml", web=web) if isinstance(i, tuple)]) == 1
    assert take(f"{site}/feed.xml", web=web) == []


def test_a_page_without_a_date_has_none(site: str) -> None:
    [found] = take(f"{site}/1.html")
    assert isinstance(found, Found) and found.article.published is None and found.basis == "none"


def test_requests_to_one_site_are_spaced(site: str) -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    take(f"{site}/feed.xml", web=Web(2.0, clock=lambda: now[0], sleep=sleep))
    assert slept and set(slept) == {2.0}


@pytest.mark.parametrize(("path", "words"), [("/bomb.xml", "declares entities"), ("/missing", "404")])
def test_a_bad_address_is_one_failure(site: str, path: str, words: str) -> None:
    [failure] = take(site + path)
    assert isinstance(failure, Failure) and words in failure.reason


def test_a_site_that_never_answers(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    from khabar.sources import web

    monkeypatch.setattr(web, "TIMEOUT", httpx.Timeout(0.5))
    [failure] = take(f"{site}/silent", web=Web(0))
    assert isinstance(failure, Failure) and "Timeout" in failure.reason


def test_nothing_listens_there() -> None:
    [failure] = take("http://127.0.0.1:1/x")
    assert isinstance(failure, Failure) and "Connect" in failure.reason
