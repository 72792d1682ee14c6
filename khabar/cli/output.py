"""Documents as JSON."""

import json
from typing import Any

from khabar.document.model import Document


def to_json(document: Document, indent: int | None = None) -> str:
    """The documented JSON form; Arabic stays readable, except where a text holds halves of characters that UTF-8 cannot."""
    return dump(document.to_dict(), indent)


def dump(item: Any, indent: int | None = None) -> str:
    """JSON with readable Arabic wherever UTF-8 can write it."""
    text = json.dumps(item, ensure_ascii=False, indent=indent)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(item, ensure_ascii=True, indent=indent)
    return text
