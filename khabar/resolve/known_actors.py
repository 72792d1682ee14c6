"""The list of named actors (data/actors.tsv): who is meant by a name, at a given date."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from khabar.data_files import DataFileError, rows_of, shown
from khabar.ontology.ontology import ontology
from khabar.resolve.calendar import month_days
from khabar.resolve.phrases import Hit, PhraseIndex, Words, phrase_of

FILE = "actors.tsv"
COLUMNS = 8
KINDS = ("person", "body", "group", "outlet")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of actors.tsv. names: Arabic, the fullest first. kind: one of KINDS. role: the office (of a person) or a description.
    first, last: days between which it held, None where open. line: in the file."""

    names: tuple[str, ...]
    name: str
    kind: str
    country: str
    sector: str
    role: str
    first: date | None
    last: date | None
    line: int


def all_known() -> list[Known]:
    """Every row. DataFileError names the line of a wrong one."""
    found = []
    for line, (names, name, kind, country, sector, role, first, last) in rows_of("khabar.resolve", FILE, COLUMNS):
        where = f"{shown('khabar.resolve', FILE)}, line {line} ({name})"
        if sector not in ontology().sectors or kind not in KINDS:
            raise DataFileError(f"{where}: {sector!r} is no PLOVER sector or {kind!r} no kind of actor")
        try:
            found.append(Known(tuple(names.split("|")), name, kind, country, sector, role, _day(first, False), _day(last, True), line))
        except ValueError:
            raise DataFileError(f"{where}: {first!r} or {last!r} is no year, month or day") from None
    return found


def _day(text: str, last: bool) -> date | None:
    """2015, 2015-06 or 2015-06-30 as a day: the first or last it covers."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        return month_days(parts[0], parts[1])[last]
    return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)


@cache
def _named() -> tuple[PhraseIndex, list[list[Known]]]:
    """The names, and the actors of each."""
    found: dict[tuple[str, ...], list[Known]] = {}
    for known in all_known():
        for surface in known.names:
            found.setdefault(phrase_of(surface), []).append(known)
    return PhraseIndex(found), list(found.values())


def hits(words: Words) -> list[tuple[Hit, list[Known]]]:
    """All names that occur in a phrase, with the actors that bear them."""
    index, actors = _named()
    return [(hit, actors[hit.number]) for hit in index.hits(words)]


def at(actors: list[Known], when: date | None) -> list[Known]:
    """The actors in the order in which the day fits their terms; earlier rows first where it does not tell."""
    return sorted(actors, key=lambda known: off_by(known, when))


def off_by(known: Known, when: date | None) -> int:
    """Days between `when` and the term; 0 inside it."""
    if when is None:
        return 0
    before = (known.first - when).days if known.first else 0
    after = (when - known.last).days if known.last else 0
    return max(before, after, 0)
