"""The text of a report cut where marked stretches begin and end, so that it can be shown with all of them, however they overlap.

Each part tells by names what it belongs to and what is lit with it: E and an event's id for trigger and roles, A and an attribution's id
for cue, source and content, S for the cue and the source alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from khabar.document.model import ROLES
from khabar.web.wording import quad_of

_ORDER = ("content", "entity", "time", "role", "source", "cue", "trigger", "hit")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch (code points, end exclusive). kind: one of content, entity, time, role, source, cue, trigger, hit. within: the names
    it is lit by; lights: the names it lights. card: the id of what is told of it beside the text. quad: of a trigger."""

    start: int
    end: int
    kind: str
    within: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    card: str | None = None
    quad: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text under the same marks."""

    text: str
    start: int
    end: int
    classes: tuple[str, ...]
    within: tuple[str, ...]
    lights: tuple[str, ...]
    card: str | None


def marks_of(document: Mapping[str, Any]) -> list[Mark]:
    """What is marked in a document (its JSON form)."""
    return [*_named(document), *_said(document), *_told(document)]


def _named(document: Mapping[str, Any]) -> Iterator[Mark]:
    for kind, items in (("entity", document["entities"]), ("time", document["times"])):
        yield from (Mark(item["start"], item["end"], kind) for item in items)


def _said(document: Mapping[str, Any]) -> Iterator[Mark]:
    for said in document["attributions"]:
        whole, short = f"A{said['id']}", f"S{said['id']}"
        if said.get("content"):
            yield Mark(said["content"]["start"], said["content"]["end"], "content", (whole,), (whole,))
        for source in said["sources"]:
            yield Mark(source["start"], source["end"], "source", (whole, short), (whole,))
        yield Mark(said["cue"]["start"], said["cue"]["end"], "cue", (whole, short), (whole,))


def _told(document: Mapping[str, Any]) -> Iterator[Mark]:
    for event in document["events"]:
        own, card = f"E{event['id']}", f"event-{event['id']}"
        lights = (own, *(f"S{name}" for name in event["attributions"]))
        spans = [span for role in ROLES for span in event.get(role, ())] + ([event["hedge"]] if event.get("hedge") else [])
        yield from (Mark(span["start"], span["end"], "role", (own,), lights) for span in spans)
        yield Mark(event["start"], event["end"], "trigger", (own,), lights, card, quad_of(event["type"], event.get("cause")))


def parts_of(text: str, marks: list[Mark], start: int = 0, end: int | None = None) -> list[Part]:
    """A stretch of a text in parts, each under the same marks throughout; together they are the stretch."""
    end = len(text) if end is None else end
    held = [m for m in marks if m.start < end and m.end > start]
    edges = sorted({start, end, *(x for m in held for x in (m.start, m.end) if start < x < end)})
    return [_part(text, a, b, [m for m in held if m.start <= a and m.end >= b]) for a, b in pairwise(edges)]


def _part(text: str, start: int, end: int, marks: list[Mark]) -> Part:
    ordered = sorted(marks, key=lambda m: _ORDER.index(m.kind))
    # What a part lights is up to the innermost mark that lights anything: a trigger lights its roles, not the whole content around it.
    lighting = [m for m in ordered if m.lights]
    top = [m for m in lighting if m.kind == lighting[-1].kind] if lighting else []
    classes = [f"m-{m.kind}" for m in ordered] + [f"quad-{m.quad}" for m in ordered if m.quad]
    return Part(
        text[start:end],
        start,
        end,
        tuple(dict.fromkeys(classes)),
        tuple(dict.fromkeys(name for m in ordered for name in m.within)),
        tuple(dict.fromkeys(name for m in top for name in m.lights)),
        next((m.card for m in reversed(ordered) if m.card), None),
    )


def paragraphs_of(text: str, marks: list[Mark]) -> list[list[Part]]:
    """A text by its lines, each in parts; empty lines are left out."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(parts_of(text, marks, start, start + len(line)))
        start += len(line) + 1
    return found


def sentence_around(document: Mapping[str, Any], start: int) -> tuple[int, int]:
    """The bounds of the sentence that holds a place of a document's text; the whole text where none does."""
    around = ((s["start"], s["end"]) for s in document["sentences"])
    return next(((a, b) for a, b in around if a <= start < b), (0, len(document["text"])))
