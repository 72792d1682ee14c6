"""Documents from their JSON form."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from khabar.document.model import ROLES, Actor, Attribution, DateRange, Document, Entity, Event, Place, Quantity, Span, Time


def document_of(data: Mapping[str, Any]) -> Document:
    """The document whose to_dict() gave the data; only the events' `meaning` is not in it."""
    composed = ("sentences", "entities", "times", "events", "attributions", "places", "actors")
    return Document(
        **{f.name: data[f.name] for f in fields(Document) if f.name in data and f.name not in composed},
        sentences=tuple((s["start"], s["end"]) for s in data["sentences"]),
        entities=tuple(Entity(**e) for e in data["entities"]),
        times=tuple(Time(**t) for t in data["times"]),
        events=tuple(map(_event, data["events"])),
        attributions=tuple(map(_attribution, data["attributions"])),
        places=tuple(Place(**p) for p in data["places"]),
        actors=tuple(Actor(**a) for a in data["actors"]),
    )


def _span(data: Mapping[str, Any]) -> Span:
    return Quantity(**data) if "part" in data else Span(**data)


def _event(data: Mapping[str, Any]) -> Event:
    rest = {name: value for name, value in data.items() if name not in ROLES}
    return Event(
        **rest
        | {
            "mode": data.get("mode"),
            "hedge": _span(data["hedge"]) if data.get("hedge") else None,
            "roles": {role: tuple(map(_span, data[role])) for role in ROLES if data.get(role)},
            "date": DateRange(**data["date"]),
            "attributions": tuple(data["attributions"]),
        }
    )


def _attribution(data: Mapping[str, Any]) -> Attribution:
    return Attribution(
        data["id"], _span(data["cue"]), tuple(map(_span, data["sources"])), data.get("antecedent"), data["certainty"],
        _span(data["content"]) if data.get("content") else None, data["parent"],
    )  # fmt: skip
