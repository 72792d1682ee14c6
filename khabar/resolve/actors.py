"""Actors: noun phrases of the press to country and PLOVER sector, by a list of names and rules over words.

>>> from khabar.resolve import actors
>>> actors.resolve("وزير الخارجية السعودي عادل الجبير")
ActorValue(country='SAU', sector='GOV', name='Adel al-Jubeir', role='Foreign Minister of Saudi Arabia', basis='name')
"""

from dataclasses import dataclass
from functools import cache

from khabar.data_files import DataFileError, table_of, toml_of
from khabar.ontology.ontology import ontology
from khabar.resolve import adjectives
from khabar.resolve.gazetteer import candidates
from khabar.resolve.phrases import PhraseIndex, Words, phrase_of, words_of
from khabar.resolve.places import NO_CONTEXT, Context
from khabar.text.normalise import fold

UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Known:
    """A row of actors.tsv. first, last: years of the office, None where open."""

    name: str
    country: str
    sector: str
    role: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class ActorValue:
    """country: ISO-3, "IGO", "---" or "?". sector: PLOVER sector. name, role: English, of a known actor, else None. basis:
    "name" (a known actor), "words" (told by the phrase), "context" (the country is the document's) or "none"."""

    country: str
    sector: str
    name: str | None
    role: str | None
    basis: str


GROUP = "armed group"
"""The description of armed groups in actors.tsv."""


@cache
def _known() -> tuple[PhraseIndex, list[tuple[int, list[Known]]]]:
    """The names of actors.tsv, and for each its number of words and the actors of that name."""
    found: dict[tuple[str, ...], list[Known]] = {}
    for number, (names, name, country, sector, role, first, last) in enumerate(table_of("khabar.resolve", "actors.tsv", 7), 1):
        if sector not in ontology().sectors:
            raise DataFileError(f"khabar/resolve/data/actors.tsv, actor {number} ({name}): {sector!r} is no PLOVER sector")
        known = Known(name, country, sector, role, int(first) if first else None, int(last) if last else None)
        for surface in names.split("|"):
            found.setdefault(phrase_of(surface), []).append(known)
    return PhraseIndex(found), [(len(phrase), actors) for phrase, actors in found.items()]


@cache
def _rules() -> tuple[PhraseIndex, list[str]]:
    """The phrases of sectors.toml in their order, and the sector of each."""
    pairs = [(phrase_of(phrase), rule["sector"]) for rule in toml_of("khabar.resolve", "sectors.toml")["rule"] for phrase in rule["words"]]
    return PhraseIndex(phrase for phrase, _ in pairs), [sector for _, sector in pairs]


@cache
def _no_country() -> PhraseIndex:
    return PhraseIndex(phrase_of(phrase) for phrase in toml_of("khabar.resolve", "sectors.toml")["countries"]["none"])


@cache
def _heads() -> dict[str, str]:
    return {fold(word): sector for sector, words in toml_of("khabar.resolve", "sectors.toml")["heads"].items() for word in words}


def _head(words: Words) -> str | None:
    """The sector of the phrase's head, where a name follows it."""
    return next((_heads()[form] for form in sorted(words[0]) if form in _heads()), None) if len(words) > 1 else None


def resolve(surface: str, context: Context = NO_CONTEXT, year: int | None = None) -> ActorValue:
    """Country and sector of one actor, recipient or source.

    context: what the document speaks of (places.context_of): gives the country where the phrase itself does not.
    year: the report's, to tell holders of an office apart.
    """
    words = words_of(surface)
    index, sector_of = _rules()
    sectors = [sector_of[number] for number in index.found(words)]
    known = _named(words, "MED" in sectors, year)
    if known is not None:
        head = _head(words) if known.sector in ("GOV", "IGO", "MIL") else None
        return ActorValue(known.country, head or known.sector, known.name, known.role, "name")
    sector = sectors[0] if sectors else None
    country = _country(surface)
    if country:
        return ActorValue(country, sector or _of_country(surface), None, None, "words")
    if sector == "IGO":
        return ActorValue("IGO", "IGO", None, None, "words")
    if _no_country().found(words):
        return ActorValue("---", sector or "UNK", None, None, "words")
    likely = context.likeliest()
    if likely:
        return ActorValue(likely, sector or "UNK", None, None, "context")
    return ActorValue(UNKNOWN, sector or "UNK", None, None, "words" if sector else "none")


def _named(words: Words, media: bool, year: int | None) -> Known | None:
    """The known actor that the phrase is or holds: the longest name. A name of one word must be the whole phrase, unless it is
    that of an armed group (عناصر داعش), or of an outlet where the phrase has a word for one (media: صحيفة الوطن)."""
    index, named = _known()
    best: tuple[int, list[Known]] = (0, [])
    for size, actors in (named[number] for number in index.found(words)):
        whole = size > 1 or len(words) == 1
        if size > best[0] and (whole or actors[0].role == GROUP or (media and actors[0].sector == "MED")):
            best = (size, actors)
    return min(best[1], key=lambda k: _off_by(k, year), default=None)


def _off_by(known: Known, year: int | None) -> int:
    if year is None:
        return 0
    return max(0, (known.first or year) - year, year - (known.last or year))


def _country(surface: str) -> str | None:
    """The country that the phrase names: by adjective, by its own name, or by one of its places."""
    found = adjectives.countries_in(surface)
    if found:
        return found.most_common(1)[0][0]
    words = fold(surface).split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            entries = candidates(" ".join(words[start : start + size]))
            for entry in entries[:3]:
                if entry.country != "?" and (entry.kind in ("country", "capital", "province") or entry.population > 200_000):
                    return entry.country
    return None


def _of_country(surface: str) -> str:
    """The sector of a phrase without a telling word: a country's name, its capital's and its adjective in the singular
    (السعودي) stand for its government, the plural for its people."""
    entries = candidates(surface)
    if any(entry.kind in ("country", "capital") for entry in entries):
        return "GOV"
    if len(surface.split()) > 1:
        return "UNK"
    return "CVL" if fold(surface).endswith(("ون", "ين", "ات")) else "GOV"
