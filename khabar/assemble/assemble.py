"""Spans, links and values -> a Document."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from khabar.assemble.attributions import attributions, by_sentence, holding, is_impersonal, span_of
from khabar.assemble.casualties import casualties
from khabar.assemble.causes import with_causes
from khabar.assemble.counts import is_listed
from khabar.assemble.dates import event_dates
from khabar.assemble.resolution import PLACE_TYPES, context_of, resolve_actors, resolve_places
from khabar.assemble.tolls import AROUND
from khabar.document.model import COUNTS, Article, Attribution, DateRange, Document, Entity, Event, Place, Quantity, Span, Time
from khabar.ontology.ontology import ontology
from khabar.resolve.document_times import resolve_all
from khabar.resolve.numbers import is_part, quantity
from khabar.tagger.tagged import Bounds, Tagged, TaggedCue, TaggedEvent
from khabar.text.prepared import Prepared

BEHIND = 1
"""Words between a trigger and a cue of belief that still belongs to it: an adjective."""
_PARTICLE = re.compile(r"\s+[أا]ن(?:ها|ه|هم|هما)?\b")
_DETAIL = ("facility", "quarter", "city", "area", "province", "country", None)


def assemble(article: Article, text: Prepared, tagged: Tagged) -> Document:
    """Build the document of one article. `text` and `tagged` are of article.text; article.published is an ISO date or None."""
    published = date.fromisoformat(article.published) if article.published else None
    tagged, causes = with_causes(tagged, text)
    entities = tuple(Entity(e.span[0], e.span[1], text.source[slice(*e.span)], f"n{n}", e.type) for n, e in enumerate(tagged.entities, 1))
    times = _times(text, tagged.times, published)
    said = attributions(text.source, tagged.cues)
    context = context_of(text.source, entities)
    places = resolve_places(entities, context)
    events = _events(text, tagged, times, said, _Locator(entities, places), article.published)
    events = tuple(replace(event, cause=cause) if cause else event for event, cause in zip(events, causes, strict=True))
    surfaces = [s.text for e in events for role in ("actors", "recipients") for s in e.roles.get(role, ())]
    surfaces += [s.text for a in said for s in a.sources]
    actors = resolve_actors(surfaces, context, published, entities, text.source)
    return Document(
        article.id,
        article.text,
        article.published,
        article.title,
        article.outlet,
        article.url,
        "ar",
        text.sentences,
        entities,
        times,
        events,
        said,
        places,
        actors,
        article.origin,
        article.is_summary,
    )


def _times(text: Prepared, spans: Sequence[Bounds], published: date | None) -> tuple[Time, ...]:
    values = resolve_all(text.source, spans, text.sentences, published)
    found = []
    for number, ((start, end), value) in enumerate(zip(spans, values, strict=True), 1):
        days = value.days
        first, last = (d.isoformat() for d in days) if days else (None, None)
        found.append(Time(start, end, text.source[start:end], f"t{number}", value.value, first, last, value.basis))
    return tuple(found)


class _Locator:
    """Finds the Place of a span: through the entity it overlaps."""

    def __init__(self, entities: Sequence[Entity], places: Sequence[Place]) -> None:
        by_surface = {place.surface: place for place in places}
        self._found = [(e.start, e.end, by_surface[e.text]) for e in entities if e.type in PLACE_TYPES]
        self._ends = [end for _, end, _ in self._found]

    def of(self, spans: Sequence[Bounds]) -> Place | None:
        """The most detailed place among the spans, of those that are on the map if any is."""
        hits = []
        for a, b in spans:
            for start, _, place in islice(self._found, bisect_right(self._ends, a), None):
                if start >= b:
                    break
                hits.append(place)
        return min(hits, key=lambda p: (p.lat is None, _DETAIL.index(p.kind)), default=None)


def _events(
    text: Prepared, tagged: Tagged, times: Sequence[Time], said: Sequence[Attribution], locator: _Locator, published: str | None
) -> tuple[Event, ...]:
    near = by_sentence(tagged.cues)
    dates = event_dates(tagged.events, times, text.sentences, published, text.source)
    located = [locator.of(e.roles.get("places", ())) for e in tagged.events]
    by_event = {e.event: place for e, place in reversed(list(zip(tagged.events, located, strict=True))) if place}
    counted, replaced = casualties(tagged.events, text)
    found = []
    for number, (event, roles, when, place) in enumerate(zip(tagged.events, counted, dates, located, strict=True), 1):
        where = place or by_event.get(event.event)
        here = near.get(event.sentence, [])
        around = text.sentences[event.sentence]
        spans = {
            role: tuple(_counted(text.source, s, around, s in replaced) if role in COUNTS else span_of(text.source, s) for s in given)
            for role, given in roles.items()
            if given
        }
        found.append(_event(number, event, spans, text.source, when, where, [said[n] for n in here], [tagged.cues[n] for n in here]))
    return tuple(found)


def _event(
    number: int,
    event: TaggedEvent,
    roles: dict[str, tuple[Span, ...]],
    source: str,
    when: DateRange,
    place: Place | None,
    said: Sequence[Attribution],
    cues: Sequence[TaggedCue],
) -> Event:
    contents = [(a.content.start, a.content.end) if a.content else None for a in said]
    chain = [said[n] for n in holding(contents, event.span, range(len(contents)))]
    bounds = event.hedge or _belief(event, source, cues)
    hedge = span_of(source, bounds) if bounds else None
    return Event(
        event.span[0],
        event.span[1],
        source[slice(*event.span)],
        f"v{number}",
        f"e{event.event + 1}",
        event.type,
        event.mode,
        event.status,
        hedge,
        roles,
        when,
        place.id if place else None,
        _certainty(chain, hedge),
        tuple(a.id for a in chain),
        event.confidence,
        event.meaning,
    )


def _belief(event: TaggedEvent, source: str, cues: Sequence[TaggedCue]) -> Bounds | None:
    """An impersonal cue of belief right behind the trigger (غارات يعتقد أنها إسرائيلية), with its particle."""
    for cue in cues:
        behind = event.span[1] < cue.span[0] and len(source[event.span[1] : cue.span[0]].split()) <= BEHIND
        if behind and cue.sentence == event.sentence and cue.certainty == "believed" and is_impersonal(source, cue):
            particle = _PARTICLE.match(source, cue.span[1])
            return cue.span[0], particle.end() if particle else cue.span[1]
    return None


def _counted(source: str, span: Bounds, sentence: Bounds, superseded: bool) -> Quantity:
    start, end = span
    before, after = source[max(sentence[0], start - AROUND) : start], source[end : min(sentence[1], end + AROUND)]
    bounds = quantity(source[start:end], before, after)
    noun = next(iter(after.split()), "")
    unit = "households" if is_listed(noun, "households") else "people"
    return Quantity(start, end, source[start:end], bounds.low, bounds.high, is_part(before), superseded, unit)


def _certainty(chain: Sequence[Attribution], hedge: Span | None) -> str | None:
    """That of the innermost statement; hedging words make a firmer one "believed"."""
    ranks = ontology().certainties
    said = chain[0].certainty if chain else None
    if hedge and (said is None or ranks[said] < ranks["believed"]):
        return "believed"
    return said
