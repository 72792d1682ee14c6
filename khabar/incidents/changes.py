"""What an analyst wants changed, checked, and put into the state of an event or an incident. A value that is none is an error that says
which and why: nothing of it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from khabar.data_files import toml_of
from khabar.document.model import COUNTS, ROLES
from khabar.errors import InputError
from khabar.incidents.corrections import BASIS
from khabar.ontology.ontology import ontology
from khabar.resolve import countries

MOST = 1_000_000_000
"""The largest number of people."""
LONGEST = 200
"""Code points of a name."""
KINDS = ("country", "province", "city", "quarter", "area", "facility")


def changed_event(state: Mapping[str, Any], changes: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The state of an event with changes: any of type, mode, status, roles, date, place, actors. text: of its report. InputError."""
    _known(changes, ("type", "mode", "status", "roles", "date", "place", "actors"))
    found = {**state, **_kind(state, changes)}
    if "status" in changes:
        found["status"] = _one_of(changes["status"], ontology().statuses, "status")
    if "roles" in changes:
        given = _mapping(changes["roles"], "roles")
        roles = {**state["roles"], **{_one_of(name, ROLES, "role"): _spans(name, spans, text) for name, spans in given.items()}}
        found["roles"] = {name: spans for name, spans in roles.items() if spans}
    if "date" in changes:
        found["date"] = _date(_mapping(changes["date"], "date"))
    if "place" in changes:
        found["place"] = place_of(changes["place"])
    if "actors" in changes:
        given = _mapping(changes["actors"], "actors")
        found["actors"] = {**state["actors"], **{str(name): actor_of(value) for name, value in given.items()}}
    parties = {span["text"] for role in ("actors", "recipients") for span in found["roles"].get(role, ())}
    found["actors"] = {name: actor for name, actor in found["actors"].items() if name in parties}
    return found


def changed_incident(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The state of an incident with changes: any of type, mode, first, last, place, numbers. InputError."""
    _known(changes, ("type", "mode", "first", "last", "place", "numbers"))
    found = {**state, **_kind(state, changes)}
    for name in ("first", "last"):
        if name in changes:
            found[name] = _day(changes[name], name)
    if (found["first"] is None) != (found["last"] is None):
        found["first"] = found["last"] = found["first"] or found["last"]
    if found["first"] and found["first"] > found["last"]:
        raise InputError(f"first: {found['first']} is after last, {found['last']}")
    if "place" in changes:
        found["place"] = place_of(changes["place"])
    if "numbers" in changes:
        given = _mapping(changes["numbers"], "numbers")
        numbers = {**state["numbers"], **{_one_of(name, COUNTS, "number"): _range(name, pair) for name, pair in given.items()}}
        found["numbers"] = {name: pair for name, pair in numbers.items() if pair is not None}
    return found


def span_of(start: Any, end: Any, text: str, name: str) -> dict[str, Any]:
    """Words of a text as JSON. InputError where there are none at that place."""
    whole = isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool) and not isinstance(end, bool)
    if not whole or not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputError(f"{name}: there are no words at {start!r} to {end!r} in the report's {len(text):,} characters")
    return {"start": start, "end": end, "text": text[start:end]}


def place_of(value: Any) -> dict[str, Any] | None:
    """A place as the states hold it (all of a Place but its id), from {"name", "name_ar", "country", "lat", "lon", "kind", "admin1",
    "radius"}; None for None. InputError."""
    if value is None:
        return None
    given = _mapping(value, "place")
    _known(given, ("name", "name_ar", "country", "lat", "lon", "kind", "admin1", "radius", "geonames", "surface"), "place.")
    name, name_ar = (_name(given.get(n), f"place.{n}") for n in ("name", "name_ar"))
    if not (name or name_ar):
        raise InputError("place.name: a place needs a name")
    kind = _one_of(given.get("kind") or "city", KINDS, "place.kind")
    lat, lon = _number(given.get("lat"), "place.lat", -90, 90), _number(given.get("lon"), "place.lon", -180, 180)
    if (lat is None) != (lon is None):
        raise InputError("place.lat, place.lon: give both or neither")
    radius = _number(given.get("radius"), "place.radius", 0, 5000)
    precision, usual = toml_of("khabar.resolve", "places.toml")["precision"][kind]
    return {
        "surface": _name(given.get("surface"), "place.surface") or name_ar or name, "name": name or name_ar, "name_ar": name_ar,
        "country": _country(given.get("country"), "place.country", ("?",)), "kind": kind,
        "geonames": _whole(given.get("geonames"), "place.geonames"),
        "lat": lat, "lon": lon, "admin1": _name(given.get("admin1"), "place.admin1"), "basis": BASIS, "named": BASIS,
        "radius": float(usual) if radius is None and lat is not None else radius, "where_prec": precision,
    }  # fmt: skip


def actor_of(value: Any) -> dict[str, Any]:
    """An actor as the states hold it (all of an Actor but id and surface), from {"name", "country", "sector", "role"}. InputError."""
    given = _mapping(value, "actor")
    _known(given, ("name", "country", "sector", "role", "basis"), "actor.")
    return {
        "name": _name(given.get("name"), "actor.name"),
        "country": _country(given.get("country"), "actor.country", ("?", "---", "IGO")),
        "sector": _one_of(given.get("sector") or "UNK", ontology().sectors, "actor.sector"),
        "role": _name(given.get("role"), "actor.role"),
        "basis": BASIS,
    }


def _kind(state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    kind = _one_of(changes["type"], ontology().types, "type") if "type" in changes else state["type"]
    modes = ontology().types[kind].modes
    mode = changes["mode"] if "mode" in changes else state["mode"] if state["mode"] in modes else None
    return {"type": kind, "mode": _one_of(mode, modes, f"mode of {kind}") if mode else None}


def _spans(role: str, given: Any, text: str) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > LONGEST:
        raise InputError(f"roles.{role}: is no list of spans")
    found = []
    for item in given:
        item = _mapping(item, f"roles.{role}")
        span = span_of(item.get("start"), item.get("end"), text, f"roles.{role}")
        if role in COUNTS:
            low, high = _range(role, [item.get("low"), item.get("high")]) or [None, None]
            told = {"part": bool(item.get("part")), "superseded": bool(item.get("superseded"))}
            span |= {"low": low, "high": high, **told, "unit": _one_of(item.get("unit") or "people", ("people", "households"), "unit")}
        found.append(span)
    return found


def _date(given: Mapping[str, Any]) -> dict[str, Any]:
    first, last = _day(given.get("earliest"), "date.earliest"), _day(given.get("latest"), "date.latest")
    first, last = first or last, last or first
    if first is None or last is None:
        return {"earliest": None, "latest": None, "precision": "vague", "basis": "none"}
    if first > last:
        raise InputError(f"date: {first} is after {last}")
    return {"earliest": first, "latest": last, "precision": "day" if first == last else "range", "basis": BASIS}


def _range(name: str, pair: Any) -> list[int | None] | None:
    """A range of numbers; None where both ends are open."""
    if pair is None:
        return None
    if not isinstance(pair, list) or len(pair) != 2:
        raise InputError(f"{name}: is no range; write [low, high]")
    low, high = (_whole(value, name) for value in pair)
    if low is not None and high is not None and low > high:
        raise InputError(f"{name}: {low} is more than {high}")
    return None if low is None and high is None else [low, high]


def _whole(value: Any, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise InputError(f"{name}: {str(value)[:40]!r} is no whole number from 0 to {MOST:,}")
    return value


def _number(value: Any, name: str, low: float, high: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError(f"{name}: {str(value)[:40]!r} is no number from {low} to {high}")
    return float(value)


def _day(value: Any, name: str) -> str | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise InputError(f"{name}: {str(value)[:40]!r} is no date; write it as 2020-07-08") from None


def _name(value: Any, name: str) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST or not value.strip() or not value.isprintable():
        raise InputError(f"{name}: is no name of at most {LONGEST} printable characters")
    return value.strip()


def _country(value: Any, name: str, besides: tuple[str, ...]) -> str:
    if value in (None, "", *besides):
        return value or "?"
    code = countries.resolve(str(value)[:LONGEST])
    if code is None:
        raise InputError(f"{name}: {str(value)[:40]!r} is no country; give its ISO code or its English or Arabic name")
    return code


def _one_of(value: Any, allowed: Any, name: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InputError(f"{name}: {str(value)[:40]!r} is none; known are {', '.join(allowed)}")
    return value


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"{name}: is no object")
    return value


def _known(given: Mapping[str, Any], names: tuple[str, ...], prefix: str = "") -> None:
    for name in given:
        if name not in names:
            raise InputError(f"{prefix}{str(name)[:40]}: cannot be changed; known are {', '.join(names)}")
