"""Zip archives: their members, each opened on its own; nothing is written to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from khabar.sources import limits
from khabar.sources.limits import TooLargeError
from khabar.sources.texts import InputError

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged, locked or strangely packed archive may raise."""


@dataclass(frozen=True)
class Member:
    """A file in an archive. name: with its folders."""

    name: str
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def open(self) -> IO[bytes]:
        """The member's bytes. InputError where it is locked, TooLargeError where it grows without measure."""
        if self.info.flag_bits & 1:
            raise InputError(f"{self.name}: is locked with a password; unpack it first")
        measured(self.info)
        return self.archive.open(self.info)


def measured(info: zipfile.ZipInfo) -> None:
    """TooLargeError where a file in a zip archive grows without measure."""
    size, packed = info.file_size, max(info.compress_size, 1)
    if size > limits.MOST_UNPACKED or (size > limits.MOST_BYTES and size > limits.MOST_RATIO * packed):
        raise TooLargeError(f"grows to more than {limits.MOST_RATIO} times its size when unpacked")


def members(stream: IO[bytes], where: str) -> Iterator[Member]:
    """The files of a zip archive by name, those that it hides left out. InputError where it is damaged."""
    try:
        if not stream.seekable():
            stream = io.BytesIO(limits.within(stream.read(limits.MOST_TABLE + 1), limits.MOST_TABLE))
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise InputError(f"{where}: the zip archive is damaged ({error})") from None
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            parts = info.filename.split("/")
            if not info.is_dir() and not any(part.startswith(".") or part == "__MACOSX" for part in parts):
                yield Member(info.filename, archive, info)
