"""Feeds (RSS, Atom) and sitemaps: the reports that they name, and what they say of each."""

import re
from dataclasses import dataclass
from typing import Any

from khabar.document.model import Article
from khabar.resolve import outlets
from khabar.resolve.publication import day_of
from khabar.sources.encodings import decode
from khabar.sources.limits import within
from khabar.sources.page_facts import Context, day_in_address, names
from khabar.sources.texts import Found, InputError, dated
from khabar.text.normalise import fold

_ROOT = re.compile(rb"<(?:[\w-]+:)?(rss|feed|rdf|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTRY_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d)[^>]*>", re.IGNORECASE)
FEEDS = ("rss", "feed", "rdf")
SITEMAPS = ("urlset", "sitemapindex")
LEAST_WORDS = 3
"""Words of a title that is a report by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that a feed or sitemap names. published: ISO date or None. text: what it says of the report, "" for nothing."""

    url: str | None
    title: str | None
    published: str | None
    outlet: str | None
    text: str = ""

    def context(self, encoding: str | None, today: str | None, charset: str | None = None) -> Context:
        """What is known of the entry's page."""
        return Context(self.url, charset, self.published, self.title, self.outlet, None, encoding, today)

    def summary(self, where: str) -> Found | None:
        """The report as far as the feed holds it; None where that is no more than a word or two."""
        text = self.text or self.title or ""
        if not self.text and len(text.split()) < LEAST_WORDS:
            return None
        named = day_in_address(self.url) if self.url and not self.published else None
        day = named.isoformat() if named else self.published
        outlet = outlets.by_address(self.url) or self.outlet
        article = Article(self.url or where, text, day, self.title, outlet, self.url, is_summary=True)
        return dated(article, "address" if named else "feed")


def root_of(data: bytes) -> str | None:
    """The name of the root element where it is a feed's or a sitemap's: rss, feed, rdf, urlset, sitemapindex."""
    found = _ROOT.search(data[:4096].replace(b"\x00", b""))
    return found[1].decode().lower() if found else None


def is_feed(data: bytes) -> bool:
    """Whether data look like RSS or Atom."""
    return root_of(data) in FEEDS


def entries(data: bytes, where: str, encoding: str | None = None) -> list[Entry]:
    """The entries of a feed, in its order; of one that breaks off those that are whole. InputError where it is none, or declares entities
    (an entity bomb)."""
    import feedparser

    text = _xml(data, where, encoding)
    found = feedparser.parse(text)
    outlet = " ".join(str(found.feed.get("title") or "").split()) or None
    whole = found.entries[: len(_ENTRY_END.findall(data.replace(b"\x00", b"")))] if is_cut_off(data) else found.entries
    return [_entry(item, outlet) for item in whole]


def _entry(item: Any, outlet: str | None) -> Entry:
    link = str(item.get("link") or "")
    said = [str(part.get("value") or "") for part in item.get("content", ())] + [str(item.get("summary") or "")]
    title = _words(str(item.get("title") or ""))
    text = max((_words(value) for value in said), key=len)
    return Entry(
        link if link.startswith(("http://", "https://")) else None,
        title or None,
        _day(item),
        outlet,
        "" if fold(text) == fold(title) else text,
    )


def _day(item: Any) -> str | None:
    """The day of an entry: as it is written, so that the zone does not move it; as feedparser reads it where that is no date of ours."""
    told = dict.keys(item)  # asked for a name it lacks, feedparser gives another one's value
    for name in (n for n in ("published", "updated", "created") if n in told):
        try:
            day = day_of(item.get(name))
        except ValueError:
            day = None
        parsed = item.get(f"{name}_parsed")
        if day or parsed:
            return day.isoformat() if day else "{:04}-{:02}-{:02}".format(*parsed[:3])
    return None


def _words(html: str) -> str:
    """The words of a piece of HTML, a paragraph a line."""
    from lxml import html as lxml_html

    if "<" in html or "&" in html:
        html = lxml_html.fromstring(f"<div>{_BREAK.sub(lambda m: m[0] + chr(10), html)}</div>").text_content()
    lines = (" ".join(line.split()) for line in html.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(names("words", "tails")))


def is_cut_off(data: bytes) -> bool:
    """Whether a feed or sitemap ends before its root element does."""
    root = root_of(data)
    return root is not None and re.search(rf"</(?:[\w-]+:)?{root}\s*>".encode(), data.replace(b"\x00", b""), re.IGNORECASE) is None


def sitemap(data: bytes, where: str, encoding: str | None = None) -> tuple[list[Entry], list[str]]:
    """The pages that a sitemap names, and the sitemaps. InputError as entries()."""
    from lxml import etree

    root = etree.fromstring(_xml(data, where, encoding), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    pages, more = [], []
    for element in () if root is None else root:
        if not isinstance(element.tag, str):
            continue
        told = {etree.QName(e).localname: (e.text or "").strip() for e in element.iter() if isinstance(e.tag, str)}
        address = told.get("loc", "")
        if not address.startswith(("http://", "https://")):
            continue
        if etree.QName(element).localname == "sitemap":
            more.append(address)
        else:
            try:
                day = day_of(told.get("publication_date"))
            except ValueError:
                day = None
            pages.append(Entry(address, told.get("title") or None, day.isoformat() if day else None, told.get("name") or None))
    return pages, more


def _xml(data: bytes, where: str, encoding: str | None) -> bytes:
    """A feed in UTF-8, whatever it was in. InputError where it declares entities or is no feed."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    declared = _DECLARED.search(within(data))
    text = _DECLARATION.sub("", decode(data, where, encoding, declared[1].decode() if declared else None, lenient=True))
    clean = ('<?xml version="1.0" encoding="utf-8"?>' + text).encode("utf-8", "replace")
    try:
        root = fromstring(clean).tag.rsplit("}", 1)[-1]
    except DefusedXmlException:
        raise InputError(f"{where}: the feed declares entities or refers to other files; it is not read") from None
    except (ParseError, ValueError) as error:
        if root_of(data) is None:
            raise InputError(f"{where}: is no feed ({error})") from None
    else:
        if root.lower() not in FEEDS + SITEMAPS:
            raise InputError(f"{where}: is XML (<{root}>), but no feed or sitemap")
    return clean
