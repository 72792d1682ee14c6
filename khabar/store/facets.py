"""Facets: how many incidents each value of a filter would leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection

from khabar.store.columns import Chosen, Columns
from khabar.store.filters import Condition

MOST = 20
"""Values of a facet that are named at most: those with the most incidents."""
STEPS = (2, 3, 5, 10)
"""The least numbers of reports, outlets and sources that are offered."""
_LEAST = {"min_reports": "reports", "min_outlets": "outlets", "min_sources": "origins"}


@dataclass(frozen=True, slots=True)
class Facets:
    """total: how many incidents all filters leave. counts: filter -> value -> how many; the values are what the filter takes ("SYR", True,
    2), the most frequent first."""

    total: int
    counts: dict[str, dict[Any, int]]


def facets(db: Connection, columns: Columns, conditions: Mapping[str, Condition]) -> Facets:
    """See khabar.store.views.Views.facets."""
    every = columns.chosen(db, conditions.values())

    def others(name: str) -> Chosen:
        """What all filters but one leave."""
        return columns.chosen(db, [c for of, c in conditions.items() if of != name]) if name in conditions else every

    counts = {
        "country": _most(columns.counted("country", others("country"))),
        "type": _most(columns.counted("type", others("type"))),
        "party": _most(columns.counted_beside("party", others("party"))),
        "outlet": _most(columns.counted_beside("outlet", others("outlet"))),
        "contested": _most({bool(value): n for value, n in columns.counted("contested", others("contested")).items()}),
        "reviewed": _reviewed(columns.counted("reviewed", others("reviewed"))),
        **{name: _at_least(columns.counted(column, others(name))) for name, column in _LEAST.items()},
    }
    return Facets(int(np.count_nonzero(every)), counts)


def _most(counts: dict[Any, int]) -> dict[Any, int]:
    ordered = sorted(((value, n) for value, n in counts.items() if value is not None), key=lambda each: (-each[1], each[0]))
    return dict(ordered[:MOST])


def _reviewed(decided: dict[str, int]) -> dict[Any, int]:
    found = {True: sum(n for decision, n in decided.items() if decision), False: decided.get("", 0)}
    return _most({value: n for value, n in found.items() if n})


def _at_least(counts: dict[int, int]) -> dict[Any, int]:
    return {step: sum(n for value, n in counts.items() if value >= step) for step in STEPS}
