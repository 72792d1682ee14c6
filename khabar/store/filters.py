"""What incidents are asked for, checked: a country, type or day that is none is an error that names the nearest right one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypedDict, Unpack

from khabar.document.model import LEVELS
from khabar.errors import InputError
from khabar.ontology.ontology import ontology
from khabar.resolve import countries
from khabar.store.entries import ROLES, storable


class Filters(TypedDict, total=False):
    """since, until: days that incidents touch. country: ISO-3, ISO-2, English or Arabic name. type: PLOVER type. level: one of
    LEVELS. actor: part of the
    name of one who did or suffered it; "COUNTRY SECTOR" is a name too. party: the whole of such a name. did, suffered, said, denied: the
    whole name of one who did so. outlet: the name of one whose reports tell of it. place: its English or Arabic name. bbox: west, south,
    east, north in degrees; west may be greater than east, across 180. min_reports, min_outlets, min_sources: at least so many reports that
    tell of it, outlets of these, independent origins. contested, reviewed: only those that are, or are not. rejected: those that an
    analyst rejected, which are left out otherwise. Of those that are texts a sequence means any of them."""

    since: str | date | None
    until: str | date | None
    country: str | Sequence[str] | None
    type: str | Sequence[str] | None
    level: str | Sequence[str] | None
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


@dataclass(frozen=True, slots=True)
class Checked:
    """Filters whose values are what they should be. first, last: ISO days, of since and until. any_of: filter -> its texts, of which one
    must hold: codes of countries and types, names. least: filter -> number. Filters that are not set are left out."""

    first: str | None
    last: str | None
    any_of: dict[str, list[str]]
    least: dict[str, int]
    bbox: tuple[float, float, float, float] | None
    contested: bool | None
    reviewed: bool | None
    rejected: bool


TEXTS = ("country", "type", "level", "actor", "party", *ROLES, "outlet", "place")
LEAST = {"min_reports": "reports", "min_outlets": "outlets", "min_sources": "origins"}
"""Filter -> the column that it is about."""


def checked(**filters: Unpack[Filters]) -> Checked:
    """Filters as they are understood. InputError where a value is none."""
    any_of = {name: found for name in TEXTS if (found := _several(filters.get(name)))}
    for name, code_of in (("country", country_of), ("type", type_of), ("level", level_of)):
        if isinstance(single := filters.get(name), str):
            any_of[name] = [single]
        if name in any_of:
            any_of[name] = [code_of(value) for value in any_of[name]]
    least = {name: int(filters.get(name) or 1) for name in LEAST}  # type: ignore[call-overload]
    box = filters.get("bbox")
    if box and not (-90 <= box[1] <= box[3] <= 90 and all(-180 <= x <= 180 for x in (box[0], box[2]))):
        raise InputError("bbox: give west, south, east, north in degrees (35.5,32.3,42.4,37.3)")
    return Checked(
        *period_of(filters.get("since"), filters.get("until")),
        any_of,
        {name: number for name, number in least.items() if number > 1},
        box,
        filters.get("contested"),
        filters.get("reviewed"),
        bool(filters.get("rejected")),
    )


def _several(value: object) -> list[str]:
    given = [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []
    return [storable(each) for each in given if each.strip()]


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


def level_of(name: str) -> str:
    """A level in any case. InputError where there is none."""
    if name.strip().lower() in LEVELS:
        return name.strip().lower()
    raise InputError(f"{name!r} is no level; levels are {', '.join(LEVELS)}")


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
