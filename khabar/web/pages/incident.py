"""One incident: who says what of it, with the words each claim stands on."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from khabar.incidents.claims import Claim
from khabar.incidents.judgements import JudgedIncident
from khabar.incidents.records import record
from khabar.store.rows import Known
from khabar.web.desk import Desk, Opened
from khabar.web.marks import Mark, parts_of, sentence_around
from khabar.web.rendering import address, render
from khabar.web.tabulated import bounds_of, claims_in_order, columns_of, groups_of

router = APIRouter()
BESIDE = 20
"""Incidents of a campaign, or campaigns of an incident, that are shown at most."""


@router.get("/incidents/{id}")
def incident(request: Request, desk: Desk, id: str, claim: int | None = None) -> Response:
    """An incident by its id or the beginning of it. claim: the number of the claim whose quote is shown."""
    known = desk.store.incident(id)
    if known is None:
        raise HTTPException(404, f"{id}: there is no such incident; it may have been put together anew with others")
    if known.incident.id != id:
        return RedirectResponse(address(f"/incidents/{known.incident.id}", dict(request.query_params)))
    return _page(request, desk, known, claim)


def _page(request: Request, desk: Opened, known: Known, number: int | None) -> HTMLResponse:
    claims = claims_in_order(known)
    shown = claims[number] if number is not None and 0 <= number < len(claims) else None
    told, beside = record(known.incident, known.sources), desk.store.beside(known)
    return render(
        request,
        "incident.html",
        known=known,
        record=told,
        beside=beside,
        beside_most=BESIDE,
        like_parts=_like(told, beside),
        columns=columns_of(known),
        published={head.id: head.published for head in known.heads.values()},
        groups=groups_of(known),
        bounds=bounds_of(known),
        contests=known.incident.contests(),
        number=number,
        quote=quote_of(desk, known, shown) if shown else None,
        judged=known.incident if isinstance(known.incident, JudgedIncident) else None,
    )


def _like(campaign: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Filters for a list that has all incidents a campaign holds, and others of its country, days and types: of its sides and its area
    there is no filter."""
    types = sorted({part["type"] for part in parts})
    days = {"since": campaign["first"], "until": campaign["last"]}
    return {**days, "country": campaign["country"], "type": types, "level": ["incident", "sum"]}


def quote_of(desk: Opened, known: Known, claim: Claim) -> dict[str, Any] | None:
    """A claim's words in their sentence: the claim, the head of its report, the sentence in parts. None where the report is gone."""
    document = desk.store.document(claim.document)
    if document is None:
        return None
    start, end = sentence_around(document, claim.start)
    parts = parts_of(document["text"], [Mark(claim.start, claim.end, "trigger")], start, max(end, claim.end))
    return {"claim": claim, "head": known.heads.get(claim.document), "parts": parts}
