"""Incidents: episodes of many reports that are one event.

The result depends only on which reports there are, not on the order in which they came: links are found pair by pair, and each group of
linked episodes is put together anew, from its strongest link to its weakest.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from khabar.document.model import CAUSES, Place
from khabar.incidents.contests import Contest, contests_of
from khabar.incidents.copies import are_copies
from khabar.incidents.episodes import Episode
from khabar.incidents.forest import join, root
from khabar.incidents.matching import Link, apart, home_keys, link, search_keys
from khabar.incidents.matrix import Value, matrix_of
from khabar.incidents.origins import independent
from khabar.incidents.tolls import Toll, number_of, tolls_of

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

    def matrix(self) -> dict[str, tuple[Value, ...]]:
        """The claim matrix: field -> its values, the most attested first."""
        return matrix_of(self.episodes)

    def number(self, field: str) -> tuple[int | None, int | None] | None:
        """The lowest and the highest toll that stands for one of COUNTS; None where none does."""
        return number_of(self.episodes, field)

    def tolls(self, field: str) -> tuple[Toll, ...]:
        """The totals that were reported for one of COUNTS, one after the other."""
        return tolls_of(self.episodes, field)

    def contests(self) -> tuple[Contest, ...]:
        """On what sources differ, or what somebody denies."""
        return contests_of(self.episodes)

    def contested(self) -> tuple[str, ...]:
        """The fields of which sources say different things, or which somebody denies."""
        return tuple(dict.fromkeys(contest.field for contest in self.contests()))

    def origins(self, groups: Mapping[str, str]) -> tuple[str, ...]:
        """Who independently attests that it happened (see khabar.incidents.origins)."""
        return independent([c for e in self.episodes for c in e.claims if c.field == "type" and not c.negated], groups)


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
