"""Actors and places that Khabar knows, by part of their name: to choose one when something is corrected."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from khabar.resolve import lookup

router = APIRouter(prefix="/known", tags=["known"])
Words = Annotated[str, Query(min_length=1, max_length=100, description="Part of a name, Arabic or English.")]
KINDS = {"capital": "city", "town": "city", "village": "city", "district": "area", "subdistrict": "area"}
"""Kinds of the gazetteer -> those of a place."""


class Actor(BaseModel):
    """An actor. name: English; name_ar: the fullest Arabic one; role: office or description."""

    name: str
    name_ar: str
    country: str
    sector: str
    role: str


class Place(BaseModel):
    """A place. admin1: its province; lat, lon: degrees."""

    name: str
    name_ar: str
    country: str
    kind: str
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None


class Actors(BaseModel):
    """Actors, those whose name begins so first."""

    items: list[Actor]


class Places(BaseModel):
    """Places, those of exactly that name first."""

    items: list[Place]


@router.get("/actors")
def actors(q: Words) -> Actors:
    """Actors by part of their name."""
    found = lookup.actors_like(q)
    return Actors(items=[Actor(name=k.name, name_ar=k.names[0], country=k.country, sector=k.sector, role=k.role) for k in found])


@router.get("/places")
def places(q: Words) -> Places:
    """Places by their name."""
    return Places(
        items=[
            Place(
                name=e.name,
                name_ar=e.names[0],
                country=e.country,
                kind=KINDS.get(e.kind, e.kind),
                admin1=e.admin1 or None,
                lat=e.lat,
                lon=e.lon,
                geonames=e.geonames,
            )
            for e in lookup.places_like(q)
        ]
    )
