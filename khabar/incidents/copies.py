"""Near duplicates: which texts are copies of one another (MinHash signatures, made by the library datasketch)."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations
from operator import eq
from struct import unpack

from khabar.incidents.apart import limit
from khabar.incidents.forest import join, root
from khabar.text.normalise import fold

PIECE = 5
"""Words of a piece."""
PERMUTATIONS = 128
BANDS, ROWS = 42, 3
"""A pair is compared when the three values of one band agree: nearly always so from a likeness of 0.3 on."""
SCHEME = "legacy"
"""Kept with the signatures in a database: another one gives other bytes."""


def signature(text: str) -> bytes:
    """The MinHash signature of a text over its five-word pieces (levelled spelling), as bytes; the same text gives the same bytes."""
    from datasketch import MinHash  # here: it loads scipy, which takes longer than most commands

    words = fold(text).split()
    pieces = {" ".join(words[n : n + PIECE]) for n in range(max(1, len(words) - PIECE + 1))}
    found = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    found.update_batch([piece.encode() for piece in sorted(pieces)])
    return bytes(found.hashvalues.astype("<u8").tobytes())


@lru_cache(maxsize=4096)
def _values(data: bytes) -> tuple[int, ...]:
    return unpack(f"<{len(data) // 8}Q", data)


def likeness(a: bytes, b: bytes) -> float:
    """The estimated share of pieces that two texts have in common, by their signatures: that of the values that agree."""
    return float(sum(map(eq, _values(a), _values(b))) / PERMUTATIONS)


def are_copies(a: bytes | None, b: bytes | None) -> bool:
    """Whether two texts are copies."""
    return a is not None and b is not None and likeness(a, b) >= limit("copy")


def groups_of(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Document -> the smallest id among its copies, itself included."""
    if len(signatures) < 2:
        return {name: name for name in signatures}
    bands: dict[tuple[int, bytes], list[str]] = {}
    for name, data in sorted(signatures.items()):
        for number in range(BANDS):
            bands.setdefault((number, data[8 * ROWS * number : 8 * ROWS * (number + 1)]), []).append(name)
    forest = {name: name for name in signatures}
    for a, b in sorted({pair for names in bands.values() for pair in combinations(names, 2)}):
        if likeness(signatures[a], signatures[b]) >= limit("copy"):
            join(forest, a, b)
    return {name: root(forest, name) for name in signatures}
