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
from khabar.assemble.coreference import grouped
from khabar.assemble.counts import is_listed
from khabar.assemble.dates import event_dates
from khabar.assemble.evidence import columns
from khabar.assemble.resolution import Resolved, context_of, resolve_actors, resolve_places
from khabar.assemble.scorer import PairScorer
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


def assemble(article: Article, text: Prepared, tagged: Tagged, scorer: PairScorer | None = None) -> Document:
    """Build the document of one article. `text` and `tagged` are of article.text; article.published is an ISO date or None. scorer:
    says which mentions are one event; without it they are taken as `tagged` numbers them."""
    said = attributions(text.source, tagged.cues)
    resolved = resolve(article, text, tagged)
    grouped_events = _grouped(tagged, text, article.title, resolved, scorer) if scorer else tagged.events
    mentions, causes = _with_causes(grouped_events, tagged, text)
    events = _events(text, mentions, causes, tagged.cues, resolved, said, article.published)
    return Document(
        article.id,
        article.text,
        article.published,
        article.title,
        article.outlet,
        article.url,
        "ar",
        text.sentences,
        resolved.entities,
        resolved.times,
        events,
        said,
        resolved.places,
        resolved.actors,
        article.origin,
        article.is_summary,
    )


def group(article: Article, text: Prepared, tagged: Tagged, scorer: PairScorer) -> tuple[TaggedEvent, ...]:
    """The mentions of one article, numbered by event. See `assemble`."""
    return _grouped(tagged, text, article.title, resolve(article, text, tagged), scorer)


def _grouped(tagged: Tagged, text: Prepared, title: str | None, resolved: Resolved, scorer: PairScorer) -> tuple[TaggedEvent, ...]:
    likelihoods = scorer.score(columns(tagged.events, tagged.scores, text, title, resolved))
    return tuple(grouped(tagged.events, tagged.scores.pairs, likelihoods))


def _with_causes(mentions: tuple[TaggedEvent, ...], tagged: Tagged, text: Prepared) -> tuple[list[TaggedEvent], list[str | None]]:
    """The mentions without the attacks that nobody made, and the cause of each that is left. What nature or an accident caused is the
    outcome of no attack."""
    left, causes = with_causes(replace(tagged, events=mentions), text)
    known = {event.event for event in left.events}
    found = [replace(e, outcome_of=None) if cause or e.outcome_of not in known else e for e, cause in zip(left.events, causes, strict=True)]
    return found, causes


def resolve(article: Article, text: Prepared, tagged: Tagged) -> Resolved:
    """The entities, times, places and actors of an article with their values."""
    published = date.fromisoformat(article.published) if article.published else None
    entities = tuple(Entity(e.span[0], e.span[1], text.source[slice(*e.span)], f"n{n}", e.type) for n, e in enumerate(tagged.entities, 1))
    context = context_of(text.source, entities)
    spans = [s for e in tagged.events for role in ("actors", "recipients") for s in e.roles.get(role, ())]
    spans += [s for cue in tagged.cues for s in cue.sources]
    actors = resolve_actors([text.source[slice(*s)] for s in spans], context, published, entities, text.source)
    return Resolved(entities, _times(text, tagged.times, published), resolve_places(entities, context), actors)


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

    def __init__(self, resolved: Resolved) -> None:
        self._found = resolved.located()
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
    text: Prepared,
    mentions: Sequence[TaggedEvent],
    causes: Sequence[str | None],
    cues: Sequence[TaggedCue],
    resolved: Resolved,
    said: Sequence[Attribution],
    published: str | None,
) -> tuple[Event, ...]:
    near = by_sentence(cues)
    dates = event_dates(mentions, resolved.times, text.sentences, published, text.source)
    locator = _Locator(resolved)
    located = [locator.of(e.roles.get("places", ())) for e in mentions]
    by_event = {e.event: place for e, place in reversed(list(zip(mentions, located, strict=True))) if place}
    counted, replaced = casualties(mentions, text)
    found = []
    for number, (event, cause, roles, when, place) in enumerate(zip(mentions, causes, counted, dates, located, strict=True), 1):
        where = place or by_event.get(event.event)
        here = near.get(event.sentence, [])
        around = text.sentences[event.sentence]
        spans = {
            role: tuple(_counted(text.source, s, around, s in replaced) if role in COUNTS else span_of(text.source, s) for s in given)
            for role, given in roles.items()
            if given
        }
        read = _event(number, event, spans, text.source, when, where, [said[n] for n in here], [cues[n] for n in here])
        found.append(replace(read, cause=cause) if cause else read)
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
        None if event.outcome_of is None else f"e{event.outcome_of + 1}",
        episode=f"p{_episode(event) + 1}",
    )


def _episode(event: TaggedEvent) -> int:
    """The number of the episode of a mention."""
    if event.episode is not None:
        return event.episode
    return event.event if event.outcome_of is None else event.outcome_of


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
