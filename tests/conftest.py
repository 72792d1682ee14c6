"""The shipped pipeline, loaded once; the sample reports."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

import khabar
from khabar.document.model import Article, Document
from khabar.store.store import Store, article_key
from tests import forked, postgres
from tests.filling import Told
from tests.forked import Commands

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def nlp() -> khabar.Pipeline:
    return khabar.load()


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """The command line, in forks of one process."""
    with forked.commands() as found:
        yield found


@pytest.fixture(scope="session")
def samples() -> dict[str, Article]:
    lines = (ROOT / "examples" / "reports.jsonl").read_text("utf-8").splitlines()
    return {item["id"]: Article(**item) for item in map(json.loads, lines)}


@pytest.fixture(scope="session")
def read_samples(nlp: khabar.Pipeline, samples: dict[str, Article]) -> dict[str, Document]:
    return {document.id: document for document in nlp.pipe(samples.values())}


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str | None]:
    """A real PostgreSQL server; None where there is none."""
    with tempfile.TemporaryDirectory(prefix="khabar-pg-") as folder, postgres.server(Path(folder)) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        found = Store.open(str(tmp_path / "events.db"))
    else:
        url = request.getfixturevalue("postgres_url")
        if url is None:
            pytest.skip("PostgreSQL is not installed and cannot be installed here")
        found = Store.open(url)
    yield found
    if request.param == "postgresql":
        with found.engine.begin() as db:
            db.execute(text("DROP SCHEMA public CASCADE"))
            db.execute(text("CREATE SCHEMA public"))
    found.close()


@pytest.fixture(scope="session")
def told(nlp: khabar.Pipeline, samples: dict[str, Article]) -> Told:
    """Five of the samples, read: four of one strike, and another."""
    articles = [a for a in samples.values() if a.id.startswith("ariha") or a.id == "gaza-strike"]
    return [(a, nlp._read(replace(a, id=article_key(a)))) for a in articles]
