"""Episodes as JSON, to be kept in a database and read again."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from khabar.document.model import Place
from khabar.incidents.claims import Claim
from khabar.incidents.episodes import Episode
from khabar.incidents.words import Wording

WORDING = tuple(field.name for field in fields(Wording))


def to_json(episode: Episode) -> dict[str, Any]:
    """All but the meaning, which is kept as bytes."""
    data = {name: getattr(episode, name) for name in episode.__slots__ if name not in ("meaning", "place", "claims", "wording")}
    data["first"], data["last"] = (d.isoformat() if d else None for d in (episode.first, episode.last))
    for name in ("actors", "targets", "types", "modes"):
        data[name] = sorted(getattr(episode, name))
    data["wording"] = {name: sorted(getattr(episode.wording, name)) for name in WORDING}
    data["place"] = asdict(episode.place) if episode.place else None
    data["claims"] = [asdict(claim) for claim in episode.claims]
    return data


def from_json(data: dict[str, Any], meaning: bytes) -> Episode:
    """What to_json wrote, with its meaning."""
    # Databases of before there were numbers of displaced have none.
    pair = {name: tuple(data[name]) if data.get(name) is not None else None for name in ("killed", "injured", "displaced")}
    # And those of before incidents were learned have neither types and modes of all mentions nor words.
    kinds = {name: frozenset(data.get(name) or filter(None, [data[one]])) for name, one in (("types", "type"), ("modes", "mode"))}
    wording = Wording(**{name: frozenset(data.get("wording", {}).get(name, ())) for name in WORDING})
    parties = {name: frozenset((country, sector) for country, sector in data[name]) for name in ("actors", "targets")}
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in ("first", "last")}
    place = Place(**data["place"]) if data["place"] else None
    claims = tuple(Claim(**{**claim, "chain": tuple(claim["chain"])}) for claim in data["claims"])
    rest = {
        **data,
        **pair,
        **parties,
        **days,
        "place": place,
        "claims": claims,
        "events": tuple(data["events"]),
        "dated": data.get("dated", data["exact"]),
        "level": data.get("level", "incident"),
        "meaning": meaning,
    } | kinds
    return Episode(**rest | {"wording": wording})
