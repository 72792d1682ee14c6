"""What a request under /api/v1/incidents asks for, checked. Codes are taken strictly here, so that the OpenAPI description says all that is
taken; the command line knows countries by their names too."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from khabar.data_files import table_of
from khabar.document.model import LEVELS
from khabar.ontology.ontology import ontology
from khabar.store.filters import Filters
from khabar.store.lists import SORTS

COUNTRIES = tuple(sorted(iso3 for iso3, _, _ in table_of("khabar.resolve", "countries.tsv", 3)))
TYPES = tuple(ontology().types)
MOST = 100
"""Incidents on a page at most."""
LEAST = 10**6


def _one_of(values: tuple[str, ...], what: str) -> AfterValidator:
    def checked(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value[:40]!r} is no {what}; the description of the API lists them")
        return value

    return AfterValidator(checked)


def _flag(value: object) -> object:
    """Booleans as an address writes them: only these two."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("write true or false")
    return value


def _day(value: object) -> object:
    if value is not None and not (isinstance(value, str) and len(value) == len("2020-07-08")):
        raise ValueError("write it as 2020-07-08")
    return value


def _box(value: str) -> tuple[float, float, float, float]:
    """West, south, east, north; of the latitudes the lower first, however they came."""
    west, south, east, north = map(float, value.split(","))
    return west, min(south, north), east, max(south, north)


def _in_print(value: date) -> date:
    if not re.match(_PUBLISHED, value.isoformat()):
        raise ValueError("lies before 1800 or after 2099")
    return value


Country = Annotated[str, _one_of(COUNTRIES, "ISO-3 code of a country"), Field(json_schema_extra={"enum": list(COUNTRIES)})]
Type = Annotated[str, _one_of(TYPES, "PLOVER type"), Field(json_schema_extra={"enum": list(TYPES)})]
Level = Annotated[str, _one_of(LEVELS, "level"), Field(json_schema_extra={"enum": list(LEVELS)})]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
_LON = r"-?(180|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,9})?)"
_LAT = r"-?(90|[1-8]?[0-9](\.[0-9]{1,9})?)"
Box = Annotated[str, Field(pattern=f"^{_LON},{_LAT},{_LON},{_LAT}$", max_length=64)]
_PUBLISHED = "^(1[89]|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
Published = Annotated[date, BeforeValidator(_day), AfterValidator(_in_print), Field(json_schema_extra={"pattern": _PUBLISHED})]
"""The day of a report: no earlier than the first Arabic newspapers."""


def _several(what: str) -> Any:
    return Field(default_factory=list, max_length=50, description=f"{what}; given more than once, any of them.")


def _least(what: str) -> Any:
    return Field(1, ge=1, le=LEAST, description=f"At least so many {what}.")


class Asked(BaseModel):
    """Which incidents."""

    model_config = ConfigDict(extra="forbid")

    since: Day | None = Field(None, description="Only what ended on this day or later.")
    until: Day | None = Field(None, description="Only what began on this day or before.")
    country: list[Country] = _several("ISO-3 code of the country where it happened")
    type: list[Type] = _several("PLOVER type")
    level: list[Level] = _several("Occasions, sums (15 raids), or campaigns that hold them")
    actor: list[Name] = _several("Part of the name of one who did or suffered it")
    party: list[Name] = _several("Name of one who did or suffered it")
    did: list[Name] = _several("Name of one who did it")
    suffered: list[Name] = _several("Name of one who suffered it")
    said: list[Name] = _several("Name of one who says something of it")
    denied: list[Name] = _several("Name of one who denies something of it")
    outlet: list[Name] = _several("Name of an outlet that tells of it")
    place: list[Name] = _several("English or Arabic name of its place")
    bbox: Box | None = Field(None, description="West, south, east, north in degrees.", examples=["35.5,32.3,42.4,37.3"])
    min_reports: int = _least("reports tell of it")
    min_outlets: int = _least("outlets tell of it")
    min_sources: int = _least("independent origins attest it")
    contested: Flag | None = Field(None, description="Whether sources differ on it.")
    reviewed: Flag | None = Field(None, description="Whether an analyst has decided on it.")
    rejected: Flag = Field(False, description="Only what an analyst rejected, which is left out otherwise.")

    def filters(self) -> Filters:
        """As the store takes them."""
        given = {name: getattr(self, name) for name in Filters.__annotations__}
        if self.since and self.until:
            given["since"], given["until"] = sorted((self.since, self.until))  # however they came
        given["bbox"] = _box(self.bbox) if self.bbox else None
        return given  # type: ignore[return-value]


class AskedPage(Asked):
    """Which incidents, and which page of the list."""

    limit: int = Field(50, ge=1, le=MOST, description="Incidents on a page at most.")
    cursor: str | None = Field(None, max_length=300, description="Where the page before ended: its `next`.")
    sort: str = Field("newest", pattern=f"^({'|'.join(SORTS)})$", description="The order of the list.")


class AskedFeatures(Asked):
    """Which incidents, and how many of them."""

    limit: int | None = Field(None, ge=1, le=LEAST, description="At most so many, the newest; without it, all.")


class AskedTimeline(Asked):
    """Which incidents, and how finely they are counted."""

    step: str | None = Field(None, pattern="^(day|month|year)$", description="Stretch of time; without it, what is legible in a chart.")


class AskedAccusations(Asked):
    """Which incidents, and how many pairs."""

    limit: int = Field(200, ge=1, le=2000, description="At most so many pairs, the most frequent.")
