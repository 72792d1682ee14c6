"""Web archives (WARC): the pages in them that were answered with success, and the texts of WET files."""

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from khabar.document.model import Article
from khabar.resolve.publication import day_of
from khabar.sources.limits import MOST_BYTES, TooLargeError
from khabar.sources.page_facts import Context
from khabar.sources.pages import article_of
from khabar.sources.texts import Failure, Found, InputError, Passed, failure

_PASSED = {"metadata", "warcinfo", "request", "revisit", "continuation", "arc_header"}


def pages(stream: IO[bytes], where: str, context: Context) -> Iterator[Found | Failure | Passed]:
    """The pages of a WARC archive, unpacked: each HTML record that was answered 200. The rest is passed over; a broken archive is a
    Failure, after what could be read of it."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        # Heads of answers are parsed here: in the library, one that is broken ends the whole archive.
        for record in ArchiveIterator(stream, no_record_parse=True):
            number += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri")
            if record.rec_type not in _PASSED:
                yield _record(record, url, url or f"{where}, record {number}", context)
    except (ArchiveLoadFailed, ValueError, EOFError, AttributeError, KeyError) as error:
        yield Failure(where, f"broken WARC after {number} record{'s' if number != 1 else ''} ({_told(error)})")
    else:
        if not number:
            yield Failure(where, "broken WARC: holds no record")


def _told(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _record(record: Any, url: str | None, place: str, context: Context) -> Found | Failure | Passed:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    if url is None:
        return Failure(place, "broken WARC record: it has no address (WARC-Target-URI)")
    if record.rec_type == "response" and not url.startswith(("http:", "https:")):
        return Passed(place, "other records of an archive")
    if record.rec_type == "response":
        try:
            record.http_headers = StatusAndHeadersParser(["HTTP/"], verify=False).parse(record.raw_stream)
        except (StatusAndHeadersParserException, EOFError, ValueError, AttributeError):
            return Failure(place, "broken WARC record: it holds no HTTP answer")
        status = record.http_headers.get_statuscode()
        if status != "200":
            return Passed(place, f"pages answered {status}")
    kind = str((record.http_headers or record.rec_headers).get_header("Content-Type") or "").lower()
    if "html" not in kind and not (record.rec_type == "conversion" and "text/plain" in kind):
        return Passed(place, "other records of an archive")
    archived = _day(record.rec_headers.get_header("WARC-Date") or record.rec_headers.get_header("archive-date"))
    try:
        data = record.content_stream().read(MOST_BYTES + 1)
        if record.rec_type == "conversion":
            return _plain(data, url, archived)
        charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
        return article_of(data, place, replace(context, url=url, charset=charset, archived=archived))
    except (InputError, TooLargeError) as error:
        return failure(place, error)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        return Failure(place, f"broken WARC record ({_told(error)})")


def _plain(data: bytes, url: str, archived: str | None) -> Found | Passed:
    """A page of a WET file: its text as the archive made it."""
    text = data.decode("utf-8", "replace").strip()
    if not text:
        return Passed(url, "empty pages")
    return Found(Article(url, text, archived, url=url), "archive" if archived else "none")


def _day(value: str | None) -> str | None:
    try:
        day = day_of(value)
    except ValueError:
        return None
    return day.isoformat() if day else None
