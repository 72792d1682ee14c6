"""The shapes of the API's answers, for its OpenAPI description."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Label(BaseModel):
    """A short title: what happened and where."""

    ar: str
    en: str


class Record(BaseModel):
    """An incident as a flat record; docs/export.md tells field by field what it is."""

    model_config = ConfigDict(extra="allow")

    id: str
    level: str = Field(description="incident: one occasion; sum: several told as one; campaign: a whole that holds incidents.")
    type: str
    mode: str | None
    cause: str | None
    quad: str | None
    first: str | None = Field(description="First day, ISO.")
    last: str | None = Field(description="Last day, ISO.")
    place: str | None
    place_ar: str | None
    admin1: str | None
    country: str | None = Field(description="ISO-3.")
    lat: float | None
    lon: float | None
    where_prec: int | None = Field(description="How exact the place is, as UCDP grades it, 1 to 7.")
    actors: list[str]
    targets: list[str]
    sides: list[str] = Field(description="The states and movements among actors and targets.")
    weapons: list[str]
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    displaced_low: int | None
    displaced_high: int | None
    casualties_low: int | None
    casualties_high: int | None
    contested: list[str] = Field(description="The fields on which sources differ.")
    reports: int
    outlet_count: int
    source_count: int
    articles: list[str]
    outlets: list[str]
    origins: list[str]
    quotes: list[str]
    part_of: list[str] = Field(description="The campaigns that hold it, by id, the shortest first.")


class Listed(Record):
    """An incident in a list. radius: km around its point within which it lies. decision: what an analyst decided on it."""

    label: Label
    radius: float | None
    decision: Literal["accepted", "corrected", "rejected"] | None


class Claim(BaseModel):
    """Who says what of an incident. chain: outlet, agency, speaker, outermost first. start, end: where the quote
    stands in the report's text (code points, end exclusive)."""

    model_config = ConfigDict(extra="allow")

    field: str
    value: str
    low: int | None
    high: int | None
    chain: list[str]
    origin: str
    certainty: str
    denied: bool
    quote: str
    article: str
    start: int
    end: int


class Link(BaseModel):
    """Why two tellings are of one incident. a, b: report/number."""

    a: str
    b: str
    score: float
    why: list[str]


class Head(BaseModel):
    """A report by what a person knows it. id: its key; name: its id in the source."""

    id: str
    name: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None


class Whole(Listed):
    """An incident with all that is claimed of it."""

    claims: list[Claim]
    links: list[Link]
    heads: list[Head] = Field(description="Its reports, in order of publication.")


class ListPage(BaseModel):
    """A page of a list. next: the cursor of the following page, null at the end. total: how many there are on all pages."""

    items: list[Listed]
    next: str | None
    total: int


class Facet(BaseModel):
    """A value of a filter, and how many incidents it would leave, the other filters staying as they are."""

    value: str | int | bool
    count: int


class FacetAnswer(BaseModel):
    """total: how many incidents all filters leave. facets: filter -> its values, the most frequent first."""

    total: int
    facets: dict[str, list[Facet]]


class TimelineAnswer(BaseModel):
    """counts: beginning of each step (2020-07-08, 2020-07 or 2020) -> type -> incidents; steps without any are left out."""

    step: Literal["day", "month", "year"]
    counts: dict[str, dict[str, int]]
    undated: int


class AccusationItem(BaseModel):
    """source: a speaker or an outlet. accused: whom it says did it. incidents: how many."""

    source: str
    accused: str
    incidents: int


class AccusationAnswer(BaseModel):
    """Who says of whom that they did it, the most frequent first."""

    items: list[AccusationItem]


class Point(BaseModel):
    """coordinates: longitude, latitude."""

    type: Literal["Point"]
    coordinates: list[float] = Field(min_length=2, max_length=2)


class Feature(BaseModel):
    """A GeoJSON feature (RFC 7946)."""

    type: Literal["Feature"]
    id: str
    geometry: Point
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    """A GeoJSON collection (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[Feature]


class ReportItem(Head):
    """A report in a list. error: why it could not be read."""

    state: Literal["new", "read", "failed"]
    error: str | None


class ReportListPage(BaseModel):
    """A page of a list. next: the cursor of the following page, null at the end. total: how many there are on all pages."""

    items: list[ReportItem]
    next: str | None
    total: int


class Telling(BaseModel):
    """What a report tells of one incident. events: the ids of its mentions in the document."""

    incident: str
    events: list[str]


class Sentence(BaseModel):
    """start, end: code points of the text, end exclusive."""

    start: int
    end: int


class Document(BaseModel):
    """A report with all that was read in it, as khabar read --format json gives it; docs/usage.md tells what it is."""

    model_config = ConfigDict(extra="allow")

    id: str
    outlet: str | None
    origin: str | None
    url: str | None
    published: str | None
    title: str | None
    is_summary: bool
    language: str
    text: str
    sentences: list[Sentence]
    entities: list[dict[str, Any]]
    times: list[dict[str, Any]]
    events: list[dict[str, Any]]
    attributions: list[dict[str, Any]]
    places: list[dict[str, Any]]
    actors: list[dict[str, Any]]


class KeptDocument(Document):
    """A report of the database, and the incidents of which it tells."""

    incidents: list[Telling]


class HitItem(BaseModel):
    """A report that was found. sentence: that which holds the most of the words."""

    model_config = ConfigDict(extra="allow")

    report: Head
    sentence: str


class HitAnswer(BaseModel):
    """total: how many reports hold the words. items: the best of them."""

    items: list[HitItem]
    total: int


class RoleCounts(BaseModel):
    """In how many incidents one has each role."""

    did: int
    suffered: int
    said: int
    denied: int


class Party(BaseModel):
    """One who has to do with incidents: in how many, and how."""

    name: str
    incidents: int
    roles: RoleCounts


class PartyPage(BaseModel):
    """A page of a list. next: the cursor of the following page, null at the end."""

    items: list[Party]
    next: str | None


class Spot(BaseModel):
    """A point on the map, and what happened there. radius: km within which what is placed there lies."""

    lat: float
    lon: float
    place: str | None
    place_ar: str | None
    country: str | None
    radius: float | None
    where_prec: int | None
    incidents: int
    contested: int
    killed: int


class ActorProfile(BaseModel):
    """What one has to do with incidents. types: role -> type -> incidents. others: did -> those who suffered it, suffered -> those who
    did it. accused_by: who says that it did something; accuses: of whom it says so. timelines: by role. spots: where it did or suffered
    something."""

    party: Party
    types: dict[str, dict[str, int]]
    others: dict[str, dict[str, int]]
    accused_by: dict[str, int]
    accuses: dict[str, int]
    timelines: dict[str, TimelineAnswer]
    spots: list[Spot]


class PlaceItem(BaseModel):
    """A place of incidents. killed: the highest numbers claimed, added up. first, last: the days between which they lie."""

    place: str
    place_ar: str | None
    country: str | None
    incidents: int
    contested: int
    killed: int
    first: str | None
    last: str | None


class PlacePage(BaseModel):
    """A page of a list. next: the cursor of the following page, null at the end."""

    items: list[PlaceItem]
    next: str | None


class PlaceAnswer(BaseModel):
    """What happened at a place."""

    place: PlaceItem
    facets: dict[str, list[Facet]]
    timeline: TimelineAnswer
    spots: list[Spot]


class JobFailure(BaseModel):
    """What could not be used or read, and why."""

    where: str
    reason: str


class Job(BaseModel):
    """Reports that are read in the background. names: of what was handed over. taken: reports found so far; new, known: not seen before,
    seen before; waiting: how many are to be read, null until all sources are taken; done: how many of them are. problem: why it ended
    early."""

    id: str
    state: Literal["waiting", "taking", "reading", "done", "stopped"]
    names: list[str]
    begun: str
    ended: str | None
    taken: int
    new: int
    known: int
    waiting: int | None
    done: int
    read: int
    others: dict[str, int] = Field(description="Reports in other languages, by its code: kept without events.")
    failed: int
    failures: list[JobFailure] = Field(description="The first of them.")
    problem: str | None


class JobList(BaseModel):
    """The jobs of this server, the newest first."""

    items: list[Job]
