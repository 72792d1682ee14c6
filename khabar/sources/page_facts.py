"""What a page says of itself: its title, date, outlet and address. Nothing is guessed: a date is named by its metadata, its address or its
dateline, or there is none."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, takewhile
from typing import Any
from urllib.parse import urljoin, urlsplit

from khabar.data_files import toml_of
from khabar.resolve import outlets
from khabar.resolve.publication import day_of
from khabar.resolve.time_phrase import lexicon
from khabar.resolve.time_value import safe_date
from khabar.text.normalise import fold, plain

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_BORDER = re.compile(r"\s+[-–—|:•·»«/]+\s+|\s*\|\s*|\s*::\s*")
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_ADDRESS = (
    re.compile(r"[/_=-]((?:19|20)\d\d)/(?:[a-z-]+/)?(\d{1,2})/(\d{1,2})(?=[/_.?-]|$)"),
    re.compile(r"[/_=-]((?:19|20)\d\d)[-_](\d{1,2})[-_](\d{1,2})(?=\D|$)"),
    re.compile(r"[/_=-]((?:19|20)\d\d)(\d\d)(\d\d)(?=\D|$)"),
    re.compile(rf"[/_=-]((?:19|20)\d\d)[/-]({'|'.join(_ENGLISH)})[a-z]*[/-](\d{{1,2}})(?=[/_.?-]|$)"),
)
_DATELINE = re.compile(r"(.{5,90})[–—-]\s")
_PIECES = re.compile(r"[()،,/:]|\s[–—-]\s*")
MOST_NAME = 4
"""Words of a site's name in a title."""
AROUND = 25
"""Elements around the headline among which its date is looked for."""
TEXT = 60
"""Letters from which a stretch of words is the text of the report."""
MOST_DATE = 120
"""Letters of a line that is a date."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a page from elsewhere. url: its address. charset: declared beside it. day, title, outlet: as its feed names them.
    archived: the day on which it was archived or saved. encoding: as the user named it. today: the day of the run, ISO: what is dated
    later is not believed."""

    url: str | None = None
    charset: str | None = None
    day: str | None = None
    title: str | None = None
    outlet: str | None = None
    archived: str | None = None
    encoding: str | None = None
    today: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """title, outlet, url: None where the page does not tell. day, basis: an ISO date and how it is known ("page", "address", "dateline"),
    or None and "none". body: the text as the metadata hold it."""

    title: str | None
    outlet: str | None
    url: str | None
    day: str | None
    basis: str
    body: str | None


@cache
def names(table: str, key: str) -> tuple[str, ...]:
    """A list of data/pages.toml."""
    return tuple(toml_of("khabar.sources", "pages.toml")[table][key])


def words_of_marks(element: Any) -> set[str]:
    """The words of an element's class, id and itemprop."""
    given = " ".join(str(element.get(name) or "") for name in ("class", "id", "itemprop"))
    return set(re.split(r"[\s_\-.:]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", given).lower()))


def text_of(element: Any) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def headline_of(tree: Any) -> Any:
    """The element that holds the headline: the h1 of the article, else of the main part, else the only one."""
    for path in (".//article//h1", ".//main//h1", ".//h1"):
        found = [h for h in tree.iterfind(path) if text_of(h)]
        if found:
            return found[0]
    return None


def facts_of(tree: Any, html: str, context: Context) -> Facts:
    """The facts of a page. tree: its elements (lxml)."""
    data = list(_linked_data(tree))
    metas = _metas(tree)
    address = _address(tree, metas, data, context.url, html)
    outlet, site_names = _outlet(metas, data, address, context.outlet)
    title = _title(tree, metas, data, site_names)
    day, basis = _day(tree, metas, data, context.day, (address, context.url))
    body = next((str(item["articleBody"]) for item in data if isinstance(item.get("articleBody"), str)), None)
    return Facts(title, outlet, address, day.isoformat() if day else None, basis, body)


def _metas(tree: Any) -> list[tuple[str, str]]:
    """The metadata of the head as (name, content), in order, names in lower case."""
    found = []
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.append((str(name).strip().lower(), " ".join(str(meta.get("content")).split())))
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that describe an article."""
    for script in tree.iter("script"):
        if str(script.get("type") or "").lower() == "application/ld+json":
            try:
                waiting = [json.loads(script.text_content(), strict=False)]
            except (ValueError, RecursionError):
                continue
            while waiting:
                item = waiting.pop(0)
                if isinstance(item, list):
                    waiting = item + waiting
                elif isinstance(item, dict):
                    kinds = item.get("@type")
                    if {str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])} & set(names("metadata", "types")):
                        yield item
                    waiting += [item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), dict | list)]


def _address(tree: Any, metas: list[tuple[str, str]], data: list[dict[str, Any]], url: str | None, html: str) -> str | None:
    """The canonical address, where it is one of this page and not of the site."""
    links = [link.get("href") for link in tree.iter("link") if str(link.get("rel") or "").lower() == "canonical"]
    links += [content for name, content in metas if name == "og:url"]
    links += [item.get("url") for item in data]
    saved = _SAVED_FROM.search(html[:3000])
    for link in [*links, saved[1] if saved else None]:
        try:
            found = urljoin(url or "", str(link or "").strip())
            parts = urlsplit(found)
        except ValueError:  # no address
            continue
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return found
    return url


def _outlet(
    metas: list[tuple[str, str]], data: list[dict[str, Any]], address: str | None, feed: str | None
) -> tuple[str | None, list[str]]:
    """The outlet, and all names of the site: a known outlet by its host, else as the page names itself, else as the feed does, else the
    host."""
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    known = outlets.by_address(address)
    named = [content for key in names("metadata", "outlet") for name, content in metas if name == key]
    for item in data:
        publisher = item.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            named.append(str(one.get("name") or "") if isinstance(one, dict) else str(one or ""))
    said = [name for name in (*named, feed or "") if name.strip() and not _is_address(name)]
    outlet = known or (said[0] if said else None) or host or None
    return outlet, [name for name in (known, *said, host, host.split(".")[0]) if name]


def _is_address(name: str) -> bool:
    return "://" in name or re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", name.strip().lower()) is not None


def _title(tree: Any, metas: list[tuple[str, str]], data: list[dict[str, Any]], site_names: list[str]) -> str | None:
    """The headline without the name of the site."""
    sites = {fold(name) for name in (*site_names, *names("words", "site"))}
    element = headline_of(tree)
    headline = text_of(element) if element is not None else ""
    headline = "" if fold(headline) in sites else headline
    named = [str(item.get("headline") or "") for item in data]
    named += [content for key in names("metadata", "title") for name, content in metas if name == key]
    named += [text_of(title) for title in tree.iterfind(".//head/title")]
    for title in filter(None, (" ".join(name.split()) for name in named)):
        if headline and _is_headline(title, headline):
            return headline
        bare = _without_site(title, sites)
        if bare:
            return bare
    return headline or None


def _is_headline(title: str, headline: str) -> bool:
    """Whether a title is the headline with something behind it, or cut short."""
    begun = fold(_BORDER.split(title)[0])
    return fold(title).startswith(fold(headline)) or (len(begun.split()) > 1 and fold(headline).startswith(begun))


def _without_site(title: str, sites: set[str]) -> str:
    """A title without the names of the site at its ends; "" where nothing else is left."""
    pieces, borders = _BORDER.split(title), [m.span() for m in _BORDER.finditer(title)]
    first, last = 0, len(pieces)
    while last > first and _is_site(pieces[last - 1], sites, last - first > 1):
        last -= 1
    while first < last and _is_site(pieces[first], sites, last - first > 1):
        first += 1
    if first == last:
        return ""
    start = borders[first - 1][1] if first else 0
    return title[start : borders[last - 1][0] if last <= len(borders) else len(title)].strip()


def _is_site(piece: str, sites: set[str], among_others: bool) -> bool:
    """Whether a piece of a title names the site: by its names, as an address, or, among other pieces, as outlets call themselves."""
    key = fold(piece)
    words = key.split()
    kinds = {fold(word) for word in names("words", "outlets")}
    named = among_others and 1 < len(words) <= MOST_NAME and words[0] in kinds
    return not key or key in sites or _is_address(piece) or named or (len(words) > 1 and outlets.resolve(piece) is not None)


def _day(
    tree: Any, metas: list[tuple[str, str]], data: list[dict[str, Any]], feed_day: str | None, addresses: tuple[str | None, ...]
) -> tuple[date | None, str]:
    named = [item.get("datePublished") for item in data]
    named += [content for key in names("metadata", "date") for name, content in metas if name == key]
    named += [e.get("content") or e.get("datetime") or text_of(e) for e in tree.iter() if _string(e, "itemprop") == "datePublished"]
    for value in named:
        if day := _read(value):
            return day, "page"
    if feed_day:
        return date.fromisoformat(feed_day), "feed"
    for url in addresses:
        if url and (day := day_in_address(url)):
            return day, "address"
    day = _dateline(tree)
    return day, "dateline" if day else "none"


def _string(element: Any, name: str) -> str:
    return str(element.get(name) or "") if isinstance(element.tag, str) else ""


def _read(value: object) -> date | None:
    """A date of the page; None where it is none, may be two, or says nothing (1970, year 1). Of a line with more (الأحد، 4 آب 2013، آخر
    تحديث 02:21) the first part that is a date."""
    try:
        day = day_of(value) if isinstance(value, str | int | float) else None
    except ValueError:
        day = None
    if day is None and isinstance(value, str) and "،" in value:
        return next((found for part in value.split("،") if (found := _read(part.strip()))), None)
    return day if day and day.year > 1970 else None


def day_in_address(url: str) -> date | None:
    """The day that the path of an address names, with its year first."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return None
    for pattern in _IN_ADDRESS:
        for year, month, day in pattern.findall(f"{parts.path}?{parts.query}"):
            number = int(month) if month.isdigit() else _ENGLISH.index(month[:3]) + 1
            if found := safe_date(int(year), number, int(day)):
                return found
    return None


def _dateline(tree: Any) -> date | None:
    """The date that stands by the headline: between it and the text, else near it outside of the site's frame."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    headline = headline_of(tree)
    if headline is None:
        return _first_date(e for e in elements if not _outside(e))
    at = elements.index(headline)
    near = set(islice(headline.iterancestors(), 2))
    after = elements[at + 1 : at + 1 + AROUND]
    before = [e for e in elements[max(0, at - AROUND) : at][::-1] if not near.isdisjoint(islice(e.iterancestors(), 2))]
    head = takewhile(lambda e: len((e.text or "").strip()) < TEXT or _is_date(e), after)
    return _first_date(head) or _first_date(e for e in after + before if not _outside(e))


def _first_date(elements: Iterable[Any]) -> date | None:
    for element in elements:
        if _is_date(element):
            text = str(element.get("datetime") or element.get("data-datetime") or "") or text_of(element)
            if len(text) <= MOST_DATE and (day := _read(text)):
                return day
    return None


def is_dateline(line: str) -> bool:
    """Whether a line of a page is a date and no more: days, months, times and the words that pages put before them."""
    words = set(fold(line).split())
    return all(word.isdigit() or word in _date_words() for word in words) and _read(line) is not None


@cache
def _date_words() -> frozenset[str]:
    tables = lexicon().tables
    known = {word for name in ("months", "hijri", "persian", "weekdays", "parts") for key in tables[name] for word in key.split()}
    return frozenset(known) | {word for words in names("words", "dateline") for word in fold(words).split()}


def _is_date(element: Any) -> bool:
    return element.tag == "time" or not words_of_marks(element).isdisjoint(names("marks", "date"))


def _outside(element: Any) -> bool:
    """Whether an element stands in the site's frame: its head, menus, foot, or a list of other reports."""
    for above in (element, *element.iterancestors()):
        if above.tag in ("nav", "footer", "aside", "a", "li") or not words_of_marks(above).isdisjoint(names("marks", "skip")):
            return True
        if above.tag in ("article", "main"):
            return False
        framed = above.tag == "header" or not words_of_marks(above).isdisjoint(names("marks", "frame"))
        if framed and above.find(".//h1") is None:
            return True
    return False


def day_of_text(text: str) -> str | None:
    """The day of a dateline at the beginning of a report (دمشق – 8 تموز 2020 (وكالة) –), as an ISO date; None where there is none."""
    match = _DATELINE.match(plain(text[:200]).text + " ")
    for piece in _PIECES.split(match[1]) if match else ():
        if piece.strip() and is_dateline(piece) and (day := _read(piece.strip())):
            return day.isoformat()
    return None
