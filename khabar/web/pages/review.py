"""Review: the queue, the desk of one incident, merge and split with what they would change. Works without a script; scripts add keys."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from khabar.document.model import COUNTS
from khabar.errors import InputError
from khabar.incidents.changes import KINDS
from khabar.incidents.records import record
from khabar.ontology.ontology import ontology
from khabar.store.reviews import By, ConflictError, Outcome, Reviews
from khabar.store.rows import Known
from khabar.web.desk import Desk, Opened
from khabar.web.pages.review_forms import as_typed, incident_changes, text_of, version_of
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
    return _preview(request, "merge", before, after, versions)


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
        version, by = version_of(form), _by(desk, asks, form)
        return _changed(request, form, lambda: reviews.judge(id, version, decision, changes, by), f"/review/{id}")
    except InputError as error:
        known = desk.store.incident(id)
        assert known is not None
        values = shown(known, found) | {"state": as_typed(form, found["state"]), "note": text_of(form, "note")}
        return render(request, "review_incident.html", 422, **values, following=None, problem=str(error))


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
    return _preview(request, "split", before, after, {id: version}, episodes)


@router.post("/{id}/split")
def split(request: Request, desk: Desk, asks: Asking, id: str, form: Form) -> Response:
    """Split an incident."""
    episodes = [name for name in form.getlist("episode") if isinstance(name, str)]
    version, by = version_of(form, f"version.{id}"), _by(desk, asks, form)
    return _changed(request, form, lambda: Reviews(desk.store).split(id, version, episodes, by))


def shown(known: Known, found: dict[str, Any]) -> dict[str, Any]:
    """What the desk of an incident shows."""
    types = ontology().types
    return {
        "known": known,
        "record": record(known.incident, known.sources),
        "found": found,
        "state": found["state"],
        "types": list(types),
        "modes": {name: list(kind.modes) for name, kind in types.items()},
        "kinds": KINDS,
        "counts": COUNTS,
    }


def _preview(
    request: Request, what: str, before: Sequence[Known], after: Sequence[Known], versions: Mapping[str, int], episodes: Sequence[str] = ()
) -> Response:
    now, then = _recorded(before), _recorded(after)
    return render(request, "review_preview.html", what=what, versions=versions, episodes=episodes, before=now, after=then)


def _recorded(found: Sequence[Known]) -> list[tuple[Known, dict[str, Any]]]:
    return [(known, record(known.incident, known.sources)) for known in found]


def _by(desk: Opened, asks: Who, form: FormData) -> By:
    return By(asks.name, stamp(desk.settings.clock()), text_of(form, "note"))


def _changed(request: Request, form: FormData, change: Callable[[], Outcome], back: str = "/review") -> Response:
    """Make a change and go where its outcome is shown; where another one came between, a page that shows both. back: to see theirs."""
    try:
        outcome = change()
    except ConflictError as error:
        return conflict_page(request, form, error, back)
    asked = text_of(form, "back")
    if asked.startswith("/review") and "//" not in asked and "\\" not in asked:
        return RedirectResponse(asked, 303)
    return RedirectResponse(address(f"/review/{outcome.incidents[0]}" if outcome.incidents else "/review"), 303)


def conflict_page(request: Request, form: FormData, conflict: ConflictError, back: str) -> HTMLResponse:
    """What another one did, and what one wanted oneself."""
    yours = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf"]
    again = "version" in form
    return render(request, "review_conflict.html", 409, conflict=conflict, yours=yours, newest=conflict.version, again=again, back=back)
