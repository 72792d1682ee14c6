"""What incidents are asked for, checked: a country, type or day that is none is an error that names the nearest right one."""

from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, and_, or_, select

from khabar.errors import InputError
from khabar.ontology.ontology import ontology
from khabar.resolve import countries
from khabar.store import schema as s
from khabar.store.entries import OF_EVENT, ROLES, storable


class Filters(TypedDict, total=False):
    """since, until: days that incidents touch. country: ISO-3, ISO-2, English or Arabic name. type: PLOVER type. actor: part of the
    name of one who did or suffered it; "COUNTRY SECTOR" is a name too. party: the whole of such a name. did, suffered, said, denied: the
    whole name of one who did so. outlet: the name of one whose reports tell of it. place: its English or Arabic name. bbox: west, south,
    east, north in degrees; west may be greater than east, across 180. min_reports, min_outlets, min_sources: at least so many reports that
    tell of it, outlets of these, independent origins. contested, reviewed: only those that are, or are not. rejected: those that an
    analyst rejected, which are left out otherwise. Of those that are texts a sequence means any of them."""

    since: str | date | None
    until: str | date | None
    country: str | Sequence[str] | None
    type: str | Sequence[str] | None
    actor: str | Sequence[str] | None
    party: str | Sequence[str] | None
    did: str | Sequence[str] | None
    suffered: str | Sequence[str] | None
    said: str | Sequence[str] | None
    denied: str | Sequence[str] | None
    outlet: str | Sequence[str] | None
    place: str | Sequence[str] | None
    bbox: tuple[float, float, float, float] | None
    min_reports: int
    min_outlets: int
    min_sources: int
    contested: bool | None
    reviewed: bool | None
    rejected: bool


Condition = ColumnElement[bool]


def conditions_of(**filters: Unpack[Filters]) -> dict[str, Condition]:
    """What each filter asks of a row of `incidents`, by the filter's name. InputError where a value is none."""
    t = s.incidents.c
    first, last = period_of(filters.get("since"), filters.get("until"))
    box, contested, reviewed = filters.get("bbox"), filters.get("contested"), filters.get("reviewed")
    countries_, types, actors, outlets, places = (_several(filters.get(n)) for n in ("country", "type", "actor", "outlet", "place"))
    least = {name: int(filters.get(name, 1)) for name in ("min_reports", "min_outlets", "min_sources")}  # type: ignore[call-overload]
    exact = [(n, (n,) if n in ROLES else OF_EVENT, _several(filters.get(n))) for n in ("party", *ROLES)]
    told, party = s.incident_outlets.c, s.parties.c.name
    found: dict[str, Condition | None] = {
        "since": t.day >= first if first else None,
        "until": t["first"] <= last if last else None,
        "country": t.country.in_([country_of(name) for name in countries_]) if countries_ else None,
        "type": t.type.in_([type_of(name) for name in types]) if types else None,
        "actor": t.id.in_(_with(OF_EVENT, *(party.icontains(name, autoescape=True) for name in actors))) if actors else None,
        **{name: t.id.in_(_with(roles, party.in_(names))) if names else None for name, roles, names in exact},
        "outlet": t.id.in_(select(told.incident).where(told.outlet.in_(outlets))) if outlets else None,
        "place": or_(t.place.in_(places), t.place_ar.in_(places)) if places else None,
        "bbox": _inside(*box) if box else None,
        **{
            name: column >= least[name] if least[name] > 1 else None
            for name, column in (("min_reports", t.reports), ("min_outlets", t.outlets), ("min_sources", t.origins))
        },
        "contested": t.contested == contested if contested is not None else None,
        "reviewed": (t.reviewed != "") == reviewed if reviewed is not None else None,
        "rejected": (t.reviewed == "rejected") == bool(filters.get("rejected")),
    }
    return {name: condition for name, condition in found.items() if condition is not None}


def chosen(**filters: Unpack[Filters]) -> Select[str]:
    """The query for the ids of incidents, newest first. InputError where a value is none."""
    t = s.incidents.c
    return select(t.id).where(*conditions_of(**filters).values()).order_by(t.day.desc(), t.id)


def _several(value: object) -> list[str]:
    given = [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []
    return [storable(each) for each in given if each.strip()]


def _with(roles: Sequence[str], *conditions: Condition) -> Any:
    """The incidents with a party of one of the roles of which one of the conditions holds."""
    t = s.parties.c
    return select(t.incident).where(t.role.in_(roles), or_(*conditions))


def _inside(west: float, south: float, east: float, north: float) -> Condition:
    t = s.incidents.c
    if not (-90 <= south <= north <= 90 and all(-180 <= x <= 180 for x in (west, east))):
        raise InputError("bbox: give west, south, east, north in degrees (35.5,32.3,42.4,37.3)")
    across = t.lon.between(west, east) if west <= east else or_(t.lon >= west, t.lon <= east)
    return and_(t.lat.between(south, north), across)


def country_of(name: str) -> str:
    """The ISO-3 code of a country given by ISO-3, ISO-2, English or Arabic name. InputError where there is none."""
    code = countries.resolve(name)
    if code is None:
        meant = ", ".join(countries.near(name))
        advice = f"nearest: {meant}" if meant else "give its ISO code or its English or Arabic name"
        raise InputError(f"{name!r} is no country; {advice}")
    return code


def type_of(name: str) -> str:
    """A PLOVER type in any case. InputError where there is none."""
    known = list(ontology().types)
    if name.strip().upper() in known:
        return name.strip().upper()
    meant = get_close_matches(name.strip().upper(), known, n=1, cutoff=0.5)
    raise InputError(f"{name!r} is no event type; " + (f"nearest: {meant[0]}; " if meant else "") + f"types are {', '.join(known)}")


def day_of(value: str | date, name: str) -> str:
    """A day as an ISO date. name: what it is called in the message. InputError where it is none."""
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    try:
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError:
        raise InputError(f"{name}: {value!r} is no date; write it as 2020-07-08") from None


def period_of(since: str | date | None, until: str | date | None) -> tuple[str | None, str | None]:
    """First and last day as ISO dates. InputError where one is no date, or the first comes after the last."""
    first = day_of(since, "since") if since else None
    last = day_of(until, "until") if until else None
    if first and last and first > last:
        raise InputError(f"since {first} is after until {last}: no day lies between them")
    return first, last
