"""Filters over columns in memory: which incidents are meant. conditions.py says the same in SQL; a test compares both."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from khabar.store.columns import Chosen, Columns, day_number
from khabar.store.entries import OF_EVENT, ROLES
from khabar.store.filters import LEAST, Checked


def masks_of(columns: Columns, asked: Checked) -> dict[str, Chosen]:
    """Filter -> which incidents it leaves."""
    of = columns.of
    found = {"rejected": _valued(columns, "reviewed", lambda decision: (decision == "rejected") == asked.rejected)}
    if asked.first:
        found["since"] = of["day"] >= day_number(asked.first)
    if asked.last:
        found["until"] = (of["first"] > 0) & (of["first"] <= day_number(asked.last))
    for name, values in asked.any_of.items():
        found[name] = _has(columns, name, values)
    if asked.bbox:
        found["bbox"] = _valued(columns, "spot", partial(_inside, asked.bbox))
    for name, number in asked.least.items():
        found[name] = of[LEAST[name]] >= number
    if asked.contested is not None:
        found["contested"] = of["contested"] == asked.contested
    if asked.reviewed is not None:
        found["reviewed"] = _valued(columns, "reviewed", lambda decision: (decision != "") == asked.reviewed)
    return found


def chosen_of(columns: Columns, masks: Mapping[str, Chosen], but: str = "") -> Chosen:
    """Which incidents all filters leave, or all but one."""
    found = np.ones(len(columns.marks), np.bool_)
    for name, mask in masks.items():
        if name != but:
            found &= mask
    return found


def _has(columns: Columns, name: str, values: Sequence[str]) -> Chosen:
    wanted = set(values)
    if name == "actor":
        parts = [value.lower() for value in values]
        return _told(columns, OF_EVENT, lambda party: any(part in party.lower() for part in parts))
    if name in ("party", *ROLES):
        return _told(columns, (name,) if name in ROLES else OF_EVENT, wanted.__contains__)
    if name == "outlet":
        return _told(columns, (name,), wanted.__contains__)
    if name == "place":
        return _valued(columns, "spot", lambda spot: spot[2] in wanted or spot[3] in wanted)
    return _valued(columns, name, wanted.__contains__)


def _valued(columns: Columns, column: str, fits: Callable[[Any], bool]) -> Chosen:
    """The incidents whose value in a column fits."""
    return _fitting(columns.names[column].values, fits)[columns.of[column]]


def _told(columns: Columns, tables: Sequence[str], fits: Callable[[Any], bool]) -> Chosen:
    """The incidents with a name in one of the tables beside them that fits."""
    found = np.zeros(len(columns.marks), np.bool_)
    for table in tables:
        beside = columns.beside[table]
        found[beside.rows[_fitting(beside.names.values, fits)[beside.numbers]]] = True
    return found


def _fitting(values: Sequence[Any], fits: Callable[[Any], bool]) -> Chosen:
    return np.fromiter(map(fits, values), np.bool_, len(values))


def _inside(box: tuple[float, float, float, float], spot: Any) -> bool:
    west, south, east, north = box
    lat, lon = spot[:2]
    if lat is None or not south <= lat <= north:
        return False
    return bool(west <= lon <= east if west <= east else lon >= west or lon <= east)
