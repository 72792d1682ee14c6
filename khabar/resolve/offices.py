"""Offices without a name: who was "the Turkish president" on a given day (data/offices.toml and the terms of data/actors.tsv)."""

from datetime import date
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import adjectives
from khabar.resolve.gazetteer import candidates
from khabar.resolve.known_actors import Known, all_known
from khabar.text.normalise import fold


@cache
def _titles() -> list[tuple[tuple[str, ...], str]]:
    """Arabic titles as folded words, the longest first, and the English beginning of the role in actors.tsv."""
    table = toml_of("khabar.resolve", "offices.toml")["titles"]
    found = [(tuple(fold(title).split()), english) for title, english in table.items()]
    return sorted(found, key=lambda item: -len(item[0]))


@cache
def _holders() -> dict[tuple[str, str], list[Known]]:
    """(role's beginning, country) -> everybody who held it."""
    found: dict[tuple[str, str], list[Known]] = {}
    for known in all_known():
        for _, english in _titles():
            if known.kind == "person" and known.role.startswith(english + " of "):
                found.setdefault((english, known.country), []).append(known)
                break
    return found


def holder(surface: str, when: date | None) -> Known | None:
    """Who held the office that the whole phrase names (الرئيس التركي, رئيس وزراء بريطانيا) on the day; None where the list does not tell
    or the phrase says more than the office."""
    if when is None:
        return None
    words = fold(surface).split()
    for title, english in _titles():
        rest = words[len(title) :]
        if tuple(words[: len(title)]) == title and rest:
            country = _country_of(rest)
            if country is None:
                return None
            serving = [k for k in _holders().get((english, country), ()) if _serves(k, when)]
            return serving[0] if len(serving) == 1 else None
    return None


def _country_of(words: list[str]) -> str | None:
    """The country that the words are, all of them: an adjective or its name."""
    text = " ".join(words)
    entries = [e for e in candidates(text) if e.kind == "country"]
    if entries:
        return entries[0].country
    return next(iter(adjectives.countries_in(text)), None) if len(words) == 1 or (len(words) == 2 and words[0] == "كوري") else None


def _serves(known: Known, when: date) -> bool:
    return (known.first is None or known.first <= when) and (known.last is None or when <= known.last)
