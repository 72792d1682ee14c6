"""The export formats. docs/export.md says field by field what stands in each and what the target's own codebook asks for."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from khabar.document.model import COUNTS, ROLES
from khabar.export.cells import cell
from khabar.incidents.claims import shown_number
from khabar.incidents.records import record as _flat
from khabar.ontology.ontology import ontology
from khabar.resolve.places import geo_precision_of
from khabar.store.rows import Known
from khabar.text.visible import to_json

ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "actor2",
    "iso", "country", "admin1", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags",
)  # fmt: skip
_SUB = {
    "aerial": ("Explosions/Remote violence", "Air/drone strike"),
    "drone": ("Explosions/Remote violence", "Air/drone strike"),
    "heavy-weapons": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "explosives": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "suicide-attack": ("Explosions/Remote violence", "Suicide bomb"),
    "seize-territory": ("Battles", "Non-state actor overtakes territory"),
    "firearms": ("Battles", "Armed clash"),
    "abduct": ("Violence against civilians", "Abduction/forced disappearance"),
    "sexual": ("Violence against civilians", "Sexual violence"),
    "torture": ("Violence against civilians", "Attack"),
    "targeted": ("Violence against civilians", "Attack"),
    "demo": ("Protests", "Peaceful protest"),
    "riot": ("Riots", "Violent demonstration"),
    "arrest": ("Strategic developments", "Arrests"),
}
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor2Code",
    "Actor2Name", "Actor2CountryCode", "IsRootEvent", "EventRootCode", "QuadClass", "NumMentions", "NumSources", "NumArticles",
    "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL",
)  # fmt: skip
_QUAD = {"Verbal Cooperation": 1, "Material Cooperation": 2, "Verbal Conflict": 3, "Material Conflict": 4}
BAYANAT = (
    "title", "title_ar", "description", "publish_date", "source_link", "events", "locations", "labels", "sources", "victims_killed",
    "victims_injured", "victims_displaced", "victims_casualties", "comments",
)  # fmt: skip


def record(known: Known) -> dict[str, Any]:
    """An incident as a flat record."""
    return _flat(known.incident, known.sources, known.part_of)


def full_record(known: Known) -> dict[str, Any]:
    """An incident as a flat record, with every claim (chain, origin, certainty, quote) and why its reports were put together."""
    data = record(known)
    data["claims"] = [
        {
            "field": field, "value": c.value, "low": c.low, "high": c.high, "standing": c.standing, "counted": c.counted,
            "chain": list(c.chain), "origin": c.origin, "body": c.body, "certainty": c.certainty, "denied": c.negated, "quote": c.quote,
            "article": c.document, "start": c.start, "end": c.end,
        }
        for field, values in known.incident.matrix().items() for v in values for c in v.claims
    ]  # fmt: skip
    data["links"] = [{"a": x.a, "b": x.b, "score": x.score, "why": list(x.why)} for x in known.incident.links]
    return data


def plover_jsonl(found: Iterable[Known]) -> Iterator[str]:
    """One JSON object an incident, with every claim."""
    for known in found:
        yield to_json(full_record(known), sort_keys=True) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[dict[str, Any]], delimiter: str = ",", heading: bool = True) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if heading:
        writer.writerow(head)
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in head])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if out.getvalue():
        yield out.getvalue()


def acled_csv(found: Iterable[Known]) -> Iterator[str]:
    """ACLED-style CSV; fatalities is the lowest number claimed, the ranges stand in the notes. What nature or an accident did is left out:
    ACLED has only what people do; and so are sums and campaigns: it counts an event a day and a place."""
    return _table(ACLED, (_acled(known) for known in found if _is_one_deed(known)))


def _is_one_deed(known: Known) -> bool:
    return known.incident.level == "incident" and not known.incident.cause


def _acled(known: Known) -> dict[str, Any]:
    r = record(known)
    kind, sub = _SUB.get(r["mode"] or "", (ontology().acled(r["type"], r["mode"]), ""))
    first = r["first"] or ""
    span = (date.fromisoformat(r["last"]) - date.fromisoformat(first)).days if first else None
    contested = ", ".join(r["contested"]) or "nothing"
    counts = [f"{name} {_range(r, name) or '?'}" for name in COUNTS if name in ("killed", "injured") or _range(r, name)]
    notes = "; ".join([*counts, f"contested: {contested}"])
    return {
        "event_id_cnty": f"{r['country'] or 'XXX'}{r['id']}",
        "event_date": first,
        "year": first[:4],
        "time_precision": "" if span is None else 1 if span == 0 else 2 if span <= 7 else 3,
        "disorder_type": "Demonstrations"
        if r["type"] == "PROTEST"
        else "Political violence"
        if r["type"] in ("ASSAULT", "HARM")
        else "Strategic developments",
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": (r["actors"] or [None])[0],
        "actor2": (r["targets"] or [None])[0],
        "iso": r["country"],
        "country": r["country"],
        "admin1": r["admin1"],
        "location": r["place"],
        "latitude": r["lat"],
        "longitude": r["lon"],
        "geo_precision": geo_precision_of(r["where_prec"]),
        "source": r["outlets"] or r["articles"],
        "source_scale": "Other",
        "notes": notes,
        "fatalities": r["killed_low"] or 0,
        "tags": r["contested"],
    }


def gdelt_tsv(found: Iterable[Known]) -> Iterator[str]:
    """GDELT-style rows, tab-separated, without a heading, as GDELT ships them; only columns that Khabar can fill. What
    nature or an accident did, sums and campaigns are left out, as in ACLED."""
    return _table(GDELT, (_gdelt(known) for known in found if _is_one_deed(known)), "\t", heading=False)


def _gdelt(known: Known) -> dict[str, Any]:
    r = record(known)
    day = (r["first"] or "").replace("-", "")
    kind = ontology().types[r["type"]]
    sides = {n: _party((r[name] or [""])[0]) for n, name in ((1, "actors"), (2, "targets"))}
    when = date.fromisoformat(r["first"]) if r["first"] else None
    return {
        "GLOBALEVENTID": int(r["id"], 16),
        "SQLDATE": day,
        "MonthYear": day[:6],
        "Year": day[:4],
        "FractionDate": f"{when.year + (when.timetuple().tm_yday - 1) / 365:.4f}" if when else "",
        **{
            f"Actor{n}{name}": value for n, side in sides.items() for name, value in zip(("Code", "Name", "CountryCode"), side, strict=True)
        },
        "IsRootEvent": 1,
        "EventRootCode": kind.cameo,
        "QuadClass": _QUAD.get(kind.quad, ""),
        "NumMentions": sum(len(e.events) for e in known.incident.episodes),
        "NumSources": len(r["origins"]),
        "NumArticles": r["reports"],
        "ActionGeo_Type": {6: 1, 4: 5}.get(r["where_prec"] or 0, 4 if r["lat"] is not None else ""),
        "ActionGeo_FullName": r["place"],
        "ActionGeo_CountryCode": r["country"],
        "ActionGeo_Lat": r["lat"],
        "ActionGeo_Long": r["lon"],
        "SOURCEURL": r["articles"],
    }


def _party(value: str) -> tuple[str, str, str]:
    """(code, name, country) of an actor's value; a code only where the value is one."""
    words = value.split()
    coded = len(words) == 2 and all(w.isupper() for w in words)
    return ("".join(words), "", words[0]) if coded else ("", value, "")


def geojson(found: Iterable[Known]) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) of the incidents with coordinates."""
    yield '{"type":"FeatureCollection","features":['
    first = True
    for known in found:
        r = record(known)
        if r["lat"] is None:
            continue
        yield ("" if first else ",") + "\n" + feature_of(r)
        first = False
    yield "\n]}\n"


def feature_of(r: dict[str, Any]) -> str:
    """A record with coordinates as a GeoJSON feature."""
    feature = {
        "type": "Feature",
        "id": r["id"],
        "geometry": {"type": "Point", "coordinates": [r["lon"], r["lat"]]},
        "properties": {k: v for k, v in r.items() if k not in ("lat", "lon", "id")},
    }
    return to_json(feature, sort_keys=True)


def bayanat_csv(found: Iterable[Known]) -> Iterator[str]:
    """A table with the fields of Bayanat 5.0's bulletins (docs/export.md says what its importer does with them)."""
    return _table(BAYANAT, map(_bayanat, found))


def _bayanat(known: Known) -> dict[str, Any]:
    r = record(known)
    what = f"{r['type']} {r['mode'] or ''}".strip()
    where = r["place"] or r["country"] or "place unknown"
    return {
        "title": f"{what}, {where}, {r['first'] or 'date unknown'}",
        "title_ar": (r["quotes"] or [""])[0],
        "description": "; ".join(f"{name}: {', '.join(r[name])}" for name in ("actors", "targets", "weapons") if r[name]),
        "publish_date": r["first"],
        "source_link": r["articles"],
        "events": what,
        "locations": r["place"],
        "labels": [*([r["level"]] if r["level"] != "incident" else []), r["type"], *([r["mode"]] if r["mode"] else [])],
        "sources": r["origins"],
        **{f"victims_{name}": _range(r, name) for name in COUNTS},
        "comments": "contested: " + ", ".join(r["contested"]) if r["contested"] else "",
    }


def _range(r: dict[str, Any], field: str) -> str:
    """The number of a record as a person writes it: 9-20, 11+, or ""."""
    low, high = r[f"{field}_low"], r[f"{field}_high"]
    return "" if low is None and high is None else shown_number(low, high)


def brat(document: dict[str, Any]) -> tuple[str, str]:
    """A document as brat standoff: the text, and its annotations (entities T, triggers T and events E, attributes A)."""
    lines, number = [], 0

    def text_bound(kind: str, span: dict[str, Any]) -> str:
        nonlocal number
        number += 1
        words = document["text"][span["start"] : span["end"]].replace("\n", " ")
        lines.append(f"T{number}\t{kind} {span['start']} {span['end']}\t{words}")
        return f"T{number}"

    for entity in document["entities"]:
        text_bound(entity["type"], entity)
    for at, event in enumerate(document["events"], 1):
        trigger = text_bound(event["type"], event)
        roles = [f"{role}:{text_bound(role.capitalize(), span)}" for role in ROLES for span in event.get(role, ())]
        lines.append(f"E{at}\t" + " ".join([f"{event['type']}:{trigger}", *roles]))
        lines.append(f"A{at}\tStatus E{at} {event['status']}")
    return document["text"], "\n".join(lines) + ("\n" if lines else "")


TEXT_FORMATS: dict[str, Callable[[Iterable[Known]], Iterator[str]]] = {
    "plover-jsonl": plover_jsonl,
    "acled-csv": acled_csv,
    "gdelt-tsv": gdelt_tsv,
    "geojson": geojson,
    "bayanat-csv": bayanat_csv,
}
"""Formats that are one text. parquet and brat are files of their own kind, see khabar.export.files."""
