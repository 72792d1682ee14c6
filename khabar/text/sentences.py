"""Sentences: at line ends and after full stops, question and exclamation marks."""

import re

LINE_ENDS = "\n\r\u2028\u2029\x85"
_LINE = re.compile(f"[^{LINE_ENDS}]+")
_STOP = re.compile(r"(?:(?<![\s.])\.(?!\.)|[!?؟]|\.{3,}|…)+[\"'”»)\]]*(?=\s)")
_ABBREVIATION = re.compile(r"(?:^|[\s(«\"])[\u0621-\u064A]{1,2}\.$|(?:^|\s)[A-Za-z]{1,2}\.$|\d\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as (start, end) in code points, without the white space around them.

    A full stop ends a sentence only before white space, and not after an initial (د.) or a number (1.).
    """
    found = []
    for line in _LINE.finditer(text):
        at = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ABBREVIATION.search(text[max(at, stop.end() - 4) : stop.end()]):
                continue
            found.append((at, stop.end()))
            at = stop.end()
        found.append((at, line.end()))
    return [span for span in (_trim(text, *s) for s in found) if span is not None]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    size = len(piece.strip())
    return (start + left, start + left + size) if size else None
