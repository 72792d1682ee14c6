"""The samples in a database, and servers of it: `client` asks the app itself, `live` is a real server for a browser."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

import khabar
from khabar.cli.serving import address_of, listener
from khabar.ingest import Ingest
from khabar.store.store import Store
from khabar.web.app import create_app
from khabar.web.settings import Settings
from tests.conftest import ROOT

BASE = "http://127.0.0.1:8765"
NOW = datetime(2020, 7, 9, 12, tzinfo=UTC)
"""The time at which the tests' servers live."""


@pytest.fixture(scope="session")
def filled(nlp: khabar.Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the samples, read for real. Do not write to it: `database` is a copy."""
    path = tmp_path_factory.mktemp("filled") / "events.db"
    store = Store.open(path)
    Ingest(store, nlp).sources(str(ROOT / "examples" / name) for name in ("reports.jsonl", "incidents.jsonl"))
    store.close()
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled database, to write to."""
    return Path(shutil.copyfile(filled, tmp_path / "events.db"))


@pytest.fixture
def app(database: Path, nlp: khabar.Pipeline) -> FastAPI:
    """The app of a database of its own, with the pipeline that is loaded already."""
    return app_of(database, nlp)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks the app, and may change its database."""
    with TestClient(app, BASE) as found:
        yield found


@pytest.fixture(scope="session")
def looking(filled: Path, nlp: khabar.Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Asks an app that all tests share: only to look at."""
    path = shutil.copyfile(filled, tmp_path_factory.mktemp("looking") / "events.db")
    with TestClient(app_of(Path(path), nlp), BASE) as found:
        yield found


@pytest.fixture
def live(app: FastAPI) -> Iterator[str]:
    """The address of a real server of a database of its own, without a slash at its end."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def live_to_look_at(filled: Path, nlp: khabar.Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server that all tests share: only to look at."""
    path = shutil.copyfile(filled, tmp_path_factory.mktemp("live") / "events.db")
    with served(app_of(Path(path), nlp)) as address:
        yield address


def app_of(path: Path, nlp: khabar.Pipeline) -> FastAPI:
    app = create_app(Settings(str(path), clock=lambda: NOW, secret=b"k" * 32))
    app.state.desk.nlp = nlp
    return app


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """A real server of an app, in a thread; its address without a slash at its end."""
    listening = listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield address_of(listening).rstrip("/")
    server.should_exit = True
    thread.join(10)
