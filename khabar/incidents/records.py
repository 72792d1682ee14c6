"""Incidents as flat records: one dictionary an incident, with plain values."""

from collections.abc import Sequence
from typing import Any

from khabar.document.model import COUNTS
from khabar.incidents.contests import Contest
from khabar.incidents.incidents import Incident
from khabar.ontology.ontology import ontology

FIELDS = (
    "id", "level", "type", "mode", "cause", "quad", "first", "last", "place", "place_ar", "admin1", "country", "lat", "lon", "where_prec",
    "actors", "targets", "sides", "weapons", *(f"{name}_{end}" for name in COUNTS for end in ("low", "high")),
    "contested", "contests", "reports", "outlet_count", "source_count", "articles", "outlets", "origins", "quotes", "part_of",
)  # fmt: skip
"""The names in a record, in its order."""


def record(incident: Incident, origins: Sequence[str], part_of: Sequence[str] = ()) -> dict[str, Any]:
    """One incident: what is agreed, the ranges, who attests it (`origins`, as they are to be shown), and each field's claimed values.
    part_of: the campaigns that hold it (see khabar.incidents.parts)."""
    place, (first, last) = incident.place, incident.days
    matrix, contests = incident.matrix(), incident.contests()
    numbers = {name: incident.number(name) or (None, None) for name in COUNTS}
    return {
        "id": incident.id,
        "level": incident.level,
        "type": incident.type,
        "mode": incident.mode,
        "cause": incident.cause,
        "quad": None if incident.cause else ontology().types[incident.type].quad,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "place": place.name if place else None,
        "place_ar": place.name_ar if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place and place.country != "?" else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "where_prec": place.where_prec if place else None,
        "actors": [v.value for v in matrix.get("actor", ()) if not v.denied],
        "targets": [v.value for v in matrix.get("target", ()) if not v.denied],
        "sides": list(incident.sides),
        "weapons": [v.value for v in matrix.get("weapon", ()) if not v.denied],
        **{f"{name}_{end}": value for name, pair in numbers.items() for end, value in zip(("low", "high"), pair, strict=True)},
        "contested": list(dict.fromkeys(contest.field for contest in contests)),
        "contests": [_contest(contest) for contest in contests],
        "reports": len(incident.documents),
        "outlet_count": len(incident.outlets),
        "source_count": len(origins),
        "articles": list(incident.documents),
        "outlets": list(incident.outlets),
        "origins": list(origins),
        "quotes": [c.quote for v in matrix.get("type", ()) for c in v.claims][:5],
        "part_of": list(part_of),
    }


def _contest(contest: Contest) -> dict[str, Any]:
    sides = [{"value": side.value, "sources": list(side.sources)} for side in contest.sides]
    return {"field": contest.field, "kind": contest.kind, "sides": sides}
