"""Review of one report: its text with what was read in it, and a form for each event."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from khabar.document.model import COUNTS, ROLES
from khabar.errors import InputError
from khabar.incidents.changes import KINDS
from khabar.ontology.ontology import ontology
from khabar.store.reviews import By, ConflictError, Reviews
from khabar.web.desk import Desk
from khabar.web.marks import marks_of, paragraphs_of
from khabar.web.pages.review import conflict_page
from khabar.web.pages.review_forms import as_typed, event_changes, text_of, version_of
from khabar.web.rendering import address, render
from khabar.web.security.access import Asking, Form
from khabar.web.security.sessions import Who, stamp

router = APIRouter(prefix="/review/reports")


@router.get("/{article}")
def report(request: Request, desk: Desk, article: str) -> Response:
    """A report for review."""
    return _page(request, desk, article)


@router.post("/{article}/events")
def decide(request: Request, desk: Desk, asks: Asking, article: str, form: Form) -> Response:
    """Confirm an event as its form shows it, reject it, or add one at selected words."""
    reviews = Reviews(desk.store)
    start, end = (version_of(form, name) for name in ("start", "end"))
    try:
        states = (event["state"] for event in reviews.report(article)["events"])
        state = next((s for s in states if (s["start"], s["end"]) == (start, end)), None)
        rejected = text_of(form, "decision") == "rejected"
        changes = {} if rejected else event_changes(form, state or {})
        decision = "rejected" if rejected else "corrected" if changes else "accepted"
        reviews.correct(article, start, end, version_of(form), decision, changes, _by(desk, asks, form))
    except ConflictError as error:
        return conflict_page(request, form, error, f"/review/reports/{article}#e{start}")
    except InputError as error:
        return _page(request, desk, article, str(error), form)
    return RedirectResponse(f"{address(f'/review/reports/{article}', done=start)}#e{start}", 303)


@router.post("/{article}/finish")
def finish(request: Request, desk: Desk, asks: Asking, article: str, form: Form) -> Response:
    """Declare that all in the report is right."""
    Reviews(desk.store).finish(article, _by(desk, asks, form))
    return RedirectResponse(address(f"/review/reports/{article}"), 303)


def _page(request: Request, desk: Desk, article: str, problem: str | None = None, refused: FormData | None = None) -> Response:
    found, document, heads = Reviews(desk.store).report(article), desk.store.document(article), desk.store.articles_like(article, 2)
    if document is None or not heads:
        raise HTTPException(404, f"{article[:40]}: there is no such report")
    for event in found["events"]:
        if refused and text_of(refused, "start") == str(event["state"]["start"]):
            event |= {"state": as_typed(refused, event["state"]), "note": text_of(refused, "note")}
    types = ontology().types
    return render(
        request,
        "review_report.html",
        422 if problem else 200,
        head=heads[0],
        document=document,
        paragraphs=paragraphs_of(document["text"], marks_of(document)),
        found=found,
        types=list(types),
        modes={name: list(kind.modes) for name, kind in types.items()},
        statuses=list(ontology().statuses),
        kinds=KINDS,
        roles=ROLES,
        counts=COUNTS,
        problem=problem,
    )


def _by(desk: Desk, asks: Who, form: FormData) -> By:
    return By(asks.name, stamp(desk.settings.clock()), text_of(form, "note"))
