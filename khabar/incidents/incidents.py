"""Incidents: episodes of many reports that are one event.

The result depends only on which reports there are, not on the order in which they came: links are found pair by pair, and all episodes
that are linked, at any remove, are put together anew.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from khabar.document.model import CAUSES, Place
from khabar.incidents.blocking import home_keys, search_keys
from khabar.incidents.bodies import KINDS
from khabar.incidents.contests import Contest, contests_of
from khabar.incidents.episodes import Episode
from khabar.incidents.evidence import Source
from khabar.incidents.grouping import grouped
from khabar.incidents.linking import Link, LinkScorer, links_of
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
    def level(self) -> str:
        """Whether it is one occasion, a sum of several, or a whole that holds them (khabar.incidents.levels)."""
        return _commonest([e.level for e in self.episodes]) or ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The states and movements that are said to have done or suffered it (see khabar.incidents.bodies)."""
        claims = (c for e in self.episodes for c in e.claims if c.field in ("actor", "target") and not c.negated)
        return tuple(sorted({c.key for c in claims if c.key and c.key not in KINDS}))

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
        """First and last day: those that the most exact episodes agree on; of a whole, from the first to the last of all."""
        placed = [e for e in self.episodes if e.first and e.last]
        exact = [e for e in placed if e.exact] or [e for e in placed if e.dated] or placed
        if not exact:
            return None, None
        if self.level == "campaign":
            return min(e.first for e in exact if e.first), max(e.last for e in placed if e.last)
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


def build(episodes: Sequence[Episode], sources: Mapping[str, Source], scorer: LinkScorer | None = None) -> list[Incident]:
    """The incidents of many episodes at once. sources: document -> what is compared of the whole report (see evidence.source_of).
    scorer: says how likely two episodes are one incident; by default the package's."""
    kept: dict[str, list[Episode]] = defaultdict(list)
    links: list[Link] = []
    for episode in sorted(episodes, key=lambda e: e.id):
        near = {other.id: other for key in sorted(search_keys(episode)) for other in kept.get(key, ())}
        links += links_of(((episode, other) for other in near.values()), sources, scorer)
        for key in home_keys(episode):
            kept[key].append(episode)
    return assemble(episodes, links)


def assemble(episodes: Sequence[Episode], links: Iterable[Link]) -> list[Incident]:
    """Put linked episodes together."""
    known = {(each.a, each.b): each for each in links}
    groups = grouped(episodes, {pair: each.score for pair, each in known.items()})
    home = {episode.id: number for number, group in enumerate(groups) for episode in group}
    used: dict[int, list[Link]] = defaultdict(list)
    for (a, b), each in known.items():
        if a in home and home[a] == home.get(b):
            used[home[a]].append(each)
    return sorted((incident_of(group, used[number]) for number, group in enumerate(groups)), key=lambda i: i.id)


def incident_of(group: Sequence[Episode], links: Sequence[Link]) -> Incident:
    ordered = tuple(sorted(group, key=lambda e: (e.published or "", e.id)))
    first = min(e.id for e in group)
    name = hashlib.sha256(first.encode()).hexdigest()[:12]
    return Incident(name, ordered, tuple(sorted(links, key=lambda x: (-x.score, x.a, x.b))))
