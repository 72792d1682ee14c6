"""Lists for a person: incidents, articles, what a search found."""

import csv
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from khabar.cli.output import dump
from khabar.cli.terminal import columns, flow, isolate, paged, plain_line
from khabar.export.cells import cell
from khabar.incidents.claims import shown_number
from khabar.incidents.incidents import Incident
from khabar.incidents.records import FIELDS
from khabar.store.lists import Entry, Page
from khabar.store.rows import Head, Known
from khabar.store.search import Hits

COLUMNS = ("id", "when", "what", "where", "dead", "hurt", "rep", "out", "src", "contested")
RIGHT = ("rep", "out", "src")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")


def show(page: Page, form: str, width: int | None) -> None:
    """A list of incidents as a table, as JSON or as CSV."""
    records = [entry.record for entry in page.items]
    if form == "json":
        click.echo(dump(records, indent=2))
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in record.items()} for record in records)
    else:
        with paged(width) as console:
            _table(page, console)


def _table(page: Page, console: Console) -> None:
    """A table of incidents, one a row: rep reports, out their outlets, src independent sources."""
    if not page.items:
        console.print("No incidents.")
        return
    rows = [_row(entry) for entry in page.items]
    widths = _widths([COLUMNS, *rows], console.width - len(COLUMNS) + 1)
    for row, style in ((COLUMNS, "bold"), *((row, "") for row in rows)):
        console.print(Text("\n".join(_lines(row, widths)), style=style), no_wrap=True, crop=False, overflow="ignore")
    if page.total > len(page.items):
        console.print(f"{len(page.items):,} of {page.total:,} shown; --limit says how many")


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row as lines of text, its cells broken between words."""
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        placed = zip(COLUMNS, parts, widths, strict=True)
        yield " ".join(_padded(part, width, name in RIGHT) for name, part, width in placed).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    too_long = _longest(cell) > width
    return textwrap.wrap(cell.replace("–", "– ") if too_long else cell, width, break_on_hyphens=too_long)


def _padded(text: str, width: int, right: bool) -> str:
    room = " " * (width - columns(text))
    return room + text if right else text + room


def _row(entry: Entry) -> list[str]:
    r = entry.record
    first, last = (date.fromisoformat(r[end]) if r[end] else None for end in ("first", "last"))
    numbers = [_number(r[f"{field}_low"], r[f"{field}_high"]) for field in ("killed", "injured")]
    counts = [f"{r[name]:,}" for name in ("reports", "outlet_count", "source_count")]
    place = _where(r["place"], entry.place, r["country"] or "?")
    place = place if "\u2068" not in place else place.replace(" ", "\u00a0")  # not broken inside its isolates: see terminal.isolate
    told = _what(r["type"], r["mode"], r["cause"], _mark(r["level"]))
    return [r["id"][:8], _when(first, last), told, place, *numbers, *counts, ", ".join(r["contested"])]


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of the columns: as wide as their cells, or narrowed to fit, down to the longest word; where even that is too wide, a word
    is broken at its hyphen, and then days at their dash."""
    cells = list(zip(*rows, strict=True))
    widths = [max(map(columns, column)) for column in cells]
    for ends in (" ", " -", " -–"):
        least = [max(_longest(cell, ends) for cell in column) for column in cells]
        while sum(widths) > room and (spare := max(w - least[n] for n, w in enumerate(widths))) > 0:
            widths[next(n for n, w in enumerate(widths) if w - least[n] == spare)] -= 1
    return widths


def _longest(cell: str, ends: str = " ") -> int:
    """Columns of the longest word; a hyphen or dash that may end a line stays with its word."""
    parted = _HYPHEN.sub("- ", cell) if "-" in ends else cell
    return max(columns(word) for word in (parted.replace("–", "– ") if "–" in ends else parted).split(" "))


def what(incident: Incident) -> str:
    """Type and mode, what caused it where nobody did, and its level where it is no single occasion."""
    return _what(incident.type, incident.mode, incident.cause, _mark(incident.level))


def _what(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _mark(level: str) -> str:
    return "" if level == "incident" else f"({level})"


def when(incident: Incident) -> str:
    """The day, or the first and the last: 2020-02-08–11, 2020-02-28–03-02."""
    return _when(*incident.days)


def _when(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "?"
    if first == last:
        return str(first)
    if first.year != last.year:
        return f"{first} – {last}"
    return f"{first}–{str(last)[8 if first.month == last.month else 5 :]}"


def where(incident: Incident) -> str:
    """Place and country."""
    place = incident.place
    return _where(place.name, place.surface, place.country) if place else "?"


def _where(name: str | None, words: str | None, country: str) -> str:
    """words: the report's, for a place without a name."""
    shown = plain_line(name) if name else isolate(words) if words else None
    return f"{shown}, {country}" if shown else "?"


def _number(low: int | None, high: int | None) -> str:
    """The number claimed, as a person writes it; empty where none is."""
    return "" if low is None and high is None else shown_number(low, high)


def in_words(known: Known) -> str:
    """An incident in a few words."""
    incident = known.incident
    return f"{incident.id} ({what(incident)}, {where(incident)}, {when(incident)})"


def pieces_of_record(r: Mapping[str, Any]) -> list[str]:
    """A record in a few words, as pieces of a line: what, where, when, how many dead, id."""
    first, last = (date.fromisoformat(r[end]) if r[end] else None for end in ("first", "last"))
    dead = _number(r["killed_low"], r["killed_high"])
    told = [_what(r["type"], r["mode"], r["cause"], _mark(r["level"])), _where(r["place"], None, r["country"] or "?"), _when(first, last)]
    return [*(f"{part} ·" for part in (*told, *([f"{dead} dead"] if dead else []))), r["id"][:8]]


def article_in_words(head: Head) -> str:
    """An article in a few words: outlet, title or name, day, id."""
    return " ".join(pieces_of(head))


def pieces_of(head: Head) -> list[str]:
    """An article in a few words, as pieces of a line (see terminal.flow)."""
    title = isolate(head.title) if head.title else isolate(head.name)
    outlet = [f"{isolate(head.outlet)}:"] if head.outlet else []
    return [*outlet, title, *([f"({head.published})"] if head.published else []), head.id[:8]]


def show_hits(hits: Hits, console: Console) -> None:
    """The articles that a search found, each with the sentence that holds the words."""
    for hit in hits.found:
        console.print(Text(flow(pieces_of(hit.article), console.width, 2), style="bold"))
        console.print("  " + flow([isolate(hit.sentence)], console.width - 2, 2))
    shown = f"{len(hits.found):,} of {hits.total:,} articles shown; --limit says how many" if hits.total > len(hits.found) else ""
    console.print(shown or f"{hits.total:,} article{'s' if hits.total > 1 else ''}")
