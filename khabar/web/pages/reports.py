"""One report: its text with everything that was read in it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from khabar.document.model import ROLES
from khabar.resolve import outlets
from khabar.web.desk import Desk
from khabar.web.marks import marks_of, paragraphs_of
from khabar.web.rendering import address, render

router = APIRouter()


@router.get("/reports/{id}")
def report(request: Request, desk: Desk, id: str) -> Response:
    """A report by its id, the beginning of it, or its name in its source."""
    found = desk.store.articles_like(id, 2)
    if len(found) != 1:
        raise HTTPException(404, f"{id}: there is no such report" if not found else f"{id}: more than one report is meant")
    head = found[0]
    if head.id != id:
        return RedirectResponse(address(f"/reports/{head.id}", dict(request.query_params)))
    document = desk.store.document(head.id)
    if document is None:
        raise HTTPException(404, f"{id}: this report has not been read yet, or could not be")
    told = dict.fromkeys(each.incident for each in desk.store.reported_incidents(head.id))
    return render(request, "report.html", head=head, **shown(document), incidents=desk.store.entries(list(told)))


def shown(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows of a document (its JSON form)."""
    return {
        "document": document,
        "paragraphs": paragraphs_of(document["text"], marks_of(document)),
        "events": document["events"],
        "said": {said["id"]: said for said in document["attributions"]},
        "places": {place["id"]: place for place in document["places"]},
        "actors": {actor["surface"]: actor for actor in document["actors"]},
        "mentions": _mentions(document),
        "roles": ROLES,
        "outlet": outlets.resolve(document["outlet"]) if document["outlet"] else None,
    }


def _mentions(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Event -> the ids of its mentions."""
    found: dict[str, list[str]] = defaultdict(list)
    for event in document["events"]:
        found[event["event"]].append(event["id"])
    return found
