"""Web pages to articles, through trafilatura: the text of the report, its title, date and outlet."""

import re
from datetime import date
from typing import Any

from khabar.document.model import Article
from khabar.sources.limits import within
from khabar.sources.texts import InputError, decode
from khabar.text.normalise import has_arabic

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def article_of(data: bytes, where: str, url: str | None = None) -> tuple[Article, str]:
    """The report on a page, and how its date is known ("page" or "none"). InputError where no report is on it, TooLargeError."""
    import trafilatura

    html = _text(within(data), where)
    found: Any = trafilatura.bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True
    )
    text = (found.text or "").strip() if found is not None else ""
    if not text:
        raise InputError(f"{where}: no report was found on the page")
    if not has_arabic(text):
        raise InputError(f"{where}: the report on the page is not in Arabic")
    day = _day(found.date)
    article = Article(url or where, text, day, found.title, found.sitename or found.hostname, url or found.url)
    return article, "page" if day else "none"


def _text(data: bytes, where: str) -> str:
    named = _CHARSET.search(data[:4096])
    if named:
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)


def _day(value: str | None) -> str | None:
    try:
        return date.fromisoformat(value[:10]).isoformat() if value else None
    except ValueError:
        return None
