"""Reading the packaged data files: a mistake in one is reported with its file and line, never as a traceback."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

Rule = TypeVar("Rule")


class DataFileError(Exception):
    """A data file is missing or wrong; the message names file, line and what is wrong."""


def text_of(package: str, name: str) -> str:
    """The text of data/NAME of a package ("khabar.resolve", "times.toml")."""
    path = files(package).joinpath("data", name)
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise DataFileError(f"{path}: the data file is missing; reinstall khabar") from None
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}: not UTF-8 at byte {error.start}") from None


@cache
def toml_of(package: str, name: str) -> dict[str, Any]:
    """A TOML data file. It is read once; nobody may change what is returned."""
    try:
        return tomllib.loads(text_of(package, name))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{shown(package, name)}: {error}") from None


def strings_of(package: str, name: str, key: str) -> list[str]:
    """A list of strings of a TOML data file, by its key ("words", "affixes.before"). DataFileError where the file lacks it."""
    found: Any = toml_of(package, name)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise DataFileError(f"{shown(package, name)}: there is no list of strings {key!r}")
    return found


def rules_of(package: str, name: str, build: Callable[[Mapping[str, Any]], Rule]) -> tuple[Rule, ...]:
    """The [[rule]] tables of a TOML data file, in its order, each as `build` makes it. DataFileError names the rule for which
    `build` misses a key, finds a value that is unknown, or meets a pattern that is none."""
    found = []
    for number, rule in enumerate(toml_of(package, name)["rule"], 1):
        try:
            found.append(build(rule))
        except (KeyError, ValueError, re.error) as error:
            raise DataFileError(f"{shown(package, name)}, rule {number}: {error}") from None
    return tuple(found)


def rows_of(package: str, name: str, columns: int) -> list[tuple[int, list[str]]]:
    """The rows of a tab-separated data file with their line numbers; lines that begin with # are comments. DataFileError where
    a row has another number of columns."""
    rows = []
    for number, line in enumerate(text_of(package, name).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != columns:
            raise DataFileError(f"{shown(package, name)}, line {number}: {len(row)} columns, {columns} expected: {line[:60]}")
        rows.append((number, row))
    return rows


def table_of(package: str, name: str, columns: int) -> list[list[str]]:
    """The rows of a tab-separated data file, as rows_of finds them, without their line numbers."""
    return [row for _, row in rows_of(package, name, columns)]


def shown(package: str, name: str) -> str:
    """How a data file is named in messages: its path from the project's root."""
    return f"{package.replace('.', '/')}/data/{name}"
