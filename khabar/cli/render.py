"""A document as a person reads it in a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from khabar.cli.terminal import flow, isolate, isolate_lines, plain_line
from khabar.document.model import COUNTS, Attribution, DateRange, Document, Event, Place, Quantity, Span
from khabar.resolve import outlets
from khabar.text.language import language_name

_COLOURS = {"confirmed": "green", "claimed": "yellow", "believed": "yellow", "reported": "yellow", "denied": "red"}


def show(document: Document, console: Console) -> None:
    """Print the report's sentences, its events, and under each its chain of attribution."""
    _head(document, console)
    if document.language != "ar":
        other = "No Arabic text found" if document.language == "und" else f"In {language_name(document.language)}, not in Arabic"
        console.print(f"{other}: nothing was read.", style="yellow")
        return
    for number, (start, end) in enumerate(document.sentences, 1):
        lines = isolate_lines(document.text[start:end], console.width - 6).replace("\n", "\n" + " " * 5)
        console.print(Text(f"{number:>3}  ", style="dim").append(lines, style="default"))
    console.print()
    if not document.events:
        console.print("No events found.")
        return
    places = {place.id: place for place in document.places}
    for event in document.events:
        console.print(_event(event, places, console.width))
        line = chain_line(document, event, console.width - 4)
        if line is not None:
            console.print(Padding(line, (0, 0, 0, 4), expand=False))


def _head(document: Document, console: Console) -> None:
    if document.title:
        console.print(Text(isolate_lines(document.title, console.width), style="bold"))
    known = outlets.resolve(document.outlet) if document.outlet else None
    outlet = document.outlet and isolate(document.outlet) + (f" ({known.kind}, {known.affiliation})" if known else "")
    parts = [outlet, document.published and f"published {document.published}", f"id {plain_line(document.id)}"]
    console.print(Text(" · ".join(p for p in parts if p), style="dim"), "")


def _event(event: Event, places: Mapping[str, Place], width: int) -> Text:
    """An event in a line or two: type, mode and trigger; who, to or with whom, where, when, how many; how sure."""
    kind = " ".join(part for part in (event.type, event.mode, event.cause) if part)
    words = f"«{isolate(event.text)}»"
    told = [*_parties(event), *_where(event, places), when(event.date), *_counts(event)]
    status = [event.status] if event.status != "actual" else []
    # How sure the speaker is stands at the end of the chain; here only what the report itself adds.
    sure = [f"{event.certainty or ''} «{isolate(event.hedge.text)}»".strip()] if event.hedge else []
    sure += [event.certainty] if event.certainty and not event.hedge and not event.attributions else []
    text = Text(flow([*kind.split(), words, event.event, *(f"· {part}" for part in [*told, *status, *sure])], width, 4))
    text.stylize("bold", 0, len(event.type))
    text.highlight_words([words], "cyan", case_sensitive=True)
    text.highlight_words([f"· {part}" for part in status], "magenta", case_sensitive=True)
    text.highlight_words([f"· {part}" for part in sure], _COLOURS.get(event.certainty or "", "default"), case_sensitive=True)
    return text


def _parties(event: Event) -> Iterator[str]:
    for role, label in (("actors", "who:"), ("recipients", "whom:")):
        yield from (f"{label} {isolate(span.text)}" for span in event.roles.get(role, ()))


def _where(event: Event, places: Mapping[str, Place]) -> list[str]:
    place = places.get(event.location or "")
    if place is not None:
        return [f"{plain_line(place.name) if place.name else isolate(place.surface)}, {place.country}"]
    return [f"in {isolate(span.text)}" for span in event.roles.get("places", ())]


def _counts(event: Event) -> Iterator[str]:
    for role in COUNTS:
        held = (s for s in event.roles.get(role, ()) if not (isinstance(s, Quantity) and s.superseded))
        yield from (f"{role} {bounds(span)}" for span in held)


def when(found: DateRange) -> str:
    """A date range in few words; what it is inherited from is said in brackets."""
    if found.earliest and found.latest:
        days = found.earliest if found.earliest == found.latest else f"{found.earliest} – {found.latest}"
    elif found.latest:
        days = f"by {found.latest}"
    else:
        days = f"from {found.earliest}" if found.earliest else "?"
    return days if found.basis == "event" else f"{days} ({found.basis})"


def bounds(span: Span) -> str:
    """A quantity as a number, a range, or in its own words, with what is counted if it is not people."""
    if isinstance(span, Quantity) and span.unit != "people":
        return f"{bounds(replace(span, unit='people'))} {span.unit}"
    low, high = (span.low, span.high) if isinstance(span, Quantity) else (None, None)
    if low is None and high is None:
        return isolate(span.text)
    if low == high:
        return str(low)
    if high is None:
        return f"≥ {low}"
    return f"≤ {high}" if low is None else f"{low}–{high}"


def chain_line(document: Document, event: Event, width: int = 1000) -> Text | None:
    """The chain of attribution of an event, outermost first: outlet → agency → speaker, each with its cue and certainty."""
    said = {a.id: a for a in document.attributions}
    steps = [_step(said[name]) for name in reversed(event.attributions)]
    if not steps:
        return None
    first = [isolate(document.outlet) if document.outlet else "report"]
    text = Text(flow([*first, *(piece for step in steps for piece in ("→", *step))], width, 2), style="dim")
    text.stylize(_COLOURS.get(steps[-1][-1], "default"), len(text) - len(steps[-1][-1]))
    return text


def _step(attribution: Attribution) -> list[str]:
    sources = [s.text for s in attribution.sources] or ([attribution.antecedent] if attribution.antecedent else [])
    names = [isolate(s) for s in sources] or ["(unnamed)"]
    return [*(f"{name}," for name in names[:-1]), names[-1], f"«{isolate(attribution.cue.text)}»", attribution.certainty]
