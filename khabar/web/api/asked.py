"""What a request under /api/v1/incidents asks for, checked. Codes are taken strictly here, so that the OpenAPI description says all that is
taken; the command line knows countries by their names too."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from khabar.data_files import table_of
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
    if isinstance(value, str) and len(value) != len("2020-07-08"):
        raise ValueError("write it as 2020-07-08")
    return value


def _box(value: str) -> str:
    parts = [float(part) for part in value.split(",")]
    west, south, east, north = parts
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise ValueError("give west, south, east, north in degrees, south below north")
    return value


Country = Annotated[str, _one_of(COUNTRIES, "ISO-3 code of a country"), Field(json_schema_extra={"enum": list(COUNTRIES)})]
Type = Annotated[str, _one_of(TYPES, "PLOVER type"), Field(json_schema_extra={"enum": list(TYPES)})]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
_NUMBER = r"-?\d{1,3}(\.\d{1,9})?"
Box = Annotated[str, Field(pattern=rf"^{_NUMBER}(,{_NUMBER}){{3}}$", max_length=64), AfterValidator(_box)]


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
        given["bbox"] = tuple(map(float, self.bbox.split(","))) if self.bbox else None
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
