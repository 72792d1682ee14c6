"""Which of the places that share a name a document means."""

from collections.abc import Sequence
from dataclasses import dataclass

from khabar.resolve import local_places
from khabar.resolve.gazetteer import Entry, candidates
from khabar.resolve.place_context import Context, is_common_noun, regions, stands_alone, without_class_words

_LONG = 5
"""Letters of a name from which it is no chance match."""


@dataclass(frozen=True, slots=True)
class Namesakes:
    """entries: the places that the name may mean in this document. undecided: several small places of one country, of which nothing
    in the document tells which is meant."""

    entries: tuple[Entry, ...]
    undecided: tuple[Entry, ...] = ()


NOBODY = Namesakes(())


def namesakes(surface: str, context: Context, found: Sequence[Entry] | None = None) -> Namesakes:
    """The places of a name that a document can mean by it.

    A place that many share its name with, or whose name is an everyday word, is meant only where its country is spoken of; a village
    or quarter of the lists only where its country is, and if that has several of the name, where its province or district is.
    found: the gazetteer's places of the name, where they are known already.
    """
    well_known = tuple(candidates(surface) if found is None else found)
    local = local_places.candidates(surface)
    if is_common_noun(surface) and without_class_words(surface) not in context.introduced:
        spoken = tuple(e for e in well_known if _is_spoken_of(e, context) and not context.is_empty)
        return Namesakes(spoken) if spoken else NOBODY
    if context.is_empty:
        return Namesakes(well_known or _only(local))
    shared = len({e.country for e in (*well_known, *local)}) > 1
    kept = tuple(e for e in well_known if not shared or stands_alone(e) or context.speaks_of(e.country))
    return _with_local(kept, tuple(e for e in local if context.speaks_of(e.country)), context) if local else Namesakes(kept)


def _is_spoken_of(entry: Entry, context: Context) -> bool:
    """Whether the document names the country of a place, or one of those that a region lies in."""
    return any(map(context.speaks_of, regions().get(entry.name, ("?",)) if entry.country == "?" else (entry.country,)))


def _only(local: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The one place of a name that no other has, for a document that names no country."""
    sure = len(local) == 1 and len(local[0].names[0]) >= _LONG and (" " in local[0].names[0] or local[0].kind not in ("village", "quarter"))
    return local if sure else ()


def _with_local(kept: tuple[Entry, ...], local: tuple[Entry, ...], context: Context) -> Namesakes:
    if any(context.speaks_of(e.country) for e in kept):
        # The press's own place of the name comes first, unless a province speaks for another.
        return Namesakes((*kept, *(e for e in local if _is_near(e, context) and not any(_is_near(k, context) for k in kept))))
    near = tuple(e for e in local if _is_near(e, context))
    if near:
        return Namesakes((*kept, *near))
    regions = {(e.country, e.admin1) for e in local}
    if len(regions) == 1:
        return Namesakes((*kept, *local))
    if not kept and len({e.country for e in local}) == 1:
        return Namesakes((), local)
    return Namesakes(kept)


def _is_near(entry: Entry, context: Context) -> bool:
    """Whether the document speaks of the place's province or district."""
    return (entry.country, entry.admin1) in context.provinces or (entry.country, entry.admin2) in context.districts
