"""Sources to articles: files of many kinds, folders, standard input, addresses. What cannot be used comes out as a Failure, and the rest
goes on."""

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from khabar.document.model import Article
from khabar.pipeline import text_id
from khabar.sources import feeds, limits, pages, tables
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, InputError, decode, failure
from khabar.sources.web import Web

Found = tuple[Article, str]
"""An article, and how its date is known: "given", "page", "feed", "fetched" or "none"."""
KINDS = {
    ".txt": "text", ".html": "page", ".htm": "page", ".xhtml": "page", ".jsonl": "lines", ".ndjson": "lines", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".warc": "warc", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
"""How a file's name ends -> what is in it; .gz may follow."""


def is_address(source: str) -> bool:
    """Whether a source is on the web."""
    return source.startswith(("http://", "https://"))


def read(source: str, columns: Columns, web: Web, today: str | None = None) -> Iterator[Found | Failure]:
    """The articles of one source. today: the day of fetching, for what comes without a date from the web; ISO, given by the caller.
    InputError where the source itself cannot be had."""
    if is_address(source):
        for item in web.articles(source):
            yield _dated(item, today)
    elif source == "-":
        yield from _stream(io.BytesIO(sys.stdin.buffer.read()), "standard input", columns)
    elif Path(source).is_dir():
        for path in sorted(p for p in Path(source).rglob("*") if p.is_file() and not p.name.startswith(".")):
            if _kind(path):
                yield from _file(path, columns)
    elif Path(source).exists():
        yield from _file(Path(source), columns)
    else:
        raise InputError(f"{source}: no such file or folder")


def _dated(item: Found | Failure, today: str | None) -> Found | Failure:
    if isinstance(item, Failure) or item[0].published or today is None:
        return item
    return replace(item[0], published=today), "fetched"


def _kind(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return KINDS.get(Path(name).suffix)


def _file(path: Path, columns: Columns) -> Iterator[Found | Failure]:
    """The articles of one file; whatever is wrong with it is its own Failure."""
    where = str(path)
    try:
        kind = _kind(path) or "text"
        if kind == "parquet":
            yield from _given(tables.parquet_rows(path, where, columns))
            return
        with path.open("rb") as packed:
            if kind == "warc":
                yield from feeds.archive(packed, where)
                return
            stream = limits.unpacked(packed) if path.name.lower().endswith(".gz") else packed
            yield from _content(kind, stream, where, columns)
    except OSError as error:
        yield Failure(where, error.strerror or str(error))
    except (InputError, ValueError) as error:
        yield failure(where, error)


def _content(kind: str, stream: IO[bytes], where: str, columns: Columns) -> Iterator[Found | Failure]:
    if kind == "lines":
        yield from _given(tables.json_lines(stream, where, columns))
        return
    most = limits.MOST_BYTES * (10 if kind == "csv" else 1)
    data = limits.within(stream.read(most + 1), most)
    if kind == "csv":
        yield from _given(tables.csv_rows(decode(data, where), where, columns))
    elif kind == "page":
        yield pages.article_of(data, where)
    elif kind == "feed":
        yield from (Failure(entry.url, "named by a feed file; give its address to fetch it") for entry in feeds.entries(data, where))
    else:
        yield from _text(data, where)


def _stream(data: IO[bytes], where: str, columns: Columns) -> Iterator[Found | Failure]:
    """Standard input: JSON lines, a page or a text, by how it begins."""
    head = data.read(200).lstrip()
    data.seek(0)
    kind = "lines" if head.startswith(b"{") else "page" if head[:1] == b"<" else "text"
    try:
        yield from _content(kind, data, where, columns)
    except (InputError, ValueError) as error:
        yield failure(where, error)


def _text(data: bytes, where: str) -> Iterator[Found | Failure]:
    text = decode(data, where)
    if not text.strip():
        yield Failure(where, "is empty")
        return
    yield Article(Path(where).stem if where != "standard input" else text_id(text), text), "none"


def _given(items: Iterator[Article | Failure]) -> Iterator[Found | Failure]:
    for item in items:
        yield item if isinstance(item, Failure) else (item, "given" if item.published else "none")
