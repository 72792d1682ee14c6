"""What is kept of an incident beside its episodes, so that lists, facets, the map and charts need not put it together anew."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table

from khabar.incidents.incidents import Incident
from khabar.store import schema as s

ROLES = ("did", "suffered", "said", "denied")
"""What a party may have to do with an incident."""
OF_EVENT = ("did", "suffered")
"""Those of them that are of the event itself, not of what is said of it."""
_OF_RECORD = (
    "id",
    "level",
    "type",
    "mode",
    "cause",
    "first",
    "last",
    "place_ar",
    "lat",
    "lon",
    "where_prec",
    "killed_low",
    "killed_high",
    "reports",
)


def storable(value: str) -> str:
    """Text that both databases take: no NUL, no lone surrogates."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def entry_of(incident: Incident, record: dict[str, Any], review: dict[str, Any]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """The rows of an incident, table by table; the first is the incident itself. record: see khabar.incidents.records. review: the columns
    that tell of its review."""
    kept = _storable(record)
    place = incident.place
    own = {
        **{name: kept[name] for name in _OF_RECORD},
        "day": kept["last"] or "",
        "country": place.country if place else None,
        "place": kept["place"] or (storable(place.surface) if place else None),
        "radius": place.radius if place else None,
        "outlets": kept["outlet_count"],
        "origins": kept["source_count"],
        "contested": bool(kept["contested"]),
        **review,
    }
    sides = sorted(_parties(incident))
    accused = sorted(_accusations(incident))
    yield s.incidents, [{**own, "mark": _mark([own, kept["outlets"], sides, accused])}]
    yield s.records, [{"incident": incident.id, "data": kept}]
    if review["reviewed"] == "rejected":
        return  # it is no party's doing, and no outlet's news
    yield s.incident_outlets, [{"incident": incident.id, "outlet": outlet} for outlet in kept["outlets"]]
    yield s.parties, [{"incident": incident.id, "role": role, "name": name} for role, name in sides]
    yield s.accusations, [{"incident": incident.id, "source": a, "accused": b} for a, b in accused]


def _mark(kept: list[Any]) -> int:
    """A number that tells whether anything that is counted has changed: 63 bits of a hash."""
    return int.from_bytes(hashlib.sha256(json.dumps(kept).encode()).digest()[:8]) >> 1


def _parties(incident: Incident) -> set[tuple[str, str]]:
    """(role, name): who did it and who suffered it, as claimed; who says something of it, and who denies something."""
    claims = [c for e in incident.episodes for c in e.claims]
    roles = {"actor": "did", "target": "suffered"}
    found = {(roles[c.field], c.value) for c in claims if c.field in roles and not c.negated}
    found |= {("denied" if c.negated else "said", c.origin) for c in claims if c.origin}
    return {(role, storable(name)) for role, name in found}


def _accusations(incident: Incident) -> set[tuple[str, str]]:
    """(who says it, who did it): a speaker, or the outlet that vouches for it itself."""
    claims = [(e.outlet, c) for e in incident.episodes for c in e.claims if c.field == "actor" and not c.negated]
    return {(storable(c.origin or outlet or ""), storable(c.value)) for outlet, c in claims if c.origin or outlet}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value
