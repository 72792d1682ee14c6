"""Places and actors of a document: each distinct surface once, resolved in the document's light."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from khabar.document.model import Actor, Entity, Place
from khabar.resolve import actors, adjectives, places
from khabar.resolve.places import Context
from khabar.text.normalise import fold

PLACE_TYPES = frozenset(("GPE", "LOC", "FAC"))


def context_of(text: str, entities: Sequence[Entity]) -> Context:
    """The countries and provinces that the document speaks of."""
    return places.context_of([e.text for e in entities if e.type in PLACE_TYPES], adjectives.countries_in(text))


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
    surfaces: Iterable[str], context: Context, published: date | None, entities: Sequence[Entity] = (), text: str = ""
) -> tuple[Actor, ...]:
    year = published.year if published else None
    """One Actor for each distinct surface, in the order given, with ids c1, c2, ...

    A short form (باقري) that itself tells nothing takes over what a longer mention of the document that ends or begins with
    it told (رئيس الأركان الإيراني اللواء محمد باقري).
    """
    distinct = list(dict.fromkeys(surfaces))
    values = {surface: actors.resolve(surface, context, year) for surface in distinct}
    found = []
    for number, surface in enumerate(distinct, 1):
        value, basis = values[surface], values[surface].basis
        if value.sector == "UNK" or basis in ("context", "none"):
            fuller = _fuller(surface, distinct, values)
            if fuller is not None:
                value, basis = fuller, "text"
        found.append(Actor(f"c{number}", surface, value.name, value.country, value.sector, value.role, basis))
    return tuple(found)


def _fuller(surface: str, distinct: Sequence[str], values: Mapping[str, actors.ActorValue]) -> actors.ActorValue | None:
    """The value of the longest mention that holds the words of `surface` and tells a sector."""
    words = [w.removeprefix("ال") for w in fold(surface).split()]
    best: tuple[int, actors.ActorValue] | None = None
    for other in distinct:
        longer = [w.removeprefix("ال") for w in fold(other).split()]
        held = len(longer) > len(words) and (longer[-len(words) :] == words or longer[: len(words)] == words)
        if held and values[other].sector != "UNK" and (best is None or len(longer) > best[0]):
            best = (len(longer), values[other])
    return best[1] if best else None
