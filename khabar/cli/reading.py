"""khabar read: reports in, what they say out, in the form that was asked for."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import click

from khabar.cli.progress import Told, progress
from khabar.cli.terminal import console_of, say
from khabar.document.model import Article, Document
from khabar.errors import InputError
from khabar.pipeline import Pipeline
from khabar.sources.texts import Failure


def print_all(items: Sequence[Article | Failure], nlp: Pipeline, form: str, width: int | None) -> None:
    """Read the articles and print each. What fails is said, the rest goes on, and the command fails in the end."""
    console = console_of(width)
    write = _writer(form, console)
    failed = 0
    # Where only one report is read, and where the output scrolls over the same terminal, it shows by itself how far it is.
    quiet = len(items) < 2 or (sys.stdout.isatty() and form != "text")
    with nullcontext(_nobody) if quiet else progress(console if sys.stdout.isatty() else None) as told:
        for done, outcome in enumerate(_outcomes(nlp, items), 1):
            if isinstance(outcome, Failure):
                failed += 1
                say(f"{outcome.where}: {outcome.reason}")
            else:
                if outcome.language != "ar":
                    found = "no Arabic text" if outcome.language == "und" else f"not Arabic but {outcome.language}"
                    say(f"{outcome.id}: {found}; nothing was read")
                write(outcome)
            told(done, len(items), failed)
    if failed > 1:
        raise InputError(f"{failed} articles could not be read; the others were")
    if failed:
        raise click.exceptions.Exit(2)


def _nobody(done: int, total: int | None, failed: int) -> None:
    pass


_: Told = _nobody


def _outcomes(nlp: Pipeline, items: Sequence[Article | Failure]) -> Iterator[Document | Failure]:
    """What became of each item, in order."""
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        for outcome in nlp.try_pipe([item]):
            yield outcome if isinstance(outcome, Document) else Failure(outcome.article.id, outcome.reason)


def _writer(form: str, console: Any) -> Callable[[Document], None]:
    if form == "text":
        from khabar.cli.render import show

        return lambda document: show(document, console)
    from khabar.cli.output import to_json

    return lambda document: click.echo(to_json(document, indent=2 if form == "json" else None))
