"""Checks of the data files: what is contradictory in them, each finding with its file and line."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from khabar.data_files import rows_of, shown, toml_of
from khabar.resolve import local_places
from khabar.resolve.gazetteer import FILE as GAZETTEER
from khabar.resolve.gazetteer import Entry, all_entries, key_of
from khabar.resolve.known_actors import FILE as ACTORS
from khabar.resolve.known_actors import Known, all_known
from khabar.text.normalise import fold

_TABLES = {
    "khabar.text": ("split_words.toml", "debris.toml", "datelines.toml"),
    "khabar.resolve": ("times.toml", "tense.toml", "numbers.toml", "places.toml", "sectors.toml", "offices.toml"),
    "khabar.tagger": ("triggers.toml", "cues.toml", "participles.toml", "status.toml", "negation.toml", "cue_rules.toml"),
    "khabar.assemble": ("cues.toml", "casualties.toml", "causes.toml"),
    "khabar.incidents": ("incidents.toml", "bodies.toml"),
    "khabar.ontology": ("plover.toml",),
}
TOLERANCE = 3.0
"""Degrees that a place may lie outside the box of its country's towns: islands and coasts have none at their edge."""
LEAST = 8
"""Towns that a country must have for its box to mean anything."""
_SOLO = ("President", "Prime Minister", "King", "Emir", "Sultan", "Foreign Minister", "Defence Minister", "Chancellor", "Supreme Leader")
"""Offices that one person holds at a time."""


def check() -> Iterator[str]:
    """Every finding as "file, line: what is wrong". DataFileError where a file cannot be read at all."""
    for package, names in _TABLES.items():
        for name in names:
            yield from _twice(package, name)
    yield from _demonyms()
    entries = all_entries()
    yield from _outside(entries)
    yield from _same_places(entries)
    yield from _unsorted()
    known = all_known()
    yield from _same_actors(known)
    yield from _terms(known)


def _twice(package: str, name: str) -> Iterator[str]:
    """Keys of one table that are one word in the levelled spelling and have different values; words listed twice in one list."""
    for path, table in _tables(toml_of(package, name)):
        seen: dict[str, tuple[str, object]] = {}
        for key, value in table.items():
            level = fold(key)
            if level in seen and seen[level][1] != value:
                yield f"{shown(package, name)}, [{path}]: {key!r} and {seen[level][0]!r} are one spelling with two values"
            seen.setdefault(level, (key, value))


def _tables(data: dict[str, object], path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    yield path or "top", data
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _tables(value, f"{path}.{key}".lstrip("."))


def _demonyms() -> Iterator[str]:
    lines: dict[str, tuple[int, str]] = {}
    for line, (adjective, country, _) in rows_of("khabar.resolve", "demonyms.tsv", 3):
        before = lines.setdefault(fold(adjective), (line, country))
        if before[1] != country:
            where = f"{shown('khabar.resolve', 'demonyms.tsv')}, line {line}"
            yield f"{where}: {adjective} is {country} here and {before[1]} in line {before[0]}"


def _outside(entries: list[tuple[int, Entry]]) -> Iterator[str]:
    """Places whose coordinates lie outside the box of their country's GeoNames towns."""
    boxes: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for _, e in entries:
        if e.source in ("geonames", "kept") and e.lat is not None and e.lon is not None:
            boxes[e.country].append((e.lat, e.lon))
    for line, e in entries:
        box = boxes.get(e.country, [])
        if e.lat is None or e.lon is None or len(box) < LEAST or e.source in ("geonames", "kept", "naturalearth"):
            continue
        for what, at, values in (("latitude", e.lat, [b[0] for b in box]), ("longitude", e.lon, [b[1] for b in box])):
            if not min(values) - TOLERANCE <= at <= max(values) + TOLERANCE:
                yield f"{shown('khabar.resolve', GAZETTEER)}, line {line}: {e.name}: {what} {at} lies outside {e.country}"


def _same_places(entries: list[tuple[int, Entry]]) -> Iterator[str]:
    """Hand-kept places of one kind and country whose names are one in the levelled spelling."""
    seen: dict[tuple[str, str, str], tuple[int, Entry]] = {}
    for line, e in entries:
        if e.population or e.source == "airports":
            continue
        for key in {key_of(name) for name in e.names}:
            before = seen.setdefault((key, e.country, e.kind), (line, e))
            if before[0] != line and before[1].admin1 == e.admin1 and before[1].lat == e.lat:
                yield f"{shown('khabar.resolve', GAZETTEER)}, line {line}: {e.name} has a name of {before[1].name} in line {before[0]}"


def _unsorted() -> Iterator[str]:
    """Rows of the local places that stand out of order: they would not be found."""
    for (_, before, _), (line, key, entry) in pairwise(local_places.all_entries()):
        if key < before:
            yield f"{shown('khabar.resolve', local_places.FILE)}, line {line}: {entry.name} ({entry.names[0]}) stands out of order"


def _same_actors(known: list[Known]) -> Iterator[str]:
    """Actors of one country and kind that share a name at the same time: nobody can tell them apart."""
    named: dict[tuple[str, str], dict[int, Known]] = defaultdict(dict)
    for actor in known:
        for name in actor.names:
            named[fold(name), actor.country][actor.line] = actor
    for (name, _), group in named.items():
        for a, b in combinations(group.values(), 2):
            if a.name != b.name and a.kind == b.kind and a.sector == b.sector and _overlap(a, b) > timedelta(62):
                yield f"{shown('khabar.resolve', ACTORS)}, line {b.line}: {name!r} is {b.name} here and {a.name} in line {a.line}"


def _terms(known: list[Known]) -> Iterator[str]:
    """Two holders at once of an office that only one can hold; a term that ends before it begins."""
    offices: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for actor in known:
        if actor.first and actor.last and actor.last < actor.first:
            yield f"{shown('khabar.resolve', ACTORS)}, line {actor.line}: {actor.name}: the term ends before it begins"
        office = next((o for o in _SOLO if actor.role.startswith(f"{o} of ")), None)
        if office and actor.kind == "person":
            offices[actor.role, actor.country].append(actor)
    for (role, _), holders in offices.items():
        for a, b in pairwise(sorted(holders, key=lambda k: k.first or date.min)):
            # Dates are kept to the month, some to the year: the month or year of a change belongs to both.
            if a.name != b.name and _overlap(a, b) > timedelta(366):
                yield f"{shown('khabar.resolve', ACTORS)}, line {b.line}: {b.name} and {a.name} (line {a.line}) are both {role}"


def _overlap(a: Known, b: Known) -> timedelta:
    first = max(a.first or date.min, b.first or date.min)
    last = min(a.last or date.max, b.last or date.max)
    return max(last - first, timedelta(0))
