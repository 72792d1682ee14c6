"""Claims: who says what of an event, field by field, with the words it stands on."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from khabar.data_files import toml_of
from khabar.document.model import COUNTS, EXACT, Actor, Attribution, Document, Event, Place, Quantity, Span
from khabar.text.normalise import fold

FIELDS = ("type", "actor", "target", "place", "date", *COUNTS, "weapon")


@dataclass(frozen=True, slots=True)
class Claim:
    """field: one of FIELDS. value: to show; key: to compare ("" where it is too vague to contradict another); for numbers low and high
    hold the bounds. chain: outlet, agency,
    speaker: outermost first. origin: who the statement is of, to tell independent ones apart ("" where the report itself vouches).
    certainty: of the innermost statement, "stated" where the report vouches. negated: whether it is denied. quote: the words. start,
    end: where they stand in the document (code points)."""

    document: str
    event: str
    field: str
    value: str
    key: str
    low: int | None
    high: int | None
    chain: tuple[str, ...]
    origin: str
    certainty: str
    negated: bool
    quote: str
    start: int
    end: int


class Report:
    """A document with what is looked up in it again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places = {place.id: place for place in document.places}
        self.actors = {actor.surface: actor for actor in document.actors}
        self.said = {a.id: a for a in document.attributions}
        self._starts = [start for start, _ in document.sentences]
        by_surface = {place.surface: place for place in document.places}
        self._named: dict[int, list[tuple[int, Place]]] = {}
        for entity in document.entities:
            if entity.text in by_surface:
                self._named.setdefault(self.sentence(entity.start), []).append((entity.start, by_surface[entity.text]))

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a place of the text."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def places_in(self, sentence: int) -> list[tuple[int, Place]]:
        """The places named in a sentence, each with where it stands."""
        return self._named.get(sentence, [])


def claims_of(report: Report, event: Event) -> tuple[Claim, ...]:
    """What one mention of an event claims."""
    document, places, actors = report.document, report.places, report.actors
    statements = [report.said[i] for i in event.attributions if i in report.said]
    chain, origin = _chain(document, statements, actors)
    certainty = event.certainty or (statements[0].certainty if statements else "stated")
    negated = event.status == "negated" or certainty == "denied"

    def claim(field: str, value: str, key: str, span: Span, low: int | None = None, high: int | None = None) -> Claim:
        sure = "believed" if field == "actor" and event.hedge else certainty
        return Claim(document.id, event.id, field, value, key, low, high, chain, origin, sure, negated, span.text, span.start, span.end)

    return tuple(claim(*found) for found in _values(event, places, actors))


_Value = tuple[str, str, str, Span, int | None, int | None]


def _values(event: Event, places: Mapping[str, Place], actors: Mapping[str, Actor]) -> Iterator[_Value]:
    trigger = Span(event.start, event.end, event.text)
    yield "type", f"{event.type} {event.mode}" if event.mode else event.type, event.type, trigger, None, None
    for field, role in (("actor", "actors"), ("target", "recipients")):
        for span in event.roles.get(role, ()):
            actor = actors.get(span.text)
            yield field, party(actor, span.text), _side(actor), span, None, None
    place = places.get(event.location or "")
    if place is not None:
        spans = [s for s in event.roles.get("places", ()) if s.text == place.surface or place.surface in s.text]
        yield "place", shown_place(place), "", spans[0] if spans else Span(event.start, event.end, place.surface), None, None
    if event.date.earliest and event.date.latest:
        spans = list(event.roles.get("times", ()))
        value = event.date.earliest if event.date.earliest == event.date.latest else f"{event.date.earliest}/{event.date.latest}"
        exact = value if event.date.earliest == event.date.latest and event.date.basis in EXACT else ""
        yield "date", value, exact, spans[0] if spans else trigger, None, None
    for role in COUNTS:
        for quantity in event.roles.get(role, ()):
            if isinstance(quantity, Quantity) and quantity.counts:
                shown = shown_number(quantity.low, quantity.high)
                if quantity.unit != "people":
                    # So many households are at least so many people.
                    yield role, f"{shown} {quantity.unit}", shown, quantity, quantity.low, None
                else:
                    yield role, shown, shown, quantity, quantity.low, quantity.high
    for span in event.roles.get("weapons", ()):
        yield "weapon", span.text, "", span, None, None


def _side(actor: Actor | None) -> str:
    """Whose an actor is, to tell sides apart: its country, or its name where it belongs to none; "" where neither is told."""
    if actor is None or actor.country == "?" or actor.sector == "UNK":
        return ""
    return actor.name or "" if actor.country in ("---", "IGO") else actor.country


def party(actor: Actor | None, surface: str) -> str:
    """How an actor is shown and compared: a known one's English name, else country and sector, else the words."""
    if actor is None:
        return surface
    if actor.name:
        return actor.name
    told = " ".join(part for part in (actor.country, actor.sector) if part not in ("?", "UNK"))
    return told or surface


def shown_place(place: Place) -> str:
    """Name and country of a place."""
    return f"{place.name or place.surface}, {place.country}" if place.country != "?" else place.name or place.surface


def shown_number(low: int | None, high: int | None) -> str:
    """14, 14+, up to 14, 10-15."""
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"


def _chain(document: Document, statements: list[Attribution], actors: Mapping[str, Actor]) -> tuple[tuple[str, ...], str]:
    """The chain from the outlet to the innermost speaker, and the origin: the innermost one who can be told from others, else
    whom the outlet has the report from."""
    names = [n for n in (_speaker(s, actors) for s in reversed(statements)) if n]
    passed_on = [document.origin] if document.origin else []
    chain = tuple(dict.fromkeys([document.outlet or "the report", *passed_on, *(name for name, _ in names)]))
    origin = next((name for name, known in reversed(names) if known), document.origin or "")
    return chain, origin


@cache
def _anonymous() -> tuple[str, ...]:
    """Beginnings of phrases for sources that cannot be told from others."""
    return tuple(map(fold, toml_of("khabar.incidents", "incidents.toml")["anonymous"]["words"]))


def _speaker(statement: Attribution, actors: Mapping[str, Actor]) -> tuple[str, bool] | None:
    """The name of a statement's source, and whether it is somebody in particular."""
    surface = statement.sources[0].text if statement.sources else statement.antecedent
    if not surface:
        return None
    actor = actors.get(surface)
    if actor is not None and actor.name:
        return actor.name, True
    words = fold(surface).split()
    anonymous = bool(words) and words[0].removeprefix("ال").startswith(_anonymous())
    return surface, not anonymous
