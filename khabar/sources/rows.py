"""Rows of tables: JSON in its layouts (a line each, an array, one object, a wrapper around a list), CSV, Parquet."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from khabar.sources import limits, telegram
from khabar.sources.encodings import MARKS, decode, utf16
from khabar.sources.texts import Failure, InputError, Row, failure

Opened = Callable[[], IO[bytes]]
"""Opens a file anew at its beginning."""
MOST_FIELD = 20_000_000
WRAPPERS = ("articles", "items", "results", "data", "hits", "documents", "posts", "news", "reports", "entries", "value")
"""Keys under which a JSON object holds its list of reports."""


def json_rows(opened: Opened, where: str, encoding: str | None = None) -> Iterator[Row | Failure]:
    """The objects of a JSON file. A line that is none is a Failure, as is a file that is broken as a whole."""
    with opened() as stream:
        head = stream.read(4)
        first = head + stream.readline()
        while first and not first.strip():
            first = stream.readline()
        marked = any(head.startswith(mark) for mark, _ in MARKS[1:])
        wide = marked or utf16(first[: len(first) // 2 * 2]) is not None
        if encoding is None and not wide and _is_line(first):
            with opened() as again:
                yield from _lines(again, where)
            return
        data = first + limits.within(stream.read(limits.MOST_TABLE + 1), limits.MOST_TABLE)
    text = decode(data, where, encoding)
    if _is_line(text.lstrip().split("\n", 1)[0].encode("utf-8", "replace")):
        yield from _lines((line.encode("utf-8", "surrogatepass") for line in text.split("\n")), where)
    else:
        yield from _whole(text, where)


def _is_line(line: bytes) -> bool:
    """Whether a line is an object by itself, or what is left of a broken one; not the beginning of a longer layout."""
    start = line.strip().removeprefix(b"\xef\xbb\xbf")
    if start in (b"{", b"[", b"[{") or start.startswith(b"["):
        return False
    return (start.startswith(b"{") and start.endswith((b"}", b"},"))) or not start.startswith(b"{")


def _lines(lines: Iterator[bytes] | IO[bytes], where: str) -> Iterator[Row | Failure]:
    for number, line in enumerate(lines, 1):
        place = f"{where}, line {number}"
        if not line.strip():
            continue
        try:
            yield from _unwrapped(json.loads(decode(line, place)), place)
        except InputError as error:
            yield failure(place, error)
        except json.JSONDecodeError as error:
            yield Failure(place, f"broken JSON at column {error.colno}: {error.msg}")
        except RecursionError:
            yield Failure(place, "JSON that is nested too deeply")


def _whole(text: str, where: str) -> Iterator[Row | Failure]:
    """JSON values one after another, each over as many lines as it likes; what follows a broken one is not read."""
    decoder, at, number = json.JSONDecoder(), 0, 0
    while (at := _next(text, at)) < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            if number == 0 and _has_lines(text):
                yield from _lines((line.encode("utf-8", "surrogatepass") for line in text.split("\n")), where)
                return
            yield Failure(f"{where}, line {error.lineno}", f"broken JSON at column {error.colno}: {error.msg}")
            return
        except RecursionError:
            yield Failure(where, "JSON that is nested too deeply")
            return
        number += 1
        yield from _unwrapped(value, where if number == 1 and _next(text, at) >= len(text) else f"{where}, object {number}")


def _has_lines(text: str) -> bool:
    """Whether some line is an object by itself."""
    return any(line.startswith("{") and line.rstrip().endswith("}") for line in text.split("\n"))


def _next(text: str, at: int) -> int:
    """Where the next value begins: past white space and commas."""
    while at < len(text) and text[at] in " \t\r\n,\ufeff":
        at += 1
    return at


def _unwrapped(value: Any, where: str) -> Iterator[Row]:
    if isinstance(value, list) and (not value or any(isinstance(item, dict) for item in value)):
        for number, item in enumerate(value, 1):
            yield f"{where}, item {number}", item
        return
    inside = _list_of(value) if isinstance(value, dict) else None
    if telegram.is_export(value):
        yield from telegram.messages(value, where)
    elif inside is not None:
        yield from _unwrapped(inside, where)
    elif _is_frame(value):
        yield from _unwrapped(_rows_of(value), where)
    else:
        yield where, value


def _list_of(value: dict[str, Any]) -> list[Any] | None:
    """The reports of an object that wraps a list of them; None for a report."""
    return next((value[k] for k in WRAPPERS if isinstance(value.get(k), list) and value[k] and isinstance(value[k][0], dict)), None)


def _is_frame(value: Any) -> bool:
    """Whether an object is a table as pandas writes one: by columns ({"text": {"0": ...}}), by rows ({"0": {"text": ...}}), or with its
    columns and data apart."""
    if not isinstance(value, dict) or not value:
        return False
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return all(isinstance(row, list) for row in value["data"])
    columns = list(value.values())
    return all(isinstance(column, dict) and column and column.keys() == columns[0].keys() for column in columns)


def _rows_of(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of such a table. Keys of rows are numbers, or names that columns would not all share."""
    if isinstance(frame.get("data"), list):
        return [dict(zip(frame["columns"], row, strict=False)) for row in frame["data"]]
    inner = next(iter(frame.values()))
    if not all(key.isdecimal() for key in inner):
        return list(frame.values())
    return [{name: column[key] for name, column in frame.items()} for key in inner]


def csv_rows(text: str, where: str) -> Iterator[Row | Failure]:
    """CSV with a heading; comma, semicolon, tab or bar."""
    csv.field_size_limit(MOST_FIELD)
    if text[:4].lower() == "sep=":  # Excel's note to itself
        text = text.split("\n", 1)[-1]
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), 2):
            yield f"{where}, row {number}", row
    except csv.Error as error:
        yield Failure(where, f"broken CSV: {error}")


def parquet_rows(opened: Opened, where: str) -> Iterator[Row | Failure]:
    """The rows of a Parquet file, batch by batch."""
    import pyarrow
    import pyarrow.parquet as parquet

    with opened() as stream:
        try:
            number = 0
            for batch in parquet.ParquetFile(stream).iter_batches(batch_size=256):
                for row in _plain(batch).to_pylist():
                    number += 1
                    yield f"{where}, row {number}", row
        except (pyarrow.ArrowException, OSError) as error:
            yield Failure(where, f"broken Parquet: {str(error).splitlines()[0]}")


def _plain(batch: Any) -> Any:
    """Timestamps in microseconds: Python has no finer ones."""
    import pyarrow

    for number, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            coarse = batch.column(number).cast(pyarrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(number, field.name, coarse)
    return batch
