"""A text made ready for reading: its sentences and their words, in offsets of the text itself."""

from bisect import bisect_right
from dataclasses import dataclass

from khabar.text.normalise import plain
from khabar.text.sentences import sentences
from khabar.text.words import Word, words


@dataclass(frozen=True, slots=True)
class Prepared:
    """source: the text as given. sentences: (start, end) of each. words: the words of each sentence."""

    source: str
    sentences: tuple[tuple[int, int], ...]
    words: tuple[tuple[Word, ...], ...]


def prepare(text: str) -> Prepared:
    """Split `text` into sentences and words."""
    spans = sentences(text)
    starts = [start for start, _ in spans]
    found: list[list[Word]] = [[] for _ in spans]
    for word in words(plain(text)):
        number = bisect_right(starts, word.start) - 1
        if number >= 0 and word.end <= spans[number][1]:
            found[number].append(word)
    return Prepared(text, tuple(spans), tuple(tuple(sentence) for sentence in found))
