"""Roles agree with names and times, and with each other: what cuts through a name or a time is drawn to its ends."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from khabar.tagger.sources import apart
from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity, TaggedEvent

PLACES = frozenset(("GPE", "LOC", "FAC"))


PARTIES = ("actors", "recipients")
COUNTED = ("killed", "injured")
_AND = re.compile(r"\s*[،,]?\s*و\s*|\s*[،,]\s*")


def snap(
    events: Sequence[TaggedEvent],
    cues: Sequence[TaggedCue],
    entities: Sequence[TaggedEntity],
    times: Sequence[Bounds],
    source: str,
) -> tuple[list[TaggedEvent], list[TaggedCue]]:
    """Events and cues of one text (`source`) whose spans agree with its entities and times, and with each other: noun phrases of
    parties and sources that begin at the same word are one phrase, and end where the longest of them ends; places joined by
    "and" locate an event together."""
    rows = _rows_of_places(entities, source)
    drawn = [_with_whole_rows(snap_event(event, entities, times), rows) for event in events]
    spoken = [snap_cue(cue, entities, source) for cue in cues]
    ends: dict[int, int] = {}
    for start, end in [s for e in drawn for role in PARTIES for s in e.roles.get(role, ())] + [s for c in spoken for s in c.sources]:
        ends[start] = max(end, ends.get(start, end))
    return [_lengthened(event, ends) for event in _counted_once(drawn)], spoken


def _rows_of_places(entities: Sequence[TaggedEntity], source: str) -> list[list[Bounds]]:
    """The places that stand in a row (حلب وإدلب وحماة), where there are several."""
    rows: list[list[Bounds]] = []
    for place in sorted(e.span for e in entities if e.type in PLACES):
        if rows and _AND.fullmatch(source, rows[-1][-1][1], place[0]):
            rows[-1].append(place)
        else:
            rows.append([place])
    return [row for row in rows if len(row) > 1]


def _with_whole_rows(event: TaggedEvent, rows: Sequence[Sequence[Bounds]]) -> TaggedEvent:
    """In the labelled reports a row of places is never split: where one locates an event, all do."""
    spans = event.roles.get("places", ())
    more = [place for row in rows if any(place in spans for place in row) for place in row]
    return replace(event, roles={**event.roles, "places": _distinct([*spans, *more])}) if more else event


def _counted_once(events: Sequence[TaggedEvent]) -> list[TaggedEvent]:
    """A number counts either the dead or the injured: where words of harm disagree, the last one before it is right."""
    claims = [(e.span[0], span, role) for e in events if e.type == "HARM" for role in COUNTED for span in e.roles.get(role, ())]
    counts = {span: role for trigger, span, role in sorted(claims) if trigger < span[0]}

    def own(event: TaggedEvent, role: str) -> tuple[Bounds, ...]:
        return tuple(span for span in event.roles[role] if counts.get(span, role) == role)

    counted = [{role: own(event, role) for role in COUNTED if role in event.roles} for event in events]
    return [replace(event, roles={**event.roles, **roles}) for event, roles in zip(events, counted, strict=True)]


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
        elif role in COUNTED:
            found = list(spans)
        else:
            found = [_grown(span, names) for span in spans]
        roles[role] = _distinct(found)
    return replace(event, roles=roles)


def snap_cue(cue: TaggedCue, entities: Sequence[TaggedEntity], source: str) -> TaggedCue:
    """A cue whose sources do not cut through the entities, and are told apart."""
    names = [e.span for e in entities]
    whole = replace(cue, sources=_distinct([_grown(span, names) for span in cue.sources]))
    return replace(whole, sources=_distinct(apart(whole, entities, source)))


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
