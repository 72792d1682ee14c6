"""Text for a terminal: right-to-left words kept in their place, control characters shown instead of sent, passwords left out."""

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from khabar.masking import masked
from khabar.text.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

# Isolates keep a right-to-left name from pulling its neighbours around in a terminal that orders text by the bidi rules.
_OPEN, _CLOSE = "\u2068", "\u2069"
_ORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def plain_line(text: str) -> str:
    """Text of others as part of a line: visible, on one line, without marks that would turn its neighbours around."""
    return _ORDERING.sub("", visible(" ".join(text.split())))


def isolate(text: str) -> str:
    """Text in bidi isolates, on one line. Whoever wraps lines breaks none inside (see flow): half an isolate would turn a line around."""
    return f"{_OPEN}{plain_line(text)}{_CLOSE}"


def isolate_lines(text: str, width: int) -> str:
    """Text broken into lines of at most `width` columns, each in isolates of its own."""
    return "\n".join(f"{_OPEN}{line}{_CLOSE}" for line in textwrap.wrap(plain_line(text), width))


def console_of(width: int | None) -> "Console":
    """A console that shows the words as they are. width: columns; None: the terminal's."""
    from rich.console import Console

    return Console(width=width, highlight=False, emoji=False, markup=False)


@contextmanager
def paged(width: int | None) -> Iterator["Console"]:
    """A console whose output goes through the user's pager where it is longer than the terminal."""
    console = console_of(width)
    if not sys.stdout.isatty():
        yield console
        return
    with console.capture() as captured:
        yield console
    text = captured.get()
    if text.count("\n") >= console.height:
        click.echo_via_pager(text, color=True)
    else:
        click.echo(text, nl=False, color=True)


def flow(pieces: Iterable[str], width: int, indent: int = 0) -> str:
    """Pieces one after another, in lines of at most `width` columns, from the second on indented. A piece in isolates is broken only where
    it is longer than a line, and then into parts in isolates of their own."""
    lines, room = [""], width - indent
    for piece in (part for whole in pieces for part in _parts(whole, room)):
        if lines[-1] and columns(lines[-1]) + 1 + columns(piece) > room:
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}".strip(" ")
    return ("\n" + " " * indent).join(lines)


def columns(text: str) -> int:
    """How wide a line is: isolates take no room."""
    return len(text) - text.count(_OPEN) - text.count(_CLOSE)


def _parts(piece: str, width: int) -> list[str]:
    if columns(piece) <= width or _OPEN not in piece:
        return [piece]
    before, _, rest = piece.partition(_OPEN)
    inner, _, after = rest.rpartition(_CLOSE)
    lines = isolate_lines(inner, max(20, width - len(before) - len(after))).split("\n")
    return [before + lines[0], *lines[1:-1], lines[-1] + after] if len(lines) > 1 else [before + lines[0] + after]


def say(message: str) -> None:
    """One line on standard error, without a password of what was given."""
    line = " ".join(part.strip() for part in message.splitlines())
    click.echo(f"khabar: {visible(masked(line, line, *sys.argv[1:]))}", err=True)
