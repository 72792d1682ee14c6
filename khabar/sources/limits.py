"""Limits on what one source may hand over: a page of 50 MB or a bomb of compressed zeros is an error of that source, not of the run."""

import gzip
import io
import zlib
from typing import IO

MOST_BYTES = 20_000_000
"""Bytes of one page or article."""
MOST_TABLE = 400_000_000
"""Bytes of one file of many reports that is read as a whole (CSV, a JSON array, an export)."""
MOST_UNPACKED = 4_000_000_000
"""Bytes of one compressed file, unpacked."""
MOST_RATIO = 300
"""How many times its size a compressed file may grow: text grows 3 to 20 times."""
MOST_DEPTH = 5
"""How many archives may lie in one another."""


class TooLargeError(ValueError):
    """More bytes than one source may have; the message says how many are allowed."""


def within(data: bytes, most: int = MOST_BYTES) -> bytes:
    """The data, TooLargeError where it is more than one article can be."""
    if len(data) > most:
        raise TooLargeError(f"{len(data) / 1e6:.0f} MB; at most {most / 1e6:.0f} MB are read as one article")
    return data


class _Guarded(io.RawIOBase):
    """Unpacked bytes of a gzip stream, counted against the packed ones."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed, self._inner, self._out = packed, gzip.GzipFile(fileobj=packed), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"the compressed data are damaged: {error}") from None
        self._out += len(data)
        if self._out > MOST_UNPACKED or (self._out > MOST_BYTES and self._out > MOST_RATIO * max(self._packed.tell(), 1)):
            raise TooLargeError(f"grows to more than {MOST_RATIO} times its size when unpacked")
        buffer[: len(data)] = data
        return len(data)


def unpacked(packed: IO[bytes]) -> IO[bytes]:
    """A gzip stream unpacked as it is read; TooLargeError where it grows without measure, ValueError where it is damaged."""
    return io.BufferedReader(_Guarded(packed), 1 << 16)
