"""Actors and places: lists of them, and what each has to do with the incidents."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from khabar.web.api import shapes
from khabar.web.api.answers import Tagged, json_answer
from khabar.web.api.asked import MOST, Country, Name
from khabar.web.api.incidents import facets_told
from khabar.web.desk import Desk

router = APIRouter(route_class=Tagged)


class AskedNames(BaseModel):
    """Which of them, and which page of the list."""

    model_config = ConfigDict(extra="forbid")

    q: Name | None = Field(None, description="A part of the name.")
    limit: int = Field(50, ge=1, le=MOST, description="Entries on a page at most.")
    cursor: str | None = Field(None, max_length=1000, description="Where the page before ended: its `next`.")


class AskedCountry(BaseModel):
    """Which place, where several bear the name."""

    model_config = ConfigDict(extra="forbid")

    country: Country | None = Field(None, description="ISO-3 code of its country; without it, where most incidents were.")


@router.get("/actors", response_model=shapes.PartyPage, tags=["actors"])
def actors(desk: Desk, asked: Annotated[AskedNames, Query()]) -> Response:
    """Those who have to do with incidents, those with the most first."""
    return json_answer(asdict(desk.store.parties(asked.limit, asked.cursor, asked.q)))


@router.get("/actors/{name:path}", response_model=shapes.ActorProfile, tags=["actors"])
def actor(desk: Desk, name: str) -> Response:
    """What one did, suffered, said and denied, and over time. name: exactly as incidents have it."""
    found = desk.store.profile(name)
    if found is None:
        raise HTTPException(404, "nobody in the incidents is called exactly that; /api/v1/actors?q= finds names")
    return json_answer(asdict(found))


@router.get("/places", response_model=shapes.PlacePage, tags=["places"])
def places(desk: Desk, asked: Annotated[AskedNames, Query()]) -> Response:
    """The places of incidents, those with the most first."""
    return json_answer(asdict(desk.store.places(asked.limit, asked.cursor, asked.q)))


@router.get("/places/{name:path}", response_model=shapes.PlaceAnswer, tags=["places"])
def place(desk: Desk, name: str, asked: Annotated[AskedCountry, Query()]) -> Response:
    """What happened at a place, by its English or Arabic name."""
    found = desk.store.place_profile(name, asked.country)
    if found is None:
        raise HTTPException(404, "no incident is placed there; /api/v1/places?q= finds names")
    return json_answer({**asdict(found), "facets": facets_told(found.facets)})
