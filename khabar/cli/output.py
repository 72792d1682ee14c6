"""Documents as JSON."""

from typing import Any

from khabar.document.model import Document
from khabar.text.visible import to_json as _json


def to_json(document: Document, indent: int | None = None) -> str:
    """The documented JSON form; Arabic stays readable, except where a text holds halves of characters that UTF-8 cannot."""
    return dump(document.to_dict(), indent)


def dump(item: Any, indent: int | None = None) -> str:
    """JSON with readable Arabic wherever UTF-8 can write it."""
    return _json(item, indent=indent)
