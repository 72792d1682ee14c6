"""What a feed says of a report, until its page can be had; sitemaps; whole runs over a real server."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

import khabar
from khabar.document.model import Article
from khabar.ingest import Ingest, Summary
from khabar.sources.web import Web
from khabar.store.store import Store
from tests.making import MORE, REPORT, page

MIGRATIONS = Path(khabar.__file__).parent / "store" / "migrations"


class Site(http.server.BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        body = self.pages.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.pages.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store.open(str(tmp_path / "x.db"))
    yield found
    found.close()


def feed(*links: str, summary: str = REPORT) -> str:
    items = "".join(
        f"<item><title>انفجار في مصنع قرب الميناء</title><link>{link}</link><pubDate>Wed, 08 Jul 2020 10:00:00 GMT</pubDate>"
        f"<description>{summary}</description></item>"
        for link in links
    )
    return f'<rss version="2.0"><channel><title>وكالة الميناء</title>{items}</channel></rss>'


def kept(store: Store) -> list[dict[str, Any]]:
    with store.engine.connect() as db:
        return [dict(r) for r in db.execute(text("SELECT * FROM articles ORDER BY url, id")).mappings()]


def ingest(store: Store, nlp: khabar.Pipeline, *sources: str) -> Summary:
    return Ingest(store, nlp, web=Web(0), today="2026-01-01").sources(sources)


def test_a_summary_gives_way_to_its_page(site: str, store: Store, nlp: khabar.Pipeline, tmp_path: Path) -> None:
    link = f"{site}/1?utm=feed"
    (tmp_path / "feed.rss").write_text(feed(link), "utf-8")
    first = ingest(store, nlp, str(tmp_path / "feed.rss"))
    assert (first.new, first.summaries, first.failures) == (1, 1, [])
    [row] = kept(store)
    assert (row["is_summary"], row["text"], row["published"], row["published_basis"]) == (1, REPORT, "2020-07-08", "feed")
    assert store.incidents() and [a.url for a in store.summaries()] == [link]

    again = ingest(store, nlp, str(tmp_path / "feed.rss"))
    assert (again.new, again.duplicate) == (0, 1)

    Site.pages["/1?utm=feed"] = page(f'<link rel="canonical" href="{site}/1">')
    renewed = ingest(store, nlp, str(tmp_path / "feed.rss"))
    assert (renewed.new, renewed.summaries) == (1, 0)
    [row] = kept(store)
    assert (row["is_summary"], row["text"], row["url"], row["address"]) == (0, f"{REPORT}\n{MORE}", f"{site}/1", link)
    assert (row["published"], row["published_basis"], row["outlet"]) == ("2020-07-08", "feed", "وكالة الميناء")
    assert {d for k in store.incidents() for d in k.incident.documents} == {row["id"]} and store.summaries() == []

    Site.pages.clear()  # the page is gone: its summary does not come back
    assert ingest(store, nlp, str(tmp_path / "feed.rss")).new == 0 and len(kept(store)) == 1


def test_retry_fetches_the_pages_of_summaries(site: str, store: Store, nlp: khabar.Pipeline, tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(feed(f"{site}/1", f"{site}/2"), "utf-8")
    ingest(store, nlp, str(tmp_path / "feed.rss"))
    Site.pages["/1"] = page()
    summary = Ingest(store, nlp, web=Web(0), today="2026-01-01").again()
    assert (summary.read, summary.new, summary.failures) == (1, 1, [])
    assert [(r["url"], r["is_summary"]) for r in kept(store)] == [(f"{site}/1", 0), (f"{site}/2", 1)]


def test_a_sitemap_names_its_pages(site: str, store: Store, nlp: khabar.Pipeline) -> None:
    Site.pages |= {
        "/sitemap.xml": f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site}/news.xml</loc></sitemap></sitemapindex>',
        "/news.xml": f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{site}/1</loc><n:news><n:publication><n:name>صحيفة الأفق</n:name></n:publication>
<n:publication_date>2020-07-08</n:publication_date><n:title>خبر</n:title></n:news></url><url><loc>{site}/2</loc></url></urlset>""",
        "/1": page(),
    }  # fmt: skip
    summary = ingest(store, nlp, f"{site}/sitemap.xml")
    [row] = kept(store)
    assert (row["published"], row["published_basis"], row["outlet"]) == ("2020-07-08", "feed", "صحيفة الأفق")
    assert [where for where, _ in summary.failures] == [f"{site}/2"] and "404" in summary.failures[0][1]


def test_an_address_may_hold_any_kind(site: str, store: Store, nlp: khabar.Pipeline) -> None:
    Site.pages |= {
        "/x.jsonl": '{"text": "قتل جندي في حلب", "published": "2020-07-08"}\n',
        "/x.csv": f"text\n{REPORT}\n",
        "/x.bin": "%PDF-x",
    }
    summary = ingest(store, nlp, *(f"{site}{path}" for path in Site.pages))
    assert summary.read == 2 and "the PDF is damaged" in summary.failures[0][1]


def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        db.execute(
            text("INSERT INTO articles (id, name, text, published_basis, source, state) VALUES ('a', 'a', 'خبر', 'none', 'x', 'new')")
        )
    engine.dispose()
    store = Store.open(str(path))
    assert store.pending() == [Article("a", "خبر")] and store.summaries() == []
    store.close()
