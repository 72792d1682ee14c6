"""What an analyst decided about one event of a report, put into what was read of it. It is bound to the words of the trigger, so that it
holds when the report is read again, whatever the reading then calls the event, and even where it no longer finds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from khabar.document.model import Actor, DateRange, Document, Event, Place, Quantity, Span
from khabar.incidents.episodes import Episode

State = Mapping[str, Any]
"""An event by itself, as JSON: start, end, text, type, mode, status, hedge, roles (role -> spans), date, place (or None), actors (the words
of a party -> who it is)."""
BASIS = "review"
"""The basis of dates, places and actors that a person gave."""
DECISIONS = ("accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Words of a report. article: its key; start, end: code points of its text, end exclusive."""

    article: str
    start: int
    end: int

    def shares(self, other: "Anchor") -> int:
        """How many code points two anchors have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.article == other.article else 0


@dataclass(frozen=True, slots=True)
class Correction:
    """The decision that holds for an event. decision: one of DECISIONS. state: what the event is, if not rejected."""

    anchor: Anchor
    decision: str
    state: State


def state_of(document: Document, event: Event) -> dict[str, Any]:
    """An event by itself."""
    places = {place.id: place for place in document.places}
    actors = {actor.surface: actor for actor in document.actors}
    parties = [span.text for role in ("actors", "recipients") for span in event.roles.get(role, ())]
    return {
        **Span.to_dict(event),
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "hedge": event.hedge.to_dict() if event.hedge else None,
        "roles": {role: [span.to_dict() for span in spans] for role, spans in event.roles.items() if spans},
        "date": event.date.to_dict(),
        "place": _without(asdict(places[event.location]), "id") if event.location in places else None,
        "actors": {name: _without(asdict(actors[name]), "id", "surface") for name in dict.fromkeys(parties) if name in actors},
    }


def anchor_of(document: Document, event: Event) -> Anchor:
    """Where an event stands."""
    return Anchor(document.id, event.start, event.end)


def nearest(document: Document, anchor: Anchor) -> Event | None:
    """The event whose trigger is at an anchor: the one that shares the most of it, None where none does."""
    shared = [(anchor.shares(anchor_of(document, e)), -abs(e.start - anchor.start), -n, e) for n, e in enumerate(document.events)]
    best = max(shared, key=lambda s: s[:3], default=None)
    return best[3] if best and best[0] else None


def corrected(document: Document, corrections: Sequence[Correction]) -> Document:
    """A document as it is after some decisions, the oldest first: rejected events are gone, the others are what was decided."""
    for correction in corrections:
        event = nearest(document, correction.anchor)
        rest = tuple(e for e in document.events if e is not event)
        if correction.decision == "rejected":
            document = replace(document, events=rest)
        else:
            document = _with_state(replace(document, events=rest), event, correction.state)
    return document


def _with_state(document: Document, event: Event | None, state: State) -> Document:
    """A document with an event as it was decided. event: as it was read, None where the reading has none there."""
    document, location = _with_place(_with_actors(document, state["actors"]), state["place"])
    if event is None:
        event = _new(document, state)
    decided = replace(
        event,
        start=state["start"],
        end=state["end"],
        text=state["text"],
        type=state["type"],
        mode=state["mode"],
        status=state["status"],
        hedge=_span(state["hedge"]) if state["hedge"] else None,
        roles={role: tuple(map(_span, spans)) for role, spans in state["roles"].items()},
        date=DateRange(**state["date"]),
        location=location,
        confidence=1.0,
    )
    return replace(document, events=tuple(sorted((*document.events, decided), key=lambda e: (e.start, e.end, e.id))))


def _new(document: Document, state: State) -> Event:
    """An event that was not read, said by whomever the words around it are said by."""
    start, end = state["start"], state["end"]
    holding = [a for a in document.attributions if a.content and a.content.start <= start and end <= a.content.end]
    inner = sorted(holding, key=lambda a: a.content.end - a.content.start if a.content else 0)
    name = f"r{start}"
    return Event(
        start, end, state["text"], name, name, state["type"], None, state["status"], None, {}, DateRange(**state["date"]), None,
        inner[0].certainty if inner else None, tuple(a.id for a in inner), 1.0,
    )  # fmt: skip


def _with_actors(document: Document, told: Mapping[str, Mapping[str, Any]]) -> Document:
    """A document in which some words name these actors."""
    kept = [replace(a, **told[a.surface]) if a.surface in told else a for a in document.actors]
    for surface in sorted(told.keys() - {a.surface for a in kept}):
        kept.append(Actor(id=_free("ra", (a.id for a in kept)), surface=surface, **told[surface]))
    return replace(document, actors=tuple(kept))


def _with_place(document: Document, told: Mapping[str, Any] | None) -> tuple[Document, str | None]:
    """A document that has a place, and the place's id in it."""
    if told is None:
        return document, None
    same = next((p.id for p in document.places if _without(asdict(p), "id") == told), None)
    if same is not None:
        return document, same
    place = Place(id=_free("rp", (p.id for p in document.places)), **told)
    return replace(document, places=(*document.places, place)), place.id


def _free(prefix: str, taken: Iterable[str]) -> str:
    """A name that is not taken."""
    used = set(taken)
    return next(name for n in range(1, len(used) + 2) if (name := f"{prefix}{n}") not in used)


def _span(data: Mapping[str, Any]) -> Span:
    return Quantity(**data) if "low" in data else Span(**data)


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def renumbered(found: Sequence[Episode], machine: Sequence[Episode]) -> tuple[Episode, ...]:
    """Episodes of a corrected document under the ids that they have in what was read, so that incidents keep theirs. machine: the episodes
    of the document as it was read."""
    ids = {event: e.id for e in machine for event in e.events}
    document = found[0].document if found else ""
    taken = {e.id for e in machine}
    spare = (f"{document}/{n}" for n in range(len(machine) + 1, len(machine) + len(found) + 1))
    given: set[str] = set()
    named = []
    for episode in found:
        wished = next((ids[event] for event in episode.events if event in ids and ids[event] not in given), None)
        name = wished or next(n for n in spare if n not in taken)
        given.add(name)
        named.append(replace(episode, id=name))
    return tuple(named)


def anchors_of(episode: Episode) -> tuple[Anchor, ...]:
    """Where the events of an episode stand in its report."""
    return tuple(dict.fromkeys(Anchor(episode.document, c.start, c.end) for c in episode.claims if c.field == "type"))
