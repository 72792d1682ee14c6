"""Adjectives of countries (السورية, الإيرانيين): evidence of a country, not a mention of it."""

import re
from collections import Counter
from functools import cache, lru_cache

from khabar.data_files import table_of
from khabar.text.normalise import fold, plain

_PARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "")
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("", "ه", "ون", "ين", "ان", "تان", "تين", "ات", "ا")


NONE = "-"
"""Stands for the country of a word that only looks like an adjective (المالية)."""


@cache
def _table() -> tuple[dict[str, str], dict[tuple[str, str], str], frozenset[str]]:
    """Adjectives of one word, and of two (كوري جنوبي); words that only look like one."""
    single: dict[str, str] = {}
    stop: set[str] = set()
    double: dict[tuple[str, str], str] = {}
    for adjective, country, _ in table_of("khabar.resolve", "demonyms.tsv", 3):
        words = fold(adjective).split()
        if country == NONE:
            stop.add(words[0])
            continue
        if len(words) == 1:
            single[words[0]] = country
        else:
            double[words[0], words[1]] = country
    return single, double, frozenset(stop)


@lru_cache(maxsize=1 << 15)
def _bases(word: str) -> tuple[str, ...]:
    """The masculine singulars that a folded word may be a form of."""
    found = []
    for particle in _PARTICLES:
        if not word.startswith(particle):
            continue
        bare = word[len(particle) :]
        found += [bare[: len(bare) - len(e)] for e in _ENDINGS if bare.endswith(e) and len(bare) - len(e) > 2]
    return tuple(found)


def countries_in(text: str) -> Counter[str]:
    """Country -> how often an adjective of it occurs in `text`, in the order of their first occurrence."""
    return Counter(country for _, country in found_in(text))


@lru_cache(maxsize=1 << 12)
def found_in(text: str) -> tuple[tuple[int, str], ...]:
    """Every adjective of a country in `text`: where it stands (code points) and the country."""
    single, double, stop = _table()
    read = plain(text)
    words = [(read.offsets[match.start()], _bases(fold(match[0]))) for match in _WORD.finditer(read.text)]
    found: list[tuple[int, str]] = []
    for i, (start, bases) in enumerate(words):
        following = words[i + 1][1] if i + 1 < len(words) else ()
        pair = next((double[a, b] for a in bases for b in following if (a, b) in double), None)
        country = pair or (None if stop.intersection(bases) else next((single[base] for base in bases if base in single), None))
        if country:
            found.append((start, country))
    return tuple(found)


@cache
def _english() -> dict[str, str]:
    return {country: word for _, country, word in reversed(table_of("khabar.resolve", "demonyms.tsv", 3))}


def english(country: str) -> str:
    """The English adjective of a country (ISO-3): Syrian; the code itself where none is listed."""
    return _english().get(country, country)
