"""Incidents: lists, facets, the map, charts, one incident, exports."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import StreamingResponse

from khabar.export.formats import TEXT_FORMATS, feature_of, full_record
from khabar.store.charts import Spot
from khabar.store.facets import Facets
from khabar.store.lists import Entry
from khabar.web.api import shapes
from khabar.web.api.answers import GEOJSON, Tagged, documented, json_answer
from khabar.web.api.asked import Asked, AskedAccusations, AskedFeatures, AskedPage, AskedTimeline
from khabar.web.desk import Desk
from khabar.web.language import LANGUAGES, language
from khabar.web.wording import Wording

router = APIRouter(prefix="/incidents", tags=["incidents"], route_class=Tagged)
KINDS = {
    "plover-jsonl": ("application/x-ndjson", "jsonl"),
    "acled-csv": ("text/csv", "csv"),
    "gdelt-tsv": ("text/tab-separated-values", "tsv"),
    "geojson": (GEOJSON, "geojson"),
    "bayanat-csv": ("text/csv", "csv"),
}
"""Format -> media type, ending of a file."""
_OF_SPOT = tuple(each.name for each in fields(Spot) if each.name not in ("lat", "lon"))
_WORDINGS = {code: Wording(language(code)) for code in LANGUAGES}
EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The incidents in the format.", "content": {kind: {"schema": {}} for kind, _ in KINDS.values()}}
}
Format = Literal["plover-jsonl", "acled-csv", "gdelt-tsv", "geojson", "bayanat-csv"]


@router.get("", response_model=shapes.ListPage)
def incidents(desk: Desk, asked: Annotated[AskedPage, Query()]) -> Response:
    """A page of a list of incidents."""
    page = desk.store.page(asked.limit, asked.cursor, asked.sort, **asked.filters())
    return json_answer({"items": list(map(listed, page.items)), "next": page.next, "total": page.total})


@router.get("/facets", response_model=shapes.FacetAnswer)
def facets(desk: Desk, asked: Annotated[Asked, Query()]) -> Response:
    """How many incidents each value of each filter would leave."""
    found = desk.store.facets(**asked.filters())
    return json_answer({"total": found.total, "facets": facets_told(found)})


def facets_told(found: Facets) -> dict[str, list[dict[str, Any]]]:
    """Facets as lists, in their order."""
    return {name: [{"value": value, "count": n} for value, n in counts.items()] for name, counts in found.counts.items()}


@router.get("/timeline", response_model=shapes.TimelineAnswer)
def timeline(desk: Desk, asked: Annotated[AskedTimeline, Query()]) -> Response:
    """How many incidents of each type began in each stretch of time."""
    return json_answer(asdict(desk.store.timeline(asked.step, **asked.filters())))


@router.get("/accusations", response_model=shapes.AccusationAnswer)
def accusations(desk: Desk, asked: Annotated[AskedAccusations, Query()]) -> Response:
    """Who says of whom that they did it."""
    return json_answer({"items": [asdict(each) for each in desk.store.accusations(asked.limit, **asked.filters())]})


@router.get("/places.geojson", responses=documented(shapes.FeatureCollection, "The places of the incidents, each once.", GEOJSON))
def places(desk: Desk, asked: Annotated[Asked, Query()]) -> Response:
    """The places of incidents, each with how many there are: what a map shows of many."""
    return json_answer({"type": "FeatureCollection", "features": [_spot(spot) for spot in desk.store.spots(**asked.filters())]}, GEOJSON)


def _spot(spot: Spot) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [spot.lon, spot.lat]}
    properties = {name: getattr(spot, name) for name in _OF_SPOT}
    return {"type": "Feature", "id": f"{spot.lat},{spot.lon}", "geometry": point, "properties": properties}


@router.get("/{id}", response_model=shapes.Whole)
def incident(desk: Desk, id: str) -> Response:
    """One incident, by its id or the beginning of it: its record, every claim with its quote, why its reports were put together."""
    known = desk.store.incident(id)
    if known is None:
        raise HTTPException(404, "no incident has this id, or more than one an id that begins so")
    [entry] = desk.store.entries([known.incident.id])
    heads = [asdict(known.heads[name]) for name in known.incident.documents if name in known.heads]
    return json_answer({**listed(entry), **full_record(known), "heads": heads})


@router.get("/export/{format}", response_class=StreamingResponse, responses=EXPORTED)
def export(desk: Desk, format: Format, asked: Annotated[AskedFeatures, Query()]) -> Response:
    """Incidents in an export format, as khabar export writes it; docs/export.md tells what stands where."""
    kind, ending = KINDS[format]
    found = desk.store.each_incident(asked.limit, **asked.filters())
    name = {"Content-Disposition": f'attachment; filename="incidents.{ending}"'}
    return StreamingResponse(TEXT_FORMATS[format](found), headers=name, media_type=kind)


features = APIRouter(tags=["incidents"])


@features.get("/incidents.geojson", responses=documented(shapes.FeatureCollection, "The incidents that have coordinates.", GEOJSON))
def geojson(desk: Desk, asked: Annotated[AskedFeatures, Query()]) -> Response:
    """The incidents that have coordinates, newest first, as GeoJSON."""
    return StreamingResponse(_collection(desk.store.each_entry(asked.limit, **asked.filters())), media_type=GEOJSON)


def _collection(entries: Iterator[Entry]) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    first = True
    for entry in entries:
        if entry.record["lat"] is not None:
            yield ("" if first else ",\n") + feature_of(listed(entry))
            first = False
    yield "]}\n"


def listed(entry: Entry) -> dict[str, Any]:
    """An incident as lists give it."""
    label = {language: wording.label(entry.record, entry.place) for language, wording in _WORDINGS.items()}
    return {**entry.record, "label": label, "radius": entry.radius, "decision": entry.decision or None}
