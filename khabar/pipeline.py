"""The pipeline: articles in, documents out.

import khabar
nlp = khabar.load()
doc = nlp.read(text, published=date(2020, 7, 8))
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from khabar.assemble.assemble import assemble
from khabar.document.model import Article, Document
from khabar.resolve.ready import ready
from khabar.tagger.tagger import Tagger
from khabar.text.normalise import has_arabic
from khabar.text.prepared import prepare
from khabar.text.ready import ready as text_ready

MODEL = Path(__file__).parent / "tagger" / "model"
BATCH = 16


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that could not be read, and why."""

    article: Article
    reason: str


class Pipeline:
    """Reads reports. Make one with khabar.load() and keep it: loading takes longer than reading a report."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger

    def read(
        self,
        text: str,
        published: date | str | None = None,
        *,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> Document:
        """Read one report.

        text: the report, any Unicode text. published: its publication date (a date or an ISO string, ValueError if it is none);
        without it relative dates stay unresolved. title, outlet, url: kept with the document; the outlet heads each chain of
        attribution. id: the document's id; by default a hash of the text.
        """
        day = date.fromisoformat(published) if isinstance(published, str) else published
        article = Article(id or text_id(text), text, day.isoformat() if day else None, title, outlet, url)
        return self._read(article)

    def pipe(self, articles: Iterable[Article], batch_size: int = BATCH) -> Iterator[Document]:
        """Read many articles, in order. batch_size: how many are taken from `articles` at a time; it does not change what is
        read."""
        stream = iter(articles)
        while batch := list(islice(stream, batch_size)):
            yield from map(self._read, batch)

    def try_pipe(self, articles: Iterable[Article], batch_size: int = BATCH) -> Iterator["Document | Unread"]:
        """As pipe, but an article that cannot be read comes out as Unread, and the run goes on."""
        stream = iter(articles)
        while batch := list(islice(stream, batch_size)):
            yield from map(self._try, batch)

    def _try(self, article: Article) -> "Document | Unread":
        try:
            return self._read(article)
        except Exception as error:  # whatever it is, only the article that causes it may be lost
            return Unread(article, f"{type(error).__name__}: {error}")

    def _read(self, article: Article) -> Document:
        if not has_arabic(article.text):
            return _not_arabic(article)
        text = prepare(article.text)
        return assemble(article, text, self.tagger.tag(text))


def text_id(text: str) -> str:
    """A stable id for a text without one: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _not_arabic(article: Article) -> Document:
    return Document(article.id, article.text, article.published, article.title, article.outlet, article.url, "und")


def load(model: str | Path | None = None, threads: int | None = None) -> Pipeline:
    """The pipeline with the shipped model, or with the one in the folder `model`. threads: processor threads for the
    model; None takes all cores. DataFileError where a data file is wrong."""
    text_ready()
    ready()
    return Pipeline(Tagger.load(Path(model) if model else MODEL, threads))
