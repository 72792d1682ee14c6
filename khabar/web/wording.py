"""Codes and values as people of a language call them: types, fields, countries, parties, places, claimed values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from khabar.data_files import table_of
from khabar.document.model import COUNTS
from khabar.incidents.claims import shown_place
from khabar.incidents.incidents import Incident
from khabar.ontology.ontology import ontology
from khabar.resolve.known_actors import all_known
from khabar.web.language import Language

_CODED = re.compile(r"([A-Z]{3}|---) ([A-Z]{3})|[A-Z]{3}")
"""An actor told by country and sector, or by one of them."""
_NUMBER = re.compile(r"(up to )?(\d+)(\+|-(\d+))?( households)?")
"""A number as khabar.incidents.claims.shown_number writes it."""


@cache
def _iso2() -> dict[str, str]:
    return {iso3: iso2 for iso3, iso2, _ in table_of("khabar.resolve", "countries.tsv", 3)}


@cache
def _arabic_names() -> dict[str, str]:
    return {known.name: known.names[0] for known in reversed(all_known())}


@cache
def _sectors() -> frozenset[str]:
    return frozenset(ontology().sectors)


def quad_of(type: str | None, cause: str | None = None) -> str:
    """The quad class of a type, "none" where nature or an accident did it."""
    kind = ontology().types.get(type or "")
    return kind.quad if kind and not cause else "none"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language."""

    language: Language

    def kind(self, type: str, mode: str | None = None, cause: str | None = None) -> str:
        """What happened: the mode where there is one, else the type; with its cause where nobody did it."""
        told = self.language.named("mode", f"{type} {mode}") if mode else ""
        if mode and told == f"{type} {mode}":
            told = self.language.named("mode", mode)
        told = told or self.language.named("type", type)
        return f"{told} ({self.language.named('cause', cause)})" if cause else told

    def country(self, code: str | None) -> str:
        """A country by its ISO-3 code; "" where it is none."""
        return str(self.language.locale.territories.get(_iso2().get(code or "", ""), "")) or (
            self.language.named("country", code) if code in ("IGO",) else ""
        )

    def party(self, value: str) -> str:
        """An actor as claims name it: a known one's name, or country and sector."""
        if _CODED.fullmatch(value):
            words = [self.language.named("sector", w) if w in _sectors() else self.country(w) or w for w in value.split() if w != "---"]
            return self.language.gettext("{country}: {sector}").format(country=words[0], sector=words[1]) if len(words) == 2 else words[0]
        return _arabic_names().get(value, value) if self.language.code == "ar" else value

    def parties(self, values: Iterable[str]) -> list[str]:
        """Several parties, each once."""
        return list(dict.fromkeys(map(self.party, values)))

    def place(self, name: str | None, arabic: str | None, country: str | None) -> str:
        """A place with its country, as far as these are known."""
        shown = (arabic or name) if self.language.code == "ar" else name or arabic
        where = self.country(country)
        return self.language.gettext("{place}, {country}").format(place=shown, country=where) if shown and where and shown != where else (
            shown or where
        )

    def label(self, record: Mapping[str, Any], place: str | None = None) -> str:
        """The title of an incident: what and where."""
        where = self.place(record["place"] or place, record["place_ar"], record["country"])
        what = self.kind(record["type"], record["mode"], record["cause"])
        return self.language.gettext("{what} in {place}").format(what=what, place=where) if where else what

    def number(self, value: str) -> str:
        """A number as claims write it: 14, 14+, up to 14, 10-15, 3+ households."""
        found = _NUMBER.fullmatch(value)
        if found is None:
            return value
        least, most = int(found[2]), found[4]
        bounds = (None, least) if found[1] else (least, None) if found[3] == "+" else (least, int(most) if most else least)
        shown = self.language.range(*bounds)
        return self.language.gettext("{n} households").format(n=shown) if found[5] else shown

    def value(self, field: str, value: str, places: Mapping[str, str] | None = None) -> str:
        """A claimed value of a field. places: see places_of."""
        if field == "type":
            kind, _, mode = value.partition(" ")
            return self.kind(kind, mode or None)
        if field in ("actor", "target"):
            return self.party(value)
        if field == "place":
            return (places or {}).get(value, value)
        if field == "date":
            first, _, last = value.partition("/")
            return self.language.days(first, last or first)
        return self.number(value) if field in COUNTS else value

    def places_of(self, incident: Incident) -> dict[str, str]:
        """How the places claimed of an incident are called: claimed value -> name and country."""
        found = (e.place for e in incident.episodes if e.place)
        return {shown_place(p): self.place(p.name or p.surface, p.name_ar, p.country) for p in found}
