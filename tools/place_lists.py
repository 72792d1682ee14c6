"""The open place lists of tools/lists: read, put together where two tell of one place, and matched with the gazetteer's own rows."""

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from khabar.resolve.gazetteer import key_of

_WOF = ["syr", "yem", "irq", "sdn", "pse_isr", "lby", "lbn", "egy", "jor", "dza", "tun", "mar", "irn_tur", "gulf", "yem_hamlets"]
FILES = {
    "syr_ocha_cod": "ocha",
    "yem_ocha_cod": "ocha",
    "irq_ocha_cod": "wof",
    "sdn_ocha_cod": "wof",
    "mar_hcp": "wof",
    **{f"wof_{name}": "wof" for name in _WOF},
}
"""List -> whose its coordinates are, in the order in which one list's row is preferred to another's."""
COUNTRIES = "world_countries_ne"
SETTLEMENTS = frozenset(("city", "town", "village", "commune"))
KINDS = {"airport": "facility", "camp": "facility", "commune": "village"}
"""Kind of a list -> kind of the gazetteer, where they differ."""
SAME = 6.0
"""Kilometres within which two rows of one name and kind are one place."""
ALIAS, ALIKE = 1.5, 0.8
"""Two settlements so near (km), with keys so alike, are one place in two spellings."""
_KM = 111.2


@dataclass
class Place:
    """A place of the lists. names: Arabic. source: whose the coordinates are. geonames: id or ""."""

    names: list[str]
    english: str
    country: str
    kind: str
    source: str
    geonames: str
    lat: float
    lon: float
    admin1: str
    admin2: str
    keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.keys = {key_of(name) for name in self.names}


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points (degrees) that lie near each other."""
    middle = math.cos(math.radians((a[0] + b[0]) / 2))
    return _KM * math.hypot(a[0] - b[0], (a[1] - b[1]) * middle)


def read(folder: Path) -> list[Place]:
    """Every place of the lists in a folder (.tsv or .tsv.gz), one Place for the rows of one source_id."""
    found: list[Place] = []
    for name, source in FILES.items():
        by_id: dict[tuple[str, str], Place] = {}
        for row in _rows(folder, name):
            known = by_id.get((row["source_id"], row["kind"]))
            if known is not None and row["source_id"]:
                known.names.append(row["name_ar"])
                known.keys.add(key_of(row["name_ar"]))
                continue
            place = _place(row, source)
            by_id[row["source_id"], row["kind"]] = place
            found.append(place)
    return found


def countries(folder: Path) -> dict[str, tuple[float, float]]:
    """ISO-3 -> the point at which Natural Earth writes the country's name."""
    return {row["country"]: (float(row["lat"]), float(row["lon"])) for row in _rows(folder, COUNTRIES)}


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = next((p for p in (folder / f"{name}.tsv", folder / f"{name}.tsv.gz") if p.exists()), None)
    if path is None:
        raise SystemExit(f"{folder}: no {name}.tsv or {name}.tsv.gz; give the folder of the lists with --places")
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _place(row: dict[str, str], source: str) -> Place:
    identity = row["source_id"]
    return Place(
        [row["name_ar"]],
        row["name_en"],
        row["country"],
        KINDS.get(row["kind"], row["kind"]),
        source,
        identity.removeprefix("gn:") if identity.startswith("gn:") else "",
        round(float(row["lat"]), 4),
        round(float(row["lon"]), 4),
        row["admin1_en"],
        row["admin2_en"],
    )


def merged(places: Iterable[Place]) -> list[Place]:
    """The places with those that two lists tell of put into one, the first of them, with the names of both."""
    kept: list[Place] = []
    by_key: dict[tuple[str, str], list[Place]] = defaultdict(list)
    cells: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    for place in places:
        known = _known(place, by_key, cells)
        if known is None:
            kept.append(place)
            known = place
            cells[_cell(place)].append(place)
        known.names += [name for name in place.names if name not in known.names]
        known.english = known.english or place.english
        known.geonames = known.geonames or place.geonames
        known.keys |= place.keys
        for key in sorted(place.keys):
            if known not in by_key[key, place.country]:
                by_key[key, place.country].append(known)
    return kept


def _known(place: Place, by_key: dict[tuple[str, str], list[Place]], cells: dict[tuple[str, int, int], list[Place]]) -> Place | None:
    for key in sorted(place.keys):
        for other in by_key[key, place.country]:
            if _sort(other) == _sort(place) and distance((other.lat, other.lon), (place.lat, place.lon)) < SAME:
                return other
    if place.kind not in SETTLEMENTS:
        return None
    _, row, column = _cell(place)
    for other in (p for r in (-1, 0, 1) for c in (-1, 0, 1) for p in cells.get((place.country, row + r, column + c), ())):
        near = other.kind in SETTLEMENTS and distance((other.lat, other.lon), (place.lat, place.lon)) < ALIAS
        if near and any(SequenceMatcher(None, a, b).ratio() >= ALIKE for a in place.keys for b in other.keys):
            return other
    return None


def _sort(place: Place) -> str:
    return "settlement" if place.kind in SETTLEMENTS else place.kind


def _cell(place: Place) -> tuple[str, int, int]:
    """A square of the map some two kilometres wide."""
    return place.country, math.floor(place.lat * 50), math.floor(place.lon * 50)


BESIDE = 15.0
"""Kilometres within which a place whose province is not known by name lies in that of its nearest neighbour."""


def rename_provinces(places: list[Place], names: dict[tuple[str, str], str]) -> None:
    """Give the places the gazetteer's names of provinces (names: see build_gazetteer); where a name is unknown or missing, that of
    the nearest place which has one."""
    cells: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    lost = []
    for place in places:
        name = names.get((place.country, place.admin1))
        if name is None:
            lost.append(place)
            continue
        place.admin1 = name
        cells[_square(place)].append(place)
    for place in lost:
        country, row, column = _square(place)
        near = [p for r in (-1, 0, 1) for c in (-1, 0, 1) for p in cells.get((country, row + r, column + c), ())]
        nearest = min(near, key=lambda p: distance((p.lat, p.lon), (place.lat, place.lon)), default=None)
        if nearest is not None and distance((nearest.lat, nearest.lon), (place.lat, place.lon)) < BESIDE:
            place.admin1 = nearest.admin1


def _square(place: Place) -> tuple[str, int, int]:
    """A square of the map some twenty kilometres wide."""
    return place.country, math.floor(place.lat * 5), math.floor(place.lon * 5)


FITS = {
    "city": (("city", "town", "village"), ("district", "subdistrict"), ("quarter", "facility")),
    "capital": (("city", "town"),),
    "quarter": (("quarter",), ("village", "town"), ("facility",), ("district", "subdistrict")),
    "province": (("province",),),
    "facility": (("facility",), ("village",)),
    "area": (("district", "subdistrict"), ("city", "town", "village")),
}
"""Kind of the gazetteer's own row -> kinds of the lists that may be it, the first choice first."""
REACH = {"province": 400.0, "city": 80.0, "quarter": 30.0, "facility": 40.0, "capital": 30.0, "area": 30.0}
"""Kilometres from the town that a place of our own stands at within which the real one is looked for, by the kind of either."""
BEYOND = 1000.0


_CLASS_WORDS = ("حي", "قرية", "مدينة", "مخيم", "بلدة")
"""Words that some lists keep before a name."""


def _finding_keys(name: str) -> set[str]:
    """The keys that a name is looked for by: with and without a class word before it."""
    first, _, rest = name.partition(" ")
    return {key_of(name), key_of(rest)} if rest and first in _CLASS_WORDS else {key_of(name)}


class Finder:
    """The places of the lists by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_key: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in places:
            for key in sorted({key for name in place.names for key in _finding_keys(name)}):
                self._by_key[key, place.country].append(place)

    def named(self, names: Iterable[str], country: str) -> list[Place]:
        """The places of one of these names."""
        found = {id(p): p for name in names for p in self._by_key.get((key_of(name), country), ())}
        return list(found.values())

    def real(self, names: Iterable[str], country: str, kind: str, where: tuple[float, float] | None) -> Place | None:
        """The place that a row of our own means: the nearest of its names to the point known so far; where none is known, the only one
        of just that name and kind."""
        options = self.named(names, country)
        if where is None:
            keys = {key_of(name) for name in names}
            fitting = [p for p in options if p.kind in FITS[kind][0] and p.keys & keys] if kind in FITS and kind != "area" else []
            return fitting[0] if len(fitting) == 1 else None
        for kinds in FITS.get(kind, ()):
            fitting = [p for p in options if p.kind in kinds]
            near = [p for p in fitting if distance((p.lat, p.lon), where) <= min(REACH[kind], REACH.get(p.kind, BEYOND))]
            if near:
                return min(near, key=lambda p: distance((p.lat, p.lon), where))
        return None
