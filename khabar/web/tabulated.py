"""An incident as its page shows it: the claim matrix as a table of reports, and who gives the bounds of each number."""

from collections.abc import Iterator
from dataclasses import dataclass

from khabar.document.model import COUNTS
from khabar.incidents.claims import Claim
from khabar.incidents.matrix import Value
from khabar.incidents.origins import independent
from khabar.store.rows import Head, Known

INHERITED = ("place", "date")
"""Fields that one mention takes over from another: a report says them once, whatever the words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A claim in the matrix, told once however often its report repeats it. number: that of the claim in the incident's record."""

    claim: Claim
    number: int

    @property
    def speaker(self) -> str | None:
        """Who says it, None where the report itself does."""
        return self.claim.chain[-1] if len(self.claim.chain) > 1 else None


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed value. cells: report -> its claims. sources: how many independent origins."""

    value: str
    denied: bool
    cells: dict[str, list[Cell]]
    sources: int


@dataclass(frozen=True, slots=True)
class Group:
    """A field of the matrix with its values."""

    field: str
    contested: bool
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number: its lowest and highest claim, None where open, and who gives each."""

    field: str
    low: int | None
    high: int | None
    lowest: list[Claim]
    highest: list[Claim]
    contested: bool


def claims_in_order(known: Known) -> list[Claim]:
    """All claims, in the order of the incident's record in the API."""
    return [c for values in known.incident.matrix().values() for v in values for c in v.claims]


def columns_of(known: Known) -> list[Head]:
    """The reports of an incident, in order of publication."""
    return [known.heads[name] for name in known.incident.documents if name in known.heads]


def groups_of(known: Known) -> list[Group]:
    """The claim matrix as a table."""
    contested, numbers = known.incident.contested(), iter(range(10**9))
    return [
        Group(field, field in contested, [_row(known, value, numbers) for value in values])
        for field, values in known.incident.matrix().items()
    ]


def _row(known: Known, value: Value, numbers: Iterator[int]) -> Row:
    cells: dict[str, dict[tuple[object, ...], Cell]] = {}
    for claim in value.claims:
        cell = Cell(claim, next(numbers))
        words = "" if claim.field in INHERITED else claim.quote
        cells.setdefault(claim.document, {}).setdefault((claim.chain[1:], words, claim.certainty), cell)
    shown = {document: list(found.values()) for document, found in cells.items()}
    return Row(value.value, value.denied, shown, len(independent(value.claims, known.groups)))


def bounds_of(known: Known) -> list[Bounds]:
    """The numbers that are claimed of an incident, denials left out."""
    return [found for field in COUNTS if (found := _bounds(known, field))]


def _bounds(known: Known, field: str) -> Bounds | None:
    number = known.incident.number(field)
    if number is None:
        return None
    low, high = number
    claims = [c for e in known.incident.episodes for c in e.claims if c.field == field and not c.negated]
    lowest = _once([c for c in claims if c.low == low])
    highest = _once([c for c in claims if c.high == high])
    return Bounds(field, low, high, lowest, highest, field in known.incident.contested())


def _once(claims: list[Claim]) -> list[Claim]:
    """The first claim of each chain."""
    return list({claim.chain: claim for claim in reversed(claims)}.values())[::-1]
