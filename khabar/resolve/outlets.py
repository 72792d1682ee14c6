"""Outlets: what is known of a newspaper, agency, channel or site, above all whose it is."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

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


@cache
def _hosts() -> dict[str, str]:
    """Host -> the first Arabic name of its outlet."""
    arabic = {name: names.split("|")[0] for names, name, *_ in table_of("khabar.resolve", "actors.tsv", 8)}
    return {host: arabic.get(name, name) for host, name in table_of("khabar.resolve", "hosts.tsv", 2)}


def by_host(host: str) -> str | None:
    """The Arabic name of the outlet at a host (arabic.example.com) or at the one above it; None where neither is listed."""
    labels = host.lower().removeprefix("www.").split(".")
    return next((found for n in range(len(labels) - 1) if (found := _hosts().get(".".join(labels[n:])))), None)


def by_address(url: str | None) -> str | None:
    """The Arabic name of the outlet at an address; None where its host is in no list, or there is no address."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return by_host(host) if host else None
