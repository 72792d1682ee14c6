"""Control characters of others' texts, made harmless: a terminal would obey them."""

import json
import re
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNESCAPED = re.compile(r"[\x7f-\x9f]")


def visible(text: str) -> str:
    """Text whose control characters are pictures of themselves (ESC as \u241b), one for one. Tabs and line ends stay."""
    return _CONTROL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def to_json(item: Any, **options: Any) -> str:
    """JSON with readable Arabic, in which every control character is escaped; all else too where UTF-8 cannot write it (half characters).
    options: those of json.dumps."""
    text = json.dumps(item, ensure_ascii=False, **options)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(item, ensure_ascii=True, **options)
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
