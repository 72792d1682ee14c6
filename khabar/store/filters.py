"""What incidents are asked for, checked: a country, type or day that is none is an error that names the nearest right one."""

from datetime import date, datetime
from difflib import get_close_matches
from typing import TypedDict, Unpack

from sqlalchemy import Select, select

from khabar.errors import InputError
from khabar.ontology.ontology import ontology
from khabar.resolve import countries
from khabar.store import rows
from khabar.store import schema as s


class Filters(TypedDict, total=False):
    """since, until: days that incidents touch. country: ISO-3, ISO-2, English or Arabic name. type: PLOVER type. actor: part of the English
    name, or "COUNTRY SECTOR". min_reports, min_outlets, min_sources: at least so many reports that tell of it, outlets of these,
    independent origins. contested: only those that are, or are not."""

    since: str | date | None
    until: str | date | None
    country: str | None
    type: str | None
    actor: str | None
    min_reports: int
    min_outlets: int
    min_sources: int
    contested: bool | None


def chosen(**filters: Unpack[Filters]) -> Select[str]:
    """The query for the ids of incidents, newest first. InputError where a value is none."""
    t = s.incidents.c
    first, last = period_of(filters.get("since"), filters.get("until"))
    outlets = filters.get("min_outlets", 1)
    enough = t.reports >= filters.get("min_reports", 1), t.origins >= filters.get("min_sources", 1)
    query = select(t.id).where(*enough).order_by(t.last.desc(), t.id)
    country, kind, actor, contested = (filters.get(name) for name in ("country", "type", "actor", "contested"))
    for condition in (
        t.last >= first if first else None,
        t["first"] <= last if last else None,
        t.country == country_of(str(country)) if country is not None else None,
        t.type == type_of(str(kind)) if kind is not None else None,
        t.contested == contested if contested is not None else None,
        t.id.in_(rows.with_actor(str(actor))) if actor else None,
        t.id.in_(rows.with_outlets(outlets)) if outlets > 1 else None,
    ):
        query = query if condition is None else query.where(condition)
    return query


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
