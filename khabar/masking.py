"""Passwords out of every message: in addresses, database URLs and connection strings, and wherever else the same words turn up."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

HIDDEN = "***"
_WEB = re.compile(r"(?<=://)[^\s/?#]+(?=@)")
_SERVER = re.compile(r"(?i)(?<!http)(?<!https)(?P<before>:/{1,3}[^\s/?#:@]*:)(?P<secret>\S+)(?=@)")
_NAMED = re.compile(
    r"(?P<before>(?:[?&;\s'\"]|^)[\w.-]*?(?:pass(?:word|wd|phrase|code|file)?|pwd|secret|token|credentials?|api[_-]?key|access[_-]?key|sig(?:nature)?)"
    r"\s*=\s*)(?P<secret>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s&;'\"]*[^\s&;'\".,:)])",
    re.IGNORECASE,
)
SHORT = 4
"""Letters below which a secret is looked for as a word only: "a" would be found in every message."""


def masked(text: str, *sources: str) -> str:
    """The text without passwords: those of the addresses in it, and those of `sources` (what the user gave) wherever they stand,
    percent-encoded or not."""
    for secret in sorted({s for source in sources for s in secrets_of(source)}, key=len, reverse=True):
        pattern = re.escape(secret)
        text = re.sub(pattern if len(secret) >= SHORT else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    text = _SERVER.sub(rf"\g<before>{HIDDEN}", text)
    return _NAMED.sub(rf"\g<before>{HIDDEN}", _WEB.sub(_user_hidden, text))


def _user_hidden(match: re.Match[str]) -> str:
    """The user's name stays, unless it stands alone: then it may be a token."""
    user, colon, _ = match[0].partition(":")
    return f"{user}:{HIDDEN}" if colon else HIDDEN if len(user) >= 16 else user


def without_login(address: str) -> str:
    """A web address without the user and password in it: what is kept of a page, and still leads to it."""
    return re.sub(r"^(https?://)[^\s/?#]+@", r"\1", address)


def secrets_of(source: str) -> set[str]:
    """The passwords in an address or connection string, as written and as decoded."""
    found = set(_raw_secrets(source)) - {HIDDEN, ""}
    return found | {unquote(s) for s in found} | {unquote_plus(s) for s in found}


def _raw_secrets(source: str) -> Iterator[str]:
    for match in _WEB.finditer(source):
        user, colon, secret = match[0].partition(":")
        if colon or len(user) >= 16:
            yield secret if colon else user
    yield from (match["secret"] for match in _SERVER.finditer(source))
    yield from (match["secret"].strip("'\"") for match in _NAMED.finditer(source))
