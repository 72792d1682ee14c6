"""Lists of reports, and where the events of one report went."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from khabar.store import schema as s
from khabar.store.cursors import Cursor, after, order_of
from khabar.store.entries import storable
from khabar.store.rows import HEAD, Head

_T = s.articles.c


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in a list. state: "new" (not read yet), "read" or "failed"; error: why it could not be read."""

    head: Head
    state: str
    error: str | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A part of a list. next: the cursor of the following page, None at the end. total: how many there are in all."""

    items: list[ReportEntry]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class ReportedIncident:
    """What a report tells of one incident. events: the ids of its mentions in the document."""

    incident: str
    events: tuple[str, ...]


def page(db: Connection, limit: int, cursor: str | None, outlet: str | None, state: str | None) -> ReportPage:
    """See khabar.store.views.Views.reports."""
    day = func.coalesce(_T.published, "")
    where = [*([_T.outlet == storable(outlet)] if outlet else []), *([_T.state == state] if state else [])]
    total = int(db.execute(select(func.count()).select_from(s.articles).where(*where)).scalar_one())
    query = select(*HEAD, _T.state, _T.error, day.label("day")).where(*where).order_by(*order_of(day, _T.id, True)).limit(limit + 1)
    if cursor is not None:
        query = query.where(after(day, _T.id, True, Cursor.read(cursor, "published", str)))
    rows: list[Any] = list(db.execute(query))
    more, rows = len(rows) > limit, rows[:limit]
    last = Cursor(rows[-1].day, rows[-1].id).written("published") if more else None
    return ReportPage([ReportEntry(Head(*row[: len(HEAD)]), row.state, row.error) for row in rows], last, total)


def reported_incidents(db: Connection, article: str) -> list[ReportedIncident]:
    """The incidents of which a report tells."""
    t = s.episodes.c
    rows = db.execute(select(t.incident, t.data).where(t.article == storable(article), t.incident.is_not(None)).order_by(t.id))
    return [ReportedIncident(incident, tuple(data["events"])) for incident, data in rows]
