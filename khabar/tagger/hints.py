"""What word lists say of a word, as an input to the model: which event type, mode or cue it often names.

A small corpus shows a model few of the words that name an event; the lists of data/triggers.toml and data/cues.toml show it the
others. The model learns how far to trust them.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from khabar.data_files import toml_of
from khabar.tagger import labels
from khabar.tagger.stems import stem, without_particles
from khabar.text.normalise import fold
from khabar.text.words import Word

NAMES = (
    *(f"word {name}" for name in labels.EVENT_TYPES),
    *(f"stem {name}" for name in labels.EVENT_TYPES),
    *(f"mode {name}" for name in labels.MODES if name),
    *(f"cue {name}" for name in labels.CERTAINTIES),
)
"""What each column of the hints says. Their order is part of the trained model."""

_ENDINGS = re.compile(r"(?<=..)(?:هما|هم|ها|ه|نا|وا|ون|ته|تها|تا|ت|ا)$")


@cache
def _lists() -> dict[str, frozenset[int]]:
    """Key -> columns. Keys: "=word" for exact forms, "~stem" for stems."""
    columns = {name: number for number, name in enumerate(NAMES)}
    found: dict[str, set[int]] = {}
    for kind, modes in toml_of("khabar.tagger", "triggers.toml").items():
        for mode, words in modes.items():
            for word in words.split():
                if not mode:
                    found.setdefault("=" + without_particles(fold(word)), set()).add(columns[f"word {kind}"])
                for name in (f"stem {kind}", f"mode {mode}")[: 2 if mode else 1]:
                    found.setdefault("~" + stem(word), set()).add(columns[name])
    for certainty, words in toml_of("khabar.tagger", "cues.toml").items():
        for word in words.split():
            found.setdefault("=" + without_particles(fold(word)), set()).add(columns[f"cue {certainty}"])
    return {key: frozenset(numbers) for key, numbers in found.items()}


@lru_cache(maxsize=100_000)
def columns_of(word: str) -> tuple[int, ...]:
    """The columns that are on for one word (its plain form), sorted."""
    lists = _lists()
    folded = fold(word)
    bare = without_particles(folded)
    keys = {"=" + folded, "=" + bare, "~" + stem(word)}
    found = {column for key in keys for column in lists.get(key, ())}
    if not found & _cue_columns():
        # نقلها، نشرته، يصفهم: cues are listed without the pronouns and endings of verbs.
        forms = {_ENDINGS.sub("", folded), _ENDINGS.sub("", bare)}
        found |= {column for form in forms for column in lists.get("=" + form, ())} & _cue_columns()
    return tuple(sorted(found))


@cache
def _cue_columns() -> frozenset[int]:
    return frozenset(number for number, name in enumerate(NAMES) if name.startswith("cue "))


@cache
def _participles() -> frozenset[str]:
    return frozenset(fold(word) for word in toml_of("khabar.tagger", "participles.toml")["words"].split())


def goes_on(word: str) -> bool:
    """Whether a cue is a participle by which the speaker of the sentence goes on (مضيفا, مشيرة)."""
    return without_particles(fold(word)) in _participles()


def hints(words: Sequence[Word]) -> np.ndarray:
    """(words, len(NAMES)) float32 of zeros and ones."""
    found = np.zeros((len(words), len(NAMES)), np.float32)
    for row, word in zip(found, words, strict=True):
        row[list(columns_of(word.text))] = 1
    return found
