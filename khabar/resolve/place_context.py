"""What a document speaks of: its countries, provinces and districts, which decide between places that share a name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from khabar.data_files import toml_of
from khabar.resolve import local_places
from khabar.resolve.gazetteer import Entry, candidates, class_words
from khabar.text.normalise import fold

KNOWN, MILLIONS = 100_000, 1_000_000
"""Inhabitants from which a town is meant also where its country is not spoken of, and from which it is hardly ever not meant."""
WIDE = frozenset(("country", "capital", "province", "area"))
"""Kinds that are meant wherever their name stands."""
LIKELY = 0.4
"""A country must have this share of a document's mentions to be inferred for a place without one."""


@dataclass(frozen=True, slots=True)
class Context:
    """How much a document speaks of each country (ISO-3 -> weight) and of each province ((ISO-3, English name) -> weight). certain:
    countries that it names beyond doubt; None stands for those of `countries`. districts: (ISO-3, English name) of districts it names.
    introduced: everyday words that it uses as names (folded), see is_common_noun. kinds: name (folded) -> the kind of place that the
    word before it says it is (ريف القنيطرة, مدينة حماة)."""

    countries: Mapping[str, float] = field(default_factory=dict)
    provinces: Mapping[tuple[str, str], float] = field(default_factory=dict)
    certain: frozenset[str] | None = None
    districts: frozenset[tuple[str, str]] = frozenset()
    introduced: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)

    def share(self, country: str) -> float:
        """The country's share of all weights, 0 to 1."""
        return self.countries.get(country, 0.0) / (sum(self.countries.values()) or 1.0)

    def likeliest(self) -> str | None:
        """The country spoken of most, if it has at least a share of LIKELY."""
        best = max(self.countries.items(), key=lambda item: (item[1], item[0]), default=None)
        return best[0] if best and self.share(best[0]) >= LIKELY else None

    def share_of(self, entry: Entry) -> float:
        """The share of a place's country; of a region of several countries, that of the one spoken of most."""
        return max(map(self.share, regions().get(entry.name, (entry.country,)) if entry.country == "?" else (entry.country,)))

    def speaks_of(self, country: str) -> bool:
        """Whether the document names the country beyond doubt; a place of no country is spoken of everywhere."""
        return country == "?" or country in (self.countries if self.certain is None else self.certain)

    @property
    def is_empty(self) -> bool:
        """Whether it names no country beyond doubt."""
        return not (self.countries if self.certain is None else self.certain)


NO_CONTEXT = Context()


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Regions that are meant only where a country of theirs is spoken of (English name -> ISO-3)."""
    return {name: tuple(countries) for name, countries in toml_of("khabar.resolve", "places.toml")["regions"].items()}


@cache
def _common_nouns() -> frozenset[str]:
    return frozenset(map(fold, toml_of("khabar.resolve", "places.toml")["common-nouns"]["words"]))


def is_common_noun(surface: str) -> bool:
    """Whether a name is an everyday word too (الميدان)."""
    return fold(surface) in _common_nouns()


def context_of(surfaces: Sequence[str], named_by_adjective: Counter[str], text: str = "") -> Context:
    """What a document speaks of: its place names (`surfaces`, with repetitions), ambiguous ones less, and adjectives of country at
    half weight. text: the document, in which everyday words are looked for as names (حي الميدان)."""
    introduced = _introduced(set(surfaces), text)
    countries: dict[str, float] = defaultdict(float)
    provinces: dict[tuple[str, str], float] = defaultdict(float)
    certain = set(named_by_adjective)
    for surface in surfaces:
        if is_common_noun(surface) and fold(surface) not in introduced:
            continue
        entries = _weighty(candidates(surface))
        found = {entry.country for entry in entries} - {"?"}
        if len(found) == 1 and (any(map(stands_alone, entries)) or not _has_namesakes(surface, found)):
            certain |= found
        for country in found:
            countries[country] += 1.0 / len(found) ** 2
        for entry in entries:
            if entry.admin1 and len(found) == 1:
                provinces[entry.country, entry.admin1] += 1.0 / len(entries)
    for country, count in named_by_adjective.items():
        countries[country] += count / 2
    districts = _districts(dict.fromkeys(surfaces), certain, provinces)
    return Context(dict(countries), dict(provinces), frozenset(certain), districts, introduced, _kinds(set(surfaces), text))


@cache
def class_kinds() -> dict[str, str]:
    """Class word (folded) -> kind of place."""
    return {fold(word): kind for word, kind in toml_of("khabar.resolve", "places.toml")["kinds"].items()}


def _kinds(surfaces: set[str], text: str) -> dict[str, str]:
    """The kind that the text mostly gives to a name by the word before it."""
    names: dict[str, list[list[str]]] = defaultdict(list)
    for name in sorted(map(fold, surfaces)):
        if name:
            names[name.split()[0]].append(name.split())
    words = fold(text).split()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for at, (first, second) in enumerate(pairwise(words), 1):
        kind = class_kinds().get(first.removeprefix("و").removeprefix("ب")) if second in names else None
        for told in names[second] if kind else ():
            if kind and words[at : at + len(told)] == told:
                found[" ".join(told)][kind] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in found.items()}


def stands_alone(entry: Entry) -> bool:
    """Whether a place is meant by its name also where its country is not spoken of otherwise."""
    return entry.kind in WIDE or entry.population >= KNOWN


def _weighty(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of a name without the small ones that a larger namesake leaves no room for: a country, a capital or a city of
    millions none, another place that stands alone none but those that the press is known to name."""
    if any(e.kind in ("country", "capital") or e.population >= MILLIONS for e in entries):
        return [e for e in entries if stands_alone(e)]
    if any(map(stands_alone, entries)):
        return [e for e in entries if stands_alone(e) or e.source != "geonames"]
    return entries


def _has_namesakes(surface: str, countries: set[str]) -> bool:
    """Whether the lists have a place of the name in another country."""
    return any(place.country not in countries for place in local_places.candidates(surface))


def _introduced(surfaces: set[str], text: str) -> frozenset[str]:
    """The everyday words among the names that stand behind a word such as مدينة somewhere in the text."""
    asked = {fold(surface) for surface in surfaces if is_common_noun(surface)}
    if not asked:
        return frozenset()
    words, before = fold(text).split(), local_places.settlement_words()
    return frozenset(second for first, second in pairwise(words) if second in asked and first in before)


_TELLING = ("district", "subdistrict", "city", "town")
"""Kinds of the lists whose province is spoken of where they are named."""


def _districts(surfaces: Iterable[str], certain: set[str], provinces: dict[tuple[str, str], float]) -> frozenset[tuple[str, str]]:
    """The districts named that only the lists know; the province of each is counted as spoken of."""
    found = set()
    for surface in surfaces:
        if candidates(surface):
            continue
        places = [p for p in local_places.candidates(surface) if p.country in certain and p.kind in _TELLING]
        if len({(p.country, p.admin1) for p in places}) == 1:
            provinces[places[0].country, places[0].admin1] += 1.0
            found |= {(p.country, p.admin2) for p in places if p.admin2}
    return frozenset(found)


def without_class_words(surface: str) -> str:
    """A name without the words before it that do not belong to it (مدينة), folded."""
    words = fold(surface).split()
    while len(words) > 1 and words[0] in class_words():
        words = words[1:]
    return " ".join(words)
