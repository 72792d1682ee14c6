"""The store, on SQLite and on a real PostgreSQL."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from khabar.document.model import Article, Document
from khabar.errors import StoreError
from khabar.store.schema import metadata
from khabar.store.store import Store, article_key
from tests.filling import fill


def shown(store: Store) -> list[tuple[object, ...]]:
    return [(k.incident.id, k.incident.documents, k.incident.days, k.incident.matrix(), k.origins) for k in store.incidents()]


def test_the_migrations_build_the_schema(store: Store) -> None:
    with store.engine.connect() as db:
        differences = compare_metadata(MigrationContext.configure(db), metadata)
        tables = set(inspect(db).get_table_names())
    known = [d for d in differences if "search" not in str(d)]
    assert known == [] and set(metadata.tables) <= tables


def test_four_reports_of_one_strike_are_one_incident(store: Store, told: list[tuple[Article, Document]]) -> None:
    fill(store, told)
    found = store.incidents(min_sources=2, country="SYR")
    assert len(found) == 1
    assert len(found[0].incident.documents) == 4 and len(found[0].origins) == 3
    assert found[0].incident.place is not None and found[0].incident.place.name == "Ariha"
    assert store.incident(found[0].incident.id[:6]) == found[0]


def test_reports_outlets_and_sources_are_three_numbers(store: Store, told: list[tuple[Article, Document]]) -> None:
    """Two reports of one outlet are one outlet; a report of an unnamed one is a report."""
    outlets = iter(["صحيفة الجسر", "صحيفة الجسر", None, "شبكة الميناء"])
    ariha = [(replace(a, outlet=o), d) for a, d in told if "ariha" in a.id for o in [next(outlets)]]
    fill(store, [(a, replace(d, id=article_key(a), outlet=a.outlet)) for a, d in ariha])
    [known] = store.incidents(min_reports=4)
    assert (len(known.incident.documents), known.incident.outlets) == (4, ("شبكة الميناء", "صحيفة الجسر"))
    assert [k.incident.id for k in store.incidents(min_outlets=2)] == [known.incident.id]
    assert not store.incidents(min_outlets=3) and not store.incidents(min_reports=5)
    assert store.count_incidents(min_outlets=2, min_sources=2) == 1


def test_the_order_of_the_reports_does_not_matter(store: Store, told: list[tuple[Article, Document]], tmp_path: Path) -> None:
    fill(store, told)
    other = Store.open(str(tmp_path / "reversed.db"))
    fill(other, told[::-1])
    assert shown(store) == shown(other)


def test_reading_again_changes_nothing(store: Store, told: list[tuple[Article, Document]]) -> None:
    fill(store, told)
    before = shown(store)
    assert not store.add_article(told[0][0], "examples", "given")
    store.save(told[0][1])
    assert shown(store) == before


def test_a_deleted_report_leaves_its_incident(store: Store, told: list[tuple[Article, Document]]) -> None:
    fill(store, told)
    gone = told[0][1].id
    assert store.delete_article(gone) and not store.delete_article(gone)
    left = next(k for k in store.incidents() if len(k.incident.documents) > 1)
    assert gone not in left.incident.documents and len(left.incident.documents) == 3
    assert store.document(gone) is None


def test_filters(store: Store, told: list[tuple[Article, Document]]) -> None:
    fill(store, told)
    assert {k.incident.place.country for k in store.incidents(country="SYR") if k.incident.place} == {"SYR"}
    assert store.incidents(since="2030-01-01") == []
    assert all(k.incident.type == "ASSAULT" for k in store.incidents(type="ASSAULT"))
    assert store.incidents(contested=True) and store.incidents(actor="SYR MIL")
    assert store.incidents(actor="nobody%") == []


def test_search_ignores_spelling(store: Store) -> None:
    article = Article("a", "استقبل الأسد وفدًا مصريًّا في القاهرة", "2020-01-01")
    store.add_article(article, "test", "given")
    store.save(Document(article_key(article), article.text, article.published))
    for words in ("الاسد", "الأسد", "القاهره", "وفدا مصريا"):
        assert store.search(words) == [article_key(article)], words
    assert store.search("الاسود") == [] and store.search('" OR *') == [] and store.search("") == []


TOGETHER = {
    "حماة": ("خرج المحتجون في حماة", "بين حمص وحماة طريق", "وقعت المعركة بحماه", "اتجهوا لحماة فحماة"),
    "المكتبة": ("افتتح الوزير مكتبة عامة", "زار المكتبة الوطنية", "عاد بالمكتبة إلى أيامها", "دعم للمكتبة"),
    "مسؤول": ("قال مسئول محلي", "نفى المسؤول ذلك", "التقى بمسؤول رفيع"),
    "شؤون": ("وزير شئون الأسرى", "لجنة الشؤون العامة"),
}


@pytest.mark.parametrize("word", TOGETHER)
def test_search_finds_a_word_whatever_is_written_together_with_it(store: Store, word: str) -> None:
    texts = (*TOGETHER[word], "خبر عن أمر آخر تماما لا صلة له بما سبق")
    keys = []
    for text_of in texts:
        article = Article(text_of, text_of, "2020-01-01")
        store.add_article(article, "test", "given")
        keys.append(article_key(article))
        store.save(Document(keys[-1], text_of, article.published))
    assert sorted(store.search(word)) == sorted(keys[:-1])
    assert sorted(store.search(f"و{word}")) == sorted(keys[:-1])
    found = store.hits(word, 1)
    assert found.total == len(keys) - 1 and len(found.found) == 1


def test_a_prefix_is_taken_off_only_where_that_is_a_word(store: Store) -> None:
    for text_of in ("صدر كتاب جديد", "قرأ كتابا واشترى كتابه", "في الكتاب فصل", "تاب عن ذلك"):
        article = Article(text_of, text_of, None)
        store.add_article(article, "test", "none")
        store.save(Document(article_key(article), text_of, None))
    assert len(store.search("كتاب")) == 2 and len(store.search("الكتاب")) == 2


def test_another_programs_server_is_refused_and_a_reader_cannot_write(postgres_url: str | None) -> None:
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed and cannot be installed here")
    with pytest.raises(StoreError, match="holds nothing of Khabar"):
        Store.open_to_read(postgres_url)
    Store.open(postgres_url).close()
    reader = Store.open_to_read(postgres_url)
    with pytest.raises(StoreError, match="can only be read"):
        reader.add_article(Article("a", "خبر", None), "test", "none")
    reader.close()
    writer = Store.open(postgres_url)
    with writer.engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for opens in (Store.open, Store.open_to_read):
        with pytest.raises(StoreError, match="does not know"):
            opens(postgres_url)
    with writer.engine.begin() as db:
        db.execute(text("DROP SCHEMA public CASCADE"))
        db.execute(text("CREATE SCHEMA public"))
        db.execute(text("CREATE TABLE orders (id integer)"))
    for opens in (Store.open, Store.open_to_read):
        with pytest.raises(StoreError, match="another program"):
            opens(postgres_url)
    with writer.engine.begin() as db:
        assert inspect(db).get_table_names() == ["orders"]
        db.execute(text("DROP TABLE orders"))
    writer.close()


def test_odd_text_is_kept(store: Store) -> None:
    article = Article("odd", "خبر \x00 مع \ud800 رموز 😀 '; DROP TABLE articles; --", None)
    assert store.add_article(article, "test", "none")
    odd = "\x00 \ud800"
    assert store.add_article(Article(odd, f"خبر {odd}", None, odd, odd, odd), odd, "none")
    store.unusable(odd, odd, odd)
    assert store.articles_like(odd) and store.incidents_like(odd) == [] and store.search(odd) == []
    store.failed(article_key(article), "سبب \x00")
    assert store.counts()["failed"] == 1
    assert [a.id for a in store.pending("failed")] == [article_key(article)]


def test_runs_are_kept(store: Store) -> None:
    assert store.begin_run("2020-01-01T00:00:00", "0.1", "shipped", {"threads": 2}) == 1
    assert store.begin_run("2020-01-01T00:00:00", "0.1", "shipped", {}) == 2


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("mysql://x/y", "only SQLite"),
        ("/nowhere/at/all/events.db", "does its folder exist"),
        ("postgresql+psycopg://localhost:1/x", "refused"),
    ],
)
def test_a_database_that_cannot_be_opened(target: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        Store.open(target)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("this is no database, it is a text of some length" * 50)
    with pytest.raises(StoreError, match="no Khabar database"):
        Store.open(str(path))
