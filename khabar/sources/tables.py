"""Tables to articles: JSON lines, CSV and Parquet, whose columns may have other names."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from khabar.document.model import Article
from khabar.pipeline import text_id
from khabar.sources.texts import Failure, InputError, failure, parse_date

FIELDS = ("id", "text", "published", "title", "outlet", "url")
USUAL = {
    "text": ("text", "body", "content", "article", "full_text", "النص"),
    "published": ("published", "date", "publish_date", "publication_date", "pubdate", "timestamp", "التاريخ"),
    "title": ("title", "headline", "العنوان"),
    "outlet": ("outlet", "source", "publisher", "site", "newspaper", "المصدر"),
    "url": ("url", "link", "الرابط"),
    "id": ("id", "article_id", "uid"),
}
"""Names of columns that are understood without being told, the likeliest first."""
MOST_FIELD = 20_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field; fields that are missing are looked for under their usual names."""

    named: Mapping[str, str]

    def of(self, row: Mapping[str, Any], field: str) -> Any:
        """The value of a field in a row, None where there is none."""
        if field in self.named:
            return row.get(self.named[field])
        level = {str(key).strip().lower(): key for key in row}
        return next((row[level[name]] for name in USUAL[field] if name in level and row[level[name]] not in (None, "")), None)


def article_of(row: Mapping[str, Any], where: str, columns: Columns) -> Article:
    """One row as an article. InputError where it has no text or its date is none."""
    text = columns.of(row, "text")
    if not isinstance(text, str) or not text.strip():
        asked = columns.named.get("text", "text")
        raise InputError(f"{where}: no column {asked!r} with a text; name the column: --column text=NAME")
    when = columns.of(row, "published")
    day = parse_date(str(when), where) if when not in (None, "") else None
    title, outlet, url = (_string(columns.of(row, name)) for name in ("title", "outlet", "url"))
    return Article(_string(columns.of(row, "id")) or text_id(text), text, day, title, outlet, url)


def _string(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def _one(row: Any, where: str, columns: Columns) -> Article | Failure:
    if not isinstance(row, dict):
        return Failure(where, f"a JSON object is expected, this is a {type(row).__name__}")
    try:
        return article_of(row, where, columns)
    except InputError as error:
        return failure(where, error)


def json_lines(lines: IO[bytes], where: str, columns: Columns) -> Iterator[Article | Failure]:
    """One JSON object a line; a line that is none is a Failure."""
    for number, line in enumerate(lines, 1):
        place = f"{where}, line {number}"
        if not line.strip():
            continue
        try:
            yield _one(json.loads(line), place, columns)
        except UnicodeDecodeError as error:
            yield Failure(place, f"byte {error.start} is not UTF-8")
        except json.JSONDecodeError as error:
            yield Failure(place, f"broken JSON at column {error.colno}: {error.msg}")
        except RecursionError:
            yield Failure(place, "JSON that is nested too deeply")


def csv_rows(text: str, where: str, columns: Columns) -> Iterator[Article | Failure]:
    """CSV with a heading; comma, semicolon or tab."""
    csv.field_size_limit(MOST_FIELD)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        for number, row in enumerate(csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter), 2):
            yield _one(row, f"{where}, row {number}", columns)
    except csv.Error as error:
        yield Failure(where, f"broken CSV: {error}")


def parquet_rows(path: Path, where: str, columns: Columns) -> Iterator[Article | Failure]:
    """The rows of a Parquet file, batch by batch."""
    import pyarrow
    import pyarrow.parquet as parquet

    try:
        table = parquet.ParquetFile(path)
        number = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield _one(row, f"{where}, row {number}", columns)
    except pyarrow.ArrowException as error:
        yield Failure(where, f"broken Parquet: {str(error).splitlines()[0]}")
