"""Filters as SQL: which rows of `incidents` are meant. masks.py says the same of columns in memory; a test compares both."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from khabar.store import schema as s
from khabar.store.entries import OF_EVENT, ROLES
from khabar.store.filters import LEAST, Checked

Condition = ColumnElement[bool]
_T = s.incidents.c


def conditions_of(asked: Checked) -> list[Condition]:
    """What a row must meet."""
    found = [(_T.reviewed == "rejected") == asked.rejected]
    found += [_T.day >= asked.first] if asked.first else []
    found += [_T["first"] <= asked.last] if asked.last else []
    found += [_has(name, values) for name, values in asked.any_of.items()]
    found += [_inside(*asked.bbox)] if asked.bbox else []
    found += [_T[LEAST[name]] >= number for name, number in asked.least.items()]
    found += [_T.contested == asked.contested] if asked.contested is not None else []
    return found + ([(_T.reviewed != "") == asked.reviewed] if asked.reviewed is not None else [])


def chosen(asked: Checked) -> Select[str]:
    """The query for the ids of incidents, newest first."""
    return select(_T.id).where(*conditions_of(asked)).order_by(_T.day.desc(), _T.id)


def _has(name: str, values: Sequence[str]) -> Condition:
    told, party = s.incident_outlets.c, s.parties.c.name
    if name == "actor":
        return _T.id.in_(_with(OF_EVENT, or_(*(party.icontains(value, autoescape=True) for value in values))))
    if name in ("party", *ROLES):
        return _T.id.in_(_with((name,) if name in ROLES else OF_EVENT, party.in_(values)))
    if name == "outlet":
        return _T.id.in_(select(told.incident).where(told.outlet.in_(values)))
    if name == "place":
        return or_(_T.place.in_(values), _T.place_ar.in_(values))
    return _T[name].in_(values)


def _with(roles: Sequence[str], condition: Condition) -> Any:
    """The incidents with a party of one of the roles of which a condition holds."""
    return select(s.parties.c.incident).where(s.parties.c.role.in_(roles), condition)


def _inside(west: float, south: float, east: float, north: float) -> Condition:
    across = _T.lon.between(west, east) if west <= east else or_(_T.lon >= west, _T.lon <= east)
    return and_(_T.lat.between(south, north), across)
