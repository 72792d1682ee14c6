"""Who a cue's sources are: one span for each speaker, without those who are only spoken to."""

import re
from collections.abc import Sequence

from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity
from khabar.text.normalise import fold

_PAIR = re.compile(r"(?=.*(?:[وي]ن|ات|ان)\b)(?P<first>[^\W\d_]+)\s+و(?P<second>[^\W\d_]{3,})")
"""Two bare nouns, one of them a plural: مسؤولون وشهود. Longer phrases with "and" inside are mostly one name (وزارة التجارة والصناعة)."""
_LISTED = re.compile(r"\s*[،,]\s*و(?=\w{3})")
ACCORDING = frozenset(("وفقا", "طبقا", "استنادا"))
"""Cues that their source follows with "to" (وفقا للوزارة), folded."""
_TO = re.compile(r"\s+ل[ـ\W]*$")


def apart(cue: TaggedCue, entities: Sequence[TaggedEntity], text: str) -> tuple[Bounds, ...]:
    """The sources of `cue`. A speaker's name ends where the outlet begins that he speaks to (وزير الخارجية لوكالة رويترز); one
    who is spoken to (قال فلان لأنصاره) is none, unless there is nobody else; speakers joined by "and" are told apart."""
    names = {e.span for e in entities}
    outlets = [e.span[0] for e in entities if e.type == "MEDIA"]
    shorter = [_without_listener(s, outlets, text) for s in cue.sources]
    single = [part for s in shorter for part in ([s] if s in names else _parts(s, text))]
    speaking = [s for s in single if not _is_spoken_to(s, text)]
    return tuple(single if fold(text[slice(*cue.span)]) in ACCORDING or not speaking else speaking)


def _without_listener(span: Bounds, outlets: Sequence[int], text: str) -> Bounds:
    for place in outlets:
        if span[0] < place < span[1] and (to := _TO.search(text, span[0], place)) and to.start() > span[0]:
            return span[0], to.start()
    return span


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
