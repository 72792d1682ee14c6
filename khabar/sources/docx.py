"""Word documents (.docx): their paragraphs and the cells of their tables, in order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from khabar.sources.limits import within
from khabar.sources.packed import measured
from khabar.sources.texts import InputError


def text_of(data: bytes, where: str) -> tuple[str, str | None]:
    """The text of a Word document, a paragraph a line, and its title where one is set as such. InputError where it cannot be read."""
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ModuleNotFoundError:
        raise InputError(f"{where}: is a Word document; to read these, pip install 'khabar[documents]'") from None
    from lxml.etree import LxmlError

    _measured(data)
    try:
        blocks = list(_paragraphs(docx.Document(io.BytesIO(data))))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError, OSError, zipfile.BadZipFile):
        blocks = list(_bare(data))  # no part but the text is as Word writes it
    titles = [text for text, style in blocks if style == "Title"]
    text = "\n".join(text for text, style in blocks if style != "Title" and text.strip())
    if not text.strip():
        raise InputError(f"{where}: the Word document (.docx) is damaged or holds no text")
    return text, titles[0] if titles else None


def _measured(data: bytes) -> None:
    """TooLargeError where a part of the document grows without measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                measured(info)
    except zipfile.BadZipFile:
        return


def _bare(data: bytes) -> Iterator[tuple[str, str]]:
    """The paragraphs of a document whose packaging is damaged or of another making, as far as its text can be found."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError):
        return
    root = etree.fromstring(within(part), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    for paragraph in () if root is None else (e for e in root.iter() if _is(e, "p")):
        yield "".join(e.text or "" for e in paragraph.iter() if _is(e, "t")), ""


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1] == name


def _paragraphs(part: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs with the names of their styles; those of a table cell by cell, a merged cell once."""
    from docx.table import Table

    for block in part.iter_inner_content():
        if isinstance(block, Table):
            seen: set[Any] = set()
            for cell in (cell for row in block.rows for cell in row.cells):
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield from _paragraphs(cell)
        else:
            yield block.text, str(block.style.name) if block.style is not None else ""
