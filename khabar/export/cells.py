"""Values as cells of a table."""

from typing import Any

from khabar.text.visible import to_json, visible

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With one of these a spreadsheet takes a cell for a formula."""


def cell(value: Any) -> str:
    """A value as a cell of a table: lists joined by "; ", objects as JSON, nothing that a spreadsheet would run as a formula, or a terminal
    obey."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(to_json(item) if isinstance(item, dict) else str(item) for item in value)
    text = visible(str(value))
    harmless = isinstance(value, int | float) or not text.startswith(FORMULA)
    return text if harmless else "'" + text


def plain(value: str) -> str:
    """What cell() wrote, without the mark that it set before a formula."""
    return value[1:] if value[:1] == "'" and value[1:2] and value[1:2] in "".join(FORMULA) else value
