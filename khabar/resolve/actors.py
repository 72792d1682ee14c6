"""Actors: noun phrases of the press to country and PLOVER sector, by a list of names and rules over words.

>>> from datetime import date
>>> from khabar.resolve import actors
>>> value = actors.resolve("وزير الخارجية السعودي عادل الجبير", when=date(2015, 8, 1))
>>> value.country, value.sector, value.name
('SAU', 'GOV', 'Adel al-Jubeir')
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import adjectives, known_actors, offices
from khabar.resolve.gazetteer import candidates
from khabar.resolve.known_actors import Known
from khabar.resolve.phrases import Hit, PhraseIndex, Words, phrase_of, words_of
from khabar.resolve.places import NO_CONTEXT, Context
from khabar.text.normalise import fold, plain

UNKNOWN = "?"
_SHORTEST = 3
"""Letters of a single word that may name a place inside the name of an actor: بن is Bonn, and "son of"."""


@dataclass(frozen=True, slots=True)
class ActorValue:
    """country: ISO-3, "IGO", "---" or "?". sector: PLOVER sector. name, role: English, of a known actor, else None. basis:
    "name" (a known actor), "office" (who held the office named at that day), "words" (told by the phrase), "text" (by another
    mention in the document), "context" (the country is the document's) or "none". others: other actors of that name."""

    country: str
    sector: str
    name: str | None
    role: str | None
    basis: str
    others: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    sector: str
    weak: bool


@cache
def _rules() -> tuple[PhraseIndex, list[_Rule]]:
    """The phrases of sectors.toml in their order, and the rule of each."""
    pairs = [
        (phrase_of(phrase), _Rule(rule["sector"], rule.get("weak", False)))
        for rule in toml_of("khabar.resolve", "sectors.toml")["rule"]
        for phrase in rule["words"]
    ]
    return PhraseIndex(phrase for phrase, _ in pairs), [rule for _, rule in pairs]


@cache
def _belonging() -> tuple[PhraseIndex, list[str]]:
    """Phrases that belong to one country without naming it, and the country of each."""
    table = toml_of("khabar.resolve", "sectors.toml")["countries"]
    pairs = [(phrase_of(phrase), country) for country, phrases in table.items() for phrase in phrases]
    return PhraseIndex(phrase for phrase, _ in pairs), [country for _, country in pairs]


@cache
def _list(name: str) -> PhraseIndex:
    """A list of phrases of sectors.toml."""
    return PhraseIndex(phrase_of(phrase) for phrase in toml_of("khabar.resolve", "sectors.toml")["lists"][name])


def resolve(surface: str, context: Context = NO_CONTEXT, when: date | None = None, infer: bool = True) -> ActorValue:
    """Country and sector of one actor, recipient or source.

    context: what the document speaks of (places.context_of): tells namesakes apart, and gives the country where the phrase itself does
    not, unless `infer` is False. when: the report's day, to tell holders of an office apart.
    """
    surface = plain(surface).text
    words = words_of(surface)
    if not words:
        return ActorValue(UNKNOWN, "UNK", None, None, "none")
    index, rules = _rules()
    hits = [(hit, rules[hit.number]) for hit in index.hits(words)]
    known = _named(surface, words, any(rule.sector == "MED" for _, rule in hits))
    if known is not None:
        return _of_known(surface, words, hits, known[0], _likely(known[1], hits, context, when))
    sector = _sector(hits)
    if _list("kunya").hits(words[:1]) and len(words) > 2:
        # أبو خليل السوداني: the adjective is a nom de guerre, no evidence of a country.
        return ActorValue(UNKNOWN, sector or "UNK", None, None, "none")
    held = offices.holder(surface, when)
    if held is not None:
        return ActorValue(held.country, held.sector, held.name, held.role, "office")
    country = country_in(surface)
    if country:
        return ActorValue(country, sector or _of_country(surface), None, None, "words")
    if sector == "IGO":
        return ActorValue("IGO", "IGO", None, None, "words")
    if _list("no-country").hits(words):
        return ActorValue("---", sector or "UNK", None, None, "words")
    likely = context.likeliest() if infer else None
    if likely:
        return ActorValue(likely, sector or "UNK", None, None, "context")
    return ActorValue(UNKNOWN, sector or "UNK", None, None, "words" if sector else "none")


def _sector(hits: list[tuple[Hit, _Rule]]) -> str | None:
    """That of the leftmost word that tells one, the longest phrase first; weak words only where there is no other."""
    for weak in (False, True):
        fitting = [(hit.start, -hit.size, hit.number, rule.sector) for hit, rule in hits if rule.weak == weak]
        if fitting:
            return min(fitting)[3]
    return None


def _named(surface: str, words: Words, media: bool) -> tuple[Hit, list[Known]] | None:
    """The known actor that the phrase is or holds: the longest name, the last of equal ones (titles come first). A name of one word
    must be the whole phrase or stand at its end, unless it is that of an armed group (عناصر داعش), or of an outlet where the
    phrase has a word for one (media: صحيفة الوطن)."""
    best: tuple[int, int, tuple[Hit, list[Known]]] | None = None
    for hit, actors in known_actors.hits(words):
        first = actors[0]
        outlet = first.kind == "outlet" and hit.size == 1
        if outlet and len(words) == 1 and any(e.kind in ("country", "capital") for e in candidates(surface)):
            continue
        alone = len(words) == 1 or first.kind == "group" or (first.kind == "person" and hit.start + hit.size == len(words))
        if hit.size > 1 or (alone and not (outlet and len(words) > 1)) or (media and first.sector == "MED"):
            best = max(best, (hit.size, hit.start, (hit, actors)), key=lambda b: b[:2]) if best else (hit.size, hit.start, (hit, actors))
    return best[2] if best else None


def _likely(actors: list[Known], hits: list[tuple[Hit, _Rule]], context: Context, when: date | None) -> list[Known]:
    """Namesakes, the likeliest first: whose sector is that of the title, whose term fits the day, whose country the document speaks
    of."""
    titles = {rule.sector for _, rule in hits}
    ranked = known_actors.at(actors, when)
    return sorted(
        ranked, key=lambda k: (k.kind == "person" and k.sector not in titles, known_actors.off_by(k, when) > 0, -context.share(k.country))
    )


_FIRM = frozenset(("REB", "CRM"))
"""Whoever speaks, fights or dies for these is one of them."""
_BODIES = frozenset(("GOV", "MIL", "COP", "CVL", "LEG", "JUD", "MED", "NGO", "BUS", "EDU", "REL", "SPY"))


def _of_known(surface: str, words: Words, hits: list[tuple[Hit, _Rule]], hit: Hit, actors: list[Known]) -> ActorValue:
    """A known actor with what stands before its name: titles of a person, or people who belong to a body (قوات النظام)."""
    first, *others = actors
    value = ActorValue(first.country, first.sector, first.name, first.role, "name", tuple(others))
    if first.country == "---":
        # داعش في ليبيا: a branch belongs to the country it is in.
        branch = country_in(" ".join(surface.split()[hit.start + hit.size :]))
        value = replace(value, country=branch or first.country)
    before = [(h, rule) for h, rule in hits if h.start < hit.start]
    if not before:
        return value
    if _list("loyal").hits(words[: hit.start]):
        return replace(value, sector="REB" if first.sector == "REB" else "MIL", name=None, role=None)
    if first.kind == "person":
        return value
    sector = _sector([(h, r) for h, r in before if not r.weak]) or (
        _sector(before) if first.sector in ("GOV", "IGO") and _sector(before) in ("MIL", "CVL") else None
    )
    if sector is None or (first.sector in _FIRM and sector not in ("CVL", "COP", "MED", "NGO")):
        return value
    country = country_in(" ".join(surface.split()[: hit.start])) if first.country in ("IGO", "---") else None
    if country is None and first.sector == "IGO" and sector == "GOV":
        return replace(
            value, country="---" if _list("several").hits(words[:1]) else "IGO", sector="GOV" if _list("several").hits(words[:1]) else "IGO"
        )
    return replace(value, sector=sector if sector in _BODIES else first.sector, country=country or first.country)


def country_in(surface: str) -> str | None:
    """The country that the phrase names: by its first adjective, by something that is only there (الكونغرس), by its own name, or by one
    of its places."""
    words = surface.split()
    cut = next((hit.start for hit in _list("allied").hits(words_of(surface)) if hit.start), len(words))
    surface = " ".join(words[:cut])
    found = adjectives.countries_in(surface)
    if _joined(words[:cut]):
        return "---"
    if found:
        return next(iter(found))
    index, countries = _belonging()
    hit = next(iter(index.hits(words_of(surface))), None)
    if hit:
        return countries[hit.number]
    words = fold(surface).split()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if size == 1 and (len(words[start]) < _SHORTEST or _list("not-places").hits(words_of(words[start]))):
                continue
            for entry in candidates(" ".join(words[start : start + size]))[:3]:
                if entry.country != "?" and (entry.kind in ("country", "capital", "province") or entry.population > 200_000):
                    return entry.country
    return None


def _joined(words: list[str]) -> bool:
    """Whether two countries are joined by "and" (المصريين والسودانيين, إيران والعراق)."""
    told = [next(iter(adjectives.countries_in(word)), None) or _country_named(word) for word in words]
    return any(a and b and a != b and second.startswith("و") for a, b, second in zip(told, told[1:], words[1:], strict=False))


def _country_named(word: str) -> str | None:
    """The country whose name is one word, with و or ب before it."""
    bare = word[1:] if len(word) > _SHORTEST and word[0] in "وب" else word
    entries = candidates(word) or candidates(bare)
    return entries[0].country if entries and entries[0].kind == "country" else None


def _of_country(surface: str) -> str:
    """The sector of a phrase without a telling word: a country's name, its capital's and its adjective in the singular
    (السعودي) stand for its government, the feminine (الأمريكية) mostly for its forces, the plural for its people."""
    entries = candidates(surface)
    if any(entry.kind in ("country", "capital") for entry in entries):
        return "GOV"
    if len(surface.split()) > 1:
        return "UNK"
    if adjectives.countries_in(surface) and fold(surface).endswith("يه"):
        return "MIL"
    return "CVL" if fold(surface).endswith(("ون", "ين", "ات")) else "GOV"
