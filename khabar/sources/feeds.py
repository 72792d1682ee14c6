"""Feeds (RSS, Atom) and WARC archives: what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from khabar.document.model import Article
from khabar.sources.limits import MOST_BYTES, TooLargeError, within
from khabar.sources.pages import article_of
from khabar.sources.texts import Failure, InputError, failure


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. published: ISO date or None."""

    url: str
    title: str | None
    published: str | None
    outlet: str | None


def is_feed(data: bytes) -> bool:
    """Whether data look like RSS or Atom."""
    head = data[:2000].lstrip().lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def entries(data: bytes, where: str) -> list[Entry]:
    """The entries of a feed, in its order. InputError where it is none, or declares entities (an entity bomb)."""
    import feedparser
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        fromstring(within(data))
    except DefusedXmlException:
        raise InputError(f"{where}: the feed declares entities or refers to other files; it is not read") from None
    except ParseError as error:
        if not is_feed(data):
            raise InputError(f"{where}: is no feed ({error})") from None
    found = feedparser.parse(data)
    outlet = found.feed.get("title")
    result = []
    for item in found.entries:
        when = item.get("published_parsed") or item.get("updated_parsed")
        day = date(*when[:3]).isoformat() if when else None
        if item.get("link"):
            result.append(Entry(str(item["link"]), item.get("title"), day, outlet))
    return result


def archive(stream: IO[bytes], where: str) -> Iterator[tuple[Article, str] | Failure]:
    """The pages of a WARC archive (packed or not): each HTML response with an Arabic report on it. Other pages are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            url = record.rec_headers.get_header("WARC-Target-URI") or where
            if "html" in kind.lower():
                yield _page(record.content_stream().read(MOST_BYTES + 1), url)
    except (ArchiveLoadFailed, ValueError, EOFError) as error:
        yield Failure(where, f"broken WARC: {error}")


def _page(data: bytes, url: str) -> tuple[Article, str] | Failure:
    try:
        return article_of(data, url, url)
    except (InputError, TooLargeError) as error:
        return failure(url, error)
