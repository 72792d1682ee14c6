"""Facets: how many incidents each value of a filter would leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from khabar.store import schema as s
from khabar.store.entries import OF_EVENT
from khabar.store.filters import Condition

MOST = 20
"""Values of a facet that are named at most: those with the most incidents."""
STEPS = (2, 3, 5, 10)
"""The least numbers of reports, outlets and sources that are offered."""
_T = s.incidents.c


@dataclass(frozen=True, slots=True)
class Facets:
    """total: how many incidents all filters leave. counts: filter -> value -> how many; the values are what the filter takes ("SYR", True,
    2), the most frequent first."""

    total: int
    counts: dict[str, dict[Any, int]]


def facets(db: Connection, conditions: Mapping[str, Condition]) -> Facets:
    """See khabar.store.views.Views.facets."""

    def others(name: str) -> list[Condition]:
        return [condition for of, condition in conditions.items() if of != name]

    def beside(name: str) -> list[Condition]:
        # A rejected incident has no rows beside it.
        return [condition for of, condition in conditions.items() if of not in (name, "rejected")]

    parties, told = s.parties.c, s.incident_outlets.c
    counts = {
        "country": _values(db, others("country"), _T.country),
        "type": _values(db, others("type"), _T.type),
        "party": _beside(db, beside("party"), parties.incident, parties.name, parties.role.in_(OF_EVENT)),
        "outlet": _beside(db, beside("outlet"), told.incident, told.outlet),
        "contested": _values(db, others("contested"), _T.contested),
        "reviewed": _reviewed(db, others("reviewed")),
        "min_reports": _at_least(db, others("min_reports"), _T.reports),
        "min_outlets": _at_least(db, others("min_outlets"), _T.outlets),
        "min_sources": _at_least(db, others("min_sources"), _T.origins),
    }
    total = int(db.execute(select(func.count()).select_from(s.incidents).where(*conditions.values())).scalar_one())
    return Facets(total, counts)


def _values(db: Connection, where: list[Condition], column: Any) -> dict[Any, int]:
    counted = func.count().label("n")
    query = select(column, counted).where(*where, column.is_not(None)).group_by(column)
    return _dict(db, query.order_by(counted.desc(), column).limit(MOST))


def _reviewed(db: Connection, where: list[Condition]) -> dict[Any, int]:
    decided = _values(db, where, _T.reviewed)
    found = {True: sum(n for decision, n in decided.items() if decision), False: decided.get("", 0)}
    return {value: n for value, n in found.items() if n}


def _at_least(db: Connection, where: list[Condition], column: Any) -> dict[Any, int]:
    counted = _dict(db, select(column, func.count()).where(*where).group_by(column))
    return {step: sum(n for value, n in counted.items() if value >= step) for step in STEPS}


def _beside(db: Connection, where: list[Condition], incident: Any, name: Any, *more: Condition) -> dict[Any, int]:
    """Counts over a table beside the incidents."""
    counted = func.count(incident.distinct()).label("n")
    query = select(name, counted).where(*more).group_by(name).order_by(counted.desc(), name).limit(MOST)
    return _dict(db, query.where(incident.in_(select(_T.id).where(*where))) if where else query)


def _dict(db: Connection, query: Select[Any]) -> dict[Any, int]:
    return {row[0]: row[1] for row in db.execute(query)}
