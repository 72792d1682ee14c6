"""Web pages to articles: the text of the report, its title, date, outlet and address."""

import re

from khabar.document.model import Article
from khabar.sources.encodings import decode
from khabar.sources.limits import within
from khabar.sources.page_facts import Context, day_of_text, facts_of, names
from khabar.sources.page_text import report_of
from khabar.sources.texts import Found, InputError
from khabar.text.normalise import fold

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
SHORT = 200
"""Letters below which a page's text gives way to the one in its metadata, if that is longer."""


def article_of(data: bytes, where: str, context: Context) -> Found:
    """The report on a page, and how its date is known. InputError where no report is on it, TooLargeError."""
    from trafilatura.utils import load_html

    declared = _CHARSET.search(within(data)[:4096])
    charset = context.charset or (declared[1].decode("ascii", "replace") if declared else None)
    html = _DECLARATION.sub("", decode(data, where, context.encoding, charset, lenient=True))
    tree = load_html(html)
    if tree is None:
        raise InputError(f"{where}: no report was found on the page")
    facts = facts_of(tree, html, context)
    title = facts.title or context.title
    if title and fold(title) in {fold(words) for words in names("words", "missing")}:
        raise InputError(f"{where}: the page says that there is none ({title})")
    text = report_of(tree, title)
    if facts.body and len(text) < min(SHORT, len(facts.body)):
        text = " ".join(facts.body.split())
    if not text:
        raise InputError(f"{where}: no report was found on the page")
    day, basis = _dated(facts.day, facts.basis, text, context)
    address = context.url if context.url != facts.url else None
    return Found(Article(facts.url or where, text, day, title, facts.outlet, facts.url, address=address), basis)


def _dated(day: str | None, basis: str, text: str, context: Context) -> tuple[str | None, str]:
    """The day of a report and how it is known, the archive's as a last resort."""
    for found, how in ((day, basis), (day_of_text(text), "dateline"), (context.archived, "archive")):
        if found and not (context.today and found > context.today):
            return found, how
    return None, "none"
