"""Which campaigns hold an incident: those of its time, its country and its sides."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import cos, hypot, radians
from typing import Any

from khabar.data_files import toml_of
from khabar.incidents.apart import limit

Record = Mapping[str, Any]
"""An incident as khabar.incidents.records has it; a campaign also with its "radius" in km, or None."""
DEGREE = 111.2
"""Kilometres of a degree of latitude."""
PROVINCE, NARROW, COUNTRY = 4, 5, 6
"""where_prec (UCDP's grades) of a province, up to which a place is less than a country, and of a country."""


@cache
def _held() -> dict[str, frozenset[str]]:
    return {kind: frozenset(kinds) for kind, kinds in toml_of("khabar.incidents", "levels.toml")["parts"].items()}


def campaigns_of(part: Record, campaigns: Sequence[Record]) -> list[str]:
    """The ids of the campaigns that hold an incident, the shortest first."""
    found = [whole for whole in campaigns if is_part(part, whole)]
    return [whole["id"] for whole in sorted(found, key=lambda w: (-_number(w["first"]), _number(w["last"]), w["id"]))]


def is_part(part: Record, whole: Record) -> bool:
    """Whether a campaign holds an incident or a sum: of a type that it holds, in its country, within its days, with one of its sides, and
    in its town or province where it has one. A campaign of no known side holds what happens in its own town or province."""
    if whole["level"] != "campaign" or part["level"] == "campaign" or not part["country"] or part["country"] != whole["country"]:
        return False
    if part["type"] not in _held().get(whole["type"], ()) or not _within(part, whole):
        return False
    inside = _inside(part, whole)
    return inside is not False and (bool(set(part["sides"]) & set(whole["sides"])) if whole["sides"] else bool(inside))


def _within(part: Record, whole: Record) -> bool:
    days = [part["first"], part["last"], whole["first"], whole["last"]]
    return all(days) and bool(part["first"] <= whole["last"] and part["last"] >= whole["first"])


def _inside(part: Record, whole: Record) -> bool | None:
    """Whether an incident lies in the town, area or province of a campaign; None where that has the whole country."""
    grade = whole["where_prec"]
    if grade is not None and grade > NARROW:
        return None
    if whole["admin1"] and whole["admin1"] == part["admin1"] and grade == PROVINCE:
        return True
    if part["lat"] is None or whole["lat"] is None or (part["where_prec"] or COUNTRY) > NARROW:
        return None if grade is None else part["place"] is not None and part["place"] == whole["place"]
    east = (part["lon"] - whole["lon"]) * cos(radians(whole["lat"]))
    return hypot(part["lat"] - whole["lat"], east) * DEGREE <= max(limit("kilometres"), whole["radius"] or 0.0)


def _number(day: str) -> int:
    return int(day.replace("-", ""))
