"""Pages as browsers save them whole: MHTML (Chrome, Edge), webarchive (Safari)."""

import plistlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from khabar.sources.texts import InputError


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page itself: its bytes, the encoding declared beside it, its address, the day on which it was saved (ISO)."""

    data: bytes
    declared: str | None
    url: str | None
    saved: str | None


def mhtml(data: bytes, where: str) -> SavedPage:
    """The page of an MHTML file. InputError where it holds none."""
    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = str(message.get_param("start") or "")
    parts.sort(key=lambda part: part.get("Content-ID") != root or not root)
    if not parts:
        raise InputError(f"{where}: the saved page (MHTML) holds no HTML")
    page = parts[0]
    content = page.get_payload(decode=True)
    url = _address(page.get("Content-Location")) or _address(message.get("Snapshot-Content-Location"))
    charset = page.get_content_charset()
    return SavedPage(content if isinstance(content, bytes) else b"", charset, url, _day(message))


def _address(value: object) -> str | None:
    text = str(value or "").strip()
    return text if text.startswith(("http://", "https://")) else None


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).date().isoformat()
    except (ValueError, TypeError):
        return None


def webarchive(data: bytes, where: str) -> SavedPage:
    """The page of a Safari web archive. InputError where it holds none."""
    try:
        page = plistlib.loads(data)["WebMainResource"]
        charset, url = page.get("WebResourceTextEncodingName"), page.get("WebResourceURL")
        return SavedPage(bytes(page["WebResourceData"]), charset, _address(url), None)
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise InputError(f"{where}: the web archive is damaged or holds no page") from None
