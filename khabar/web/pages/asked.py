"""What the address of a page of incidents asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from khabar.errors import InputError
from khabar.store.filters import Filters

VIEWS = ("list", "map", "timeline", "charts")
SEVERAL = ("country", "type", "level", "actor", "party", "did", "suffered", "said", "denied", "outlet", "place")
DAYS = ("since", "until")
LEAST = ("min_reports", "min_outlets", "min_sources")
FLAGS = ("contested", "reviewed", "rejected")
BOX = "bbox"
_FLAG = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """view: one of VIEWS. given: the filters as they stand in the address, empty ones left out. sort, cursor: of the list."""

    view: str
    given: dict[str, Any]
    sort: str | None
    cursor: str | None

    def filters(self) -> Filters:
        """The filters for the store. InputError where a value is none."""
        return dict(_checked(self.given))  # type: ignore[return-value]

    @property
    def kept(self) -> dict[str, str | None]:
        """What stays when a filter changes: the view and the order."""
        return {"view": None if self.view == "list" else self.view, "sort": self.sort}

    def chips(self) -> list[tuple[str, str]]:
        """Every filter that is set, as (name, value)."""
        return [(name, one) for name, value in self.given.items() for one in (value if isinstance(value, list) else [value])]

    def without(self, name: str, value: str) -> dict[str, Any]:
        """What is left when one filter, or one of its values, is taken away."""
        held = self.given.get(name)
        rest = [each for each in held if each != value] if isinstance(held, list) else None
        return {**self.given, name: rest}

    def turned(self, name: str, value: str) -> dict[str, Any]:
        """The filters with a value set, or taken away where it is set already."""
        held = self.given.get(name)
        if value == held or (isinstance(held, list) and value in held):
            return self.without(name, value)
        return {**self.given, name: [value] if name in SEVERAL else value}

    def has(self, name: str, value: str) -> bool:
        """Whether a filter is set to a value."""
        held = self.given.get(name)
        return value == held or (isinstance(held, list) and value in held)


def asked_of(request: Request, view: str | None = None) -> Asked:
    """What a request asks for. A view or a filter that there is none of is left out of sight."""
    query = request.query_params
    given: dict[str, Any] = {}
    for name in (*DAYS, *SEVERAL, *LEAST, *FLAGS, BOX):
        values = [value.strip()[:200] for value in query.getlist(name) if value.strip()]
        if values:
            given[name] = list(dict.fromkeys(values)) if name in SEVERAL else values[-1]
    shown = view or query.get("view", "")
    return Asked(shown if shown in VIEWS else "list", given, query.get("sort") or None, query.get("cursor") or None)


def _checked(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        if name in LEAST:
            if not value.isdecimal() or not 1 <= int(value) < 10**6:
                raise InputError(f"{name}: {value!r} is no number of one or more")
            yield name, int(value)
        elif name in FLAGS:
            if value.lower() not in _FLAG:
                raise InputError(f"{name}: {value!r} is neither true nor false")
            yield name, _FLAG[value.lower()]
        elif name == BOX:
            yield name, _box(value)
        else:
            yield name, value


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = map(float, value.split(","))
    except ValueError:
        raise InputError(f"bbox: {value!r} is no west,south,east,north") from None
    return west, south, east, north
