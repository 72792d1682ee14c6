"""The cells of an analyst's table, incident by incident: what the labels say against what was found.

A labelled incident's cells follow from the labels of its mentions that happened: type (of its attack, else the commonest), day (the
commonest of its times that are one), country (the commonest of its places), place (any of its places' words), actor and target (any
(country, sector) of its parties), killed and injured (the lowest and the highest number told). They are compared with the incident with
which it shares most mentions; a cell that is given where the labels say nothing counts as wrong. Only sets whose reports carry
"places" and "actors" have cells.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from khabar.evaluation.labelled_sets import Item, SetRead
from khabar.evaluation.score import F1, Accuracy, overlap
from khabar.incidents.episodes import families
from khabar.incidents.incidents import Incident
from khabar.resolve.numbers import quantity
from khabar.text.normalise import fold

CELLS = ("type", "day", "country", "place", "actor", "target", "killed", "injured")
LEADING = ("ASSAULT", "PROTEST", "COERCE", "CONSULT")
"""Types that name an incident, whatever else is told of it."""
BEFORE = 30
"""Characters before a number in which words that bound it may stand (at least)."""
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?")
Labelled = tuple[Item, Item]
"""A report and an event of it."""


def has_cells(reports: Sequence[Item]) -> bool:
    """Whether the labels of a set tell countries and sectors."""
    return all("places" in report and "actors" in report for report in reports)


def score_cells(sets: Iterable[SetRead]) -> dict[str, F1 | Accuracy]:
    """The rows of CELLS that occur, "cells" (all together) and "incident"; nothing where no set has cells."""
    right, wanted, given = Counter[str](), Counter[str](), Counter[str]()
    incidents = found = 0
    for each in sets:
        for gold, incident in _pairs(each) if has_cells(each.gold) else ():
            cells, got = labelled_cells(gold), found_cells(incident) if incident else {}
            incidents, found = incidents + 1, found + bool(incident)
            wanted.update(cells.keys())
            given.update(got.keys())
            right.update(name for name in cells.keys() & got.keys() if agree(name, cells[name], got[name]))
    if not incidents:
        return {}
    rows: dict[str, F1 | Accuracy] = {c: F1(right[c], wanted[c], given[c]) for c in CELLS if wanted[c] or given[c]}
    return rows | {"cells": F1(right.total(), wanted.total(), given.total()), "incident": Accuracy(found, incidents)}


def agree(cell: str, wanted: Any, got: Any) -> bool:
    """Whether a cell that was found is right."""
    if cell == "place":
        return got in wanted
    return bool(wanted & got) if cell in ("actor", "target") else bool(wanted == got)


def _pairs(each: SetRead) -> Iterator[tuple[list[Labelled], Incident | None]]:
    """The labelled incidents of a set, each with the incident that holds most of its mentions."""
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for report in each.gold:
        for event in report["events"]:
            if event["type"] in families() and event.get("status", "actual") == "actual":
                groups[event["incident"]].append((report, event))
    for members in groups.values():
        read = [(event, other) for report, event in members for other in each.predicted.get(report["id"], {"events": ()})["events"]]
        homes = Counter(other["incident"] for event, other in read if other["incident"] and overlap(event, other))
        yield members, each.incidents[homes.most_common(1)[0][0]] if homes else None


def labelled_cells(members: Sequence[Labelled]) -> dict[str, Any]:
    """The cells of a labelled incident, given its mentions: those of which the labels say something."""
    types = [event["type"] for _, event in members]
    spoken = [(report, event, span) for report, event in members for span in event.get("places", ())]
    countries = [country for report, _, span in spoken if (country := _values(report, "places", "country").get(span["text"], "?")) != "?"]
    days = [day for report, event in members for day in _days(report, event)]
    found: dict[str, Any] = {
        "type": _commonest([t for t in types if t in LEADING] or types),
        "day": _commonest(days) if days else None,
        "country": _commonest(countries) if countries else None,
        "place": {fold(span["text"]) for _, _, span in spoken},
        "actor": _parties(members, "actors"),
        "target": _parties(members, "recipients"),
        "killed": _numbers(members, "killed"),
        "injured": _numbers(members, "injured"),
    }
    return {name: value for name, value in found.items() if value}


def found_cells(incident: Incident) -> dict[str, Any]:
    """The cells of an incident that are told: a day that only the date of publication gives is none."""
    (first, last), place = incident.days, incident.place
    dated = first and last and any(episode.exact for episode in incident.episodes)
    numbers = {name: incident.number(name) for name in ("killed", "injured")}
    found: dict[str, Any] = {
        "type": incident.type,
        "day": (str(first) if first == last else f"{first}/{last}") if dated else None,
        "country": place.country if place else None,
        "place": fold(place.surface) if place else None,
        "actor": {party for episode in incident.episodes for party in episode.actors},
        "target": {party for episode in incident.episodes for party in episode.targets},
        **{name: None if number == (None, None) else number for name, number in numbers.items()},
    }
    return {name: value for name, value in found.items() if value}


def _values(report: Item, table: str, *columns: str) -> dict[str, Any]:
    """Surface -> what the labels say of it."""
    return {row["surface"]: row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in report.get(table, ())}


def _days(report: Item, event: Item) -> Iterator[str]:
    values = {(time["start"], time["end"]): time["value"] for time in report["times"]}
    for span in event.get("times", ()):
        day = _DAY.fullmatch(values.get((span["start"], span["end"]), "") or "")
        if day:
            yield day[1]


def _parties(members: Sequence[Labelled], role: str) -> set[tuple[str, str]]:
    told = (_values(report, "actors", "country", "sector").get(s["text"]) for report, event in members for s in event.get(role, ()))
    return {party for party in told if party and "?" not in party and party[1] != "UNK"}


def _numbers(members: Sequence[Labelled], role: str) -> tuple[int, int | None] | None:
    """The lowest and the highest number that the labelled words give; None where they give none."""
    spans = [(report["text"], span) for report, event in members for span in event.get(role, ())]
    bounds = [quantity(span["text"], before=text[max(0, span["start"] - BEFORE) : span["start"]]) for text, span in spans]
    lows = [b.low for b in bounds if b.low is not None]
    highs = [b.high for b in bounds]
    return (min(lows), None if None in highs else max(h for h in highs if h is not None)) if lows else None


def _commonest(items: Sequence[str]) -> str:
    """The item that occurs most often, the first of equal ones."""
    return Counter(items).most_common(1)[0][0]
