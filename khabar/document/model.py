"""The data model of one read report. All of it is immutable.

Offsets are Unicode code points of `Document.text`, end exclusive; every span carries its words. `to_dict` of a Document gives
the documented JSON form: every role is there, empty ones as []; unset optional fields are left out, fields that a reader can rely on stay
null.
"""

from dataclasses import dataclass, field
from typing import Any

LEARNED = ("actors", "recipients", "places", "times", "killed", "injured", "weapons", "about")
"""The roles that the model finds and the labelled reports mark. Their order is part of the trained model."""
COUNTS = ("killed", "injured", "displaced", "casualties")
"""The roles that hold numbers of people. displaced and casualties, dead and wounded in one number, are found by rule."""
ROLES = ("actors", "recipients", "places", "times", *COUNTS, "weapons", "about")
"""The roles of an event, in the order in which they are written."""
CAUSES = ("nature", "accident")
"""What harmed people where nobody attacked them."""
LEVELS = ("incident", "sum", "campaign")
"""What a mention tells of (see khabar.incidents.levels): one occasion; several told as one number or series (15 raids); a whole that goes
on (a war, an offensive, a siege, a wave of protests, a round of talks), or a practice."""
EXACT = ("event", "mention", "review")
"""The bases of a date that is the event's own."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document's text: start, end (exclusive) in code points, and the words themselves."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """{"start", "end", "text"}."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A named mention; type is one of PER ORG MEDIA GPE LOC FAC WEA."""

    id: str
    type: str

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, **Span.to_dict(self), "type": self.type}


@dataclass(frozen=True, slots=True)
class Time(Span):
    """A time expression. value: TIMEX value resolved against the publication date, or None where it cannot be told.
    earliest, latest: the days it covers (ISO dates), or None. basis: how the value was found ("explicit", "publication",
    "text": anchored to another date of the text, "none")."""

    id: str
    value: str | None
    earliest: str | None
    latest: str | None
    basis: str

    def to_dict(self) -> dict[str, Any]:
        dates = {"value": self.value, "earliest": self.earliest, "latest": self.latest, "basis": self.basis}
        return {"id": self.id, **Span.to_dict(self), **dates}


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """A number of people. low, high: the bounds it states, None where open or not countable. part: whether it is part of a number
    named before (بينهم ثلاثة أطفال) and must not be added to it. superseded: whether the report itself gives a later number in its
    stead (ارتفعت الحصيلة من 5 إلى 9). unit: "people", or "households" where families are counted."""

    low: int | None
    high: int | None
    part: bool = False
    superseded: bool = False
    unit: str = "people"

    @property
    def counts(self) -> bool:
        """Whether it is a number of its own that still holds."""
        return not self.part and not self.superseded and (self.low, self.high) != (None, None)

    def to_dict(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("low", "high", "part", "superseded", "unit")}
        return {**Span.to_dict(self), **told}


@dataclass(frozen=True, slots=True)
class DateRange:
    """When an event took place. earliest, latest: ISO dates, inclusive. precision: "time", "part-of-day", "day", "week",
    "month", "year", "range" or "vague". basis: where it comes from: "event" (its own time), "mention" (another mention of the
    same event), "sentence", "paragraph" (the sentence before it), "publication" (nothing is said; one end is then open), "review" (an
    analyst gave it) or "none"."""

    earliest: str | None
    latest: str | None
    precision: str
    basis: str

    def to_dict(self) -> dict[str, Any]:
        return {"earliest": self.earliest, "latest": self.latest, "precision": self.precision, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Place:
    """A distinct place of the document. name: English; name_ar: Arabic; country: ISO-3 or "?"; kind: country, province,
    city, quarter, area or facility; geonames: GeoNames id; lat, lon: degrees (WGS 84); admin1: province. None is unknown. basis: how
    it was found: "gazetteer", "adjective" or "part" (of another place named in it), "context" (only the country, inferred from the
    document's other places), "review" (an analyst gave it) or "none". named: how its English name was found (see
    khabar.resolve.places.PlaceValue). radius: km around the point within which the place lies. where_prec: how exact it is, as UCDP grades
    it, 1 (exact) to 7 (international)."""

    id: str
    surface: str
    name: str | None
    name_ar: str | None
    country: str
    kind: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    admin1: str | None
    basis: str
    named: str = "gazetteer"
    radius: float | None = None
    where_prec: int | None = None

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Actor:
    """A distinct actor, recipient or source of the document. country: ISO-3, "IGO", "---" (none) or "?"; sector: PLOVER
    sector, UNK where it cannot be told; name, role: English name and office or description of a known actor. basis: "name" (a
    known actor), "words" (told by the phrase itself), "text" (by a fuller mention in the document), "context" (the country is
    inferred from the document), "review" (an analyst gave it) or "none"."""

    id: str
    surface: str
    name: str | None
    country: str
    sector: str
    role: str | None
    basis: str

    def to_dict(self) -> dict[str, Any]:
        names = ("id", "surface", "name", "country", "sector", "role", "basis")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Event(Span):
    """One mention of an event: its span is the trigger. event: shared by all mentions of the same event. roles: role name
    -> spans (Quantity for COUNTS). location: a Place id. attributions: ids of those whose content holds the trigger,
    innermost first. certainty: that of the innermost of them, "believed" where hedging words weaken it further, None where the
    report itself vouches. confidence: the model's, 0 to 1. meaning: its sentence as a vector (see TaggedEvent); not part of the JSON.
    cause: "nature" or "accident" where the text tells that one of them caused a HARM, else None. outcome_of: for a HARM, the event
    that it came from, where the text tells. episode: shared by all mentions of one event and of the outcomes that came from it."""

    id: str
    event: str
    type: str
    mode: str | None
    status: str
    hedge: Span | None
    roles: dict[str, tuple[Span, ...]]
    date: DateRange
    location: str | None
    certainty: str | None
    attributions: tuple[str, ...]
    confidence: float
    meaning: bytes = b""
    outcome_of: str | None = None
    cause: str | None = None
    episode: str = ""

    def __repr__(self) -> str:
        kind = f"{self.type} {self.mode}" if self.mode else self.type
        return f"<Event {self.id} {kind} «{self.text}» {self.start}-{self.end}>"

    def to_dict(self) -> dict[str, Any]:
        numbers = {"event": self.event, "episode": self.episode}
        found: dict[str, Any] = {"id": self.id, **Span.to_dict(self), **numbers, "type": self.type}
        if self.mode:
            found["mode"] = self.mode
        found["status"] = self.status
        if self.cause:
            found["cause"] = self.cause
        if self.hedge:
            found["hedge"] = self.hedge.to_dict()
        found.update({role: [s.to_dict() for s in self.roles.get(role, ())] for role in ROLES})
        found.update({"date": self.date.to_dict(), "location": self.location, "certainty": self.certainty})
        return found | {"outcome_of": self.outcome_of, "attributions": list(self.attributions), "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says something: cue, sources (empty where the sentence drops them; then antecedent holds the source's words from
    earlier in the document), certainty, content, and parent: the id of the attribution whose content holds this cue."""

    id: str
    cue: Span
    sources: tuple[Span, ...]
    antecedent: str | None
    certainty: str
    content: Span | None
    parent: str | None

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "cue": self.cue.to_dict(), "sources": [s.to_dict() for s in self.sources]}
        if self.antecedent:
            found["antecedent"] = self.antecedent
        found["certainty"] = self.certainty
        if self.content:
            found["content"] = self.content.to_dict()
        return found | {"parent": self.parent}


@dataclass(frozen=True, slots=True)
class Article:
    """A report as it comes in. published: ISO date or None. title, outlet, url: as known, or None. origin: whom the outlet has it from (a
    message forwarded from another channel). is_summary: whether it is only what a feed says of a report. address: where it was fetched,
    if that is another one than url."""

    id: str
    text: str
    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    origin: str | None = None
    is_summary: bool = False
    address: str | None = None

    def __repr__(self) -> str:
        return f"<Article {self.id}: {self.published or 'undated'}, {len(self.text):,} characters>"


@dataclass(frozen=True, slots=True)
class Document:
    """One report and all that was read in it. text is the input, unchanged. published: ISO date or None. language: "ar"; nothing is read
    in others: "fa", "ur", "ps", "ku", ..., "und" for a text in other letters. origin, is_summary: as of the Article."""

    id: str
    text: str
    published: str | None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = "ar"
    sentences: tuple[tuple[int, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = field(default=())
    origin: str | None = None
    is_summary: bool = False

    def __repr__(self) -> str:
        size = f"{len(self.text):,} characters, events: {len(self.events):,}, attributions: {len(self.attributions):,}"
        return f"<Document {self.id}: {self.published or 'undated'}, {size}>"

    def to_dict(self) -> dict[str, Any]:
        """The documented JSON form."""
        names = ("id", "outlet", "origin", "url", "published", "title", "is_summary", "language", "text")
        found: dict[str, Any] = {name: getattr(self, name) for name in names}
        found["sentences"] = [{"start": a, "end": b} for a, b in self.sentences]
        for name in ("entities", "times", "events", "attributions", "places", "actors"):
            found[name] = [item.to_dict() for item in getattr(self, name)]
        return found
