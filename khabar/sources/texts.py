"""What comes out of a source: articles, what failed, what was passed over; and the mistakes of whoever named it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from khabar.document.model import Article
from khabar.errors import InputError as InputError
from khabar.resolve.publication import AmbiguousDateError, day_of

Row = tuple[str, Any]
"""Where a row of a table stands, and what stands there."""


class Found(NamedTuple):
    """An article of a source. basis: how its date is known: "given" (by the table or the user), "page" (the page's metadata), "feed",
    "address", "dateline", "archive" (the day it was archived), "none"."""

    article: Article
    basis: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One article that could not be taken: where it stands and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that was looked at and is no report: where it stands, and what it is (in the plural: "pictures")."""

    where: str
    what: str


def counted(passed: Mapping[str, int]) -> str:
    """What was passed over, in words: pages answered 404 (1), pictures (3)."""
    return ", ".join(f"{what} ({count:,})" for what, count in sorted(passed.items()))


def failure(where: str, error: Exception) -> Failure:
    """An error as a Failure; its message need not name the place again."""
    return Failure(where, str(error).removeprefix(f"{where}: "))


def dated(article: Article, basis: str) -> Found:
    """An article with the basis of its date, "none" where it has none."""
    return Found(article, basis if article.published else "none")


def parse_date(value: str, where: str) -> str:
    """A date that a user typed, as an ISO date; InputError if it is none, or may be two."""
    try:
        day = day_of(value)
    except AmbiguousDateError:
        raise InputError(f"{where}: {value!r} may be day-month or month-day; write it as 2020-07-08") from None
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
    if day is None:
        raise InputError(f"{where}: {value!r} is no date; write it as 2020-07-08")
    return day.isoformat()
