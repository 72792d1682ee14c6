"""What analysts decided about incidents: what one of them is (a judgement), and which reports' events belong together (a grouping)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from khabar.document.model import COUNTS, Place
from khabar.incidents.corrections import Anchor, anchors_of
from khabar.incidents.episodes import Episode
from khabar.incidents.forest import join, root
from khabar.incidents.incidents import Incident, incident_of
from khabar.incidents.linking import Link

State = Mapping[str, Any]
"""What is agreed of an incident, as JSON: type, mode, first, last (ISO days), place (or None), numbers (one of COUNTS -> [low, high])."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision that holds for an incident. id: of its review. anchors: the events that it was made of. at: an ISO time."""

    id: int
    decision: str
    state: State
    anchors: tuple[Anchor, ...]
    reviewer: str
    at: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Events that are one incident, or that are not. parts: what stands in one part belongs together, what stands in two does not."""

    id: int
    parts: tuple[tuple[Anchor, ...], ...]


@dataclass(frozen=True, repr=False)
class JudgedIncident(Incident):
    """An incident of which an analyst said what it is: these values hold, whatever else is reported. The claims stay as they are."""

    judged: Judgement

    @property
    def type(self) -> str:
        return str(self.judged.state["type"])

    @property
    def mode(self) -> str | None:
        mode: str | None = self.judged.state["mode"]
        return mode

    @property
    def place(self) -> Place | None:
        place = self.judged.state["place"]
        return Place(id="", **place) if place else None

    @property
    def days(self) -> tuple[date | None, date | None]:
        first, last = (self.judged.state[name] for name in ("first", "last"))
        return (date.fromisoformat(first) if first else None), (date.fromisoformat(last) if last else None)

    def number(self, field: str) -> tuple[int | None, int | None] | None:
        """The judged numbers; where none was claimed then, what has been claimed since."""
        judged = self.judged.state["numbers"].get(field)
        return (judged[0], judged[1]) if judged else Incident.number(self, field)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The reports that came after the judgement."""
        seen = {anchor.article for anchor in self.judged.anchors}
        return tuple(document for document in self.documents if document not in seen)


def state_of(incident: Incident) -> dict[str, Any]:
    """What is agreed of an incident."""
    place, (first, last) = incident.place, incident.days
    numbers = {name: found for name in COUNTS if (found := incident.number(name))}
    return {
        "type": incident.type,
        "mode": incident.mode,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "place": {name: value for name, value in asdict(place).items() if name != "id"} if place else None,
        "numbers": {name: list(pair) for name, pair in numbers.items()},
    }


class Places:
    """Which episode stands at which anchor."""

    def __init__(self, episodes: Iterable[Episode]) -> None:
        self._by_article: dict[str, list[tuple[Anchor, str]]] = {}
        for episode in episodes:
            for anchor in anchors_of(episode):
                self._by_article.setdefault(anchor.article, []).append((anchor, episode.id))

    def episode(self, anchor: Anchor) -> str | None:
        """The id of the episode that an anchor is of; None where there is none."""
        shared = [(anchor.shares(other), name) for other, name in self._by_article.get(anchor.article, ())]
        best = max(shared, key=lambda s: s[0], default=(0, None))
        return best[1] if best[0] else None

    def episodes(self, anchors: Iterable[Anchor]) -> list[str]:
        """Those of several anchors, each once, in order."""
        return list(dict.fromkeys(name for anchor in anchors if (name := self.episode(anchor)) is not None))


def judged(incident: Incident, judgements: Sequence[Judgement]) -> Incident:
    """An incident under the newest judgement that was made of it: whose first event that is still there it holds. judgements: with all the
    episodes of which they were made among those put together."""
    latest = max(judgements, key=lambda j: j.id, default=None)
    return incident if latest is None else JudgedIncident(incident.id, incident.episodes, incident.links, latest)


def owners(incidents: Sequence[Incident], judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Incident -> the judgements that are about it: each is about the one that holds the first of its events that is still there."""
    places = Places(e for incident in incidents for e in incident.episodes)
    home = {e.id: incident.id for incident in incidents for e in incident.episodes}
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        first = next(iter(places.episodes(judgement.anchors)), None)
        if first is not None:
            found.setdefault(home[first], []).append(judgement)
    return found


def grouped(incidents: Sequence[Incident], groupings: Sequence[Grouping]) -> list[Incident]:
    """Incidents as they are after some groupings, of which a newer one outdoes an older one. What they do not speak of stays with what it
    is most strongly linked to."""
    if not groupings:
        return list(incidents)
    members = {e.id: e for incident in incidents for e in incident.episodes}
    sides = _sides(Places(members.values()), groupings)
    home = {name: name for name in members}
    groups = {name: [name] for name in members}

    def put_together(a: str, b: str) -> None:
        x, y = root(home, a), root(home, b)
        if x != y and not any(_told(sides, p, q) is False for p in groups[x] for q in groups[y]):
            low, high = join(home, a, b)
            groups[low] += groups.pop(high)

    for number in range(len(sides)):
        for a, b in _together(sides[number]):
            put_together(a, b)
    for a, b in _linked(incidents):
        put_together(a, b)
    links = [link for incident in incidents for link in incident.links]
    return sorted(_rebuilt(groups, members, links, home), key=lambda i: i.id)


_Side = Mapping[str, int]
"""Episode -> the part of a grouping in which it stands."""


def _sides(places: Places, groupings: Iterable[Grouping]) -> list[_Side]:
    """The parts of each grouping, the newest first."""
    ordered = sorted(groupings, key=lambda g: -g.id)
    return [{name: n for n, part in enumerate(g.parts) for name in places.episodes(part)} for g in ordered]


def _told(sides: Iterable[_Side], a: str, b: str) -> bool | None:
    """Whether two episodes are told to be together, by the newest grouping that speaks of both; None where none does."""
    return next((side[a] == side[b] for side in sides if a in side and b in side), None)


def _together(side: _Side) -> Iterator[tuple[str, str]]:
    parts: dict[int, list[str]] = {}
    for name, part in side.items():
        parts.setdefault(part, []).append(name)
    for names in parts.values():
        yield from pairwise(names)


def _linked(incidents: Iterable[Incident]) -> Iterator[tuple[str, str]]:
    """The pairs that the links put together, the strongest first; then what is in one incident without a link between them."""
    for incident in incidents:
        yield from ((link.a, link.b) for link in incident.links)
    for incident in incidents:
        yield from pairwise(e.id for e in incident.episodes)


def _rebuilt(
    groups: Mapping[str, Sequence[str]], members: Mapping[str, Episode], links: Sequence[Link], home: dict[str, str]
) -> Iterator[Incident]:
    inside: dict[str, list[Link]] = {}
    for link in links:
        if root(home, link.a) == root(home, link.b):
            inside.setdefault(root(home, link.a), []).append(link)
    for name, ids in groups.items():
        yield incident_of([members[i] for i in ids], inside.get(name, []))
