"""What is taken from a source: for the tests of inputs."""

from pathlib import Path
from typing import Any

from khabar.document.model import Article
from khabar.sources.sources import read
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, Passed
from khabar.sources.web import Web
from tests.making import MORE, REPORT

CASES = Path(__file__).parent / "cases"
ROWS = [{"text": REPORT, "published": "2020-07-08", "id": "a"}, {"text": MORE, "published": "2020-07-09", "id": "b"}]


def take(path: Path, columns: Columns = Columns({}), encoding: str | None = None) -> list[Found | Failure | Passed]:  # noqa: B008
    return list(read(str(path), columns, Web(0), "2026-01-01", encoding))


def kept(tmp_path: Path, name: str, data: bytes | str, **options: Any) -> list[Found | Failure | Passed]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return take(path, **options)


def only(items: list[Found | Failure | Passed]) -> Article:
    """The one article of a source that holds nothing else."""
    assert len(items) == 1 and isinstance(items[0], Found), items
    return items[0].article


def texts(items: list[Found | Failure | Passed]) -> list[str]:
    assert not [i for i in items if isinstance(i, Failure)], items
    return [i.article.text for i in items if isinstance(i, Found)]


def fault(items: list[Found | Failure | Passed]) -> str:
    """The reason of the one failure of a source that holds no article."""
    assert not [i for i in items if isinstance(i, Found)], items
    [failure] = [i for i in items if isinstance(i, Failure)]
    return failure.reason
