"""Rows of the reviews: the changes that were made, what they are about, and their versions. Each function works inside the caller's
transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from khabar.document.model import Document
from khabar.document.reading import document_of
from khabar.errors import CursorError, InputError
from khabar.incidents.corrections import Anchor, anchors_of
from khabar.incidents.episodes import Episode
from khabar.incidents.incidents import Incident
from khabar.incidents.judgements import Places
from khabar.store import review_schema as r
from khabar.store import rows
from khabar.store import schema as s
from khabar.store.entries import storable

LONGEST_NOTE = 5_000
"""Code points of a note."""
OF_INCIDENT = ("event", "incident", "group")
"""The kinds of reviews that change an incident."""


@dataclass(frozen=True, slots=True)
class By:
    """Who makes a change, when (an ISO time), and their remark."""

    reviewer: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A review as it is kept. id: its number. kind: event, incident, group, report or note. incident: its id at that time. before, after:
    states. undoes: the review that it takes back. undone: whether it does not hold (any more)."""

    id: int
    kind: str
    incident: str | None
    decision: str
    before: dict[str, Any]
    after: dict[str, Any]
    note: str
    reviewer: str
    at: str
    undoes: int | None
    undone: bool


class ConflictError(Exception):
    """Somebody else changed the same thing since it was looked at. version: the newest; changes: theirs, newest first; state: as it is."""

    def __init__(self, version: int, changes: Sequence[Change], state: Mapping[str, Any]) -> None:
        who = ", ".join(dict.fromkeys(change.reviewer for change in changes)) or "somebody"
        super().__init__(f"{who} changed this since you opened it; look at both versions and decide again")
        self.version, self.changes, self.state = version, list(changes), dict(state)


class NothingThereError(InputError):
    """There is no such incident, report or review."""


def incident_of(db: Connection, id: str) -> Incident:
    """An incident by its whole id."""
    name = storable(id)
    if not db.execute(select(s.incidents.c.id).where(s.incidents.c.id == name)).first():
        raise NothingThereError(f"there is no incident {id[:40]!r} (any more)")
    return rows.load(db, [name])[0].incident


def document(db: Connection, article: str) -> Document:
    """What was read of a report."""
    data = rows.document(db, storable(article))
    if data is None:
        raise NothingThereError(f"there is no report {article[:40]!r} that has been read")
    return document_of(data)


def change(db: Connection, review: int) -> Change:
    """A review by its number."""
    row = db.execute(select(r.reviews).where(r.reviews.c.id == review)).mappings().first() if abs(review) < 2**31 else None
    if row is None:
        raise NothingThereError(f"there is no review {review}")
    return _change(row)


def _change(row: RowMapping) -> Change:
    return Change(**row)


def changes(db: Connection, ids: Iterable[int]) -> list[Change]:
    """Reviews by their numbers, the newest first."""
    found: list[Change] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), rows.CHUNK):
        part = ordered[start : start + rows.CHUNK]
        found += [_change(row) for row in db.execute(select(r.reviews).where(r.reviews.c.id.in_(part))).mappings()]
    return sorted(found, key=lambda c: -c.id)


def anchors(incidents: Iterable[Incident]) -> list[Anchor]:
    """Where the events of incidents stand."""
    return [anchor for incident in incidents for episode in incident.episodes for anchor in anchors_of(episode)]


def about(db: Connection, places: Sequence[Anchor], kinds: Sequence[str] = OF_INCIDENT) -> set[int]:
    """The numbers of the reviews of some kinds that are about any of the places, undone ones too."""
    by_article: dict[str, list[Anchor]] = {}
    for place in places:
        by_article.setdefault(place.article, []).append(place)
    found: set[int] = set()
    joined = select(r.anchors).join(r.reviews).where(r.reviews.c.kind.in_(kinds))
    articles = sorted(by_article)
    for start in range(0, len(articles), rows.CHUNK):
        for row in db.execute(joined.where(r.anchors.c.article.in_(articles[start : start + rows.CHUNK]))):
            anchor = Anchor(row.article, row.start, row.end)
            if any(anchor == place or anchor.shares(place) for place in by_article[row.article]):
                found.add(row.review)
    return found


def of_article(db: Connection, article: str) -> set[int]:
    """The numbers of the reviews of a report's events, and of the report itself."""
    joined = select(r.anchors.c.review).join(r.reviews).where(r.anchors.c.article == article, r.reviews.c.kind.in_(("event", "report")))
    return set(db.execute(joined).scalars())


def unchanged(db: Connection, version: int, places: Sequence[Anchor], state: Mapping[str, Any], kinds: Sequence[str] = OF_INCIDENT) -> None:
    """Nothing where `version` is the newest of the reviews about the places; else a ConflictError. state: what is there."""
    ids = about(db, places, kinds)
    newest = max(ids, default=0)
    if newest != version:
        raise ConflictError(newest, changes(db, (id for id in ids if id > version)), state)


def keep(
    db: Connection, kind: str, decision: str, before: Mapping[str, Any], after: Mapping[str, Any], by: By,
    parts: Sequence[Sequence[Anchor]], incident: str | None, undoes: int | None = None,
) -> int:  # fmt: skip
    """Write a review; its number. parts: what it is about."""
    if len(by.note) > LONGEST_NOTE:
        raise InputError(f"note: longer than {LONGEST_NOTE:,} characters")
    told = {
        "kind": kind, "incident": incident, "decision": decision, "before": before, "after": after, "note": storable(by.note),
        "reviewer": by.reviewer, "at": by.at, "undoes": undoes, "undone": undoes is not None,
    }  # fmt: skip
    number = int(db.execute(insert(r.reviews).values(told).returning(r.reviews.c.id)).scalar_one())
    placed = [(part, anchor) for part, found in enumerate(parts) for anchor in found]
    db.execute(
        insert(r.anchors),
        [
            {"review": number, "position": n, "part": part, "article": a.article, "start": a.start, "end": a.end}
            for n, (part, a) in enumerate(placed)
        ],
    )
    return number


def parts_of(db: Connection, review: int) -> list[list[Anchor]]:
    """What a review is about."""
    found: dict[int, list[Anchor]] = {}
    for row in db.execute(select(r.anchors).where(r.anchors.c.review == review).order_by(r.anchors.c.position)):
        found.setdefault(row.part, []).append(Anchor(row.article, row.start, row.end))
    return [anchors for _, anchors in sorted(found.items())]


def episodes_at(db: Connection, places: Sequence[Anchor]) -> list[Episode]:
    """The episodes that stand at the places, each once, in their order."""
    known = {e.id: e for e in rows.episodes_in(db, {place.article for place in places})}
    return [known[name] for name in Places(known.values()).episodes(places)]


def homes(db: Connection, places: Sequence[Anchor]) -> tuple[str, ...]:
    """The ids of the incidents in which the places stand."""
    names = [e.id for e in episodes_at(db, places)]
    found: dict[str, str] = {}
    for start in range(0, len(names), rows.CHUNK):
        part = names[start : start + rows.CHUNK]
        found |= {
            row.id: row.incident for row in db.execute(select(s.episodes.c.id, s.episodes.c.incident).where(s.episodes.c.id.in_(part)))
        }
    return tuple(dict.fromkeys(found[name] for name in names if found.get(name)))


def changes_as_json(found: Iterable[Change]) -> Iterator[dict[str, Any]]:
    """Changes as JSON."""
    for each in found:
        yield {name: getattr(each, name) for name in Change.__slots__}


def parsed(cursor: str) -> tuple[bool, float, str]:
    """A place in the queue: contested, uncertainty, incident. InputError where it is none."""
    contested, _, rest = cursor.partition(":")
    uncertainty, _, id = rest.partition(":")
    try:
        found = contested == "1", float(uncertainty), storable(id)
    except ValueError:
        raise CursorError(f"cursor: {cursor[:20]!r} is none; take it from `next` of the answer before") from None
    return found
