"""Rows of tables to articles: columns may have other names, dates any form that the column as a whole tells."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from khabar.document.model import Article
from khabar.pipeline import text_id
from khabar.resolve.publication import ADVICE, AmbiguousDateError, day_of, order_of
from khabar.sources import telegram
from khabar.sources.texts import Failure, Found, InputError, Passed, Row, dated, failure

FIELDS = ("id", "text", "published", "title", "outlet", "url")
USUAL = {
    "text": (
        "text", "body", "content", "article", "full_text", "fulltext", "content_text", "maintext", "message", "النص", "نص", "نص الخبر",
    ),
    "published": (
        "published", "date", "publish_date", "publication_date", "published_at", "publishedat", "published_date", "date_published",
        "post created",
        "date_publish", "pubdate", "pub_date", "datetime", "timestamp", "created_at", "التاريخ", "تاريخ", "تاريخ النشر",
    ),
    "title": ("title", "headline", "العنوان", "عنوان"),
    "outlet": ("outlet", "source", "publisher", "site", "newspaper", "channel", "media_name", "page name", "المصدر", "الصحيفة", "الوكالة"),
    "url": ("url", "link", "permalink", "الرابط", "رابط"),
    "id": ("id", "article_id", "uid"),
}  # fmt: skip
"""Names of columns that are understood without being told, the likeliest first."""
_LACKING = "no column"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field; fields that are missing are looked for under their usual names. form: the form of its dates (see
    khabar.resolve.publication.form_of), None: told by the column itself."""

    named: Mapping[str, str]
    form: str | None = None

    def of(self, row: Mapping[str, Any], field: str) -> Any:
        """The value of a field in a row, None where there is none."""
        if field in self.named:
            return row.get(self.named[field])
        level = _levelled(row)
        return next((row[level[name]] for name in USUAL[field] if name in level and _given(row[level[name]])), None)

    def has(self, row: Mapping[str, Any], field: str) -> bool:
        """Whether a row has a column for a field, be it empty."""
        return self.named[field] in row if field in self.named else not _levelled(row).keys().isdisjoint(USUAL[field])


def _levelled(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(key).strip().lower(): key for key in row}


def _given(value: Any) -> bool:
    return value is not None and value == value and value != ""


def articles(rows: Callable[[], Iterator[Row | Failure]], where: str, columns: Columns) -> Iterator[Found | Failure | Passed]:
    """The articles of a table. rows: begins the table anew; it is gone through twice where its dates leave their order open."""
    form = columns.form or order_of(_dates(rows(), columns))
    unsure: list[str] = []
    lacking: list[Failure] | None = []
    held = 0
    for item in rows():
        held += 1
        found = item if isinstance(item, Failure) else _one(item, columns, form, unsure)
        if lacking is not None and isinstance(found, Failure) and _LACKING in found.reason:
            lacking.append(found)
            continue
        if isinstance(found, Found) and lacking is not None:
            yield from lacking
            lacking = None
        if found is not None:
            yield found
    yield from _together(lacking or [], where)
    if unsure:
        yield Failure(where, f"{len(unsure)} row{'s' if len(unsure) > 1 else ''} left out: {unsure[0]}")
    if not held:
        yield Failure(where, "holds no report")


def _one(row: Row, columns: Columns, form: str | None, unsure: list[str]) -> Found | Failure | Passed | None:
    """A row as an article; None where its date may be two, which `unsure` then tells."""
    try:
        return article_of(row[1], row[0], columns, form)
    except AmbiguousDateError as error:
        unsure.append(str(error))
    except InputError as error:
        return failure(row[0], error)
    return None


def _together(lacking: list[Failure], where: str) -> list[Failure]:
    """Rows that all lack the column of the text, as one failure."""
    if len(lacking) < 2 or len({f.reason for f in lacking}) > 1:
        return lacking
    return [Failure(where, f"none of its {len(lacking)} rows was read: {lacking[0].reason}")]


def _dates(rows: Iterable[Row | Failure], columns: Columns) -> Iterator[Any]:
    return (columns.of(item[1], "published") for item in rows if not isinstance(item, Failure) and isinstance(item[1], dict))


def article_of(row: Any, where: str, columns: Columns, form: str | None = None) -> Found | Passed:
    """One row as an article. InputError where it has no text or its date is none; AmbiguousDateError where its date may be two."""
    if not isinstance(row, dict):
        raise InputError(f"{where}: a JSON object is expected, this is a {type(row).__name__}")
    if telegram.is_message(row):
        return telegram.report(row, where)
    text = columns.of(row, "text")
    if not isinstance(text, str) and columns.has(row, "text") and not _given(text):
        return Passed(where, "rows without text")
    if not isinstance(text, str):
        asked = columns.named.get("text", "text")
        names = ", ".join(str(key) for key in list(row)[:8])
        raise InputError(f"{where}: {_LACKING} {asked!r} with a text (there are: {names}); name the column: --column text=NAME")
    if not text.strip():
        return Passed(where, "rows without text")
    title, outlet, url = (_string(columns.of(row, name)) for name in ("title", "outlet", "url"))
    day = _day(columns.of(row, "published"), where, form)
    return dated(Article(_string(columns.of(row, "id")) or text_id(text), text, day, title, outlet, url), "given")


def _day(value: Any, where: str, form: str | None) -> str | None:
    try:
        day = day_of(value, form)
    except AmbiguousDateError:
        raise
    except ValueError as error:
        raise InputError(f"{where}: {error}; if its figures stand in another order, say {ADVICE}") from None
    return day.isoformat() if day else None


def _string(value: Any) -> str | None:
    """A value as a string; of an object its name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return str(value) if _given(value) else None
