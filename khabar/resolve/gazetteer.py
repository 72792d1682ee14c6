"""The gazetteer: one file of places, read on first use; names are looked up in the levelled spelling, with or without ال."""

from dataclasses import dataclass
from functools import cache, lru_cache

from khabar.data_files import DataFileError, rows_of, shown, toml_of
from khabar.text.normalise import fold

FILE = "gazetteer.tsv"
COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. names: Arabic, the commonest first. kind: country, capital, province, city, quarter, area or facility; in
    local_places.tsv also town, village, district, subdistrict. lat, lon: degrees (WGS 84) or None; source: whose they are (see the
    file's head). admin1, admin2: English names of the province and the district or ""."""

    names: tuple[str, ...]
    name: str
    country: str
    kind: str
    source: str
    geonames: int | None
    lat: float | None
    lon: float | None
    admin1: str
    population: int
    admin2: str = ""


@cache
def _rows() -> list[tuple[int, list[str]]]:
    """The rows of the file. Numbers are looked at here, so that a wrong one is told before anything is read."""
    rows = rows_of("khabar.resolve", FILE, COLUMNS)
    for line, row in rows:
        try:
            int(row[9]), row[6] and float(row[6]), row[7] and float(row[7])
        except ValueError as error:
            raise DataFileError(f"{shown('khabar.resolve', FILE)}, line {line} ({row[1]}): {error}") from None
    return rows


@cache
def _index() -> dict[str, list[int]]:
    """Key of a name -> rows, in the file's order."""
    found: dict[str, list[int]] = {}
    for number, (_, row) in enumerate(_rows()):
        for key in dict.fromkeys(key_of(name) for name in row[0].split("|")):
            found.setdefault(key, []).append(number)
    return found


@lru_cache(maxsize=1 << 14)
def entry_of(number: int) -> Entry:
    """The entry in the given row (counted from 0, comments left out)."""
    names, name, country, kind, source, geonames, lat, lon, admin1, population = _rows()[number][1]
    return Entry(
        tuple(names.split("|")),
        name,
        country,
        kind,
        source,
        int(geonames) if geonames else None,
        float(lat) if lat else None,
        float(lon) if lon else None,
        admin1,
        int(population),
    )


def key_of(name: str) -> str:
    """What spellings of one name share: دير الزور and ديرالزور, القاهرة and قاهره."""
    return fold(name).removeprefix("ال").replace(" ", "")


def all_entries() -> list[tuple[int, Entry]]:
    """Every entry with its line in the file."""
    return [(line, entry_of(number)) for number, (line, _) in enumerate(_rows())]


@cache
def _countries() -> dict[str, int]:
    return {row[2]: number for number, (_, row) in reversed(list(enumerate(_rows()))) if row[3] == "country"}


def country_entry(code: str) -> Entry | None:
    """The entry of a country (ISO-3)."""
    number = _countries().get(code)
    return None if number is None else entry_of(number)


def named(name: str) -> tuple[Entry, ...]:
    """The entries of exactly that name; () if there is none."""
    return tuple(map(entry_of, _index().get(key_of(name), ())))


@cache
def class_words() -> frozenset[str]:
    """Words that may stand before a name and do not belong to it (مدينة, محافظة), folded."""
    return frozenset(fold(w) for w in toml_of("khabar.resolve", "places.toml")["class-words"])


@lru_cache(maxsize=1 << 14)
def candidates(surface: str) -> tuple[Entry, ...]:
    """All entries whose name is `surface`, with class words (مدينة) and a glued ل taken off where needed."""
    words = fold(surface).split()
    while words:
        name = " ".join(words)
        # للقاهرة without its first ل is لقاهرة: the article is hidden in it.
        for form in (name, name.removeprefix("ل")):
            found = named(form) if form else ()
            if found:
                return found
        if words[0] not in class_words():
            break
        words = words[1:]
    return ()
