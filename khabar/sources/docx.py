"""Word documents (.docx): their paragraphs and the cells of their tables, in order."""

import io
from collections.abc import Iterator
from typing import Any

from khabar.sources.texts import InputError


def text_of(data: bytes, where: str) -> tuple[str, str | None]:
    """The text of a Word document, a paragraph a line, and its title where one is set as such. InputError where it cannot be read."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        body = docx.Document(io.BytesIO(data))
        blocks = list(_paragraphs(body))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError) as error:
        raise InputError(f"{where}: the Word document (.docx) is damaged and cannot be read ({_told(error)})") from None
    titles = [text for text, style in blocks if style == "Title"]
    text = "\n".join(text for text, style in blocks if style != "Title" and text.strip())
    if not text.strip():
        raise InputError(f"{where}: the Word document holds no text")
    return text, titles[0] if titles else None


def _told(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


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
