"""Actors and places: lists of them, and what each did, suffered, said and denied, or what happened there."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from khabar.store.entries import ROLES
from khabar.web.desk import Desk
from khabar.web.rendering import render

router = APIRouter()
LIMIT, SOME = 100, 10
"""Names in a list; incidents of each role on a profile."""


@router.get("/actors")
def actors(request: Request, desk: Desk, q: str = "", cursor: str | None = None) -> HTMLResponse:
    """Who did, suffered, said or denied something, those of the most incidents first."""
    words = q.strip()[:200]
    return render(request, "actors.html", words=words, found=desk.store.parties(LIMIT, cursor or None, words or None), roles=ROLES)


@router.get("/actors/{name:path}")
def actor(request: Request, desk: Desk, name: str) -> HTMLResponse:
    """What an actor did, suffered, said and denied."""
    profile = desk.store.profile(name)
    if profile is None:
        raise HTTPException(404, f"{name}: no incident names such an actor")
    pages = {role: desk.store.page(SOME, **{role: [name]}) for role in ROLES if profile.party.roles[role]}  # type: ignore[arg-type]
    return render(request, "actor.html", profile=profile, pages=pages)


@router.get("/places")
def places(request: Request, desk: Desk, q: str = "", cursor: str | None = None) -> HTMLResponse:
    """Where something happened, the places of the most incidents first."""
    words = q.strip()[:200]
    return render(request, "places.html", words=words, found=desk.store.places(LIMIT, cursor or None, words or None))


@router.get("/places/{name:path}")
def place(request: Request, desk: Desk, name: str, country: str | None = None) -> HTMLResponse:
    """What happened at a place. country: its ISO-3 code, where several places are called so."""
    profile = desk.store.place_profile(name, country or None)
    if profile is None:
        raise HTTPException(404, f"{name}: no incident is at such a place")
    asked = {"place": name, "country": profile.place.country}
    page = desk.store.page(SOME * 5, place=[name], country=profile.place.country)
    return render(request, "place.html", profile=profile, page=page, asked=asked)
