"""Finding the phrases of a data file in a noun phrase, word by word, whatever particles are glued to the words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from khabar.text.normalise import fold

_PARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_PRONOUNS = ("هما", "هم", "ها", "نا", "ه")
_KEY = 3
"""Letters of a starred word that it is indexed by."""

Words = list[frozenset[str]]
"""The words of a text, each in all its forms with and without particles and pronouns."""


class Hit(NamedTuple):
    """start, size: where a phrase stands, in words. number: which phrase it is."""

    start: int
    size: int
    number: int


def words_of(text: str) -> Words:
    """A text ready to be searched."""
    return [_forms(word) for word in fold(text).split()]


@lru_cache(maxsize=1 << 15)
def _forms(word: str) -> frozenset[str]:
    bare = {word} | {word[len(p) :] for p in _PARTICLES if word.startswith(p) and len(word) - len(p) > 1}
    # حكومته: in the levelled spelling حكومه, whose ending turns to ت before a pronoun.
    own = {form[: -len(p)] for form in bare for p in _PRONOUNS if form.endswith(p) and len(form) - len(p) > 2}
    return frozenset(bare | own | {form[:-1] + "ه" for form in own if form.endswith("ت")})


def phrase_of(written: str) -> tuple[str, ...]:
    """A phrase of a data file as words to compare with: folded, without the article; a star that ends a stem stays. After "=" it is
    compared as it is written, article and all."""
    if written.startswith("="):
        return tuple(fold(written[1:]).split())
    words = tuple(w.removeprefix("ال") if len(w) > 4 else w for w in fold(written.rstrip("*")).split())
    return (*words[:-1], words[-1] + "*") if written.endswith("*") else words


def _same(forms: frozenset[str], part: str) -> bool:
    return any(f.startswith(part[:-1]) for f in forms) if part.endswith("*") else part in forms


class PhraseIndex:
    """Many phrases at once, found through their first words."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._phrases = list(phrases)
        self._by_first: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            first = phrase[0]
            self._by_first.setdefault(first.rstrip("*")[:_KEY] + "*" if first.endswith("*") else first, []).append(number)

        self._begun = lru_cache(maxsize=1 << 14)(self._beginning)

    def hits(self, words: Words) -> list[Hit]:
        """All occurrences of the phrases, from left to right, at one place in the order in which they were given."""
        found: list[Hit] = []
        for start, forms in enumerate(words):
            found += [Hit(start, len(self._phrases[n]), n) for n in self._begun(forms) if self._stands(words, start, self._phrases[n])]
        return found

    def _beginning(self, forms: frozenset[str]) -> tuple[int, ...]:
        """The phrases that may begin with a word of these forms."""
        keys = forms | {form[:size] + "*" for form in forms for size in range(1, _KEY + 1)}
        return tuple(sorted({n for key in keys & self._by_first.keys() for n in self._by_first[key]}))

    @staticmethod
    def _stands(words: Words, start: int, phrase: tuple[str, ...]) -> bool:
        if start + len(phrase) > len(words):
            return False
        return all(_same(words[start + offset], part) for offset, part in enumerate(phrase))
