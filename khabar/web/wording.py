"""Codes and values as people of a language call them: types, fields, countries, parties, places, claimed values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from khabar.data_files import table_of
from khabar.document.model import COUNTS
from khabar.incidents.claims import Claim, shown_place
from khabar.incidents.contests import Contest
from khabar.incidents.incidents import Incident
from khabar.incidents.linking import Link
from khabar.ontology.ontology import ontology
from khabar.resolve.known_actors import all_known
from khabar.store.rows import Known
from khabar.web.language import Language, isolate

_CODED = re.compile(r"([A-Z]{3}|---) ([A-Z]{3})|[A-Z]{3}")
"""An actor told by country and sector, or by one of them."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ALIKE, _APART = re.compile(r"sentences alike \((.+)\)"), re.compile(r"(\d{1,6}) km apart")
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
        return (
            self.language.gettext("{place}, {country}").format(place=shown, country=where)
            if shown and where and shown != where
            else (shown or where)
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

    def types(self) -> dict[str, str]:
        """The names of all types."""
        return {name: self.language.named("type", name) for name in ontology().types}

    def actor(self, actor: Mapping[str, Any]) -> str:
        """Who an actor of a document (its JSON form) is: a known one's name, country and sector."""
        name = self.party(actor["name"]) if actor["name"] else ""
        sector = self.language.named("sector", actor["sector"]) if actor["sector"] != "UNK" else ""
        return self.language.gettext(", ").join(filter(None, (name, self.country(actor["country"]), sector)))

    def speakers(self, claims: Iterable[Claim]) -> str:
        """Who makes claims: each speaker with the outlet that quotes him."""
        told = {" · ".join(dict.fromkeys(map(isolate, (self.party(c.chain[-1]), c.chain[0])))): None for c in claims}
        return self.language.gettext("; ").join(told)

    def filter_value(self, name: str, value: str) -> str:
        """A value of a filter as its facet shows it."""
        if name == "country":
            return self.country(value) or value
        if name in ("type", "level"):
            return self.language.named(name, value)
        return self.party(value) if name in ("actor", "party", "did", "suffered", "said", "denied") else value

    def filter(self, name: str, value: str) -> str:
        """A filter that is set, in a few words."""
        what = self.language.named("filter", name)
        if name in ("contested", "reviewed"):
            return f"{what}: {self.language.gettext('yes' if value.lower() in ('true', '1') else 'no')}"
        if name in ("since", "until"):
            return f"{what} {self.language.day(value) if _DAY.fullmatch(value) else value}"
        if name.startswith("min_") and value.isdecimal() and len(value) < 7:
            return f"{what} ≥ {self.language.number(int(value))}"
        return f"{what}: {isolate(self.filter_value(name, value))}"

    def link(self, known: Known, link: Link) -> str:
        """The two reports that a link joins."""
        heads = (known.heads.get(end.rpartition("/")[0]) for end in (link.a, link.b))
        return " + ".join(isolate(head.title or head.outlet or head.name) for head in heads if head)

    def reasons(self, why: Iterable[str]) -> str:
        """Why two reports were joined."""
        return self.language.gettext("; ").join(map(self._reason, why))

    def _reason(self, reason: str) -> str:
        words, _, detail = reason.partition(": ")
        if words.startswith("both "):
            return self.language.gettext("both: {what}").format(what=self.kind(*words[5:].split()))
        if found := _ALIKE.fullmatch(words):
            return self.language.gettext("sentences alike: {n}").format(n=found[1])
        if found := _APART.fullmatch(words):
            return self.language.gettext("{n} km apart").format(n=self.language.number(int(found[1])))
        told = self.language.named("reason", words)
        return f"{told}: {self.language.day(detail) if _DAY.fullmatch(detail) else isolate(self.party(detail))}" if detail else told

    def contest(self, contest: Contest, places: Mapping[str, str]) -> str:
        """What sources differ on, in a line: 9 (White Helmets) against 20 or more (a military source)."""
        sides = [
            f"{isolate(self.value(contest.field, side.value, places))} ({self.language.listed(self.parties(side.sources))})"
            for side in contest.sides
        ]
        if contest.kind == "denied":
            return self.language.gettext("denied: {what}").format(what=self.language.gettext("; ").join(sides))
        return self.language.gettext(" against ").join(sides)

    def spot(self, known: Known) -> dict[str, Any]:
        """The place of an incident, as the map wants it."""
        place = known.incident.place
        if place is None:
            return {}
        return {
            "lat": place.lat, "lon": place.lon, "place": place.name, "place_ar": place.name_ar, "country": place.country,
            "radius": place.radius, "where_prec": place.where_prec, "incidents": 1, "contested": 0, "killed": 0,
        }  # fmt: skip

    def names(self, known: Known) -> dict[str, str]:
        """How the parties in an incident's chains are called, those that are called otherwise than in its record."""
        chained = {name for e in known.incident.episodes for c in e.claims for name in c.chain}
        return {name: shown for name in sorted(chained) if (shown := self.party(name)) != name}
