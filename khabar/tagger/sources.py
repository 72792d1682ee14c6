"""Who a cue's sources are: one span for each speaker, without those who are only spoken to."""

import re
from collections.abc import Sequence

from khabar.tagger.cues import listed
from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity
from khabar.text.normalise import fold

_PAIR = re.compile(r"(?=.*(?:[وي]ن|ات|ان)\b)(?P<first>[^\W\d_]+)\s+و(?P<second>[^\W\d_]{3,})")
"""Two bare nouns, one of them a plural: مسؤولون وشهود. Longer phrases with "and" inside are mostly one name (وزارة التجارة والصناعة)."""
_LISTED = re.compile(r"\s*[،,]\s*و(?=\w{3})")
_SEAT = re.compile(r"\s+ومقر(?:ه|ها|هم)\b")
"""Where somebody is based is no part of the name: المرصد ومقره لندن."""
_TO = re.compile(r"\s+ل[ـ\W]*$")


def apart(cue: TaggedCue, entities: Sequence[TaggedEntity], text: str) -> tuple[Bounds, ...]:
    """The sources of `cue`. A speaker's name ends where the outlet begins that he speaks to (وزير الخارجية لوكالة رويترز); one
    who is spoken to (قال فلان لأنصاره) is none, unless there is nobody else; speakers joined by "and" are told apart."""
    names = {e.span for e in entities}
    shorter = [_without_listener(s, entities, text) for s in cue.sources]
    single = [part for s in shorter for part in ([s] if s in names else _parts(s, text))]
    word = fold(text[slice(*cue.span)])
    if word in listed("according"):
        return tuple(single)
    speaking = [s for s in single if not _is_spoken_to(s, text)] or single
    before = [s for s in speaking if s[1] <= cue.span[0]]
    return (before[-1],) if word in listed("words_of") and before else tuple(speaking)


def _without_listener(span: Bounds, entities: Sequence[TaggedEntity], text: str) -> Bounds:
    """The span without who is spoken to, and without where the speaker is based."""
    start, end = span
    seat = _SEAT.search(text, start, end)
    if seat:
        end = seat.start()
    people = {e.span[1] for e in entities if e.type == "PER"}
    # After a person's name "to" begins the listener; after a title it may belong to it (المتحدث باسم ... لشؤون ...).
    for entity in entities:
        to = _TO.search(text, start, entity.span[0]) if start < entity.span[0] < end else None
        if to and to.start() > start and (entity.type == "MEDIA" or (entity.type == "ORG" and to.start() in people)):
            return start, to.start()
    return start, end


def _parts(span: Bounds, text: str) -> list[Bounds]:
    start, end = span
    pair = _PAIR.fullmatch(text, start, end)
    if pair:
        return [pair.span("first"), pair.span("second")]
    found = []
    for joint in _LISTED.finditer(text, start, end):
        found.append((start, joint.start()))
        start = joint.end()
    return [*found, (start, end)]


def _is_spoken_to(span: Bounds, text: str) -> bool:
    """Whether "to" is written together with the span: لأنصاره."""
    before = text[: span[0]][-2:]
    return before[-1:] == "ل" and not before[:-1].isalpha()
