"""Claims: who says what of an event, field by field, with the words it stands on."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from khabar.document.model import COUNTS, EXACT, Actor, Document, Event, Place, Quantity, Span
from khabar.incidents.bodies import held_names, side_of, victims_of
from khabar.incidents.spans import span_of
from khabar.incidents.speakers import Speakers
from khabar.incidents.words import Words, words_of

FIELDS = ("type", "actor", "target", "place", "date", *COUNTS, "weapon")
STANDINGS = ("", "part", "superseded")


@dataclass(frozen=True, slots=True)
class Claim:
    """field: one of FIELDS. value: to show; key: to compare ("" where it is too vague to contradict another; for an actor its side, see
    khabar.incidents.bodies); for numbers low and high hold the bounds. chain: outlet, agency, speaker: outermost first. origin: who the
    statement is of ("" where the report itself vouches: it names nobody, or a source that cannot be told from others). certainty: of the
    innermost statement, "stated" where the report vouches. negated: whether it is denied. quote: the words. start, end: where they
    stand in the document (code points). body: what the origin is or speaks for, to tell independent ones apart. tells: whether the
    mention tells of the event, and does not only refer or respond to it. standing: of a number: "part" of another one of its report,
    "superseded" by another one of its report, else "". of: of a number of victims, whether they are "state" or "rebels", "" where they
    may be anybody: the dead of one side say nothing of those of the other. counted: of a number, the days that it
    counts ("first/last", ISO) where its words say so: victims since a day, or of several days."""

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
    body: str = ""
    tells: bool = True
    standing: str = ""
    of: str = ""
    counted: str = ""


class Report:
    """A document with what is looked up in it again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places = {place.id: place for place in document.places}
        self.actors = {actor.surface: actor for actor in document.actors}
        self.said = {a.id: a for a in document.attributions}
        self.speakers = Speakers(document, self.actors)
        self._starts = [start for start, _ in document.sentences]
        self._words: dict[int, Words] = {}
        by_surface = {place.surface: place for place in document.places}
        self._named: dict[int, list[tuple[int, Place]]] = {}
        for entity in document.entities:
            if entity.text in by_surface:
                self._named.setdefault(self.sentence(entity.start), []).append((entity.start, by_surface[entity.text]))

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a place of the text."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def sentence_around(self, at: int) -> tuple[int, int]:
        """Where the sentence starts and ends that holds a place of the text."""
        return self.document.sentences[self.sentence(at)] if self.document.sentences else (0, len(self.document.text))

    def words_of_sentence(self, at: int) -> Words:
        """The words of the sentence that holds a place of the text (see khabar.incidents.words)."""
        number = self.sentence(at)
        if number not in self._words:
            start, end = self.sentence_around(at)
            self._words[number] = words_of(self.document.text[start:end])
        return self._words[number]

    def places_in(self, sentence: int) -> list[tuple[int, Place]]:
        """The places named in a sentence, each with where it stands."""
        return self._named.get(sentence, [])


def claims_of(report: Report, event: Event) -> tuple[Claim, ...]:
    """What one mention of an event claims."""
    document, places, actors = report.document, report.places, report.actors
    statements = [report.said[i] for i in event.attributions if i in report.said]
    chain, origin, body = report.speakers.chain(statements)
    certainty = event.certainty or (statements[0].certainty if statements else "stated")
    negated = event.status == "negated" or certainty == "denied"
    told = report.speakers.tells(event, statements)

    def claim(value: _Value) -> Claim:
        sure = "believed" if value.field == "actor" and event.hedge else certainty
        low, high, span, standing = value.low, value.high, value.span, value.standing
        return Claim(
            document.id, event.id, value.field, value.shown, value.key, low, high, chain, origin, sure, negated,
            span.text, span.start, span.end, body, told, standing, value.of, value.counted,
        )  # fmt: skip

    return tuple(map(claim, _values(event, places, actors, _counted_days(event, document.published))))


@dataclass(frozen=True, slots=True)
class _Value:
    field: str
    shown: str
    key: str
    span: Span
    low: int | None = None
    high: int | None = None
    standing: str = ""
    of: str = ""
    counted: str = ""


def _counted_days(event: Event, published: str | None) -> str:
    """The days over which victims are counted, "" where it is not told that they are several."""
    span = span_of(event, published)
    return "/".join(day.isoformat() for day in span) if span and (span[1] - span[0]).days > 1 else ""


def _values(event: Event, places: Mapping[str, Place], actors: Mapping[str, Actor], days: str) -> Iterator[_Value]:
    trigger = Span(event.start, event.end, event.text)
    yield _Value("type", f"{event.type} {event.mode}" if event.mode else event.type, event.type, trigger)
    for field, role in (("actor", "actors"), ("target", "recipients")):
        for span in event.roles.get(role, ()):
            actor = actors.get(span.text)
            yield _Value(field, party(actor, span.text), side_of(actor), span)
    place = places.get(event.location or "")
    if place is not None:
        spans = [s for s in event.roles.get("places", ()) if s.text == place.surface or place.surface in s.text]
        yield _Value("place", shown_place(place), "", spans[0] if spans else Span(event.start, event.end, place.surface))
    if event.date.earliest and event.date.latest:
        spans = list(event.roles.get("times", ()))
        value = event.date.earliest if event.date.earliest == event.date.latest else f"{event.date.earliest}/{event.date.latest}"
        exact = value if event.date.earliest == event.date.latest and event.date.basis in EXACT else ""
        yield _Value("date", value, exact, spans[0] if spans else trigger)
    of = victims_of(actors.get(span.text) for span in event.roles.get("recipients", ()))
    for role in COUNTS:
        numbers = [q for q in event.roles.get(role, ()) if isinstance(q, Quantity) and (q.low, q.high) != (None, None)]
        yield from (replace(_number(role, q, of), counted=days) for q in numbers)
    for span in event.roles.get("weapons", ()):
        yield _Value("weapon", span.text, "", span)


def _number(role: str, quantity: Quantity, of: str) -> _Value:
    shown = shown_number(quantity.low, quantity.high)
    standing = "superseded" if quantity.superseded else "part" if quantity.part else ""
    if quantity.unit != "people":
        # So many households are at least so many people.
        return _Value(role, f"{shown} {quantity.unit}", shown, quantity, quantity.low, None, standing, of)
    return _Value(role, shown, shown, quantity, quantity.low, quantity.high, standing, of)


def party(actor: Actor | None, surface: str) -> str:
    """How an actor is shown and compared: a known one's English name, else country and sector, else the words."""
    if actor is None:
        return surface
    if actor.name:
        return side if (side := side_of(actor)) in held_names() else actor.name
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
