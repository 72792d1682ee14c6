"""Review: the queue, the desk of one incident, merge and split with what they would change. Works without a script; scripts add keys."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from khabar.document.model import COUNTS
from khabar.errors import InputError
from khabar.incidents.changes import KINDS
from khabar.ontology.ontology import ontology
from khabar.store.reviews import By, ConflictError, Outcome, Reviews
from khabar.store.rows import Known
from khabar.web.desk import Desk, Opened
from khabar.web.pages.review_forms import incident_changes, text_of, version_of
from khabar.web.rendering import address, render
from khabar.web.security.access import Asking, Form
from khabar.web.security.sessions import Who, stamp

router = APIRouter(prefix="/review")
LIMIT = 50


@router.get("")
def queue(request: Request, desk: Desk, cursor: str | None = None) -> HTMLResponse:
    """What waits for a decision, and the newest changes."""
    reviews = Reviews(desk.store)
    found = reviews.queue(LIMIT, cursor)
    entries = desk.store.entries([known.incident.id for known in found.incidents])
    changes, _ = reviews.changes(10)
    return render(request, "review_queue.html", queue=found, entries=list(zip(entries, found.uncertainty, strict=True)), changes=changes)


@router.get("/merge")
def merge_preview(request: Request, desk: Desk) -> Response:
    """What a merge of the incidents in the address would change."""
    ids = list(dict.fromkeys(id.strip() for value in request.query_params.getlist("id") for id in value.split() if id.strip()))
    reviews = Reviews(desk.store)
    if len(ids) < 2:
        raise InputError("choose two or more incidents to merge")
    versions = {id: reviews.incident(id)["version"] for id in ids}
    before, after = reviews.merge_preview(versions)
    return render(request, "review_preview.html", what="merge", before=before, after=after, versions=versions, episodes=[])


@router.post("/merge")
def merge(request: Request, desk: Desk, asks: Asking, form: Form) -> Response:
    """Merge incidents."""
    ids = [id for id in form.getlist("id") if isinstance(id, str)]
    versions = {id: version_of(form, f"version.{id}") for id in ids}
    return _changed(request, form, lambda: Reviews(desk.store).merge(versions, _by(desk, asks, form)))


@router.post("/undo")
def undo(request: Request, desk: Desk, asks: Asking, form: Form) -> Response:
    """Take a change back."""
    number = version_of(form, "review")
    return _changed(request, form, lambda: Reviews(desk.store).undo(number, version_of(form), _by(desk, asks, form)))


@router.get("/{id}")
def incident(request: Request, desk: Desk, id: str) -> Response:
    """The desk of one incident."""
    found = Reviews(desk.store).incident(id)
    known = desk.store.incident(id)
    assert known is not None
    following = next((k.incident.id for k in Reviews(desk.store).queue(2).incidents if k.incident.id != id), None)
    return render(request, "review_incident.html", **shown(known, found), following=following, problem=None)


@router.post("/{id}")
def decide(request: Request, desk: Desk, asks: Asking, id: str, form: Form) -> Response:
    """Confirm an incident as the form shows it, or reject it."""
    reviews = Reviews(desk.store)
    found = reviews.incident(id)
    try:
        rejected = text_of(form, "decision") == "rejected"
        changes = {} if rejected else incident_changes(form, found["state"])
        decision = "rejected" if rejected else "corrected" if changes else "accepted"
        return _changed(request, form, lambda: reviews.judge(id, version_of(form), decision, changes, _by(desk, asks, form)))
    except InputError as error:
        known = desk.store.incident(id)
        assert known is not None
        return render(request, "review_incident.html", 422, **shown(known, found), following=None, problem=str(error))


@router.post("/{id}/notes")
def remark(request: Request, desk: Desk, asks: Asking, id: str, form: Form) -> Response:
    """Keep a note."""
    Reviews(desk.store).remark(id, _by(desk, asks, form))
    return RedirectResponse(address(f"/review/{id}"), 303)


@router.get("/{id}/split")
def split_preview(request: Request, desk: Desk, id: str) -> Response:
    """What a split would change: the episodes in the address are taken out."""
    reviews = Reviews(desk.store)
    version = reviews.incident(id)["version"]
    episodes = request.query_params.getlist("episode")
    before, after = reviews.split_preview(id, version, episodes)
    return render(request, "review_preview.html", what="split", before=before, after=after, versions={id: version}, episodes=episodes)


@router.post("/{id}/split")
def split(request: Request, desk: Desk, asks: Asking, id: str, form: Form) -> Response:
    """Split an incident."""
    episodes = [name for name in form.getlist("episode") if isinstance(name, str)]
    return _changed(request, form, lambda: Reviews(desk.store).split(id, version_of(form, f"version.{id}"), episodes, _by(desk, asks, form)))


def shown(known: Known, found: dict[str, Any]) -> dict[str, Any]:
    """What the desk of an incident shows."""
    types = ontology().types
    return {
        "known": known,
        "record": known_record(known),
        "found": found,
        "state": found["state"],
        "types": list(types),
        "modes": {name: list(kind.modes) for name, kind in types.items()},
        "kinds": KINDS,
        "counts": COUNTS,
        "spot": [],
    }


def known_record(known: Known) -> dict[str, Any]:
    """An incident as a record."""
    from khabar.incidents.records import record

    return record(known.incident, known.sources)


def _by(desk: Opened, asks: Who, form: FormData) -> By:
    return By(asks.name, stamp(desk.settings.clock()), text_of(form, "note"))


def _changed(request: Request, form: FormData, change: Any) -> Response:
    """Make a change and go where its outcome is shown; where another one came between, a page that shows both."""
    try:
        outcome: Outcome = change()
    except ConflictError as error:
        yours = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf"]
        return render(request, "review_conflict.html", 409, conflict=error, yours=yours, newest=error.version)
    back = text_of(form, "back")
    if back.startswith("/review") and "//" not in back and "\\" not in back:
        return RedirectResponse(back, 303)
    return RedirectResponse(address(f"/review/{outcome.incidents[0]}" if outcome.incidents else "/review"), 303)
