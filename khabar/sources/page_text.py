"""The text of the report on a page: its frame taken off, the body found by trafilatura, the lead put before it where that lost it."""

from collections.abc import Iterator
from typing import Any

from khabar.sources.page_facts import headline_of, is_dateline, names, text_of, words_of_marks
from khabar.text.normalise import fold, has_arabic

_FRAME = ("nav", "footer", "aside", "form", "button", "iframe", "noscript", "dialog", "select", "script", "style", "template")
_BLOCKS = ("p", "div", "h2", "h3", "h4", "section", "blockquote", "span")
LARGE = 0.5
"""Share of the page's words from which a part is never taken for its frame, whatever its class says."""
BANNER = 1500
"""Letters of a banner about cookies, at most."""
LEAD = (20, 1500)
"""Letters of a lead, at least and at most."""
LEAST_WORDS = 4
"""Words of a report."""
BEGINNING = 80
"""Letters by which a paragraph is found again on its page."""
LINKED = 0.8
"""Share of its letters in links from which a text is a menu."""


def report_of(tree: Any, title: str | None) -> str:
    """The text of the report, a paragraph a line; "" where there is none. tree: the page's elements (lxml); they are changed."""
    import trafilatura

    _take_off_frame(tree)
    mains = [main for main in tree.iter("main") if len(text_of(main).split()) >= LEAST_WORDS]
    found_body = tree.find("body")
    body = mains[0] if len(mains) == 1 else found_body if found_body is not None else tree
    if _is_menu(body):
        return ""
    whole = fold(text_of(body))
    found: Any = trafilatura.bare_extraction(
        _page(body), with_metadata=False, include_comments=False, include_tables=False, favor_recall=True, deduplicate=False
    )
    text = (found.text or "").strip() if found is not None else ""
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith(names("words", "boilerplate"))]
    lines = _in_order(lines, whole)
    headline = headline_of(body)
    headings = {fold(title or ""), fold(text_of(headline)) if headline is not None else ""}
    while lines and (fold(lines[0]) in headings or is_dateline(lines[0])):
        lines = lines[1:]
    lines = [*_leads(body, lines, title), *lines] if lines else []
    return "\n".join(lines) if sum(len(line.split()) for line in lines) >= LEAST_WORDS else ""


def _in_order(lines: list[str], whole: str) -> list[str]:
    """Lines in the order in which they stand on the page: what trafilatura finds last it puts last."""
    places: list[int] = []
    for line in lines:
        at = whole.find(fold(line)[:BEGINNING])
        places.append(at if at >= 0 else max(places, default=0))
    return [line for _, line in sorted(zip(places, lines, strict=True), key=lambda pair: pair[0])]


def _page(body: Any) -> Any:
    """A part of a page as a page of its own."""
    from lxml import html

    if body.tag == "html":
        return body
    if body.tag == "body":
        return body.getparent()
    page = html.fromstring("<html><body></body></html>")
    page.find("body").append(body)
    return page


def _take_off_frame(tree: Any) -> None:
    total = max(len(text_of(tree)), 1)
    headline = headline_of(tree)
    kept = {headline, *headline.iterancestors()} if headline is not None else set()
    for element in list(tree.iter()):
        if element in kept or element.tag in ("html", "head", "body", "main", "article") or element.getparent() is None:
            continue
        named = not isinstance(element.tag, str) or element.tag in _FRAME
        if named or (_is_frame(element) and len(text_of(element)) < LARGE * total) or _is_banner(element):
            element.drop_tree()
    for block in tree.iter("p", "div", "section", "ul", "table", "blockquote"):
        _apart(block)


def _apart(block: Any) -> None:
    """Put a space between a block and what stands before it without one."""
    before, above = block.getprevious(), block.getparent()
    if before is not None and not (before.tail or "x")[-1].isspace():
        before.tail = (before.tail or "") + "\n"
    elif before is None and above is not None and above.text and not above.text[-1].isspace():
        above.text += "\n"


def _is_frame(element: Any) -> bool:
    if element.tag == "header" and not any(above.tag in ("article", "main") for above in element.iterancestors()):
        return True
    role = str(element.get("role") or "").lower()
    return role in names("marks", "roles") or not words_of_marks(element).isdisjoint(names("marks", "skip"))


def _is_banner(element: Any) -> bool:
    """Whether a part speaks of cookies: its heading, or its first words."""
    if element.tag not in ("section", "div") or element.find(".//article") is not None or element.find(".//main") is not None:
        return False
    if any(above.tag in ("article", "main") for above in element.iterancestors()):
        return False
    text = text_of(element)
    heading = next((text_of(h) for tag in ("h1", "h2", "h3", "h4") for h in element.iter(tag)), text[:80])
    return 0 < len(text) <= BANNER and any(fold(words) in fold(heading) for words in names("words", "cookies"))


def _is_menu(body: Any) -> bool:
    """Whether nearly all words are links."""
    letters = len(text_of(body))
    return letters == 0 or sum(len(text_of(a)) for a in body.iter("a")) > LINKED * letters


def _leads(body: Any, lines: list[str], title: str | None) -> Iterator[str]:
    """Paragraphs that stand before the first one found, and are marked as the lead or follow the headline."""
    known = fold(" ".join(lines))
    first = fold(lines[0])
    after_headline = headline_of(body) is None
    headline = headline_of(body)
    told: set[str] = {fold(title or "")}
    for element in body.iter():
        if element is headline:
            after_headline = True
        if element.tag not in _BLOCKS:
            continue
        text = text_of(element)
        key = fold(text)
        if (key and key in first) or (key.startswith(first) and element.tag == "p"):
            return
        marked = not words_of_marks(element).isdisjoint(names("marks", "lead"))
        plain_lead = element.tag == "p" and after_headline and headline is not None
        if not (marked or plain_lead) or not LEAD[0] <= len(text) <= LEAD[1] or not has_arabic(text) or first in key:
            continue
        if key not in known and not any(key in other for other in told) and len(text.split()) >= LEAST_WORDS:
            told.add(key)
            yield text
