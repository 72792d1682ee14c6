"""Facets: how many incidents each value of a filter would leave."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from khabar.store.columns import Chosen, Columns
from khabar.store.filters import LEAST, Checked
from khabar.store.masks import chosen_of, masks_of

MOST = 20
"""Values of a facet that are named at most: those with the most incidents."""
STEPS = (2, 3, 5, 10)
"""The least numbers of reports, outlets and sources that are offered."""


@dataclass(frozen=True, slots=True)
class Facets:
    """total: how many incidents all filters leave. counts: filter -> value -> how many; the values are what the filter takes ("SYR", True,
    2), the most frequent first."""

    total: int
    counts: dict[str, dict[Any, int]]


def facets(columns: Columns, asked: Checked) -> Facets:
    """See khabar.store.views.Views.facets."""
    masks = masks_of(columns, asked)
    every = chosen_of(columns, masks)

    def others(name: str) -> Chosen:
        """What all filters but one leave."""
        return chosen_of(columns, masks, but=name) if name in masks else every

    counts = {
        "country": _most(columns.counted("country", others("country"))),
        "type": _most(columns.counted("type", others("type"))),
        "level": _most(columns.counted("level", others("level"))),
        "party": _most(columns.counted_beside("party", others("party"), MOST)),
        "outlet": _most(columns.counted_beside("outlet", others("outlet"), MOST)),
        "contested": _most({bool(value): n for value, n in columns.counted("contested", others("contested")).items()}),
        "reviewed": _reviewed(columns.counted("reviewed", others("reviewed"))),
        **{name: _at_least(columns.counted(column, others(name))) for name, column in LEAST.items()},
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
