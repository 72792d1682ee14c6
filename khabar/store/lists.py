"""Pages of lists of incidents: in a fixed order, each page beginning where the one before ended, whatever was added meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from khabar.errors import InputError
from khabar.store import schema as s
from khabar.store.campaigns import campaigns_of
from khabar.store.conditions import Condition
from khabar.store.cursors import Cursor, after, order_of

_T = s.incidents.c
CHUNK = 500
"""Values of one IN (...)."""
SORTS: dict[str, tuple[ColumnElement[Any], bool]] = {
    "newest": (_T.day, True),
    "oldest": (_T.day, False),
    "reports": (_T.reports, True),
    "outlets": (_T.outlets, True),
    "sources": (_T.origins, True),
    "killed": (func.coalesce(_T.killed_high, _T.killed_low, -1), True),
}
"""The orders of a list: by what, and whether the greatest comes first. Of equal ones the id decides."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident in a list. record: see khabar.incidents.records. place: the name of its place, or the report's words where it has none.
    radius: km around its point within which it lies. decision: what an analyst decided on it, "" where none did."""

    record: dict[str, Any]
    place: str | None
    radius: float | None
    decision: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. next: the cursor of the following page, None at the end. total: how many there are in all."""

    items: list[Entry]
    next: str | None
    total: int


def page(db: Connection, conditions: Sequence[Condition], limit: int | None, cursor: str | None, sort: str) -> Page:
    """See khabar.store.views.Views.page."""
    by, falling = _order(sort)
    total = int(db.execute(select(func.count()).select_from(s.incidents).where(*conditions)).scalar_one())
    wanted = select(_T.id, by.label("by")).where(*conditions).order_by(*order_of(by, _T.id, falling))
    if cursor is not None:
        wanted = wanted.where(after(by, _T.id, falling, Cursor.read(cursor, sort, str if by is _T.day else int)))
    ids = db.execute(wanted.limit(limit + 1) if limit is not None else wanted).all()
    more, ids = limit is not None and len(ids) > limit, ids[:limit]
    last = Cursor(ids[-1].by, ids[-1].id).written(sort) if more else None
    return Page(entries(db, [row.id for row in ids]), last, total)


def entries(db: Connection, ids: Sequence[str]) -> list[Entry]:
    """The entries of incidents, in the order of their ids given; those that are gone are left out."""
    found: dict[str, Entry] = {}
    columns = (_T.id, s.records.c.data, _T.place, _T.radius, _T.reviewed)
    for start in range(0, len(ids), CHUNK):
        rows = select(*columns).join(s.records, s.records.c.incident == _T.id).where(_T.id.in_(ids[start : start + CHUNK]))
        found |= {row[0]: Entry(*row[1:]) for row in db.execute(rows)}
    held = campaigns_of(db, [entry.record for entry in found.values()])
    return [replace(found[id], record={**found[id].record, "part_of": held.get(id, [])}) for id in ids if id in found]


def _order(sort: str) -> tuple[ColumnElement[Any], bool]:
    if sort not in SORTS:
        raise InputError(f"sort: {sort!r} is no order; orders are {', '.join(SORTS)}")
    return SORTS[sort]
