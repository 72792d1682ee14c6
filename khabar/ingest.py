"""Ingest: articles of sources into a store, read and put together with what is there.

Each article is kept before it is read, and each is read in a transaction of its own: a run that is killed goes on where it stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from khabar.document.model import Article, Document
from khabar.errors import StoreError
from khabar.pipeline import Unread
from khabar.sources.feeds import Entry
from khabar.sources.limits import TooLargeError
from khabar.sources.rows import Opened
from khabar.sources.sources import Item, SourceReader
from khabar.sources.tables import Columns
from khabar.sources.texts import Failure, Found, InputError, Passed, failure
from khabar.sources.web import Web
from khabar.store.store import Store

BATCH = 32
"""Articles that are kept at a time."""
CHUNK = 256
"""Articles that wait in memory to be read."""


@dataclass
class Summary:
    """What a run did. read: articles in Arabic; languages: how many are in another one, by its code ("fa", "und"). summaries: how many of
    the new ones are only what a feed says. passed: what was looked at and is no report, by what it is. failures: (where, why). waiting:
    how many articles are to be read, None until all sources are taken; done: how many of them are, read or failed."""

    read: int = 0
    new: int = 0
    duplicate: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    waiting: int | None = None
    done: int = 0
    summaries: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)


class Reader(Protocol):
    """What reads articles: a Pipeline, or what loads one when it is first needed."""

    def try_pipe(self, articles: Iterable[Article], /) -> Iterator[Document | Unread]:
        """See Pipeline.try_pipe."""


@dataclass(frozen=True)
class Ingest:
    """A run. outlet, published: for articles that come without. run: its number in the store. told: called after each article. today: the
    day of the run, ISO. encoding: of texts that do not tell theirs."""

    store: Store
    nlp: Reader
    columns: Columns = field(default_factory=lambda: Columns({}))
    web: Web = field(default_factory=Web)
    today: str | None = None
    outlet: str | None = None
    published: str | None = None
    run: int | None = None
    told: Callable[[Summary], None] = lambda summary: None
    encoding: str | None = None

    def sources(self, names: Iterable[str]) -> Summary:
        """Take the articles of some sources, then read all that wait to be read."""
        return self._all((name, self._reader().source(name)) for name in names)

    def files(self, files: Iterable[tuple[str, Opened]]) -> Summary:
        """The same of files that are at hand: the name of each, and what opens it anew."""
        return self._all((name, self._reader().file(name, opened)) for name, opened in files)

    def _all(self, sources: Iterable[tuple[str, Iterator[Item]]]) -> Summary:
        summary = Summary()
        for name, found in sources:
            items = self._items(name, found, summary)
            while batch := list(islice(items, BATCH)):
                self._keep(batch, name, summary)
        self._read_all("new", summary)
        return summary

    def again(self) -> Summary:
        """Read again what failed before, and fetch the pages of which only a summary is there."""
        summary = Summary()
        for kept in self.store.summaries():
            try:
                page = self._reader().page(Entry(kept.url, kept.title, kept.published, kept.outlet))
            except (InputError, TooLargeError):
                continue  # the summary stays
            if page is not None:
                self._keep([page], kept.url or "", summary)
        self._read_all("new", summary)
        self._read_all("failed", summary)
        return summary

    def _reader(self) -> SourceReader:
        return SourceReader(self.columns, self.web, self.today, self.encoding)

    def _items(self, name: str, found: Iterator[Item], summary: Summary) -> Iterator[Found]:
        try:
            for item in found:
                if isinstance(item, Failure):
                    self._failed(item, name, summary)
                elif isinstance(item, Passed):
                    summary.passed[item.what] += 1
                else:
                    yield item
        except InputError as error:
            self._failed(failure(name, error), name, summary)
        except OSError as error:
            self._failed(Failure(str(error.filename or name), error.strerror or str(error)), name, summary)
        except StoreError:
            raise
        except Exception as error:  # whatever it is, only the source that causes it may be lost
            self._failed(Failure(name, f"{type(error).__name__}: {error}"), name, summary)

    def _failed(self, what: Failure, source: str, summary: Summary) -> None:
        self.store.unusable(what.where, source, what.reason)
        summary.failures.append((what.where, what.reason))

    def _keep(self, batch: Iterable[Found], source: str, summary: Summary) -> None:
        for article, basis in batch:
            dated = article.published or self.published
            how = basis if article.published else "given" if dated else basis
            filled = replace(article, published=dated, outlet=article.outlet or self.outlet)
            if self.store.add_article(filled, source, how):
                summary.new += 1
                summary.summaries += article.is_summary
            else:
                summary.duplicate += 1
            self.told(summary)

    def _read_all(self, state: str, summary: Summary) -> None:
        """Read the articles in a state ("new", "failed"), some at a time: an archive need not fit into memory."""
        summary.waiting = self.store.counts()[state]
        last = ""
        while waiting := self.store.pending(state, after=last, limit=CHUNK):
            last = waiting[-1].id
            self._read(waiting, summary)

    def _read(self, waiting: list[Article], summary: Summary) -> None:
        for outcome in self.nlp.try_pipe(waiting):
            key, reason = (outcome.id, self._save(outcome)) if isinstance(outcome, Document) else (outcome.article.id, outcome.reason)
            if reason is None and isinstance(outcome, Document) and outcome.language != "ar":
                summary.languages[outcome.language] += 1
            elif reason is None:
                summary.read += 1
            else:
                self.store.failed(key, reason)
                summary.failures.append((key, reason))
            summary.done += 1
            self.told(summary)

    def _save(self, document: Document) -> str | None:
        """Keep a document; why that failed, if it did. A database that cannot be written ends the run: that is no fault of the article."""
        try:
            self.store.save(document, self.run)
        except StoreError:
            raise
        except Exception as error:  # whatever it is, only the article that causes it may be lost
            return f"{type(error).__name__}: {error}"
        return None
