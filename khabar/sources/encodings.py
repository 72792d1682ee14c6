"""Bytes to text. What bytes are is told by themselves first: declarations in pages and archives are often wrong."""

import codecs

from khabar.sources.texts import InputError
from khabar.text.language import arabic_share
from khabar.text.normalise import has_arabic

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, and the encodings that they tell."""
OLD = ("windows-1256", "iso-8859-6", "mac_arabic", "cp720", "cp864")
"""Eight-bit Arabic encodings, the likeliest first."""
_COMMON = frozenset("اليمنوترب")
_PAIRS = 4096
"""Bytes looked at to tell UTF-16 without a mark."""
DAMAGE = 0.02
"""Share of the characters beyond ASCII that may be damaged in a page that is read nevertheless."""


def check(encoding: str | None) -> None:
    """InputError where a user names an encoding that there is not."""
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise InputError(f"--encoding {encoding}: no such encoding; known are utf-8, windows-1256, iso-8859-6, ...") from None


def decode(data: bytes, where: str, encoding: str | None = None, declared: str | None = None, lenient: bool = False) -> str:
    """Bytes to text. encoding: as the user named it, and then nothing else. declared: as the file or archive names it, taken where the
    bytes themselves do not tell. lenient: whether a few damaged bytes come out as U+FFFD (pages) or are an error (texts). InputError
    names the first byte that does not fit."""
    if encoding is not None:
        return _named(data, where, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _named(data, where, name)
    wide = utf16(data)
    if wide is not None:
        return _named(data, where, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = _declared(data, declared) or _old(data) or (_damaged(data) if lenient else None)
        if found is not None:
            return found
        reason = f"byte {error.start} is not UTF-8 ({error.reason}); name the encoding: --encoding windows-1256"
        raise InputError(f"{where}: {reason}") from None


def _named(data: bytes, where: str, encoding: str) -> str:
    check(encoding)
    try:
        return data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: byte {error.start} is not {encoding}: {error.reason}") from None


def utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, by the high bytes of Arabic (6) and Latin (0) letters; None where it is something else."""
    head = data[: min(len(data), _PAIRS) // 2 * 2]
    if len(head) < 4 or len(data) % 2:
        return None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high, low = head[first::2], head[1 - first :: 2]
        if high.count(6) + high.count(0) > 0.9 * len(high) and low.count(6) + low.count(0) < 0.2 * len(low):
            return name
    return None


def _declared(data: bytes, declared: str | None) -> str | None:
    """The text as declared, where that gives Arabic; a declaration that gives none of it is taken for wrong."""
    if declared is None:
        return None
    try:
        text = data.decode(declared)
    except (LookupError, UnicodeDecodeError):
        return None
    return text if _reads(text) else None


def _old(data: bytes) -> str | None:
    """The text in the eight-bit encoding in which it reads best as Arabic."""
    found = []
    for name in OLD:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _reads(text):
            found.append((-arabic_share(text), OLD.index(name), text))
    return min(found)[2] if found else None


def _reads(text: str) -> bool:
    """Whether most letters beyond ASCII are Arabic ones, and the frequent ones among them."""
    beyond = [c for c in text if ord(c) > 127]
    arabic = sum("\u0621" <= c <= "\u064a" for c in beyond)
    return len(beyond) >= 10 and arabic > 0.8 * len(beyond) and sum(c in _COMMON for c in beyond) > 0.35 * len(beyond)


def _damaged(data: bytes) -> str | None:
    """UTF-8 with a few bytes that are none of it."""
    text = data.decode("utf-8", "replace")
    beyond = sum(ord(c) > 127 for c in text)
    return text if has_arabic(text) and text.count("\ufffd") <= max(DAMAGE * beyond, 1) else None
