"""Reviews: a queue, what is to be decided, the decisions, and what came of them."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from khabar.export.corpus import line
from khabar.store.review_rows import LONGEST_NOTE
from khabar.store.reviews import By, Outcome, Reviews
from khabar.store.store import Incidents
from khabar.web.desk import Desk, Opened
from khabar.web.security.access import Asking, audited
from khabar.web.security.sessions import Who, stamp

router = APIRouter(prefix="/reviews", tags=["reviews"])

Id = Annotated[str, StringConstraints(min_length=1, max_length=16)]
Article = Annotated[str, Path(min_length=1, max_length=32)]
Number = Annotated[int, Field(ge=0, lt=2**31)]
"""A version, an offset or the number of a review."""
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
Decision = Literal["accepted", "corrected", "rejected"]
MOST = 200
"""Items of a page."""


class Given(BaseModel):
    """What is sent: nothing besides what is described."""

    model_config = ConfigDict(extra="forbid")


class Judging(Given):
    """A decision on an incident. version: the one that was seen. changes: with "corrected" only: any of type, mode, first, last (ISO days),
    place ({"name", "name_ar", "country", "lat", "lon", "kind", ...} or null), numbers ({"killed": [low, high], ...})."""

    version: Number
    decision: Decision
    changes: dict[str, Any] = {}
    note: Note = ""


class Correcting(Judging):
    """A decision on an event of a report, at start to end (code points, end exclusive). changes: any of type, mode, status, roles (role ->
    spans, for numbers with low and high), date ({"earliest", "latest"}), place, actors (words -> {"name", "country", "sector", "role"})."""

    start: Number
    end: Number


class Merging(Given):
    """Incidents that are one: id -> the version that was seen."""

    incidents: dict[Id, Number] = Field(min_length=2, max_length=50)
    note: Note = ""


class Splitting(Given):
    """Episodes of an incident that are another one."""

    incident: Id
    version: Number
    episodes: list[Annotated[str, StringConstraints(max_length=48)]] = Field(min_length=1, max_length=5000)
    note: Note = ""


class Undoing(Given):
    """version: of what is changed back, as it was seen."""

    version: Number
    note: Note = ""


class Remark(Given):
    """A note that changes nothing."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]


class Done(BaseModel):
    """What a change did. review: its number, the new version; incidents: the ids of the incidents in which what was changed now stands."""

    review: int
    incidents: list[str]


class Change(BaseModel):
    """A review as it is kept. version: of what it is about, to undo it; null where it cannot be undone."""

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
    version: int | None


class Waiting(BaseModel):
    """An incident in the queue: its record, and how unsure the reading of it is, 0 to 1."""

    incident: dict[str, Any]
    uncertainty: float


class Queue(BaseModel):
    """What waits for a decision, contested first, then the least sure. next: the cursor of what follows, or null."""

    items: list[Waiting]
    next: str | None
    total: int


class Changes(BaseModel):
    """Reviews, newest first. next: the cursor of what follows, or null."""

    items: list[Change]
    next: str | None


class IncidentReview(BaseModel):
    """An incident for review. decision: what holds; state: what is agreed of it; unseen: the reports that came after the decision."""

    incident: str
    version: int
    decision: str | None
    state: dict[str, Any]
    unseen: list[str]
    episodes: list[dict[str, Any]]
    history: list[Change]


class ReportReview(BaseModel):
    """A report for review. finished: whether all in it is declared right; events: each with id (null where it was rejected), version,
    decision and state."""

    article: str
    finished: bool
    events: list[dict[str, Any]]
    history: list[Change]


class Preview(BaseModel):
    """Incidents before a change and after it, as records."""

    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


@router.get("")
def history(
    desk: Desk, cursor: Annotated[str | None, Query(max_length=16)] = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    reviewer: Annotated[str | None, Query(max_length=64)] = None,
) -> Changes:  # fmt: skip
    """All changes, newest first."""
    found, following = _reviews(desk).changes(limit, cursor, reviewer)
    return Changes(items=[Change(**item) for item in found], next=following)


@router.get("/queue")
def queue(
    desk: Desk, cursor: Annotated[str | None, Query(max_length=80)] = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 50
) -> Queue:
    """What waits for a decision."""
    found = _reviews(desk).queue(limit, cursor)
    records = found.incidents.records()
    return Queue(
        items=[Waiting(incident=record, uncertainty=doubt) for record, doubt in zip(records, found.uncertainty, strict=True)],
        next=found.following,
        total=found.total,
    )


@router.get("/corpus.jsonl", response_class=StreamingResponse, responses={200: {"content": {"application/jsonl": {}}}})
def corpus(desk: Desk, request: Request, asks: Asking) -> Response:
    """The reviewed reports as corpus lines, for training and for khabar evaluate."""
    audited(desk, request, "corpus exported")

    def lines() -> Iterator[str]:
        for document, incidents in _reviews(desk).finished():
            yield line(document, incidents) + "\n"

    return StreamingResponse(
        lines(), media_type="application/jsonl", headers={"Content-Disposition": 'attachment; filename="reviewed.jsonl"'}
    )


@router.get("/incidents/{id}")
def incident(desk: Desk, id: Id) -> IncidentReview:
    """An incident for review."""
    return IncidentReview(**_reviews(desk).incident(id))


@router.post("/incidents/{id}")
def judge(desk: Desk, asks: Asking, id: Id, given: Judging) -> Done:
    """Accept, correct or reject an incident."""
    return _done(_reviews(desk).judge(id, given.version, given.decision, given.changes, _by(desk, asks, given.note)))


@router.post("/incidents/{id}/notes")
def remark(desk: Desk, asks: Asking, id: Id, given: Remark) -> Done:
    """Keep a note on an incident."""
    return _done(_reviews(desk).remark(id, _by(desk, asks, given.note)))


@router.get("/reports/{article}")
def report(desk: Desk, article: Article) -> ReportReview:
    """A report for review."""
    return ReportReview(**_reviews(desk).report(article))


@router.post("/reports/{article}/events")
def correct(desk: Desk, asks: Asking, article: Article, given: Correcting) -> Done:
    """Accept, correct or reject an event of a report, or add one."""
    by = _by(desk, asks, given.note)
    return _done(_reviews(desk).correct(article, given.start, given.end, given.version, given.decision, given.changes, by))


@router.post("/reports/{article}/finish")
def finish(desk: Desk, asks: Asking, article: Article) -> Done:
    """Declare that all in a report is right: it is then part of the corpus."""
    return _done(_reviews(desk).finish(article, _by(desk, asks, "")))


@router.post("/merge")
def merge(desk: Desk, asks: Asking, given: Merging) -> Done:
    """Make incidents one."""
    return _done(_reviews(desk).merge(given.incidents, _by(desk, asks, given.note)))


@router.post("/merge/preview")
def merge_preview(desk: Desk, given: Merging) -> Preview:
    """What a merge would change; nothing is kept."""
    return _preview(*_reviews(desk).merge_preview(given.incidents))


@router.post("/split")
def split(desk: Desk, asks: Asking, given: Splitting) -> Done:
    """Make some episodes of an incident another one."""
    return _done(_reviews(desk).split(given.incident, given.version, given.episodes, _by(desk, asks, given.note)))


@router.post("/split/preview")
def split_preview(desk: Desk, given: Splitting) -> Preview:
    """What a split would change; nothing is kept."""
    return _preview(*_reviews(desk).split_preview(given.incident, given.version, given.episodes))


@router.post("/{review}/undo")
def undo(desk: Desk, asks: Asking, review: Number, given: Undoing) -> Done:
    """Take a change back."""
    return _done(_reviews(desk).undo(review, given.version, _by(desk, asks, given.note)))


def _reviews(desk: Opened) -> Reviews:
    return Reviews(desk.store)


def _by(desk: Opened, asks: Who, note: str) -> By:
    return By(asks.name, stamp(desk.settings.clock()), note)


def _done(outcome: Outcome) -> Done:
    return Done(review=outcome.review, incidents=list(outcome.incidents))


def _preview(before: Incidents, after: Incidents) -> Preview:
    return Preview(before=before.records(), after=after.records())
