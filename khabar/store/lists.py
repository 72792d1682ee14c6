"""Pages of lists of incidents: in a fixed order, each page beginning where the one before ended, whatever was added meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from khabar.errors import InputError
from khabar.store import schema as s
from khabar.store.filters import Condition

_T = s.incidents.c
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
    radius: km around its point within which it lies. reviewed: whether an analyst has confirmed it."""

    record: dict[str, Any]
    place: str | None
    radius: float | None
    reviewed: bool


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
    wanted = select(_T.id, by.label("by")).where(*conditions).order_by(*((x.desc() for x in (by, _T.id)) if falling else (by, _T.id)))
    if cursor is not None:
        wanted = wanted.where(_after(by, falling, *_read(cursor, sort, by)))
    if limit is not None:
        wanted = wanted.limit(limit + 1)
    ids = db.execute(wanted).all()
    more = limit is not None and len(ids) > limit
    ids = ids[:limit]
    last = _cursor(sort, ids[-1].by, ids[-1].id) if more and ids else None
    return Page(entries(db, [row.id for row in ids]), last, total)


def entries(db: Connection, ids: Sequence[str]) -> list[Entry]:
    """The entries of incidents, in the order of their ids given; those that are gone are left out."""
    found: dict[str, Entry] = {}
    columns = (_T.id, s.records.c.data, _T.place, _T.radius, _T.reviewed)
    for start in range(0, len(ids), CHUNK):
        rows = select(*columns).join(s.records, s.records.c.incident == _T.id).where(_T.id.in_(ids[start : start + CHUNK]))
        found |= {row[0]: Entry(*row[1:]) for row in db.execute(rows)}
    return [found[id] for id in ids if id in found]


CHUNK = 500
"""Values of one IN (...)."""


def _order(sort: str) -> tuple[ColumnElement[Any], bool]:
    if sort not in SORTS:
        raise InputError(f"sort: {sort!r} is no order; orders are {', '.join(SORTS)}")
    return SORTS[sort]


def _after(by: ColumnElement[Any], falling: bool, value: str | int, id: str) -> Condition:
    """What comes after an incident in the order. Both parts of the order run the same way."""
    beyond = by < value if falling else by > value
    return or_(beyond, and_(by == value, _T.id < id if falling else _T.id > id))


def _cursor(sort: str, value: str | int, id: str) -> str:
    return urlsafe_b64encode(json.dumps([sort, value, id]).encode()).decode().rstrip("=")


def _read(cursor: str, sort: str, by: ColumnElement[Any]) -> tuple[str | int, str]:
    """The value and id in a cursor. InputError where it is none of this order."""
    kind = str if by is _T.day else int
    try:
        made_for, value, id = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if made_for == sort and type(value) is kind and isinstance(id, str) and abs(int(value) if kind is int else 0) < 2**31:
            return value, id
    except (ValueError, Error, TypeError):
        pass
    raise InputError("cursor: is none of this list; begin with its first page")
