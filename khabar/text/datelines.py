"""Datelines: where and by whom a report was written (عدن – خاص; بيروت (رويترز) –), told before it begins.

Nothing that the report tells happens in them: their places and media are names and no more (data/datelines.toml).
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from khabar.data_files import strings_of
from khabar.text.normalise import fold

FILE = "datelines.toml"
LONGEST = 120
"""Code points that are looked at."""
MOST_WORDS = 5
"""Of a piece: a place with its date, a writer's name, an agency."""
MOST_PIECES = 4
_LONE_TATWEEL = re.compile(r"(?<=\s)ـ+(?=\s)")
_PIECE = re.compile(r"[\s(\[/*•\u200e\u200f]*((?:[^-–—:/|،,()\[\].؛;?؟!\"«»…]|(?<=\w)\.(?=\w))+)([-–—:/|،,()\[\]\s]*)")
_DASH = re.compile(r"--|[–—]|[-/](?=\s|$)|(?<=[)\]])-")
_PARTING = re.compile(r"[-–—/]")
_AND = re.compile(r"\s+و")


@dataclass(frozen=True, slots=True)
class Dateline:
    """start, end: its offsets in the text, with the sign that closes it. agencies: those of the media that it names."""

    start: int
    end: int
    agencies: tuple[tuple[int, int], ...]


class _Piece(NamedTuple):
    """What stands between two signs, and the signs behind it. media: the media it names, None where it is no signature."""

    start: int
    end: int
    behind: str
    media: list[tuple[int, int]] | None


def dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the beginning of the line text[start:end]: some pieces, the last of them agencies, and a dash or the line's end.
    None where it has none."""
    pieces = _pieces(text, start, end)
    first = next((n for n, piece in enumerate(pieces) if piece.media is not None), None)
    if first is None:
        return None
    behind = next((n for n, piece in enumerate(pieces) if n > first and piece.media is None), len(pieces))
    last = pieces[behind - 1]
    closed = last.end + len(last.behind)
    # رويترز: and قال لـ(رويترز): are who says or hears what follows; القاهرة – رويترز: is a dateline.
    parted = first > 0 and _PARTING.search(pieces[first - 1].behind)
    if closed < end and not _DASH.search(last.behind) and not (parted and ":" in last.behind):
        return None
    return Dateline(start, closed, tuple(name for piece in pieces[first:behind] for name in piece.media or ()))


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    """The pieces at the beginning of a line, up to one that is too long to be in a dateline."""
    head = _LONE_TATWEEL.sub(lambda match: "-" * len(match[0]), text[start : min(end, start + LONGEST)])
    found: list[_Piece] = []
    match = _PIECE.match(head)
    while match and 0 < len(match[1].split()) <= MOST_WORDS and len(found) <= MOST_PIECES:
        first, last = start + match.start(1), start + match.start(1) + len(match[1].rstrip())
        behind = head[last - start : match.end()]
        alone = not found and fold(text[first:last]) in ambiguous()
        found.append(_Piece(first, last, behind, None if alone else _media(text, first, last)))
        match = _PIECE.match(head, match.end())
    return found


@cache
def signatures() -> dict[str, bool]:
    """Folded name -> whether it is that of a medium. DataFileError where the file lacks a list."""
    others, agencies = strings_of("khabar.text", FILE, "others"), strings_of("khabar.text", FILE, "agencies")
    return dict.fromkeys(map(fold, others), False) | dict.fromkeys([*map(fold, agencies), *ambiguous()], True)


@cache
def ambiguous() -> frozenset[str]:
    """Folded names of media that are also common words or other names."""
    return frozenset(map(fold, strings_of("khabar.text", FILE, "ambiguous")))


def _media(text: str, start: int, end: int) -> list[tuple[int, int]] | None:
    """The media that a piece names, where it is nothing but a signature; else None."""
    medium = signatures().get(fold(text[start:end]))
    if medium is not None:
        return [(start, end)] if medium else []
    joint = _AND.search(text, start, end)
    if joint is None:
        return None
    one, other = _media(text, start, joint.start()), _media(text, joint.end(), end)
    return None if one is None or other is None else one + other
