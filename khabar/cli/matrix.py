"""Incidents for a person: the list, and the claim matrix of one."""

from collections.abc import Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from khabar.cli.render import isolate
from khabar.incidents.claims import shown_number
from khabar.incidents.incidents import Incident, independent
from khabar.store.rows import Known

WIDTH = {"when": 10, "what": 9, "where": 11, "contested": 9}
"""Columns below which words would be cut."""


def show_list(found: Sequence[Known], console: Console) -> None:
    """A table of incidents, one a row: rep. reports, src. independent sources."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("id", "when", "what", "where", "dead", "hurt", "rep.", "src.", "contested"):
        side: Literal["left", "right"] = "right" if name in ("rep.", "src.") else "left"
        table.add_column(
            name, justify=side, overflow="fold", no_wrap=name not in ("when", "what", "where", "contested"), min_width=WIDTH.get(name)
        )
    for known in found:
        incident = known.incident
        table.add_row(
            incident.id[:8],
            _when(incident),
            f"{incident.type} {incident.mode or ''}".strip(),
            _where(incident),
            _number(incident, "killed"),
            _number(incident, "injured"),
            str(len(incident.documents)),
            str(len(known.origins)),
            ", ".join(incident.contested()),
        )
    console.print(table if found else "No incidents.")


def show_matrix(known: Known, console: Console) -> None:
    """Everything claimed of one incident: field, value, by how many independent origins, and each claim with chain and quote."""
    incident = known.incident
    console.print(Text(f"{incident.type} {incident.mode or ''}".strip() + f" · {_where(incident)} · {_when(incident)}", style="bold"))
    console.print(
        f"{incident.id} · {len(incident.documents)} reports · independent sources: {', '.join(isolate(o) for o in known.origins)}"
    )
    table = Table(box=None, header_style="bold", pad_edge=False, show_lines=False)
    for name in ("field", "value", "sources", "who says so"):
        table.add_column(name, overflow="fold")
    contested = incident.contested()
    for field, values in incident.matrix().items():
        for at, value in enumerate(values):
            origins = independent(value.claims, known.groups)
            lines = dict.fromkeys(f"{' → '.join(map(isolate, c.chain))} «{isolate(c.quote)}» {c.certainty}" for c in value.claims)
            label = field + (" (contested)" if field in contested else "") if at == 0 else ""
            table.add_row(label, ("not: " if value.denied else "") + isolate(value.value), str(len(origins)), "\n".join(lines))
    console.print(table)
    if incident.links:
        console.print(Text("why these reports are one incident", style="bold"))
        for link in incident.links:
            console.print(f"  {link.a} + {link.b}: {'; '.join(link.why)} ({link.score:g})")


def _when(incident: Incident) -> str:
    first, last = incident.days
    if first is None or last is None:
        return "?"
    return str(first) if first == last else f"{first} – {last}"


def _where(incident: Incident) -> str:
    place = incident.place
    return isolate(f"{place.name or place.surface}, {place.country}") if place else "?"


def _number(incident: Incident, field: str) -> str:
    found = incident.number(field)
    return shown_number(*found) if found and found != (None, None) else ""
