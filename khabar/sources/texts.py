"""Reading what the user names: text files, standard input, JSONL of documents. Mistakes come out as InputError."""

import codecs
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from khabar.document.model import Article
from khabar.errors import InputError as InputError
from khabar.pipeline import text_id

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Failure:
    """One article that could not be taken: where it stands and why."""

    where: str
    reason: str


def failure(where: str, error: Exception) -> Failure:
    """An error as a Failure; its message need not name the place again."""
    return Failure(where, str(error).removeprefix(f"{where}: "))


def bytes_of(source: str) -> bytes:
    """The bytes of a file, or of standard input for "-"."""
    if source == "-":
        return sys.stdin.buffer.read()
    path = Path(source)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{source}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{source}: is a folder; name its files") from None
    except OSError as error:
        raise InputError(f"{source}: {error.strerror or error}") from None


def decode(data: bytes, source: str, encoding: str | None = None) -> str:
    """Bytes to text. encoding: as the user named it; None: UTF-8, or UTF-16 by its byte order mark, or Windows-1256 where
    the bytes read as Arabic in it. InputError names the first byte that does not fit."""
    if encoding is not None:
        try:
            return data.decode(encoding)
        except LookupError:
            raise InputError(f"--encoding {encoding}: no such encoding; known are utf-8, windows-1256, iso-8859-6, ...") from None
        except UnicodeDecodeError as error:
            raise InputError(f"{source}: byte {error.start} is not {encoding}: {error.reason}") from None
    for mark, name in _BOMS:
        if data.startswith(mark):
            encoding = name
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        old = _windows_1256(data)
        if old is not None:
            return old
        message = f"{source}: byte {error.start} is not {encoding or 'UTF-8'} ({error.reason}); name the encoding: --encoding windows-1256"
        raise InputError(message) from None


def _windows_1256(data: bytes) -> str | None:
    """The text in Windows-1256, if most of its letters beyond ASCII then are Arabic ones in words."""
    try:
        text = data.decode("windows-1256")
    except UnicodeDecodeError:
        return None
    beyond = [c for c in text if ord(c) > 127]
    arabic = sum("\u0621" <= c <= "\u064a" for c in beyond)
    frequent = sum(c in "اليمنوت" for c in beyond)
    return text if len(beyond) >= 10 and arabic > 0.85 * len(beyond) and frequent > 0.3 * len(beyond) else None


def parse_date(value: str, where: str) -> str:
    """An ISO date as such; InputError if it is none."""
    try:
        return date.fromisoformat(value.strip()[:10] if "T" in value else value.strip()).isoformat()
    except ValueError:
        raise InputError(f"{where}: {value!r} is no date; write it as 2020-07-08") from None


def articles(
    source: str, published: str | None, outlet: str | None = None, title: str | None = None, encoding: str | None = None
) -> Iterator[Article | Failure]:
    """The articles of a file or of standard input ("-"): one, or one a line where it is a .jsonl file or its first line is a
    JSON object. The id of a text is its file's name, or a hash. InputError when nothing can be read."""
    text = decode(bytes_of(source), source, encoding)
    if not text.strip():
        raise InputError(f"{source}: is empty")
    if source.endswith(".jsonl") or _is_json(text.lstrip().split("\n", 1)[0]):
        return _lines(text, source, published)
    return iter([Article(Path(source).stem if source != "-" else text_id(text), text, published, title, outlet)])


def _is_json(line: str) -> bool:
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except json.JSONDecodeError:
        return False


def _lines(text: str, source: str, published: str | None) -> Iterator[Article | Failure]:
    """One article a line; a line that is none comes out as a Failure, the others are still read."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{source}, line {number}"
            try:
                yield _article(json.loads(line), where, published)
            except json.JSONDecodeError as error:
                yield Failure(where, f"broken JSON at column {error.colno}: {error.msg}")
            except InputError as error:
                yield failure(where, error)


def _article(item: Any, where: str, published: str | None) -> Article:
    if not isinstance(item, dict):
        raise InputError(f"{where}: a JSON object is expected, this is a {type(item).__name__}")
    text = item.get("text")
    if not isinstance(text, str):
        raise InputError(f'{where}: "text" is missing or no string')
    when = item.get("published") or published
    if when is not None and not isinstance(when, str):
        raise InputError(f'{where}: "published" is no string; write it as "2020-07-08"')
    day = parse_date(when, where) if when else None
    title, outlet, url = (item.get(name) for name in ("title", "outlet", "url"))
    return Article(str(item.get("id") or text_id(text)), text, day, title, outlet, url)
