"""PDF: its text in reading order. A page says which glyph stands where, not in which order letters follow: a line of Arabic is put
together from the places of its letters, and lines are joined into paragraphs."""

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from khabar.sources.texts import InputError
from khabar.text.language import arabic_share
from khabar.text.normalise import has_arabic

_MIRROR = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_FOREIGN = re.compile(r"[^\u0600-\u065F\u066A-\u06EF\u06FA-\u06FF\uFB50-\uFDFF\uFE70-\uFEFC]+")
"""What does not run from right to left: Latin, figures (Arabic ones too), signs."""
_NUMBER = re.compile(r"[\d%](?:[\d.,:/\-٫٬]*\d)?%?")
_LETTER = re.compile(r"[A-Za-z\u00C0-\u024F\u0370-\u05FF]")
_BRACKET = re.compile(r"[()\[\]{}«»]")
_STOP = re.compile(r"[.!?؟:؛…][\"'”»)\]]*$")
WIDE = 0.6
"""A gap wider than this share of a usual letter is a space, in a line in which none is drawn."""
SHORT_LINE = 0.75
"""A line shorter than this share of the page's longest one ends a paragraph."""


@dataclass(slots=True)
class _Glyph:
    """A glyph: what it stands for, where it begins, how far it reaches (points)."""

    text: str
    at: float
    left: float
    right: float


def text_of(data: bytes, where: str) -> str:
    """The text of a PDF file. InputError where it is damaged, locked, or holds pictures of text only."""
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise InputError(f"{where}: is a PDF; to read these, pip install 'khabar[documents]'") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        reason = "is locked with a password; save it without one" if locked else f"is damaged and cannot be read ({error})"
        raise InputError(f"{where}: the PDF {reason}") from None
    try:
        pages = [list(_lines(page.get_textpage())) for page in document]
    except pypdfium2.PdfiumError as error:
        raise InputError(f"{where}: the PDF is damaged and cannot be read ({error})") from None
    finally:
        document.close()
    # Some programs that know no Arabic draw its letters from left to right: then the order in which they stand is that of reading.
    read, drawn = (_text_of(pages, order) for order in (_reading_order, _drawn_order))
    text = drawn if arabic_share(drawn) > arabic_share(read) else read
    if not text.strip():
        raise InputError(f"{where}: the PDF holds no text (pictures of pages?); recognise its text first (OCR)")
    return text


def _text_of(pages: list[list[list[_Glyph]]], order: Callable[[list[_Glyph]], str]) -> str:
    found = (_paragraphs([order(line) for line in page]) for page in pages)
    return "\n".join(page for page in found if page)


def _lines(page: Any) -> Iterator[list[_Glyph]]:
    line: list[_Glyph] = []
    for glyph in _glyphs(page):
        if glyph.text == "\r":
            continue
        if glyph.text == "\n":
            yield line
            line = []
        else:
            line.append(glyph)
    yield line


def _glyphs(page: Any) -> Iterator[_Glyph]:
    import pypdfium2.raw as raw

    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for number in range(page.count_chars()):
        raw.FPDFText_GetCharOrigin(page, number, x, y)
        raw.FPDFText_GetCharBox(page, number, left, right, bottom, top)
        code = raw.FPDFText_GetUnicode(page, number)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        letter = unicodedata.normalize("NFKC", letter) if "\ufb50" <= letter <= "\ufefc" else letter
        yield _Glyph(letter, x.value, left.value, right.value)


def _reading_order(line: list[_Glyph]) -> str:
    """The letters of a line in the order in which they are read."""
    plain = "".join(g.text for g in line)
    if not _is_rtl(plain):
        return plain.strip()
    return _balanced(_FOREIGN.sub(_turned, _from_the_right(_whole(line)))).strip()


def _drawn_order(line: list[_Glyph]) -> str:
    """The letters of a line from left to right."""
    return _balanced("".join(g.text for g in sorted(line, key=lambda g: g.at))).strip()


def _from_the_right(line: list[_Glyph]) -> str:
    """The glyphs from right to left. A space drawn upon a letter stands before it; where none is drawn, a wide gap is one."""
    letters = sorted((g for g in line if g.text.strip()), key=lambda g: -g.at)
    spaces = [g.at for g in line if not g.text.strip()]
    wide = WIDE * median([g.right - g.left for g in letters] or [0])
    text = ""
    for before, glyph in zip([None, *letters], letters, strict=False):
        if (before and any(glyph.at <= at < before.at for at in spaces)) or (before and not spaces and before.left - glyph.right > wide):
            text += " "
        text += glyph.text
    return text


def _is_rtl(text: str) -> bool:
    arabic = sum(has_arabic(c) for c in text)
    return arabic > 0 and arabic >= sum(c.isalpha() for c in text) / 2


def _whole(line: list[_Glyph]) -> list[_Glyph]:
    """Ligatures as one glyph with their letters in order, marks put onto the letter that they stand over."""
    found: list[_Glyph] = []
    marks = []
    for glyph in line:
        text, glyph = glyph.text, replace(glyph)
        last = found[-1] if found else None
        if text and unicodedata.category(text[0]) == "Mn":
            marks.append(glyph)
        elif last and has_arabic(text) and has_arabic(last.text) and last.at == glyph.at:
            # Its letters share one place; a laam comes first in every ligature of two.
            last.text = text + last.text if text.startswith("ل") and not last.text.startswith("ل") else last.text + text
            last.left, last.right = min(last.left, glyph.left), max(last.right, glyph.right)
        else:
            found.append(glyph)
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        over = min((g for g in found if g.text.strip()), key=lambda g: abs(middle - (g.left + g.right) / 2), default=None)
        if over is not None:
            over.text += mark.text
    return found


def _turned(match: re.Match[str]) -> str:
    """A stretch that runs from left to right inside a line from right to left."""
    run = match[0]
    core = run.strip(" \t.,;:!?()[]{}«»\"'،؛؟-–—")
    if not _LETTER.search(core):
        return _NUMBER.sub(lambda number: number[0][::-1], run)
    start = run.index(core)
    return run[:start] + core[::-1].translate(_MIRROR if _opens_wrongly(core[::-1]) else {}) + run[start + len(core) :]


def _balanced(line: str) -> str:
    """Some writers say which glyph is drawn, others which sign is meant: brackets that close before they open are turned."""
    return line.translate(_MIRROR) if _opens_wrongly(line) else line


def _opens_wrongly(text: str) -> bool:
    first = _BRACKET.search(text)
    return first is not None and first[0] in ")]}»"


def _paragraphs(lines: list[str]) -> str:
    """Lines as paragraphs: a line is joined to the one before it unless that ended a sentence, was short, or a gap lies between."""
    longest = max(map(len, lines), default=0)
    found: list[str] = []
    fresh = True
    for line in lines:
        if line and not fresh:
            found[-1] += " " + line
        elif line:
            found.append(line)
        fresh = not line or _STOP.search(line) is not None or len(line) < SHORT_LINE * longest
    return "\n".join(found)
