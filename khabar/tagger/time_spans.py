"""Expressions of time that are one although the model found them in two pieces (data/times.toml)."""

from collections.abc import Sequence
from functools import cache

from khabar.data_files import toml_of
from khabar.tagger.tagged import Bounds
from khabar.text.normalise import fold


def joined_times(times: Sequence[Bounds], source: str) -> list[Bounds]:
    """The times of a text, in order, with those joined that only a word such as في or قرابة parts, on one line."""
    found: list[Bounds] = []
    for start, end in sorted(times):
        if found and _is_joint(source[found[-1][1] : start]) and not _is_length(source[slice(*found[-1])]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _is_joint(between: str) -> bool:
    return "\n" not in between and between.strip().isalpha() and fold(between) in _listed("joints")


def _is_length(words: str) -> bool:
    """Whether an expression is a number of units (13 عاما)."""
    folded = fold(words).split()
    return len(folded) > 1 and folded[-1] in _listed("units") and any(c.isdigit() for c in folded[0])


@cache
def _listed(name: str) -> frozenset[str]:
    words = toml_of("khabar.tagger", "times.toml")[name]
    return frozenset(map(fold, words.split() if isinstance(words, str) else words))
