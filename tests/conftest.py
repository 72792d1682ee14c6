"""The shipped pipeline, loaded once; the sample reports."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import khabar
from khabar.document.model import Article, Document
from tests import forked
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
