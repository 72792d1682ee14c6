"""The incidents: a list, a map, a timeline and charts of one set, which the address holds."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from khabar.errors import InputError
from khabar.store.charts import Accusation
from khabar.store.facets import Facets
from khabar.store.lists import SORTS
from khabar.web.desk import Desk
from khabar.web.pages.asked import BOX, SEVERAL, VIEWS, asked_of
from khabar.web.rendering import render

router = APIRouter()
LIMIT = 50
PARTIES = 14
"""Rows and columns of the table of accusations at most."""


@router.get("/")
@router.get("/incidents")
def incidents(request: Request, desk: Desk) -> HTMLResponse:
    """The incidents that the address asks for, in one of the views."""
    asked = asked_of(request)
    values: dict[str, Any] = dict.fromkeys(("problem", "page", "days", "accusations", "unplaced"))
    values |= {"asked": asked, "views": VIEWS, "several": (*SEVERAL, BOX), "sorts": tuple(SORTS)}
    try:
        filters = asked.filters()
        facets = desk.store.facets(**filters)
        if asked.view in ("list", "timeline"):
            sort = asked.sort or ("oldest" if asked.view == "timeline" else "newest")
            values["page"] = desk.store.page(LIMIT, asked.cursor, sort, **filters)
            values["days"] = groupby(values["page"].items, key=lambda entry: entry.record["last"])
        elif asked.view == "map":
            values["unplaced"] = facets.total - sum(spot.incidents for spot in desk.store.spots(**filters))
        elif asked.view == "charts":
            values["accusations"] = accusation_table(desk.store.accusations(**filters))
    except InputError as error:
        return render(request, "incidents.html", 422, **{**values, "problem": str(error), "facets": Facets(0, {})})
    return render(request, "incidents.html", **values, facets=facets)


def accusation_table(found: list[Accusation]) -> dict[str, Any]:
    """Who accuses whom, as a table: the sources and the accused who occur most, and how often. level: 1 to 4, for its colour."""
    accused = _most((a.accused, a.incidents) for a in found)
    shown = [a for a in found if a.accused in accused]
    cells = {(a.source, a.accused): a.incidents for a in shown}
    most = max(cells.values(), default=1)
    return {
        "sources": _most((a.source, a.incidents) for a in shown),
        "accused": accused,
        "cells": cells,
        "level": {pair: -(-4 * n // most) for pair, n in cells.items()},
    }


def _most(counted: Iterable[tuple[str, int]]) -> list[str]:
    """The names with the highest sums."""
    sums: Counter[str] = Counter()
    for name, n in counted:
        sums[name] += n
    return sorted(sums, key=lambda name: (-sums[name], name))[:PARTIES]
