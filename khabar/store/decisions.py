"""The decisions that hold, as the store applies them whenever it writes what was read or puts incidents together. Each function works
inside the caller's transaction."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from khabar.document.model import Document
from khabar.document.reading import document_of
from khabar.incidents.corrections import Anchor, Correction, corrected, renumbered
from khabar.incidents.episodes import Episode, episodes
from khabar.incidents.incidents import Incident
from khabar.incidents.judgements import Grouping, Judgement, grouped, judged, owners
from khabar.store import review_schema as r

CHUNK = 500
"""Values of one IN (...)."""


def corrections_of(db: Connection, article: str) -> list[Correction]:
    """The decisions that hold for the events of a report, the oldest first: of several about the same words the newest."""
    found: dict[Anchor, Correction] = {}
    joined = select(r.anchors.c.start, r.anchors.c.end, r.reviews.c.decision, r.reviews.c.after).join(r.reviews)
    holds = r.reviews.c.kind == "event", r.reviews.c.undone.is_(False), r.anchors.c.article == article
    for start, end, decision, after in db.execute(joined.where(*holds).order_by(r.reviews.c.id)):
        anchor = Anchor(article, start, end)
        found.pop(anchor, None)
        found[anchor] = Correction(anchor, decision, after)
    return list(found.values())


def reviewed(db: Connection, document: Document) -> tuple[Document, tuple[Episode, ...]]:
    """A document that was just read, as it is after the decisions about its events, and its episodes."""
    machine = episodes(document)
    corrections = corrections_of(db, document.id)
    db.execute(delete(r.readings).where(r.readings.c.article == document.id))
    if not corrections:
        return document, machine
    meanings = {e.id: b64encode(e.meaning).decode() for e in document.events}
    db.execute(insert(r.readings).values(article=document.id, data=document.to_dict(), meanings=meanings))
    decided = corrected(document, corrections)
    return decided, renumbered(episodes(decided), machine)


def machine_reading(db: Connection, article: str, kept: Mapping[str, Any], known: Sequence[Episode]) -> Document:
    """What Khabar itself read of a report, with the meanings of its events. kept: the document that is shown now; known: its episodes. Both
    are what was read where nothing was corrected yet."""
    row = db.execute(select(r.readings.c.data, r.readings.c.meanings).where(r.readings.c.article == article)).first()
    if row is None:
        document = document_of(kept)
        meanings = {event: e.meaning for e in known for event in e.events}
    else:
        document = document_of(row.data)
        meanings = {name: b64decode(value) for name, value in row.meanings.items()}
    return replace(document, events=tuple(replace(e, meaning=meanings.get(e.id, b"")) for e in document.events))


def companions(db: Connection, articles: Iterable[str]) -> set[str]:
    """The reports that judgements and groupings name together with any of these."""
    named: set[str] = set()
    ids = _holding(db, articles)
    for part in _parts(ids):
        named |= set(db.execute(select(r.anchors.c.article).where(r.anchors.c.review.in_(part))).scalars())
    return named


def decided(db: Connection, incidents: Sequence[Incident]) -> list[Incident]:
    """Incidents as they were put together, under the groupings and judgements that hold for them."""
    ids = _holding(db, {e.document for incident in incidents for e in incident.episodes})
    if not ids:
        return list(incidents)
    groupings, judgements = _decisions(db, ids)
    found = grouped(incidents, groupings)
    about = owners(found, judgements)
    return [judged(incident, about.get(incident.id, [])) for incident in found]


def judged_by(db: Connection, incidents: Sequence[Incident], reviews: Mapping[str, int]) -> list[Incident]:
    """Incidents as they are kept, under the judgement that is kept with each. reviews: incident -> the judgement's number."""
    if not reviews:
        return list(incidents)
    known = {j.id: [j] for j in _decisions(db, sorted(reviews.values()))[1]}
    return [judged(incident, known.get(reviews.get(incident.id, 0), [])) for incident in incidents]


def _holding(db: Connection, articles: Iterable[str]) -> list[int]:
    """The judgements and groupings that hold and name any of the reports."""
    found: set[int] = set()
    joined = select(r.anchors.c.review).join(r.reviews).where(r.reviews.c.kind.in_(("incident", "group")), r.reviews.c.undone.is_(False))
    ordered = sorted(articles)
    for start in range(0, len(ordered), CHUNK):
        found |= set(db.execute(joined.where(r.anchors.c.article.in_(ordered[start : start + CHUNK]))).scalars())
    return sorted(found)


def _decisions(db: Connection, ids: Sequence[int]) -> tuple[list[Grouping], list[Judgement]]:
    anchors: dict[int, dict[int, list[Anchor]]] = {}
    groupings, judgements = [], []
    for part in _parts(ids):
        rows = db.execute(select(r.anchors).where(r.anchors.c.review.in_(part)).order_by(r.anchors.c.review, r.anchors.c.position))
        for row in rows:
            anchors.setdefault(row.review, {}).setdefault(row.part, []).append(Anchor(row.article, row.start, row.end))
        for row in db.execute(select(r.reviews).where(r.reviews.c.id.in_(part)).order_by(r.reviews.c.id)):
            parts = tuple(tuple(found) for _, found in sorted(anchors.get(row.id, {}).items()))
            if row.kind == "group":
                groupings.append(Grouping(row.id, parts))
            else:
                own = tuple(anchor for found in parts for anchor in found)
                judgements.append(Judgement(row.id, row.decision, row.after, own, row.reviewer, row.at))
    return groupings, judgements


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
