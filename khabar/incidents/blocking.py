"""Under which keys an episode is kept, and under which those are found that may be the same incident: near in time, by publication or
by the day that it is told of, and sharing rare words, a place, or parties. Everything else is never compared."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from khabar.document.model import Place
from khabar.incidents.episodes import Episode
from khabar.incidents.words import rarest

MOST, LEAST = 14, 3.0
"""The rarest words by which an episode is found: at most so many, each of at least this weight."""
BUCKET = 4
"""Days of publication that are kept under one key."""
CELL = 0.5
"""Degrees of the cells in which places are looked for."""
WIDE = 1
"""Days that an episode may cover to be looked for by the day that it is told of."""


def home_keys(episode: Episode) -> frozenset[str]:
    """The keys under which an episode is kept."""
    return _keys(episode, 0)


def search_keys(episode: Episode) -> frozenset[str]:
    """The keys under which those are kept that it can be linked to: the times beside its own and the neighbouring cells too."""
    return _keys(episode, 1)


def _keys(episode: Episode, around: int) -> frozenset[str]:
    whats = {*_words(episode), *_where(episode, around)}
    return frozenset(f"{episode.family}|{when}|{what}" for when in _whens(episode, around) for what in whats)


def _whens(episode: Episode, around: int) -> Iterator[str]:
    if episode.published:
        bucket = date.fromisoformat(episode.published).toordinal() // BUCKET
        yield from (f"p{n}" for n in range(bucket - around, bucket + around + 1))
    if episode.exact and episode.first and episode.last and (episode.last - episode.first).days <= WIDE:
        yield from (str(episode.first + timedelta(n)) for n in range(-around, around + 1))


def _words(episode: Episode) -> Iterator[str]:
    told = episode.wording
    yield from rarest(told.places | told.parties | told.triggers | told.sentences, MOST, LEAST)


def _where(episode: Episode, around: int) -> Iterator[str]:
    place = episode.place
    if place is None or place.kind == "country":
        yield from _pairs(episode)
    elif place.kind != "province":
        yield from _cells(place, around)


def _pairs(episode: Episode) -> Iterator[str]:
    """For what happened nowhere in particular: each two of its parties."""
    parties = sorted(" ".join(party) for party in episode.parties)
    yield from (f"~{a}~{b}" for a, b in combinations(parties, 2))


def _cells(place: Place, around: int) -> Iterator[str]:
    if place.lat is None or place.lon is None:
        yield f"{place.country}:{place.surface}"
        return
    row, column = round(place.lat / CELL), round(place.lon / CELL)
    for r in range(row - around, row + around + 1):
        for c in range(column - around, column + around + 1):
            yield f"{r},{c}"
