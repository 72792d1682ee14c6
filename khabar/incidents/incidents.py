"""Incidents: episodes of many reports that are one event, and the claim matrix of each.

The result depends only on which reports there are, not on the order in which they came: links are found pair by pair, and each group of
linked episodes is put together anew, from its strongest link to its weakest.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from khabar.document.model import CAUSES, COUNTS, Place
from khabar.incidents.claims import FIELDS, Claim
from khabar.incidents.copies import are_copies
from khabar.incidents.episodes import Episode
from khabar.incidents.forest import join, root
from khabar.incidents.matching import Link, apart, home_keys, link, search_keys
from khabar.text.normalise import fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Incident:
    """id: a hash of its first episode. episodes: in order of publication. links: why they were put together."""

    id: str
    episodes: tuple[Episode, ...]
    links: tuple[Link, ...]

    def __repr__(self) -> str:
        place, (first, last) = self.place, self.days
        told = [self.type, self.mode, place.name if place else None, str(first) if first else None]
        until = f" to {last}" if last != first else ""
        return f"<Incident {self.id}: {' '.join(filter(None, told))}{until}, reports: {len(self.documents)}>"

    @property
    def documents(self) -> tuple[str, ...]:
        """The reports that tell of it."""
        return tuple(dict.fromkeys(e.document for e in self.episodes))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets of these reports, those that are known."""
        return tuple(sorted({e.outlet for e in self.episodes if e.outlet}))

    @property
    def type(self) -> str:
        """The commonest type of its episodes."""
        return _commonest([e.type for e in self.episodes]) or ""

    @property
    def mode(self) -> str | None:
        """The commonest mode, or None."""
        return _commonest([e.mode for e in self.episodes if e.mode])

    @property
    def cause(self) -> str | None:
        """ "nature" or "accident" where nobody did it, else None."""
        family = self.episodes[0].family
        return family if family in CAUSES else None

    @property
    def place(self) -> Place | None:
        """The place that most episodes name, the more exact one of equal ones."""
        places = {(e.place.name, e.place.country): e.place for e in self.episodes if e.place}
        best = _commonest([(e.place.name, e.place.country) for e in self.episodes if e.place and e.place.kind != "country"]) or _commonest(
            list(places)
        )
        return places[best] if best else None

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day: those that the most exact episodes agree on."""
        dated = [e for e in self.episodes if e.first and e.last]
        exact = [e for e in dated if e.exact] or dated
        if not exact:
            return None, None
        day = _commonest([(e.first, e.last) for e in sorted(exact, key=lambda e: (e.last - e.first, e.id))])  # type: ignore[operator]
        return day or (None, None)

    def matrix(self) -> dict[str, tuple["Value", ...]]:
        """The claim matrix: field -> its values, the most attested first."""
        return {field: found for field in FIELDS if (found := _values(self, field))}

    def number(self, field: str) -> tuple[int | None, int | None] | None:
        """The lowest and the highest number claimed for one of COUNTS, denials left out; None where none is."""
        claims = [c for e in self.episodes for c in e.claims if c.field == field and not c.negated]
        if not claims:
            return None
        lows = [c.low for c in claims if c.low is not None]
        highs = [c.high for c in claims]
        return (min(lows) if lows else None), (None if None in highs else max(h for h in highs if h is not None))

    def contested(self) -> tuple[str, ...]:
        """The fields of which sources say different things, or which somebody denies."""
        return tuple(field for field, values in self.matrix().items() if _contested(field, values))

    def origins(self, groups: Mapping[str, str]) -> tuple[str, ...]:
        """Who independently attests that it happened: copies of one text and outlets that quote one speaker count once."""
        outlets = {fold(e.outlet): e.document for e in self.episodes if e.outlet}
        return independent([c for e in self.episodes for c in e.claims if c.field == "type" and not c.negated], groups, outlets)


@dataclass(frozen=True, slots=True)
class Value:
    """A value claimed for one field. claims: by whom; origins: how many do so independently."""

    value: str
    claims: tuple[Claim, ...]
    denied: bool


def independent(claims: Iterable[Claim], groups: Mapping[str, str], outlets: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The origins of claims. groups: document -> the group of its copies. outlets: folded name -> the document of that outlet: who quotes
    it quotes that text. A named speaker is one origin, whoever quotes him; what nobody is named for is of its text, and a text and
    its copies are one. A text that quotes somebody is no origin besides him."""
    named: set[str] = set()
    texts: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        group = groups.get(claim.document, claim.document)
        quoted = (outlets or {}).get(fold(claim.origin)) if claim.origin else None
        if quoted:
            texts[groups.get(quoted, quoted)] |= set()
        elif claim.origin:
            named.add(claim.origin)
            texts[group].add(claim.origin)
        else:
            texts[group] |= set()
    own = {f"text {group}" for group, speakers in texts.items() if not speakers}
    return tuple(sorted(named) + sorted(own))


DENIED = ("type", "actor", *COUNTS)
"""Fields that a denial is about: who denies a strike says nothing of the place it was said to be at."""


def _values(incident: Incident, field: str) -> tuple[Value, ...]:
    by_value: dict[tuple[str, bool], list[Claim]] = defaultdict(list)
    for episode in incident.episodes:
        for claim in episode.claims:
            if claim.field == field and (field in DENIED or not claim.negated):
                by_value[claim.value, claim.negated].append(claim)
    found = [Value(value, tuple(claims), denied) for (value, denied), claims in by_value.items()]
    return tuple(sorted(found, key=lambda v: (-len({c.document for c in v.claims}), v.value, v.denied)))


def _contested(field: str, values: Sequence[Value]) -> bool:
    if field in DENIED and any(v.denied for v in values):
        return True
    if field in COUNTS:
        lows = [c.low for v in values for c in v.claims if c.low is not None]
        highs = [c.high for v in values for c in v.claims if c.high is not None]
        return bool(lows and highs) and max(lows) > min(highs)
    if field not in ("actor", "date"):
        return False
    return len({c.key for v in values for c in v.claims if c.key}) > 1


def _commonest(items: Sequence[T]) -> T | None:
    """The item that occurs most often, the first of equal ones."""
    return max(items, key=lambda item: (items.count(item), -items.index(item)), default=None)


def links_of(episode: Episode, others: Iterable[Episode], signatures: Mapping[str, bytes]) -> list[Link]:
    """The links of one episode to others."""
    own = signatures.get(episode.document)
    found = (
        link(episode, other, are_copies(own, signatures.get(other.document))) for other in others if other.document != episode.document
    )
    return [each for each in found if each is not None]


def build(episodes: Sequence[Episode], signatures: Mapping[str, bytes]) -> list[Incident]:
    """The incidents of many episodes at once. signatures: document -> copies.signature of its text."""
    kept: dict[str, list[Episode]] = defaultdict(list)
    links: list[Link] = []
    for episode in sorted(episodes, key=lambda e: e.id):
        near = {other.id: other for key in sorted(search_keys(episode)) for other in kept.get(key, ())}
        links += links_of(episode, near.values(), signatures)
        for key in home_keys(episode):
            kept[key].append(episode)
    return assemble(episodes, links)


def assemble(episodes: Iterable[Episode], links: Iterable[Link]) -> list[Incident]:
    """Put linked episodes together, the strongest link first. Two episodes of one report that it tells apart never come together, nor
    two that date or place rule out."""
    members = {e.id: [e] for e in episodes}
    home = {name: name for name in members}
    used: dict[str, list[Link]] = defaultdict(list)
    for each in sorted(links, key=lambda x: (-x.score, x.a, x.b)):
        a, b = root(home, each.a), root(home, each.b)
        if a == b:
            used[a].append(each)
        elif _compatible(members[a], members[b]):
            low, high = join(home, a, b)
            members[low] += members.pop(high)
            used[low] += [*used.pop(high, []), each]
    found = [incident_of(group, used.get(name, [])) for name, group in members.items()]
    return sorted(found, key=lambda i: i.id)


def _compatible(left: Sequence[Episode], right: Sequence[Episode]) -> bool:
    documents = {e.document for e in left}
    return not any(e.document in documents for e in right) and not any(apart(a, b) for a in left for b in right)


def incident_of(group: Sequence[Episode], links: Sequence[Link]) -> Incident:
    ordered = tuple(sorted(group, key=lambda e: (e.published or "", e.id)))
    first = min(e.id for e in group)
    name = hashlib.sha256(first.encode()).hexdigest()[:12]
    return Incident(name, ordered, tuple(sorted(links, key=lambda x: (-x.score, x.a, x.b))))
