"""Places and actors of a document: each distinct surface once, resolved in the document's light."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from khabar.document.model import Actor, Entity, Place, Time
from khabar.resolve import adjectives, document_actors, places
from khabar.resolve.document_actors import Mention, Name
from khabar.resolve.places import Context

PLACE_TYPES = frozenset(("GPE", "LOC", "FAC"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was found in a document, with its values."""

    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]

    def located(self) -> list[tuple[int, int, Place]]:
        """(start, end, place) of every mention of a place, in text order."""
        by_surface = {place.surface: place for place in self.places}
        return [(e.start, e.end, by_surface[e.text]) for e in self.entities if e.type in PLACE_TYPES]


def context_of(text: str, entities: Sequence[Entity]) -> Context:
    """The countries and provinces that the document speaks of."""
    return places.context_of([e.text for e in entities if e.type in PLACE_TYPES], adjectives.countries_in(text), text)


def resolve_places(entities: Sequence[Entity], context: Context) -> tuple[Place, ...]:
    """One Place for each distinct place surface, in text order, with ids p1, p2, ..."""
    surfaces = dict.fromkeys(e.text for e in entities if e.type in PLACE_TYPES)
    found = []
    for number, surface in enumerate(surfaces, 1):
        value = places.resolve(surface, context)
        entry = value.entry
        found.append(
            Place(
                f"p{number}",
                surface,
                value.name,
                entry.names[0] if entry else None,
                value.country,
                value.kind,
                entry.geonames if entry else None,
                value.lat,
                value.lon,
                (entry.admin1 or None) if entry else None,
                value.basis,
                value.named,
                value.radius,
                value.where_prec,
            )
        )
    return tuple(found)


def resolve_actors(
    surfaces: Iterable[str], context: Context, published: date | None, entities: Sequence[Entity], text: str
) -> tuple[Actor, ...]:
    """One Actor for each distinct surface, in the order given, with ids c1, c2, ..."""
    distinct = list(dict.fromkeys(surfaces))
    mentions = [Mention(surface, max(0, text.find(surface))) for surface in distinct]
    names = [Name(e.start, e.text, e.type) for e in entities]
    values = document_actors.resolve_all(mentions, names, text, context, published)
    found = []
    for number, surface in enumerate(distinct, 1):
        value = values[surface]
        found.append(Actor(f"c{number}", surface, value.name, value.country, value.sector, value.role, value.basis))
    return tuple(found)
