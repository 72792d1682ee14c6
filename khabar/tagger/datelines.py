"""What a report's datelines mean for what is found: their agencies are media, and they are no part of any event or statement."""

from collections.abc import Sequence
from dataclasses import replace

from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity, TaggedEvent
from khabar.text.datelines import Dateline


def with_agencies(entities: Sequence[TaggedEntity], datelines: Sequence[Dateline]) -> list[TaggedEntity]:
    """The entities of a text with the agencies of its datelines, in place of what was found there."""
    agencies = [span for line in datelines for span in line.agencies]
    kept = [e for e in entities if not any(_overlap(e.span, span) for span in agencies)]
    return kept + [TaggedEntity(span, "MEDIA") for span in agencies]


def outside(
    events: Sequence[TaggedEvent], cues: Sequence[TaggedCue], datelines: Sequence[Dateline]
) -> tuple[list[TaggedEvent], list[TaggedCue]]:
    """Events without roles, and cues without sources, that stand in a dateline."""

    def kept(spans: Sequence[Bounds]) -> tuple[Bounds, ...]:
        return tuple(span for span in spans if not any(_overlap(span, (line.start, line.end)) for line in datelines))

    if not datelines:
        return list(events), list(cues)
    return (
        [replace(event, roles={role: kept(spans) for role, spans in event.roles.items()}) for event in events],
        [replace(cue, sources=kept(cue.sources)) for cue in cues],
    )


def _overlap(a: Bounds, b: Bounds) -> bool:
    return a[0] < b[1] and b[0] < a[1]
