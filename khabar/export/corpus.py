"""Reviewed reports as corpus lines (docs/usage.md, "The form of a document"): what training reads, and khabar evaluate scores against."""

from collections.abc import Mapping
from typing import Any

from khabar.document.model import LEARNED
from khabar.text.visible import to_json


def line(document: Mapping[str, Any], incidents: Mapping[str, str] | None = None) -> str:
    """A document as one line of JSON. incidents: the ids of its events -> their incidents; an event without one is one by itself."""
    return to_json(labelled(document, incidents or {}))


def labelled(document: Mapping[str, Any], incidents: Mapping[str, str]) -> dict[str, Any]:
    """The document in the form of the labelled data: only what a person would mark."""
    name = document["id"]
    return {
        **{key: document[key] for key in ("id", "outlet", "published", "title", "text", "sentences")},
        "entities": [_picked(e, "start end text type") for e in document["entities"]],
        "times": [_picked(t, "start end text value") for t in document["times"]],
        "events": [_event(e, name, incidents) for e in document["events"]],
        "attributions": [_attribution(a) for a in document["attributions"]],
        "places": _once(_picked(p, "surface name country") for p in document["places"]),
        "actors": _once(_picked(a, "surface country sector") for a in document["actors"]),
    }


def _event(event: Mapping[str, Any], document: str, incidents: Mapping[str, str]) -> dict[str, Any]:
    told = _picked(event, "start end text") | {"event": f"{document}/{event['event']}", **_picked(event, "type status")}
    told["incident"] = incidents.get(event["id"]) or told["event"]
    if event.get("mode"):
        told["mode"] = event["mode"]
    if event.get("outcome_of"):
        told["of"] = f"{document}/{event['outcome_of']}"
    if event.get("hedge"):
        told["hedge"] = _picked(event["hedge"], "start end text")
    return told | {role: [_picked(span, "start end text") for span in event[role]] for role in LEARNED if event.get(role)}


def _attribution(said: Mapping[str, Any]) -> dict[str, Any]:
    span = "start end text"
    told: dict[str, Any] = {"cue": _picked(said["cue"], span), "sources": [_picked(s, span) for s in said["sources"]]}
    told["certainty"] = said["certainty"]
    if said.get("antecedent"):
        told["antecedent"] = said["antecedent"]
    if said.get("content"):
        told["content"] = _picked(said["content"], span)
    return told


def _picked(item: Mapping[str, Any], names: str) -> dict[str, Any]:
    return {name: item[name] for name in names.split()}


def _once(items: Any) -> list[dict[str, Any]]:
    """The items, each surface once: the last that was said of it holds."""
    return list({item["surface"]: item for item in items}.values())
