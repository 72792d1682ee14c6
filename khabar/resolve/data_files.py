"""Reading the data files of the resolvers: a mistake in one is reported with file and line, never as a traceback."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class DataFileError(Exception):
    """A data file is missing or wrong; the message names file, line and what is wrong."""


def text_of(name: str) -> str:
    """The text of khabar/resolve/data/NAME."""
    path = files("khabar.resolve").joinpath("data", name)
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise DataFileError(f"{path}: the data file is missing; reinstall khabar") from None


@cache
def toml_of(name: str) -> dict[str, Any]:
    """A TOML data file. It is read once; nobody may change what is returned."""
    try:
        return tomllib.loads(text_of(name))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"khabar/resolve/data/{name}: {error}") from None


def table_of(name: str, columns: int) -> list[list[str]]:
    """The rows of a tab-separated data file; lines that begin with # are comments. DataFileError where a row has another
    number of columns."""
    rows = []
    for number, line in enumerate(text_of(name).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != columns:
            raise DataFileError(f"khabar/resolve/data/{name}, line {number}: {len(row)} columns, {columns} expected: {line[:60]}")
        rows.append(row)
    return rows
