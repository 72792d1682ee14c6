"""Bodies: whose an actor is. An army, its spokesman and its ministry are one; a brigade is of its movement, an air force of its state."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from khabar.data_files import toml_of
from khabar.document.model import Actor
from khabar.resolve import outlets
from khabar.resolve.known_actors import Known, all_known
from khabar.text.normalise import fold

KINDS = ("state", "rebels")
"""Sides of whom only that is known."""
_NOWHERE = ("?", "---", "IGO")
_TOLD = ("name", "words", "office")
"""How the value of an actor is found (Actor.basis) where its own words tell it."""
_OF = re.compile(r" of (?:the )?(.+)$")


@cache
def _table(name: str) -> dict[str, list[str]]:
    return dict(toml_of("khabar.incidents", "bodies.toml")[name])


@cache
def _parts() -> dict[str, str]:
    """What is of a body -> that body."""
    return {part: body for body, parts in _table("parts").items() for part in parts}


@cache
def _known() -> dict[str, Known]:
    """English name -> the first actor of that name."""
    found: dict[str, Known] = {}
    for known in all_known():
        found.setdefault(known.name, known)
    return found


def _kind(sector: str) -> str:
    """ "state" or "rebels" by sector, else the sector."""
    return next((kind for kind in KINDS if sector in _table("sectors")[kind]), sector)


def body_of(actor: Actor | None) -> str:
    """The body that an actor is or speaks for: "SYR state", "Hamas"; "" for a private person and whoever cannot be told."""
    if actor is None:
        return ""
    if actor.name:
        return _of_name(actor.name, actor.country, actor.sector, actor.role or "")
    if actor.sector in _table("sectors")["private"] or actor.country in _NOWHERE:
        return ""
    return f"{actor.country} {_kind(actor.sector)}"


def _of_name(name: str, country: str, sector: str, role: str) -> str:
    if name in _parts():
        return _parts()[name]
    led = _OF.search(role)
    other = _known().get(led[1]) if led else None
    if other is not None and other.name != name and other.kind != "person":
        return _of_name(other.name, other.country, other.sector, other.role)
    official = _kind(sector) == "state" or ", official," in role
    return f"{country} state" if official and country not in _NOWHERE and name not in _table("own")["names"] else name


def held_names() -> frozenset[str]:
    """Names that may mean several bodies: "the coalition"."""
    return frozenset(_table("told-by"))


def voice_of(actor: Actor | None) -> str:
    """The body that an actor speaks for as a source: that of an alliance is whoever leads it."""
    body = body_of(actor)
    return next((leader for leader, led in _table("leads").items() if body in led), body)


def voice_of_outlet(name: str | None) -> str:
    """The body that an outlet speaks for: its state, for an official one; "" for all others."""
    outlet = outlets.resolve(name) if name else None
    return f"{outlet.country} state" if outlet and outlet.affiliation == "official" and outlet.country not in _NOWHERE else ""


def is_press(body: str) -> bool:
    """Whether a body is an outlet."""
    known = _known().get(body)
    return known is not None and known.sector == "MED"


def side_of(actor: Actor | None) -> str:
    """Whose side an actor is: a body, or only "state" or "rebels" where no country is told; "" for one who contradicts nobody."""
    if actor is None or (not actor.name and actor.sector in _table("sectors")["private"]):
        return ""
    if actor.basis not in _TOLD and _is_vague(actor.surface):
        return ""
    if actor.name:
        return _exact(actor)
    kind = _kind(actor.sector)
    if kind not in KINDS or (kind == "rebels" and not any(fold(word) in fold(actor.surface) for word in _table("sectors")["opposition"])):
        return ""
    if actor.country not in _NOWHERE:
        return f"{actor.country} {kind}"
    return kind if actor.country == "?" else ""


def victims_of(actors: Iterable[Actor | None]) -> str:
    """Whether victims are of the "state" or "rebels"; "" where they may be anybody, or both."""
    kinds = {_kind(actor.sector) if actor else "" for actor in actors}
    return kinds.pop() if len(kinds) == 1 and kinds <= {*KINDS} else ""


def _exact(actor: Actor) -> str:
    """The body of a named actor; that of an alliance only where its words tell it from others."""
    body, words = body_of(actor), fold(actor.surface)
    for name, telling in _table("told-by").items():
        if body in _table("holds")[name] and not any(fold(word) in words for word in telling):
            return name
    return body


@cache
def _vague() -> tuple[str, ...]:
    return tuple(map(fold, _table("vague")["words"]))


def _is_vague(surface: str) -> bool:
    words = fold(surface).split()
    return bool(words) and words[0].removeprefix("ال").startswith(_vague())


@cache
def wider(side: str) -> frozenset[str]:
    """The vaguer names under which a side may go: "SYR state" as "SYR" and "state", a group as the rebels of its country."""
    found: set[str] = set()
    new = {side}
    while new:
        found |= new
        new = {other for each in new for other in _above(each)} - found
    return frozenset(found - {side})


def _above(side: str) -> Iterator[str]:
    yield from (name for name, held in _table("holds").items() if side in held)
    country, _, kind = side.partition(" ")
    if len(country) == 3 and country.isupper() and kind and " " not in kind:
        yield from (country, kind)
    known = _known().get(side)
    if known is not None and known.sector in _table("sectors")["rebels"]:
        yield "rebels" if known.country in _NOWHERE else f"{known.country} rebels"


def agree(a: str, b: str) -> bool:
    """Whether two sides may be one: equal, or one a vaguer name of the other."""
    return not a or not b or a == b or a in wider(b) or b in wider(a)
