"""Finding the phrases of a data file in a noun phrase, word by word, whatever particles are glued to the words."""

from collections.abc import Iterable
from functools import cache

from khabar.text.normalise import fold

_PARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_KEY = 3
"""Letters of a starred word that it is indexed by."""

Words = list[frozenset[str]]
"""The words of a text, each in all its forms with and without particles."""


def words_of(text: str) -> Words:
    """A text ready to be searched."""
    return [_forms(word) for word in fold(text).split()]


@cache
def _forms(word: str) -> frozenset[str]:
    return frozenset({word} | {word[len(p) :] for p in _PARTICLES if word.startswith(p) and len(word) - len(p) > 1})


def phrase_of(written: str) -> tuple[str, ...]:
    """A phrase of a data file as words to compare with: folded, without the article; a star that ends a stem stays."""
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

    def found(self, words: Words) -> list[int]:
        """The numbers of the phrases that occur, in the order in which they were given."""
        hits: set[int] = set()
        for start, forms in enumerate(words):
            keys = forms | {form[:size] + "*" for form in forms for size in range(1, _KEY + 1)}
            for key in keys & self._by_first.keys():
                hits.update(n for n in self._by_first[key] if n not in hits and self._stands(words, start, self._phrases[n]))
        return sorted(hits)

    @staticmethod
    def _stands(words: Words, start: int, phrase: tuple[str, ...]) -> bool:
        if start + len(phrase) > len(words):
            return False
        return all(_same(words[start + offset], part) for offset, part in enumerate(phrase))
