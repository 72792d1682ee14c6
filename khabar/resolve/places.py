"""Places: names of places to English name, country and coordinates, through one gazetteer file.

>>> from khabar.resolve import places
>>> places.resolve("دير الزور").country
'SYR'
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from khabar.data_files import DataFileError, table_of, toml_of
from khabar.text.normalise import fold

KIND_WEIGHT = {"country": 8.0, "capital": 3.5, "province": 4.5, "area": 4.0, "facility": 4.0, "city": 0.0}
"""A name that is a country's is nearly always meant as such; a province or a place kept by hand beats a small town."""
CONTEXT_WEIGHT = 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the gazetteer. names: Arabic, the commonest first. lat, lon: degrees (WGS 84) or None. admin1: English
    name of the province or ""."""

    names: tuple[str, ...]
    name: str
    country: str
    kind: str
    geonames: int | None
    lat: float | None
    lon: float | None
    admin1: str
    population: int


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """entry: the gazetteer's, or None. country: ISO-3 or "?". kind: kind of place or None. basis: "gazetteer", "context"
    (the country of its neighbours in the text) or "none". others: other entries of that name, best first, with scores."""

    entry: Entry | None
    country: str
    kind: str | None
    basis: str
    others: tuple[tuple[float, Entry], ...] = ()


@cache
def gazetteer() -> Mapping[str, tuple[Entry, ...]]:
    """Folded name -> entries of that name. Read on first use."""
    found: dict[str, list[Entry]] = {}
    for number, row in enumerate(table_of("khabar.resolve", "gazetteer.tsv", 9), 1):
        names, name, country, kind, geonames, lat, lon, admin1, population = row
        try:
            entry = Entry(
                tuple(names.split("|")),
                name,
                country,
                kind,
                int(geonames) if geonames else None,
                float(lat) if lat else None,
                float(lon) if lon else None,
                admin1,
                int(population),
            )
        except ValueError as error:
            raise DataFileError(f"khabar/resolve/data/gazetteer.tsv, place {number} ({name}): {error}") from None
        for key in {_key(n) for n in entry.names}:
            found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def _key(name: str) -> str:
    return fold(name).removeprefix("ال").replace(" ", "")


@cache
def _class_words() -> frozenset[str]:
    return frozenset(fold(w) for w in toml_of("khabar.resolve", "places.toml")["class-words"])


@cache
def _kinds() -> dict[str, str]:
    return {fold(word): kind for word, kind in toml_of("khabar.resolve", "places.toml")["kinds"].items()}


def candidates(surface: str) -> tuple[Entry, ...]:
    """All gazetteer entries whose name is `surface`, with class words (مدينة) and a glued ل taken off where needed."""
    names = gazetteer()
    words = fold(surface).split()
    while words:
        key = _key(" ".join(words))
        # للقاهرة without its first ل is لقاهرة: the article is hidden in it.
        for form in (key, key.removeprefix("ل")):
            if form in names:
                return names[form]
        if words[0] not in _class_words():
            break
        words = words[1:]
    return ()


def resolve(surface: str, context: Mapping[str, float] | None = None) -> PlaceValue:
    """The likeliest place of that name.

    context: country -> weight, the countries that the document speaks of (see countries_of); they decide between namesakes
    and give the country of a name that the gazetteer lacks (basis "context").
    """
    context = context or {}
    total = sum(context.values()) or 1.0
    scored = sorted(
        ((_score(entry, context.get(entry.country, 0.0) / total), entry) for entry in candidates(surface)),
        key=lambda item: (-item[0], item[1].name),
    )
    if scored:
        entry = scored[0][1]
        known = "city" if entry.kind == "capital" else entry.kind
        return PlaceValue(entry, entry.country, known, "gazetteer", tuple(scored[1:]))
    kind = _kinds().get(fold(surface).split(" ")[0])
    if context:
        country, weight = max(context.items(), key=lambda item: (item[1], item[0]))
        if weight / total >= 0.5:
            return PlaceValue(None, country, kind, "context")
    return PlaceValue(None, "?", kind, "none")


def _score(entry: Entry, share: float) -> float:
    return KIND_WEIGHT.get(entry.kind, 0.0) + math.log10(entry.population + 10) + CONTEXT_WEIGHT * share


def countries_of(surfaces: list[str], adjectives: Counter[str]) -> dict[str, float]:
    """How much a document speaks of each country: its unambiguous place names, and adjectives of country at half weight."""
    weights: dict[str, float] = defaultdict(float)
    for surface in surfaces:
        countries = {entry.country for entry in candidates(surface)} - {"?"}
        for country in countries:
            weights[country] += 1.0 / len(countries) ** 2
    for country, count in adjectives.items():
        weights[country] += count / 2
    return dict(weights)
