"""Villages, quarters and districts of the open place lists: one sorted file, searched where it lies, so that opening it costs nothing.

Their names are often shared by many places, and are everyday words: what one of them means is told by khabar.resolve.places in the
light of a document, never by the name alone.
"""

from functools import cache, lru_cache
from importlib.resources import files

from khabar.data_files import DataFileError, shown, toml_of
from khabar.resolve import adjectives
from khabar.resolve.gazetteer import Entry, key_of
from khabar.text.normalise import fold

FILE = "local_places.tsv"
COLUMNS = 10


@cache
def _data() -> bytes:
    path = files("khabar.resolve").joinpath("data", FILE)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataFileError(f"{path}: the data file is missing; reinstall khabar") from None


@cache
def _first() -> int:
    """Where the first row begins, behind the comments at the head."""
    data, at = _data(), 0
    while data[at : at + 1] == b"#":
        at = data.index(b"\n", at) + 1
    return at


def _row(start: int) -> list[str]:
    """The row that begins at a byte."""
    row = _data()[start : _data().index(b"\n", start)].decode().split("\t")
    if len(row) != COLUMNS:
        line = _data().count(b"\n", 0, start) + 1
        raise DataFileError(f"{shown('khabar.resolve', FILE)}, line {line}: {len(row)} columns, {COLUMNS} expected")
    return row


def _key(start: int) -> str:
    end = _data().index(b"\t", start)
    return key_of(_data()[start:end].decode().split("|", 1)[0])


def _begin(at: int) -> int:
    """Where the line begins that a byte lies in."""
    return max(_data().rfind(b"\n", 0, at) + 1, _first())


@lru_cache(maxsize=1 << 14)
def named(key: str) -> tuple[Entry, ...]:
    """The places whose name has that key (see gazetteer.key_of); () if there are none."""
    data, low, high = _data(), _first(), len(_data())
    while low < high:
        start = _begin((low + high) // 2)
        if _key(start) < key:
            low = data.index(b"\n", start) + 1
        else:
            high = start
    found = []
    while low < len(data) and _key(low) == key:
        found.append(_entry(_row(low)))
        low = data.index(b"\n", low) + 1
    return tuple(found)


def _entry(row: list[str]) -> Entry:
    names, name, country, kind, source, geonames, lat, lon, admin1, admin2 = row
    number = int(geonames) if geonames else None
    return Entry(tuple(names.split("|")), name, country, kind, source, number, float(lat), float(lon), admin1, 0, admin2)


@lru_cache(maxsize=1 << 14)
def candidates(surface: str) -> tuple[Entry, ...]:
    """All places of that name, with a word for a settlement (قرية) taken off where needed; an adjective of a country is no name."""
    words = fold(surface).split()
    while words and not (len(words) == 1 and adjectives.countries_in(words[0])):
        found = named(key_of(" ".join(words)))
        if found or words[0] not in settlement_words():
            return found
        words = words[1:]
    return ()


@cache
def settlement_words() -> frozenset[str]:
    """Words that stand before the name of a town, village, quarter or district and say that it is one, folded."""
    return frozenset(fold(word) for word in toml_of("khabar.resolve", "places.toml")["common-nouns"]["introduced-by"])


def all_entries() -> list[tuple[int, str, Entry]]:
    """Every row with its line in the file and its key."""
    lines = enumerate(_data().decode().splitlines(), 1)
    rows = ((line, text.split("\t")) for line, text in lines if text and not text.startswith("#"))
    return [(line, key_of(row[0].split("|", 1)[0]), _entry(row)) for line, row in rows]
