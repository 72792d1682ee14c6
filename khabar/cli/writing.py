"""Writing a result where the user wants it: whole, or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from khabar.errors import InputError


@contextmanager
def text_to(target: str) -> Iterator[TextIO]:
    """A stream to write text to: standard output for "-", else a file that appears when all of it is written. InputError."""
    if target == "-":
        yield sys.stdout
        return
    with file_to(target) as path, path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        yield out


@contextmanager
def file_to(target: str) -> Iterator[Path]:
    """A path to write to, beside the target, which it replaces when all is written. InputError names a target that cannot be written."""
    path = Path(target)
    if path.is_dir():
        raise InputError(f"{target}: is a folder; name a file in it")
    if path.exists() and not path.is_file():
        with _named(target):
            yield path
        return
    with _named(target):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        try:
            yield Path(name)
            Path(name).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            Path(name).replace(path)
        finally:
            with suppress(OSError):
                Path(name).unlink()


@contextmanager
def folder_to(target: str) -> Iterator[Path]:
    """A folder to write to, made where it is missing. InputError names one that cannot be written."""
    path = Path(target)
    if path.exists() and not path.is_dir():
        raise InputError(f"{target}: is a file; name a folder")
    with _named(target):
        path.mkdir(parents=True, exist_ok=True)
        yield path


@contextmanager
def _named(target: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
