"""Sources to articles: files of many kinds, folders, archives, standard input, addresses. What cannot be used comes out as a Failure, what
is no report as Passed, and the rest goes on."""

import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO
from urllib.parse import urlsplit

from khabar.document.model import Article
from khabar.pipeline import text_id
from khabar.sources import docx, feeds, kinds, limits, packed, pages, pdf, rows, saved, tables, telegram, warc
from khabar.sources.encodings import decode
from khabar.sources.page_facts import Context
from khabar.sources.rows import Opened
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, InputError, Passed, counted, dated, failure
from khabar.sources.web import Answer, Web

STANDARD_INPUT = "standard input"
Item = Found | Failure | Passed


def is_address(source: str) -> bool:
    """Whether a source is on the web."""
    return source.lower().startswith(("http://", "https://"))


def read(source: str, columns: Columns, web: Web, today: str | None = None, encoding: str | None = None) -> Iterator[Item]:
    """The articles of one source: a file, folder, address, or "-". today: the day of the run, ISO: a page that is dated later is not
    believed. encoding: of its texts, where they do not tell. InputError where the source itself cannot be had."""
    yield from SourceReader(columns, web, today, encoding).source(source)


@dataclass(frozen=True)
class SourceReader:
    """How sources are read; see read()."""

    columns: Columns
    web: Web
    today: str | None = None
    encoding: str | None = None

    def source(self, source: str) -> Iterator[Item]:
        """The articles of one source; a Failure where it holds none."""
        if is_address(source):
            yield from self._safely(source, self._address(source, 0))
            return
        passed: Counter[str] = Counter()
        other = False
        for item in self._local(source):
            if isinstance(item, Passed):
                passed[item.what] += 1
            else:
                other = True
            yield item
        if not other:
            yield Failure(source, "holds no report" + (f"; passed over: {counted(passed)}" if passed else ""))

    def file(self, name: str, opened: Opened) -> Iterator[Item]:
        """The articles of a file that is at hand. name: what it is called; opened: opens it anew."""
        yield from self._safely(name, self._bytes(name, PurePath(name).name, opened))

    def _local(self, source: str) -> Iterator[Item]:
        if source == "-":
            data = sys.stdin.buffer.read() if sys.stdin else b""
            yield from self._safely(STANDARD_INPUT, self._bytes(STANDARD_INPUT, STANDARD_INPUT, lambda: io.BytesIO(data)))
            return
        if not source:
            raise InputError('"" names no file or folder')
        path = Path(source)
        try:
            is_folder = path.is_dir()
            there = is_folder or path.exists()
        except (OSError, ValueError) as error:
            raise InputError(f"{_short(source)}: {_told(error)}") from None
        if not there:
            raise InputError(f"{_short(source)}: no such file or folder")
        if is_folder and path.resolve() == Path(path.anchor or "/").resolve():
            raise InputError(f"{source}: is the root folder of the disk; name a folder of reports")
        if is_folder:
            yield from self._folder(path)
        else:
            yield from self._file(path)

    def _folder(self, folder: Path) -> Iterator[Item]:
        """The files of a folder and of those below it, in order of name."""
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            yield Failure(_name(folder), _told(error))
            return
        for path in paths:
            try:
                is_folder = path.is_dir() and not path.is_symlink()
            except OSError as error:
                yield Failure(_name(path), _told(error))
                continue
            what = _beside(path, is_folder)
            if what:
                yield Passed(_name(path), what)
            elif is_folder:
                yield from self._folder(path)
            else:
                yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Item]:
        where = _name(path)
        try:
            regular = path.is_file()
            held = b"" if regular else _all_of(path)
        except (OSError, ValueError) as error:
            yield failure(where, InputError(_told(error)))
            return
        opened: Opened = (lambda: path.open("rb")) if regular else (lambda: io.BytesIO(held))
        yield from self._safely(where, self._bytes(where, PurePath(where).name, opened))

    def _safely(self, where: str, items: Iterator[Item]) -> Iterator[Item]:
        """Items, and whatever goes wrong with the rest of them as a Failure."""
        try:
            yield from items
        except (InputError, limits.TooLargeError) as error:
            yield failure(where, error)
        except OSError as error:
            yield Failure(where, _told(error))
        except packed.DAMAGED as error:
            yield Failure(where, f"is damaged: {error}")
        except GeneratorExit:
            raise
        except Exception as error:  # whatever a library meets in a stranger's file, only that file may be lost
            yield Failure(where, f"could not be read ({type(error).__name__}: {_first_line(error)})")

    def _bytes(self, where: str, name: str, opened: Opened, depth: int = 0) -> Iterator[Item]:
        """The articles of a file. where: what it is called in messages; name: its own name; opened: opens it anew."""
        if depth > limits.MOST_DEPTH:
            raise InputError(f"{where}: more than {limits.MOST_DEPTH} archives lie in one another")
        with opened() as stream:
            head = stream.read(kinds.HEAD)
        if not head.strip() and len(head) < kinds.HEAD:
            yield Failure(where, "is empty")
            return
        kind = self._kind(where, name, head)
        if kind == "gzip":
            bare = name[:-3] if name.lower().endswith(".gz") else name
            yield from self._bytes(where, bare, lambda: limits.unpacked(opened()), depth + 1)
        elif kind == "zip":
            with opened() as stream:
                for member in packed.members(stream, where):
                    yield from self._member(f"{where}/{member.name}", member, depth)
        else:
            yield from self._content(kind, where, name, opened)

    def _kind(self, where: str, name: str, head: bytes) -> str:
        try:
            return kinds.kind_of(name, head)
        except InputError as error:
            raise InputError(f"{where}: {str(error).removeprefix(f'{name}: ')}") from None

    def _member(self, where: str, member: packed.Member, depth: int) -> Iterator[Item]:
        name = PurePath(member.name).name
        what = _passed(name)
        if what:
            yield Passed(where, what)
        else:
            yield from self._safely(where, self._bytes(where, name, member.open, depth + 1))

    def _content(self, kind: str, where: str, name: str, opened: Opened) -> Iterator[Item]:
        """The articles of a file of a known kind."""
        if kind == "json":
            yield from tables.articles(lambda: rows.json_rows(opened, where, self.encoding), where, self.columns)
        elif kind == "csv":
            text = decode(_data(opened, limits.MOST_TABLE), where, self.encoding)
            yield from tables.articles(lambda: rows.csv_rows(text, where), where, self.columns)
        elif kind == "parquet":
            yield from tables.articles(lambda: rows.parquet_rows(_seekable(opened), where), where, self.columns)
        elif kind == "warc":
            with opened() as stream:
                yield from warc.pages(stream, where, self._context())
        elif kind == "page" and telegram.is_page(data := _data(opened)):
            yield from telegram.page_reports(decode(data, where, self.encoding), where)
        elif kind == "xml":
            yield from self._xml(_data(opened), where, 0)
        else:
            yield self._one(kind, _data(opened), where, name)

    def _one(self, kind: str, data: bytes, where: str, name: str) -> Item:
        """The article of a file that holds one."""
        if kind == "page":
            return pages.article_of(data, where, self._context())
        if kind in ("mhtml", "webarchive"):
            page = saved.mhtml(data, where) if kind == "mhtml" else saved.webarchive(data, where)
            return pages.article_of(page.data, where, self._context(page.url, page.declared, page.saved))
        title = None
        if kind == "docx":
            text, title = docx.text_of(data, where)
        else:
            text = pdf.text_of(data, where) if kind == "pdf" else decode(data, where, self.encoding)
        if not text.strip():
            return Failure(where, "is empty")
        key = text_id(text) if name == STANDARD_INPUT else PurePath(name).stem
        return dated(Article(key, text, title=title), "none")

    def _context(self, url: str | None = None, charset: str | None = None, archived: str | None = None) -> Context:
        return Context(url, charset, archived=archived, encoding=self.encoding, today=self.today)

    def _xml(self, data: bytes, where: str, depth: int) -> Iterator[Item]:
        """The reports that a feed or a sitemap names: each page, or what the feed holds of it."""
        more: list[str] = []
        if feeds.root_of(data) in feeds.SITEMAPS:
            found, more = feeds.sitemap(data, where, self.encoding)
        else:
            found = feeds.entries(data, where, self.encoding)
        for number, entry in enumerate(found, 1):
            yield from self._safely(entry.url or where, self._entry(entry, f"{where}, entry {number}"))
        for address in more:
            yield from self._safely(address, self._address(address, depth + 1))
        if feeds.is_cut_off(data):
            yield Failure(where, f"the feed breaks off; whole entries before that: {len(found)}")
        elif not found and not more:
            yield Failure(where, "the feed has no entries")

    def _entry(self, entry: feeds.Entry, where: str) -> Iterator[Item]:
        try:
            page = self.page(entry)
            if page is not None:
                yield page
        except (InputError, limits.TooLargeError):
            summary = entry.summary(where)
            if summary is None:
                raise
            yield summary

    def page(self, entry: feeds.Entry) -> Found | None:
        """The page that a feed names; None where it has not changed since it was last asked for. InputError, TooLargeError."""
        if entry.url is None:
            raise InputError("the entry names no address of a page")
        answer = self.web.get(entry.url)
        if answer is None:
            return None
        return pages.article_of(answer.data, entry.url, entry.context(self.encoding, self.today, answer.charset))

    def _address(self, url: str, depth: int) -> Iterator[Item]:
        """The report at an address, or those of the feed, sitemap or file that is there."""
        if depth > limits.MOST_DEPTH:
            raise InputError(f"{url}: more than {limits.MOST_DEPTH} sitemaps name one another")
        answer = self.web.get(url)
        if answer is None:
            return
        if feeds.root_of(answer.data) and not _is_page(answer):
            yield from self._xml(answer.data, url, depth)
        elif _is_page(answer):
            yield pages.article_of(answer.data, url, self._context(url, answer.charset))
        else:
            name = PurePath(urlsplit(url).path).name or "answer"
            yield from self._bytes(url, name, lambda: io.BytesIO(answer.data))


def _is_page(answer: Answer) -> bool:
    start = answer.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    told = answer.kind in ("text/html", "application/xhtml+xml") and feeds.root_of(start) is None
    return told or start.startswith((b"<!doctype html", b"<html"))


def _beside(path: Path, is_folder: bool) -> str | None:
    """What an entry of a folder is, that is not read; None where it is looked at."""
    if path.name.startswith((".", "~$")):  # ~$: what Word leaves beside an open document
        return "hidden files and folders"
    if is_folder:
        page = path.name.removesuffix("_files")
        saved = page != path.name and any(path.with_name(page + suffix).exists() for suffix in (".html", ".htm"))
        return "folders of pictures and scripts beside saved pages" if saved else None
    if path.exists() and not path.is_file():
        return "pipes, devices and links to folders"
    return _passed(path.name)


def _name(path: Path) -> str:
    """The name of a file as it can be shown and kept, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def _passed(name: str) -> str | None:
    """What a file in a folder is, that is not read; None where it is looked at."""
    if kinds.suffix_kind(name) or kinds.is_refused(name):
        return None
    return kinds.passed_kind(name) or f"files of other kinds ({PurePath(name).suffix.lower() or 'no suffix'})"


def _data(opened: Opened, most: int = limits.MOST_BYTES) -> bytes:
    with opened() as stream:
        return limits.within(stream.read(most + 1), most)


def _seekable(opened: Opened) -> Opened:
    """Parquet is read from its end: what cannot be wound back is held in memory."""

    def again() -> IO[bytes]:
        stream = opened()
        return stream if stream.seekable() else io.BytesIO(limits.within(stream.read(limits.MOST_TABLE + 1), limits.MOST_TABLE))

    return again


def _all_of(path: Path) -> bytes:
    """The bytes of a pipe or device."""
    with path.open("rb") as stream:
        return limits.within(stream.read(limits.MOST_TABLE + 1), limits.MOST_TABLE)


def _told(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _short(name: str) -> str:
    return name if len(name) <= 200 else name[:199] + "…"
