"""Actors of a whole document: each noun phrase in the light of the others, of the places near it and of what was named before it."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import actors, adjectives
from khabar.resolve.actors import UNKNOWN, ActorValue
from khabar.resolve.gazetteer import candidates
from khabar.resolve.phrases import PhraseIndex, phrase_of, words_of
from khabar.resolve.places import Context
from khabar.text.normalise import fold

BEFORE, AFTER = 160.0, 60.0
"""Characters over which evidence of a country fades to a third, before and after a mention."""
DOCUMENT = 1.0
"""Weight of the document's share of a country against evidence near the mention."""
LEAST = 0.25
"""Evidence that a country needs to be inferred."""
NEAR = 120
"""Characters before آخرون in which those are named who the others are more of."""
_VICTIMS = frozenset(("CVL", "REB", "MIL", "COP"))
_SPEAKING = frozenset(("GOV", "MIL", "REB", "IGO", "NGO", "PTY", "OPP", "COP"))
TITLE = 6
"""Words before a name in which its title is looked for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase and where it first stands in the text (code points)."""

    surface: str
    start: int


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity of the document: where it stands, its words and its type (PER, ORG, GPE, ...)."""

    start: int
    text: str
    type: str


def resolve_all(
    mentions: Sequence[Mention], names: Sequence[Name], text: str, context: Context, when: date | None
) -> dict[str, ActorValue]:
    """Surface -> value for the noun phrases of one document.

    A short form (باقري) takes over what a fuller mention or a title before the name told; a bare noun (الحركة) means the last one
    named of that class; where nobody tells a country, it is the one spoken of near the phrase and in the document.
    """
    own = {m.surface: actors.resolve(m.surface, context, when, infer=False) for m in mentions}
    document = _Document(mentions, names, text, context, when, own)
    ordered = sorted(mentions, key=lambda m: (m.start, m.surface))
    return {m.surface: document.settle(m) for m in ordered}


class _Document:
    def __init__(
        self,
        mentions: Sequence[Mention],
        names: Sequence[Name],
        text: str,
        context: Context,
        when: date | None,
        own: Mapping[str, ActorValue],
    ) -> None:
        self.mentions, self.names, self.text, self.context, self.when, self.own = mentions, names, text, context, when, own
        self.fuller = _Fuller({**{m.surface: m.start for m in mentions}, **{n.text: n.start for n in names if n.type in ("PER", "ORG")}})
        self.evidence = _Evidence(names, text, [(m.start, own[m.surface].country) for m in mentions if own[m.surface].basis == "name"])
        groups = [v for v in own.values() if v.country == "---" and v.sector == "REB" and v.basis == "name"]
        self.transnational = groups[0] if groups else None
        self.group = self._main_group()

    def _main_group(self) -> ActorValue | None:
        """The armed group with a known country that the text names most."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        values: dict[tuple[str, str], ActorValue] = {}
        for surface, value in self.own.items():
            if value.sector == "REB" and value.country != UNKNOWN:
                key = value.country, value.name or ""
                counts[key] += self.text.count(surface)
                values.setdefault(key, value)
        best = max(counts.items(), key=lambda item: (item[1], item[0]), default=None)
        if best:
            return values[best[0]]
        return next((replace(v, country=UNKNOWN) for v in self.own.values() if v.sector == "REB"), None)

    def settle(self, mention: Mention) -> ActorValue:
        """The value of one mention."""
        value = self.own[mention.surface]
        if value.basis in ("name", "office"):
            return value
        found = (
            self._again(mention) or self._jihadists(mention) or self._others(mention) or self._statement(mention) or self._thing(mention)
        )
        if found is None and (value.sector == "UNK" or _is_adjective(mention.surface, value)):
            found = self._by_fuller(mention) or self._by_title(mention)
        if found is not None:
            value = replace(found, basis="text", others=())
        if value.country == UNKNOWN:
            country = self._country_of_fuller(mention) or self._country(mention.start)
            if country:
                value = replace(value, country=country, basis="context" if value.basis != "text" else "text")
        return value

    def _value(self, surface: str) -> ActorValue:
        return self.own.get(surface) or actors.resolve(surface, self.context, self.when, infer=False)

    def _again(self, mention: Mention) -> ActorValue | None:
        """What a bare noun with its article means, or a phrase that ends in one (مسلحي التنظيم): the last name of that class."""
        words = fold(mention.surface).split()
        heads = _again().get("ال" + words[-1][2:] if words[-1].startswith("لل") else words[-1]) if words else None
        if heads is None or (len(words) > 1 and self.own[mention.surface].country != UNKNOWN):
            return None
        named = self._last_of(heads, mention)
        if named is None or len(words) == 1:
            return named
        sector = self.own[mention.surface].sector
        return replace(named, sector=named.sector if named.sector in ("REB", "UNK") or sector == "UNK" else sector, name=None, role=None)

    def _jihadists(self, mention: Mention) -> ActorValue | None:
        """Generic words for jihadists where a transnational group is named in the text (المتشددين in a report on داعش)."""
        if self.own[mention.surface].country != UNKNOWN or not self.transnational or self.group is None or self.group.country != "---":
            return None
        if not jihadists().hits(words_of(mention.surface)):
            return None
        return replace(self.transnational, name=None, role=None)

    def _others(self, mention: Mention) -> ActorValue | None:
        """آخرون, آخرين: more of those named right before."""
        if fold(mention.surface) not in _indefinite():
            return None
        near = [m for m in self.mentions if 0 < mention.start - m.start < NEAR and m.surface != mention.surface]
        for other in sorted(near, key=lambda m: -m.start):
            value = self.own[other.surface]
            if value.sector in _VICTIMS:
                return replace(value, name=None, role=None)
        return None

    def _statement(self, mention: Mention) -> ActorValue | None:
        """بيان: it is of whoever was named last before and can make one."""
        if not _listed("statements").hits(words_of(mention.surface)) or len(mention.surface.split()) > 1:
            return None
        return self._before(mention, lambda value: value.sector in _SPEAKING and value.country != UNKNOWN)

    def _thing(self, mention: Mention) -> ActorValue | None:
        """Vehicles, stores and positions that nobody is named for: of the armed group that the report names most."""
        own = self.own[mention.surface]
        if self.group is None or own.country != UNKNOWN or own.sector not in ("UNK", "MIL"):
            return None
        hits = _listed("things").hits(words_of(mention.surface))
        return replace(self.group, name=None, role=None) if (hits and hits[0].start == 0) or (hits and own.sector == "UNK") else None

    def _before(self, mention: Mention, fits: Callable[[ActorValue], bool]) -> ActorValue | None:
        """The value of the last mention before this one that fits."""
        for other in sorted((m for m in self.mentions if m.start < mention.start), key=lambda m: -m.start):
            if fits(self.own[other.surface]):
                return replace(self.own[other.surface], name=None, role=None)
        return None

    def _last_of(self, heads: frozenset[str], mention: Mention) -> ActorValue | None:
        """The value of the last name or phrase before the mention that holds one of the words; else of the first after it."""
        best: tuple[bool, int, str] | None = None
        for start, surface in self.fuller.positions:
            if surface == mention.surface or not self.fuller.holds(surface, heads):
                continue
            before = start < mention.start
            key = (before, start if before else -start, surface)
            if best is None or key > best:
                best = key
        if best is None:
            return None
        value = self._value(best[2])
        return value if value.sector != "UNK" else None

    def _by_fuller(self, mention: Mention) -> ActorValue | None:
        """What the longest mention tells that holds the words of this one at its end or beginning."""
        people = {n.text for n in self.names if n.type == "PER"} if self.own[mention.surface].sector != "UNK" else None
        for surface in self.fuller.of(mention.surface):
            if people is not None and surface not in people:
                continue
            value = self._value(surface)
            if value.sector != "UNK":
                return value
        return None

    def _country_of_fuller(self, mention: Mention) -> str | None:
        """The country of the longest phrase that ends in the words of this one (الشيخ القرني: الشيخ عائض القرني)."""
        name = mention.surface.split()[-1]
        for surface in self.fuller.of(name) if len(mention.surface.split()) > 1 else ():
            if surface != mention.surface and surface.endswith(name) and self._value(surface).country != UNKNOWN:
                return self._value(surface).country
        return None

    def _by_title(self, mention: Mention) -> ActorValue | None:
        """What the words right before a name tell, where the name first stands in the text (وزير الصحة فلان)."""
        bare = mention.surface
        name = next((n for n in self.names if n.type == "PER" and n.text.endswith(bare)), None)
        if name is None:
            return None
        line = self.text.rfind("\n", 0, name.start) + 1
        before = re.split(r"[.،؛:«»\"]", self.text[line : name.start])[-1].split()[-TITLE:]
        for size in range(len(before), 0, -1):
            value = actors.resolve(" ".join(before[-size:]), self.context, self.when, infer=False)
            if value.sector != "UNK" and value.basis != "name" and _is_title(before[-size]):
                return replace(value, name=None, role=None)
        return None

    def _country(self, at: int) -> str | None:
        """The country spoken of near a place of the text, and in the document."""
        weights = self.evidence.around(at)
        for country in self.context.countries:
            weights[country] = weights.get(country, 0.0) + DOCUMENT * self.context.share(country)
        best = max(weights.items(), key=lambda item: (item[1], item[0]), default=None)
        return best[0] if best and best[1] >= LEAST else None


@cache
def _again() -> dict[str, frozenset[str]]:
    """Bare noun -> words of the names that it may mean, folded."""
    table = toml_of("khabar.resolve", "sectors.toml")["again"]
    return {fold(noun): frozenset(map(fold, heads)) for noun, heads in table.items()}


@cache
def jihadists() -> PhraseIndex:
    """Generic words for jihadists (data/sectors.toml)."""
    return PhraseIndex(phrase_of(phrase) for phrase in toml_of("khabar.resolve", "sectors.toml")["jihadists"]["words"])


def _is_adjective(surface: str, value: ActorValue) -> bool:
    """Whether a phrase is nothing but an adjective of a country (السوداني): it may be the end of somebody's name."""
    told = value.basis == "words" and " " not in surface and bool(adjectives.countries_in(surface))
    return told and not any(entry.kind == "country" for entry in candidates(surface))


@cache
def _listed(name: str) -> PhraseIndex:
    return PhraseIndex(phrase_of(phrase) for phrase in toml_of("khabar.resolve", "sectors.toml")["lists"][name])


@cache
def _indefinite() -> frozenset[str]:
    return frozenset(map(fold, toml_of("khabar.resolve", "sectors.toml")["lists"]["indefinite"]))


@cache
def _is_title(word: str) -> bool:
    return actors.resolve(word).sector != "UNK"


class _Fuller:
    """Finds longer phrases of a document that hold a shorter one."""

    def __init__(self, starts: Mapping[str, int]) -> None:
        self.positions = sorted((start, surface) for surface, start in starts.items())
        self._words = {surface: [w.removeprefix("ال") for w in fold(surface).split()] for surface in starts}
        self._folded = {surface: f" {fold(surface)} " for surface in starts}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for _, surface in self.positions:
            for word in {*self._words[surface][:1], *self._words[surface][-1:]}:
                self._by_word[word].append(surface)

    def of(self, surface: str) -> list[str]:
        """Longer phrases that end or begin with the words of this one, the longest first."""
        words = [w.removeprefix("ال") for w in fold(surface).split()]
        if not words:
            return []
        near = dict.fromkeys(self._by_word.get(words[0], []) + self._by_word.get(words[-1], []))
        found = [
            s for s in near if len(self._words[s]) > len(words) and words in (self._words[s][-len(words) :], self._words[s][: len(words)])
        ]
        return sorted(found, key=lambda s: -len(self._words[s]))

    def holds(self, surface: str, heads: frozenset[str]) -> bool:
        """Whether a phrase begins with one of the words, or is a name that holds it."""
        return any(self._folded[surface].startswith(" " + head) for head in heads)


class _Evidence:
    """Where a document names countries: by places, by adjectives, by known actors (`actors_`: where they stand, whose they are)."""

    def __init__(self, names: Sequence[Name], text: str, actors_: Sequence[tuple[int, str]]) -> None:
        found = [*adjectives.found_in(text), *(a for a in actors_ if a[1] not in ("IGO", "---"))]
        for name in names:
            if name.type in ("GPE", "LOC", "FAC"):
                countries = {entry.country for entry in candidates(name.text)}
                if len(countries) == 1:
                    found.append((name.start, countries.pop()))
        self._found = sorted(f for f in found if f[1] != UNKNOWN)
        self._starts = [start for start, _ in self._found]

    def around(self, at: int) -> dict[str, float]:
        """Country -> weight of what names it around a place of the text."""
        weights: dict[str, float] = {}
        first, last = bisect_left(self._starts, at - 4 * BEFORE), bisect_left(self._starts, at + 4 * AFTER)
        for start, country in self._found[first:last]:
            distance = at - start
            weight = math.exp(-distance / BEFORE) if distance >= 0 else math.exp(distance / AFTER)
            weights[country] = weights.get(country, 0.0) + weight
        return weights
