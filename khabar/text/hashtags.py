"""Hashtags: #قوات_الدعم_السريع is a name whose words are written together."""

import re

from khabar.text.letters import MARKS

_HASH = re.compile(r"[#\uFF03](?=[ _\uFF3F]?[^\W\d_])")
_JOINT = re.compile(r"[_\uFF3F]+")
_WRITTEN = re.compile(rf"[^\W_]|[{MARKS}]")


def unhashed(text: str) -> str:
    """`text`, of the same length, with spaces for the # before a word and for the _ before, between and after words."""
    return _JOINT.sub(_spaces, _HASH.sub(" ", text))


def _spaces(match: re.Match[str]) -> str:
    start, end = match.span()
    beside = (start > 0 and _WRITTEN.match(match.string, start - 1)) or _WRITTEN.match(match.string, end)
    return " " * (end - start) if beside else match[0]
