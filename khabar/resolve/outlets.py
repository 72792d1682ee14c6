"""Outlets: what is known of a newspaper, agency, channel or site, above all whose it is."""

from dataclasses import dataclass
from functools import cache

from khabar.data_files import table_of
from khabar.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Outlet:
    """name: English. country: ISO-3. kind: newspaper, agency, channel, site, broadcaster. affiliation: official, semi-official,
    pro-government, opposition, independent, ... language: its own (ISO 639-1)."""

    name: str
    country: str
    kind: str
    affiliation: str
    language: str


@cache
def _outlets() -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for names, name, _, country, sector, role, *_ in table_of("khabar.resolve", "actors.tsv", 8):
        if sector == "MED":
            kind, affiliation, language = role.rsplit(", ", 2)
            outlet = Outlet(name, country, kind, affiliation, language)
            for surface in (*names.split("|"), name):
                found.setdefault(_key(surface), outlet)
    return found


def _key(name: str) -> str:
    return fold(name).removeprefix("al ").removeprefix("ال").replace(" ", "")


def resolve(name: str) -> Outlet | None:
    """The outlet of that Arabic or English name; None when it is not in the list."""
    return _outlets().get(_key(name))
