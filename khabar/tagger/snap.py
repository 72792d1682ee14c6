"""Roles agree with names and times, and with each other: what cuts through a name or a time is drawn to its ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity, TaggedEvent

PLACES = frozenset(("GPE", "LOC", "FAC"))


PARTIES = ("actors", "recipients")


def snap(
    events: Sequence[TaggedEvent], cues: Sequence[TaggedCue], entities: Sequence[TaggedEntity], times: Sequence[Bounds]
) -> tuple[list[TaggedEvent], list[TaggedCue]]:
    """Events and cues of one text whose spans agree with its entities and times, and with each other: noun phrases of parties
    and sources that begin at the same word are one phrase, and end where the longest of them ends."""
    drawn = [snap_event(event, entities, times) for event in events]
    spoken = [snap_cue(cue, entities) for cue in cues]
    ends: dict[int, int] = {}
    for start, end in [s for e in drawn for role in PARTIES for s in e.roles.get(role, ())] + [s for c in spoken for s in c.sources]:
        ends[start] = max(end, ends.get(start, end))
    return [_lengthened(event, ends) for event in drawn], spoken


def _lengthened(event: TaggedEvent, ends: Mapping[int, int]) -> TaggedEvent:
    longer = {role: _distinct([(a, ends[a]) for a, _ in event.roles[role]]) for role in PARTIES if event.roles.get(role)}
    return replace(event, roles={**event.roles, **longer})


def snap_event(event: TaggedEvent, entities: Sequence[TaggedEntity], times: Sequence[Bounds]) -> TaggedEvent:
    """An event whose roles do not cut through the entities and times found in the same text."""
    names = [e.span for e in entities]
    places = [e.span for e in entities if e.type in PLACES]
    roles = {}
    for role, spans in event.roles.items():
        if role == "times":
            found = [_to(span, times) for span in spans]
        elif role == "places":
            found = [_place(_grown(span, names), places) for span in spans]
        elif role in ("killed", "injured"):
            found = list(spans)
        else:
            found = [_grown(span, names) for span in spans]
        roles[role] = _distinct(found)
    return replace(event, roles=roles)


def snap_cue(cue: TaggedCue, entities: Sequence[TaggedEntity]) -> TaggedCue:
    """A cue whose sources do not cut through the entities."""
    names = [e.span for e in entities]
    return replace(cue, sources=_distinct([_grown(span, names) for span in cue.sources]))


def _grown(span: Bounds, wholes: Sequence[Bounds]) -> Bounds:
    """The span with every name whole that it holds a part of."""
    start, end = span
    for a, b in wholes:
        if a < span[1] and span[0] < b:
            start, end = min(start, a), max(end, b)
    return start, end


def _to(span: Bounds, times: Sequence[Bounds]) -> Bounds:
    """The time expression that the span overlaps, if there is one."""
    return next((time for time in times if time[0] < span[1] and span[0] < time[1]), span)


def _place(span: Bounds, places: Sequence[Bounds]) -> Bounds:
    """A place without the adjective behind its name (السويس المصرية)."""
    return next((place for place in places if place[0] == span[0] and place[1] < span[1]), span)


def _distinct(spans: Sequence[Bounds]) -> tuple[Bounds, ...]:
    """Each span once, in text order; what lies inside another is left out."""
    found = sorted(set(spans))
    return tuple(s for s in found if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found))
