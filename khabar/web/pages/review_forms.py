"""What the forms of the review pages send, as changes for khabar.incidents.changes: only what differs from what was shown."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.datastructures import FormData

from khabar.document.model import COUNTS
from khabar.errors import InputError
from khabar.ontology.ontology import ontology

PLACE = ("name", "name_ar", "country", "kind", "lat", "lon", "admin1", "radius", "geonames")
LONGEST = 20
"""Signs of a number that is typed."""


def text_of(form: FormData, name: str) -> str:
    """A field of a form, "" where it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def version_of(form: FormData, name: str = "version") -> int:
    """A version that a form carries. InputError."""
    return _whole(text_of(form, name), name) or 0


def incident_changes(form: FormData, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of an incident changes in its state. InputError."""
    changes: dict[str, Any] = {}
    for name in ("type", "mode", "first", "last"):
        if name in form and (text_of(form, name) or None) != state[name]:
            changes[name] = text_of(form, name) or None
    if "place.name" in form:
        changes |= _place_change(form, state["place"])
    numbers = {}
    for name in COUNTS:
        if f"{name}.low" in form:
            pair = [_whole(text_of(form, f"{name}.{end}"), name) for end in ("low", "high")]
            if pair != (state["numbers"].get(name) or [None, None]):
                numbers[name] = pair
    return changes | ({"numbers": numbers} if numbers else {})


def _place_change(form: FormData, place: Mapping[str, Any] | None) -> dict[str, Any]:
    given = {name: _value(name, text_of(form, f"place.{name}")) for name in PLACE}
    if not given["name"] and not given["name_ar"]:
        return {"place": None} if place else {}
    same = place and all(given[name] == place.get(name) for name in PLACE if f"place.{name}" in form)
    return {} if same else {"place": {name: value for name, value in given.items() if value is not None}}


def _value(name: str, text: str) -> Any:
    if not text:
        return None
    if name in ("lat", "lon", "radius"):
        try:
            return float(text[:LONGEST])
        except ValueError:
            raise InputError(f"place.{name}: {text[:LONGEST]!r} is no number") from None
    return _whole(text, f"place.{name}") if name == "geonames" else text


def _whole(text: str, name: str) -> int | None:
    if not text:
        return None
    if len(text) > LONGEST or not text.isdecimal():
        raise InputError(f"{name}: {text[:LONGEST]!r} is no whole number")
    return int(text)


def event_changes(form: FormData, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of an event changes in its state; all that it tells where there is no state yet. InputError."""
    changes: dict[str, Any] = {}
    for name in ("type", "mode", "status"):
        if name in form and (text_of(form, name) or None) != state.get(name):
            changes[name] = text_of(form, name) or None
    if "earliest" in form:
        given = {end: text_of(form, end) or None for end in ("earliest", "latest")}
        if given != {end: (state.get("date") or {}).get(end) for end in given}:
            changes["date"] = given
    if "place.name" in form:
        changes |= _place_change(form, state.get("place"))
    for name in ("roles", "actors"):
        told, known = _json(form, name) or {}, state.get(name, {})
        changed = {key: value for key, value in told.items() if value != known.get(key, [] if name == "roles" else None)}
        if changed:
            changes[name] = changed
    return changes


def as_typed(form: FormData, state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of an incident or an event as a refused form left it, so that nothing typed is lost: texts, not yet values."""
    shown = dict(state)
    shown |= {name: text_of(form, name) or None for name in ("mode", "status", "first", "last") if name in form and name in state}
    if text_of(form, "type") in ontology().types:
        shown["type"] = text_of(form, "type")
    if "place.name" in form:
        shown["place"] = {name: text_of(form, f"place.{name}") or None for name in PLACE}
    if "earliest" in form:
        shown["date"] = {**(state.get("date") or {}), **{end: text_of(form, end) or None for end in ("earliest", "latest")}}
    if "numbers" in state:
        shown["numbers"] = {name: [text_of(form, f"{name}.{end}") or None for end in ("low", "high")] for name in COUNTS}
    for name in ("roles", "actors"):
        with suppress(InputError):
            if name in state:
                shown[name] = {**state[name], **(_json(form, name) or {})}
    return shown


def _json(form: FormData, name: str) -> dict[str, Any] | None:
    """A field that a script fills with an object; None where it is empty."""
    text = text_of(form, name)
    if not text:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{name}: is no JSON") from None
    if not isinstance(found, dict):
        raise InputError(f"{name}: is no object")
    return found
