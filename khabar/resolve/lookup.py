"""Known actors and places by the beginning or a part of their name, as somebody types it: for choosing one."""

from bisect import bisect_left
from functools import cache

from khabar.resolve.gazetteer import Entry, all_entries, candidates
from khabar.resolve.known_actors import Known, all_known
from khabar.text.normalise import fold

SHORTEST = 2
"""Letters from which on something is looked for."""


def actors_like(words: str, limit: int = 12) -> list[Known]:
    """The actors of which an Arabic or English name holds the words; those whose name begins with them first."""
    folded, plain = fold(words), " ".join(words.lower().split())
    if len(plain) < SHORTEST:
        return []
    found: dict[str, tuple[bool, int, Known]] = {}
    for number, (known, names) in enumerate(_actors()):
        hits = [name for name in names if (folded and folded in name) or plain in name]
        if hits and known.name not in found:
            first = any(name.startswith((folded or plain, plain)) for name in hits)
            found[known.name] = (not first, number, known)
    return [known for _, _, known in sorted(found.values(), key=lambda f: f[:2])[:limit]]


def places_like(words: str, limit: int = 12) -> list[Entry]:
    """The places of exactly that Arabic name, and those whose English name begins so; the most populous first."""
    plain = " ".join(words.lower().split())
    if len(plain) < SHORTEST:
        return []
    keys, entries = _english()
    at = bisect_left(keys, plain)
    begun = []
    while at < len(keys) and keys[at].startswith(plain):
        begun.append(entries[at])
        at += 1
    exact = list(candidates(words))
    rest = sorted((e for e in begun if e not in exact), key=lambda e: (e.name.lower() != plain, -e.population, e.name))
    return [*sorted(exact, key=lambda e: -e.population), *rest][:limit]


@cache
def _actors() -> list[tuple[Known, tuple[str, ...]]]:
    """Each actor with its names as they are compared."""
    return [(known, (known.name.lower(), *map(fold, known.names))) for known in all_known()]


@cache
def _english() -> tuple[list[str], list[Entry]]:
    """The English names in order, and the place of each."""
    ordered = sorted((entry for _, entry in all_entries()), key=lambda e: (e.name.lower(), e.country, -e.population))
    return [e.name.lower() for e in ordered], ordered
