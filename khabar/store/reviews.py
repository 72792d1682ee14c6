"""Reviews: what analysts decide about events and incidents. Each change is kept with who, when, before and after; nothing is overwritten.

A change names the version that its maker saw, which is the number of the newest change to the same thing; where another came between, it is
a ConflictError that shows what the other one did, and nothing is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from khabar.document.model import Document, Event
from khabar.errors import CursorError, InputError
from khabar.incidents import corrections, judgements
from khabar.incidents.changes import changed_event, changed_incident, span_of
from khabar.incidents.corrections import Anchor, Correction, anchors_of
from khabar.incidents.episodes import Episode
from khabar.incidents.judgements import JudgedIncident
from khabar.store import decisions, rows
from khabar.store import review_rows as kept
from khabar.store import review_schema as r
from khabar.store import schema as s
from khabar.store.database import translate_errors
from khabar.store.entries import storable
from khabar.store.review_rows import By, ConflictError, NothingThereError
from khabar.store.store import Incidents, Store

__all__ = ["By", "ConflictError", "NothingThereError", "Outcome", "Queue", "Reviews"]
DECISIONS = corrections.DECISIONS
MOST_MERGED = 50
"""Incidents that one merge takes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change did. review: its number, which is the new version of what was changed. incidents: the ids of the incidents in which
    that now stands."""

    review: int
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of what waits for a decision. uncertainty: of each incident, 0 to 1. following: the cursor of the next part, None at the end.
    total: how many wait in all."""

    incidents: Incidents
    uncertainty: list[float]
    following: str | None
    total: int


class Reviews:
    """The reviews of a store."""

    def __init__(self, store: Store) -> None:
        self.engine, self.target = store.engine, store.target
        self._reader = store.engine.execution_options(reads=True)

    # What is there

    @translate_errors
    def incident(self, id: str) -> dict[str, Any]:
        """An incident for review: version, decision, state, unseen (the reports that came after the decision), episodes, history.
        NothingThereError."""
        with self._reader.connect() as db:
            incident = kept.incident_of(db, id)
            judged = incident if isinstance(incident, JudgedIncident) else None
            ids = kept.about(db, kept.anchors([incident]))
            notes = kept.about(db, kept.anchors([incident]), ("note",))
            return {
                "incident": incident.id,
                "version": max(ids, default=0),
                "decision": judged.judged.decision if judged else None,
                "state": judgements.state_of(incident),
                "unseen": list(judged.unseen) if judged else [],
                "episodes": [_told(episode) for episode in incident.episodes],
                "history": _history(db, ids | notes),
            }

    @translate_errors
    def report(self, article: str) -> dict[str, Any]:
        """A report for review: finished, and its events in text order, rejected ones too, each with version, decision and state; history.
        NothingThereError."""
        with self._reader.connect() as db:
            document = kept.document(db, article)
            corrected = decisions.corrections_of(db, article)
            history = _history(db, kept.of_article(db, article))
            gone = [c for c in corrected if c.decision == "rejected"]
            events = [_event(db, document, event, corrected) for event in document.events]
            events += [
                {"id": None, "version": max(kept.about(db, [c.anchor], ("event",)), default=0), "decision": c.decision, "state": c.state}
                for c in gone
            ]
            finished = any(c["kind"] == "report" and not c["undone"] for c in history)
            ordered = sorted(events, key=lambda e: (e["state"]["start"], e["state"]["end"]))
            return {"article": article, "finished": finished, "events": ordered, "history": history}

    @translate_errors
    def queue(self, limit: int, cursor: str | None = None) -> Queue:
        """What waits for a decision, the contested first, then what was read least surely. limit: at most so many; cursor: what the part
        before said comes next. InputError."""
        t = s.incidents.c
        waiting = select(t.id, t.contested, t.uncertainty).where(t.judgement.is_(None))
        query = waiting.order_by(t.contested.desc(), t.uncertainty.desc(), t.id.desc()).limit(limit + 1)
        if cursor is not None:
            contested, uncertainty, id = kept.parsed(cursor)
            less = or_(t.uncertainty < uncertainty, and_(t.uncertainty == uncertainty, t.id < id))
            query = query.where(or_(t.contested.is_(False), less) if contested else and_(t.contested.is_(False), less))
        with self._reader.connect() as db:
            found = list(db.execute(query))
            total = int(db.execute(select(func.count()).where(t.judgement.is_(None))).scalar_one())
            here, more = found[:limit], found[limit:]
            following = f"{int(here[-1].contested)}:{here[-1].uncertainty!r}:{here[-1].id}" if more else None
            return Queue(Incidents(rows.load(db, [row.id for row in here])), [row.uncertainty for row in here], following, total)

    @translate_errors
    def changes(self, limit: int, cursor: str | None = None, reviewer: str | None = None) -> tuple[list[dict[str, Any]], str | None]:
        """All changes, newest first, and the cursor of what follows. InputError."""
        query = select(r.reviews.c.id).order_by(r.reviews.c.id.desc()).limit(limit + 1)
        if cursor is not None:
            if not cursor.isdecimal() or int(cursor) >= 2**31:
                raise CursorError(f"cursor: {cursor[:20]!r} is none; take it from `next` of the answer before")
            query = query.where(r.reviews.c.id < int(cursor))
        if reviewer is not None:
            query = query.where(r.reviews.c.reviewer == storable(reviewer))
        with self._reader.connect() as db:
            ids = list(db.execute(query).scalars())
            following = str(ids[limit - 1]) if len(ids) > limit else None
            return _history(db, ids[:limit]), following

    @translate_errors
    def finished(self) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        """The reports that were declared right, or of which each event was decided on; with each the incidents of its events."""
        with self._reader.connect() as db:
            articles = sorted(set(db.execute(select(r.anchors.c.article).join(r.reviews).where(r.reviews.c.undone.is_(False))).scalars()))
        for article in articles:
            with self._reader.connect() as db:
                data = rows.document(db, article)
                if data is not None and _is_finished(db, article, data):
                    found = db.execute(select(s.episodes.c.id, s.episodes.c.incident).where(s.episodes.c.article == article))
                    home = {row.id: row.incident or "" for row in found}
                    yield data, {event: home[e.id] for e in rows.episodes_in(db, [article]) for event in e.events}

    # What is changed

    @translate_errors
    def judge(self, id: str, version: int, decision: str, changes: Mapping[str, Any], by: By) -> Outcome:
        """Decide what an incident is. decision: one of DECISIONS; changes: as khabar.incidents.changes takes them, for "corrected" only.
        InputError, ConflictError, NothingThereError."""
        _fit(decision, changes)
        with self._changing() as db:
            incident = kept.incident_of(db, id)
            anchors, before = kept.anchors([incident]), judgements.state_of(incident)
            kept.unchanged(db, version, anchors, before)
            after = changed_incident(before, changes)
            number = kept.keep(db, "incident", decision, before, after, by, [anchors], incident.id)
            rows.regroup(db, {e.id for e in incident.episodes})
            return Outcome(number, kept.homes(db, anchors))

    @translate_errors
    def correct(self, article: str, start: int, end: int, version: int, decision: str, changes: Mapping[str, Any], by: By) -> Outcome:
        """Decide what an event of a report is, named by the place of its trigger; words at which no event was found are a new one, whose
        type must then be among the changes. InputError, ConflictError, NothingThereError."""
        _fit(decision, changes)
        with self._changing() as db:
            document = kept.document(db, article)
            anchor = Anchor(article, start, end)
            event = corrections.nearest(document, anchor)
            if event is None:
                before: dict[str, Any] = {}
                after = _new_event(document, start, end, decision, changes)
            elif (event.start, event.end) != (start, end):
                raise InputError(f"the words at {start} to {end} overlap with the event at {event.start} to {event.end}; change that one")
            else:
                before = corrections.state_of(document, event)
                after = changed_event(before, changes, document.text)
            kept.unchanged(db, version, [anchor], before, ("event",))
            number = kept.keep(db, "event", decision, before, after, by, [[anchor]], None)
            again(db, article)
            return Outcome(number, kept.homes(db, [anchor]))

    @translate_errors
    def merge(self, versions: Mapping[str, int], by: By) -> Outcome:
        """Make several incidents one. versions: incident -> the version that was seen of it. InputError, ConflictError."""
        with self._changing() as db:
            return _merged(db, versions, by)

    @translate_errors
    def split(self, id: str, version: int, episodes: Sequence[str], by: By) -> Outcome:
        """Take some episodes out of an incident, to be one of their own. InputError, ConflictError, NothingThereError."""
        with self._changing() as db:
            return _split(db, id, version, episodes, by)

    @translate_errors
    def merge_preview(self, versions: Mapping[str, int]) -> tuple[Incidents, Incidents]:
        """The incidents before a merge, and as they would be after it. Nothing is kept."""
        with self._changing(keep=False) as db:
            before = Incidents(rows.load(db, [kept.incident_of(db, id).id for id in versions]))
            return before, Incidents(rows.load(db, _merged(db, versions, By("", "")).incidents))

    @translate_errors
    def split_preview(self, id: str, version: int, episodes: Sequence[str]) -> tuple[Incidents, Incidents]:
        """The incident before a split, and those after it. Nothing is kept."""
        with self._changing(keep=False) as db:
            before = Incidents(rows.load(db, [kept.incident_of(db, id).id]))
            return before, Incidents(rows.load(db, _split(db, id, version, episodes, By("", "")).incidents))

    @translate_errors
    def remark(self, id: str, by: By) -> Outcome:
        """Keep a note on an incident; it changes nothing. InputError, NothingThereError."""
        if not by.note.strip():
            raise InputError("note: is empty")
        with self._changing() as db:
            incident = kept.incident_of(db, id)
            return Outcome(kept.keep(db, "note", "noted", {}, {}, by, [kept.anchors([incident])], incident.id), (incident.id,))

    @translate_errors
    def finish(self, article: str, by: By) -> Outcome:
        """Declare that all events of a report are as they should be: it then goes into the corpus. NothingThereError."""
        with self._changing() as db:
            kept.document(db, article)
            return Outcome(kept.keep(db, "report", "accepted", {}, {}, by, [[Anchor(article, 0, 0)]], None), ())

    @translate_errors
    def undo(self, review: int, version: int, by: By) -> Outcome:
        """Take a change back: what held before it holds again. version: of what it changed. InputError, ConflictError."""
        with self._changing() as db:
            change = kept.change(db, review)
            if change.undone or change.kind == "note":
                raise InputError(f"review {review}: {'is undone already' if change.undone else 'changed nothing that could be undone'}")
            parts = kept.parts_of(db, review)
            anchors = [anchor for part in parts for anchor in part]
            kept.unchanged(db, version, anchors, change.after, _scope(change.kind))
            db.execute(update(r.reviews).where(r.reviews.c.id == review).values(undone=True))
            number = kept.keep(db, change.kind, "undone", change.after, change.before, by, parts, change.incident, undoes=review)
            if change.kind == "event":
                kept.document(db, anchors[0].article)
                again(db, anchors[0].article)
            elif change.kind != "report":
                rows.regroup(db, {e.id for e in kept.episodes_at(db, anchors)})
            return Outcome(number, kept.homes(db, anchors))

    @contextmanager
    def _changing(self, keep: bool = True) -> Iterator[Connection]:
        """A transaction in which nobody else decides anything. keep: whether what it changes is kept in the end."""
        with self.engine.connect() as db, db.begin() as transaction:
            if db.dialect.name == "postgresql":
                db.exec_driver_sql("LOCK TABLE reviews IN SHARE ROW EXCLUSIVE MODE")
            yield db
            if not keep:
                transaction.rollback()


def _history(db: Connection, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Changes as JSON, newest first; with each that can be undone the version of what it is about, else None."""
    found = []
    for change in kept.changes(db, ids):
        version = None
        if not change.undone and change.kind != "note":
            anchors = [anchor for part in kept.parts_of(db, change.id) for anchor in part]
            version = max(kept.about(db, anchors, _scope(change.kind)), default=0)
        found += [{**told, "version": version} for told in kept.changes_as_json([change])]
    return found


def _scope(kind: str) -> tuple[str, ...]:
    """The kinds of reviews that count as changes to what a review of a kind is about."""
    return (kind,) if kind in ("event", "report") else kept.OF_INCIDENT


def _is_finished(db: Connection, article: str, data: Mapping[str, Any]) -> bool:
    """Whether a report was declared right, or each of its events was decided on."""
    if any(c.kind == "report" and not c.undone for c in kept.changes(db, kept.of_article(db, article))):
        return True
    anchors = [c.anchor for c in decisions.corrections_of(db, article)]
    events = [Anchor(article, e["start"], e["end"]) for e in data["events"]]
    return bool(anchors) and all(any(anchor.shares(event) for anchor in anchors) for event in events)


def _fit(decision: str, changes: Mapping[str, Any]) -> None:
    if decision not in DECISIONS:
        raise InputError(f"decision: {decision[:40]!r} is none; known are {', '.join(DECISIONS)}")
    if changes and decision != "corrected":
        raise InputError(f"changes: go with the decision 'corrected', not with {decision!r}")
    if not changes and decision == "corrected":
        raise InputError("changes: a correction changes something; to agree with what is there, use 'accepted'")


def _told(episode: Episode) -> dict[str, Any]:
    """What tells one episode of an incident from another."""
    first, last = (day.isoformat() if day else None for day in (episode.first, episode.last))
    return {
        "id": episode.id,
        "article": episode.document,
        "outlet": episode.outlet,
        "published": episode.published,
        "type": episode.type,
        "mode": episode.mode,
        "first": first,
        "last": last,
        "place": episode.place.name if episode.place else None,
        "triggers": [{"start": a.start, "end": a.end} for a in anchors_of(episode)],
        "quotes": [c.quote for c in episode.claims if c.field == "type"],
    }


def _event(db: Connection, document: Document, event: Event, corrected: Sequence[Correction]) -> dict[str, Any]:
    anchor = corrections.anchor_of(document, event)
    decision = next((c.decision for c in corrected if c.decision != "rejected" and c.anchor.shares(anchor)), None)
    version = max(kept.about(db, [anchor], ("event",)), default=0)
    return {"id": event.id, "version": version, "decision": decision, "state": corrections.state_of(document, event)}


def _new_event(document: Document, start: int, end: int, decision: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The state of an event that was not read, or was rejected before."""
    span = span_of(start, end, document.text, "start, end")
    if decision != "corrected" or "type" not in changes:
        raise InputError(f"there is no event at {start} to {end}; to add one, correct it and give its type")
    when = {"earliest": None, "latest": None, "precision": "vague", "basis": "none"}
    bare = {**span, "type": changes["type"], "mode": None, "status": "actual", "hedge": None, "roles": {}, "date": when, "place": None}
    return changed_event({**bare, "actors": {}}, changes, document.text)


def again(db: Connection, article: str) -> None:
    """Write what was read of a report once more, under the decisions that now hold."""
    row = db.execute(select(s.documents.c.data, s.documents.c.run).where(s.documents.c.article == article)).one()
    known = rows.episodes_in(db, [article])
    machine = decisions.machine_reading(db, article, row.data, known)
    touched = rows.forget(db, article)
    document, found = decisions.reviewed(db, machine)
    rows.keep(db, document, found, rows.signatures_of(db, [article])[article], row.run, touched)


def put_together_anew(db: Connection) -> None:
    """Write all that was read once more: its episodes, links and incidents as this version makes them."""
    for article in list(db.execute(select(s.documents.c.article).order_by(s.documents.c.article)).scalars()):
        again(db, article)


def _merged(db: Connection, versions: Mapping[str, int], by: By) -> Outcome:
    incidents = list({incident.id: incident for incident in (kept.incident_of(db, id) for id in versions)}.values())
    if not 2 <= len(incidents) <= MOST_MERGED:
        raise InputError(f"a merge takes 2 to {MOST_MERGED} different incidents")
    for incident, version in zip(incidents, versions.values(), strict=True):
        kept.unchanged(db, version, kept.anchors([incident]), judgements.state_of(incident))
    parts = [kept.anchors([incident]) for incident in incidents]
    told = {"incidents": [incident.id for incident in incidents]}
    one = [anchor for part in parts for anchor in part]
    number = kept.keep(db, "group", "merged", told, {}, by, [one], incidents[0].id)
    rows.regroup(db, {e.id for incident in incidents for e in incident.episodes})
    return Outcome(number, kept.homes(db, one))


def _split(db: Connection, id: str, version: int, episodes: Sequence[str], by: By) -> Outcome:
    incident = kept.incident_of(db, id)
    out = [e for e in incident.episodes if e.id in set(episodes)]
    rest = [e for e in incident.episodes if e.id not in set(episodes)]
    strange = set(episodes) - {e.id for e in out}
    if strange or not out or not rest:
        what = f"{min(strange)[:60]!r} is no episode of it" if strange else "name some of its episodes, not none and not all"
        raise InputError(f"incident {incident.id}: {what}")
    anchors = kept.anchors([incident])
    kept.unchanged(db, version, anchors, judgements.state_of(incident))
    parts = [[anchor for e in part for anchor in anchors_of(e)] for part in (rest, out)]
    told = {"incidents": [incident.id], "episodes": [e.id for e in out]}
    number = kept.keep(db, "group", "split", told, {}, by, parts, incident.id)
    rows.regroup(db, {e.id for e in incident.episodes})
    return Outcome(number, kept.homes(db, [part[0] for part in parts]))
