"""Near duplicates: which texts are copies of one another (MinHash, through the library datasketch)."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from datasketch import MinHash, MinHashLSH

from khabar.incidents.forest import join, root
from khabar.incidents.matching import limit
from khabar.text.normalise import fold

PIECE = 5
"""Words of a piece."""
PERMUTATIONS = 128
BANDS = (42, 3)
"""Bands and rows of the index: a pair is compared when three values of one band agree, nearly always from a likeness of 0.3 on. Given,
because finding the best pair takes the library longer than reading a report."""
SCHEME = "legacy"
"""Kept with the signatures in a database: another one gives other bytes."""


def signature(text: str) -> bytes:
    """The MinHash signature of a text over its five-word pieces (levelled spelling), as bytes; the same text gives the same bytes."""
    words = fold(text).split()
    pieces = {" ".join(words[n : n + PIECE]) for n in range(max(1, len(words) - PIECE + 1))}
    found = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    found.update_batch([piece.encode() for piece in sorted(pieces)])
    return bytes(found.hashvalues.astype("<u8").tobytes())


@lru_cache(maxsize=4096)
def _minhash(data: bytes) -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME, hashvalues=np.frombuffer(data, "<u8"))


def likeness(a: bytes, b: bytes) -> float:
    """The estimated share of pieces that two texts have in common, by their signatures."""
    return float(_minhash(a).jaccard(_minhash(b)))


def are_copies(a: bytes | None, b: bytes | None) -> bool:
    """Whether two texts are copies."""
    return a is not None and b is not None and likeness(a, b) >= limit("copy")


def groups_of(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Document -> the smallest id among its copies, itself included."""
    if len(signatures) < 2:
        return {name: name for name in signatures}
    index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    for name, data in sorted(signatures.items()):
        index.insert(name, _minhash(data))
    forest = {name: name for name in signatures}
    for name, data in sorted(signatures.items()):
        for other in sorted(str(o) for o in index.query(_minhash(data))):
            if other != name and likeness(data, signatures[other]) >= limit("copy"):
                join(forest, name, other)
    return {name: root(forest, name) for name in signatures}
