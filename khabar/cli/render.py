"""A document as a person reads it in a terminal."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from khabar.document.model import COUNTS, Attribution, DateRange, Document, Event, Place, Quantity, Span
from khabar.resolve import outlets

# Isolates keep a right-to-left name from pulling its neighbours around in a terminal that orders text by the bidi rules.
_OPEN, _CLOSE = "\u2068", "\u2069"
_FIXED = "\u00a0"
_COLOURS = {"confirmed": "green", "claimed": "yellow", "believed": "yellow", "reported": "yellow", "denied": "red"}
_COLUMNS = (("event", 4), ("who", 5), ("to / with whom", 5), ("where", 4), ("when", 4), ("how many", 3), ("certainty", 3))


def console_of(width: int | None) -> Console:
    """A console that shows the words as they are. width: columns; None: the terminal's."""
    return Console(width=width, highlight=False, emoji=False, markup=False)


def isolate(text: str) -> str:
    """Text in bidi isolates, on one line that does not break: half an isolate would turn the whole line around."""
    return f"{_OPEN}{_FIXED.join(text.split())}{_CLOSE}"


def isolate_lines(text: str, width: int) -> str:
    """Text broken into lines of at most `width` columns, each in isolates of its own."""
    return "\n".join(f"{_OPEN}{line}{_CLOSE}" for line in textwrap.wrap(" ".join(text.split()), width))


def show(document: Document, console: Console) -> None:
    """Print the report's sentences, its events as a table, and under each event its chain of attribution."""
    _head(document, console)
    if document.language == "und":
        console.print("No Arabic text found: nothing was read.", style="yellow")
        return
    for number, (start, end) in enumerate(document.sentences, 1):
        lines = isolate_lines(document.text[start:end], console.width - 6).replace("\n", "\n" + " " * 5)
        console.print(Text(f"{number:>3}  ", style="dim").append(lines, style="default"))
    console.print()
    if not document.events:
        console.print("No events found.")
        return
    console.print(_grid(console, [Text(name, style="bold") for name, _ in _COLUMNS]))
    places = {place.id: place for place in document.places}
    for event in document.events:
        console.print(Rule(style="dim"))
        console.print(_grid(console, list(_cells(event, places, _widths(console)))))
        line = chain_line(document, event)
        if line is not None:
            console.print(Padding(line, (0, 0, 0, 2)))


def _head(document: Document, console: Console) -> None:
    if document.title:
        console.print(Text(isolate(document.title), style="bold"))
    known = outlets.resolve(document.outlet) if document.outlet else None
    outlet = document.outlet and isolate(document.outlet) + (f" ({known.kind}, {known.affiliation})" if known else "")
    parts = [outlet, document.published and f"published {document.published}", f"id {document.id}"]
    console.print(Text(" · ".join(p for p in parts if p), style="dim"), "")


def _grid(console: Console, cells: list[Text]) -> Table:
    """One line of the event table; the widths depend on the terminal only, so that all lines agree."""
    grid = Table.grid(padding=(0, 1), expand=True)
    for width in _widths(console):
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    return grid


def _widths(console: Console) -> list[int]:
    room = console.width - len(_COLUMNS)
    return [max(6, room * share // sum(s for _, s in _COLUMNS)) for _, share in _COLUMNS]


def _cells(event: Event, places: Mapping[str, Place], widths: Sequence[int]) -> Iterator[Text]:
    name = Text(event.type, style="bold").append(f" {event.mode}" if event.mode else "", style="default")
    name.append(f"\n{event.cause}" if event.cause else "", style="default")
    name.append("" if event.status == "actual" else f"\n{event.status}", style="magenta")
    yield name.append(f"\n«{isolate(event.text)}»", style="cyan").append(f" {event.event}", style="dim")
    yield _texts(event.roles.get("actors", ()), widths[1])
    yield _texts(event.roles.get("recipients", ()), widths[2])
    place = places.get(event.location or "")
    yield Text(f"{place.name or isolate(place.surface)}, {place.country}") if place else _texts(event.roles.get("places", ()), widths[3])
    yield Text(when(event.date))
    counts = [(role, span) for role in COUNTS for span in event.roles.get(role, ())]
    yield Text("\n".join(f"{role} {bounds(span)}" for role, span in counts if not (isinstance(span, Quantity) and span.superseded)))
    sure = Text(event.certainty or "", style=_COLOURS.get(event.certainty or "", "default"))
    yield sure.append(f"\n«{isolate(event.hedge.text)}»", style="yellow") if event.hedge else sure


def _texts(spans: tuple[Span, ...], width: int) -> Text:
    return Text("\n".join(isolate_lines(span.text, width) for span in spans))


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


def chain_line(document: Document, event: Event) -> Text | None:
    """The chain of attribution of an event, outermost first: outlet → agency → speaker, each with its cue and certainty."""
    said = {a.id: a for a in document.attributions}
    steps = [_step(said[name]) for name in reversed(event.attributions)]
    if not steps:
        return None
    return Text(" → ".join([isolate(document.outlet) if document.outlet else "report", *steps]), style="dim")


def _step(attribution: Attribution) -> str:
    sources = [s.text for s in attribution.sources] or ([attribution.antecedent] if attribution.antecedent else [])
    names = ", ".join(isolate(s) for s in sources) or "(unnamed)"
    return f"{names} «{isolate(attribution.cue.text)}» {attribution.certainty}"
