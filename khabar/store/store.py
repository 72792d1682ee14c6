"""The store: articles in, documents, incidents and claims out. Everything of one article is written in one transaction: a run that is
killed at any point leaves whole articles or none, and goes on where it stopped."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike, fspath
from typing import Any, Unpack

from sqlalchemy import Engine, RowMapping, delete, func, insert, select, update

from khabar.document.model import Article, Document
from khabar.incidents.copies import signature
from khabar.incidents.incidents import Incident
from khabar.incidents.records import record
from khabar.masking import masked, without_login
from khabar.store import decisions, rows, search
from khabar.store import schema as s
from khabar.store.conditions import chosen
from khabar.store.database import reader_of, translate_errors, writer_of
from khabar.store.entries import storable
from khabar.store.filters import Filters, checked
from khabar.store.rows import Head, Known
from khabar.store.search import Hits
from khabar.store.views import Views


def article_key(article: Article) -> str:
    """The id of an article: a hash of its text, date, outlet and address. The same article has the same id wherever it comes from."""
    parts = (article.text, article.published or "", article.outlet or "", article.url or "")
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _article(row: RowMapping) -> Article:
    """An article as it is kept, its key as its id."""
    return Article(*(row[name] for name in ("id", "text", "published", "title", "outlet", "url", "origin", "is_summary", "address")))


class Incidents(list[Known]):
    """Incidents as a list, and as a table for analysis."""

    def __repr__(self) -> str:
        some = ", ".join(map(repr, self[:3]))
        return f"<{len(self):,} incidents: {some}{', ...' if len(self) > 3 else ''}>"

    def records(self) -> list[dict[str, Any]]:
        """One dictionary an incident, see khabar.incidents.records."""
        return [record(known.incident, known.sources, known.part_of) for known in self]

    def events(self) -> "Incidents":
        """Each report's telling by itself: one entry an episode, whose id is that of its incident and its number in it."""
        return Incidents(
            Known(Incident(f"{known.incident.id}{number:04x}", (episode,), ()), known.groups, known.heads)
            for known in self
            for number, episode in enumerate(known.incident.episodes, 1)
        )

    def to_pandas(self) -> Any:
        """A pandas DataFrame, one row an incident; needs pandas."""
        import pandas

        return pandas.DataFrame(self.records())

    def to_polars(self) -> Any:
        """A polars DataFrame, one row an incident; needs polars."""
        import polars

        return polars.DataFrame(self.records(), infer_schema_length=None)


class Store(Views):
    """A database of articles and incidents. Make one with khabar.open(target)."""

    def __init__(self, engine: Engine, target: str = "") -> None:
        self.engine, self.target = engine, target
        self._reader = engine.execution_options(reads=True)

    @classmethod
    def open(cls, target: str | PathLike[str], create: bool = True) -> "Store":
        """Open to read and write; the schema is brought up to date. target: a file name (SQLite) or a postgresql+psycopg:// URL. create:
        whether it is made where it does not exist. StoreError."""
        return cls(writer_of(target, create), fspath(target))

    @classmethod
    def open_to_read(cls, target: str | PathLike[str]) -> "Store":
        """Open a database that is there, to read only: nothing is written, not even its schema. StoreError."""
        return cls(reader_of(target), fspath(target))

    def __repr__(self) -> str:
        return f"<Store {masked(self.target)}>"

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @translate_errors
    def begin_run(self, started: str, version: str, model: str, settings: Mapping[str, Any]) -> int:
        """Note a run; returns its number. started: an ISO time, given by the caller."""
        kept = {name: masked(value) if isinstance(value, str) else value for name, value in settings.items()}
        with self.engine.begin() as db:
            found = db.execute(
                insert(s.runs)
                .values(
                    started=started,
                    version=version,
                    model=model,
                    settings=kept,
                )
                .returning(s.runs.c.id)
            )
            return int(found.scalar_one())

    @translate_errors
    def add_article(self, article: Article, source: str, basis: str) -> bool:
        """Keep an article to be read; False where it is there already, be it that an article of its address makes a summary needless. A
        page takes the place of its summary. basis: how its date is known (given, page, feed, address, dateline, archive, none)."""
        with self.engine.begin() as db:
            key = article_key(article)
            if db.execute(select(s.articles.c.id).where(s.articles.c.id == key)).first():
                return False
            url, address = (value and storable(without_login(value)) for value in (article.url, article.address))
            same = rows.at_address(db, (url, address))
            if article.is_summary and same:
                return False
            for summary in [other for other, is_summary in same if is_summary]:
                rows.remove(db, summary)
            kept = {
                "id": key, "name": without_login(article.id), "text": article.text, "published": article.published,
                "published_basis": basis, "title": article.title, "outlet": article.outlet, "url": url, "address": address,
                "source": masked(source), "state": "new", "origin": article.origin, "is_summary": article.is_summary,
            }  # fmt: skip
            db.execute(insert(s.articles), {n: storable(v) if isinstance(v, str) else v for n, v in kept.items()})
            return True

    @translate_errors
    def pending(self, state: str = "new", after: str = "", limit: int | None = None) -> list[Article]:
        """The articles in a state ("new", "failed"), with their keys as ids, in the order of these. after, limit: at most so
        many, whose key comes after that."""
        t = s.articles.c
        with self._reader.connect() as db:
            query = select(s.articles).where(t.state == state, t.id > after).order_by(t.id)
            waiting = db.execute(query.limit(limit) if limit else query).mappings()
            return [_article(r) for r in waiting]

    @translate_errors
    def summaries(self) -> list[Article]:
        """The articles that are only what a feed says of a report, with the addresses of their pages, in a fixed order."""
        with self._reader.connect() as db:
            found = db.execute(select(s.articles).where(s.articles.c.is_summary, s.articles.c.url.is_not(None)).order_by(s.articles.c.id))
            return [_article(r) for r in found.mappings()]

    @translate_errors
    def failed(self, article: str, reason: str) -> None:
        """Note that an article could not be read, and why; it stays, to be tried again."""
        with self.engine.begin() as db:
            db.execute(update(s.articles).where(s.articles.c.id == article).values(state="failed", error=storable(reason)))

    @translate_errors
    def unusable(self, where: str, source: str, reason: str) -> None:
        """Note something in a source that is no article, and why."""
        with self.engine.begin() as db:
            where, reason = storable(masked(where)), storable(masked(reason, source))
            db.execute(delete(s.failures).where(s.failures.c.where == where))
            db.execute(insert(s.failures).values(where=where, source=storable(masked(source)), reason=reason))

    @translate_errors
    def save(self, document: Document, run: int | None = None) -> None:
        """Keep what was read of the article whose key is the document's id, in place of what was there, and let its episodes join or
        found incidents."""
        with self.engine.begin() as db:
            touched = rows.forget(db, document.id)
            document, found = decisions.reviewed(db, document)
            rows.keep(db, document, found, signature(document.text), run, touched)

    @translate_errors
    def delete_article(self, key: str) -> bool:
        """Remove an article and all that was read in it; its incidents are put together anew. False where there is none."""
        with self.engine.begin() as db:
            return rows.remove(db, key)

    @translate_errors
    def incidents(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Incidents:
        """Incidents, newest first. limit: at most so many. filters: see Filters; InputError where one is wrong."""
        query = chosen(checked(**filters))
        with self._reader.connect() as db:
            return Incidents(rows.load(db, list(db.execute(query.limit(limit) if limit else query).scalars())))

    def each_incident(self, limit: int | None = None, **filters: Unpack[Filters]) -> Iterator[Known]:
        """The same, read some at a time: they need not fit into memory."""
        return (known for ids in self._ids(limit, **filters) for known in self._loaded(ids))

    @translate_errors
    def _loaded(self, ids: Sequence[str]) -> list[Known]:
        with self._reader.connect() as db:
            return rows.load(db, ids)

    @translate_errors
    def count_incidents(self, **filters: Unpack[Filters]) -> int:
        """How many incidents `incidents` would give without a limit."""
        with self._reader.connect() as db:
            return int(db.execute(select(func.count()).select_from(chosen(checked(**filters)).subquery())).scalar_one())

    @translate_errors
    def incident(self, id: str) -> Known | None:
        """One incident by its id or the beginning of it; None where there is none, or more than one."""
        found = self.incidents_like(id, 2)
        return found[0] if len(found) == 1 else None

    @translate_errors
    def incidents_like(self, id: str, limit: int = 10) -> Incidents:
        """The incidents whose id begins so."""
        named, prefix = s.incidents.c.id, storable(id.strip().lower())
        with self._reader.connect() as db:
            # A range, which the index answers; ids are hexadecimal.
            query = select(named).where(named >= prefix, named < prefix + "g").order_by(named).limit(limit)
            return Incidents(rows.load(db, [row[0] for row in db.execute(query)]))

    @translate_errors
    def articles_like(self, id: str, limit: int = 10) -> list[Head]:
        """The articles whose id begins so, or whose id or name in its source is that."""
        with self._reader.connect() as db:
            return rows.heads_like(db, storable(id.strip()), limit)

    @translate_errors
    def document(self, article: str) -> dict[str, Any] | None:
        """What was read of an article, as its JSON form."""
        with self._reader.connect() as db:
            return rows.document(db, article)

    @translate_errors
    def documents(self) -> Iterator[dict[str, Any]]:
        """All documents, by article."""
        with self._reader.connect() as db:
            yield from db.execute(select(s.documents.c.data).order_by(s.documents.c.article)).scalars()

    @translate_errors
    def hits(self, words: str, limit: int = 50) -> Hits:
        """The articles that hold all the words, whatever the spelling of hamza, taa marbuta and diacritics and whatever is written together
        with a word (و, ب, ال); the best first."""
        with self._reader.connect() as db:
            groups = search.groups_of(db, words)
            total, keys = search.found(db, groups, limit)
            heads = rows.heads_of(db, keys)
            read = ((key, rows.document(db, key)) for key in keys)
            return Hits(total, [search.hit(heads[key], data, groups) for key, data in read if data])

    def search(self, words: str, limit: int = 50) -> list[str]:
        """The keys of the articles that `hits` finds."""
        return [hit.article.id for hit in self.hits(words, limit).found]

    @translate_errors
    def counts(self) -> dict[str, int]:
        """How many articles are in each state, and how many events and incidents there are."""
        with self._reader.connect() as db:
            grouped = db.execute(select(s.articles.c.state, func.count()).group_by(s.articles.c.state))
            states = {str(row[0]): int(row[1]) for row in grouped}
            sizes = {t.name: int(db.execute(select(func.count()).select_from(t)).scalar_one()) for t in (s.events, s.incidents, s.failures)}
            return {"new": 0, "read": 0, "failed": 0, **states, **sizes}

    @translate_errors
    def failures(self) -> list[tuple[str, str]]:
        """(where, reason) of all that could not be used or read."""
        with self._reader.connect() as db:
            bad = db.execute(select(s.failures.c.where, s.failures.c.reason).order_by(s.failures.c.where))
            unread = db.execute(
                select(s.articles.c.name, s.articles.c.error).where(s.articles.c.state == "failed").order_by(s.articles.c.id)
            )
            return [(str(a), str(b)) for a, b in [*bad, *unread]]
