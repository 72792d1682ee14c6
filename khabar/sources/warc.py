"""Web archives (WARC): the pages in them that were answered with success, and the texts of WET files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from khabar.document.model import Article
from khabar.resolve.publication import day_of
from khabar.sources.limits import MOST_BYTES, TooLargeError
from khabar.sources.page_facts import Context
from khabar.sources.pages import article_of
from khabar.sources.texts import Failure, Found, InputError, Passed, failure

_PASSED = {"metadata", "warcinfo", "request", "revisit", "continuation"}


def pages(stream: IO[bytes], where: str, context: Context) -> Iterator[Found | Failure | Passed]:
    """The pages of a WARC archive, unpacked: each HTML record that was answered 200. The rest is passed over; a broken archive is a Failure,
    after what could be read of it."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen: Counter[str] = Counter()
    try:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI") if record.rec_headers else None
            place = url or f"{where}, record {record.rec_headers.get_header('WARC-Record-ID') if record.rec_headers else '?'}"
            seen[str(record.rec_type)] += 1
            found = _record(record, url, place, context)
            if found is not None:
                yield found
    except (ArchiveLoadFailed, ValueError, EOFError, AttributeError, KeyError) as error:
        yield Failure(where, f"broken WARC: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    else:
        if not seen:
            yield Failure(where, "broken WARC: holds no record")


def _record(record: Any, url: str | None, place: str, context: Context) -> Found | Failure | Passed | None:
    if record.rec_type in _PASSED:
        return None
    headers = record.http_headers
    status = headers.get_statuscode() if record.rec_type == "response" and headers else "200"
    if record.rec_type == "response" and headers is None:
        return Failure(place, "broken WARC record: it holds no HTTP answer")
    if status != "200":
        return Passed(place, f"pages answered {status}" if status else "pages without a status")
    kind = str((headers or record.rec_headers).get_header("Content-Type") or "").lower()
    if "html" not in kind and "text/plain" not in kind:
        return Passed(place, "pictures, scripts and other records of an archive")
    if "text/plain" in kind and record.rec_type != "conversion":
        return Passed(place, "plain texts of an archive")
    if url is None:
        return Failure(place, "broken WARC record: it has no address (WARC-Target-URI)")
    archived = _day(record.rec_headers.get_header("WARC-Date"))
    try:
        data = record.content_stream().read(MOST_BYTES + 1)
        if record.rec_type == "conversion":
            return _plain(data, url, archived)
        charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
        return article_of(data, place, replace(context, url=url, charset=charset, archived=archived))
    except (InputError, TooLargeError) as error:
        return failure(place, error)


def _plain(data: bytes, url: str, archived: str | None) -> Found | Passed:
    """A page of a WET file: its text as the archive made it."""
    text = data.decode("utf-8", "replace").strip()
    if not text:
        return Passed(url, "empty pages")
    return Found(Article(url, text, archived, url=url), "archive" if archived else "none", url)


def _day(value: str | None) -> str | None:
    try:
        day = day_of(value)
    except ValueError:
        return None
    return day.isoformat() if day else None
