"""From words to what the encoder reads: windows of whole sentences with their token ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from khabar.text.words import Word

SPACE = "▁"
MAX_TOKENS = 320
"""Tokens of one window, <s> and </s> included. Most reports of the training corpus fit into one."""
MAX_PIECES = 12
"""Tokens of one word; a longer run of letters is no word, and only its ends are read."""
BREAKS = frozenset("،,؛;:.!?؟")


@dataclass(frozen=True, slots=True)
class Window:
    """words: the words read together. sentence: for each word the number of its sentence. ids: token ids with <s>, </s>.
    first, last: for each word the positions in `ids` of its first and last token."""

    words: tuple[Word, ...]
    sentence: tuple[int, ...]
    ids: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    def word_at(self, span: tuple[int, int]) -> int | None:
        """The first word that overlaps a span of the text."""
        return next((n for n, word in enumerate(self.words) if word.start < span[1] and span[0] < word.end), None)


class Pieces:
    """Words to token ids, remembered: news repeats its words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.start, self.end, self.unknown = (_special(tokenizer, token) for token in ("<s>", "</s>", "<unk>"))
        self._tokenizer = tokenizer
        self.of_piece = lru_cache(maxsize=200_000)(self._of_piece)

    @classmethod
    def load(cls, path: Path) -> "Pieces":
        """From a tokenizer file (tokenizers' JSON)."""
        return cls(Tokenizer.from_file(str(path)))

    def _of_piece(self, piece: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(piece[: MAX_PIECES * 8], add_special_tokens=False).ids or [self.unknown]
        return tuple(ids if len(ids) <= MAX_PIECES else ids[: MAX_PIECES - 1] + ids[-1:])

    def of(self, word: Word) -> tuple[int, ...]:
        """The ids of one word; at least one."""
        return self.of_piece(piece_of(word))


def piece_of(word: Word) -> str:
    """A word as the vocabulary sees it: with the space sign when white space precedes it."""
    return SPACE + word.text if word.spaced else word.text


def _special(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"the tokenizer lacks {token}: it is not one of Khabar's")
    return int(number)


def _chunks(words: Sequence[Word], sizes: Sequence[int], room: int) -> Iterable[tuple[int, int]]:
    """Cut a sentence that is too long for one window, after punctuation where there is some in the last third."""
    start = 0
    while start < len(words):
        end, used, cut = start, 0, 0
        while end < len(words) and used + sizes[end] <= room:
            used += sizes[end]
            end += 1
            if words[end - 1].text in BREAKS and used > room * 2 // 3:
                cut = end
        if end < len(words) and cut:
            end = cut
        yield start, end
        start = end


def windows(sentences: Sequence[Sequence[Word]], pieces: Pieces, max_tokens: int = MAX_TOKENS) -> list[Window]:
    """Pack sentences into windows of at most `max_tokens` tokens; a sentence is cut only if it does not fit alone."""
    room = max_tokens - 2
    found: list[Window] = []
    held: list[tuple[int, Word, tuple[int, ...]]] = []
    used = 0
    for number, sentence in enumerate(sentences):
        ids = [pieces.of(word) for word in sentence]
        sizes = [len(i) for i in ids]
        for start, end in _chunks(sentence, sizes, room):
            size = sum(sizes[start:end])
            if held and used + size > room:
                found.append(_window(held, pieces))
                held, used = [], 0
            held.extend((number, sentence[k], ids[k]) for k in range(start, end))
            used += size
    if held:
        found.append(_window(held, pieces))
    return found


def _window(held: list[tuple[int, Word, tuple[int, ...]]], pieces: Pieces) -> Window:
    ids, first, last = [pieces.start], [], []
    for _, _, word_ids in held:
        first.append(len(ids))
        ids.extend(word_ids)
        last.append(len(ids) - 1)
    ids.append(pieces.end)
    return Window(tuple(w for _, w, _ in held), tuple(n for n, _, _ in held), tuple(ids), tuple(first), tuple(last))
