"""khabar read: reports in, what they say out, in the form that was asked for."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import click

from khabar.cli.progress import OnProgress, progress
from khabar.cli.terminal import console_of, say
from khabar.document.model import Article, Document
from khabar.errors import InputError
from khabar.pipeline import Pipeline
from khabar.sources.texts import Failure, Passed, counted
from khabar.text.language import language_name


@dataclass(frozen=True, slots=True)
class Known:
    """What the user says of the articles that do not say it themselves. published: an ISO date."""

    published: str | None = None
    outlet: str | None = None
    title: str | None = None


def taken(source: str, known: Known, encoding: str | None, form: str | None) -> Iterator[Article | Failure]:
    """The articles of a source. What is passed over is said at the end. encoding: as the user named it. form: of its dates."""
    from khabar.sources.sources import read
    from khabar.sources.tables import Columns
    from khabar.sources.web import Web

    passed: Counter[str] = Counter()
    for item in read(source, Columns({}, form), Web(), datetime.now(UTC).date().isoformat(), encoding):
        if isinstance(item, Passed):
            passed[item.what] += 1
        elif isinstance(item, Failure):
            yield item
        else:
            a = item.article
            published, outlet, title = a.published or known.published, a.outlet or known.outlet, a.title or known.title
            yield replace(a, published=published, outlet=outlet, title=title)
    if passed:
        say(f"passed over: {counted(passed)}")


def print_all(items: Sequence[Article | Failure], nlp: Pipeline, form: str, width: int | None) -> None:
    """Read the articles and print each. What fails is said, the rest goes on, and the command fails in the end."""
    console = console_of(width)
    write = _writer(form, console)
    failed = 0
    # Where only one report is read, and where the output scrolls over the same terminal, it shows by itself how far it is.
    quiet = len(items) < 2 or (sys.stdout.isatty() and form != "text")
    with nullcontext(_nobody) if quiet else progress(console if sys.stdout.isatty() else None) as on_progress:
        for done, outcome in enumerate(_outcomes(nlp, items), 1):
            if isinstance(outcome, Failure):
                failed += 1
                say(f"{outcome.where}: {outcome.reason}")
            else:
                if outcome.language != "ar":
                    found = "no Arabic text" if outcome.language == "und" else f"is in {language_name(outcome.language)}, not in Arabic"
                    say(f"{outcome.id}: {found}; nothing was read")
                write(outcome)
            on_progress(done, len(items), failed)
    if failed > 1:
        raise InputError(f"{failed} articles could not be read; the others were")
    if failed:
        raise click.exceptions.Exit(2)


def _nobody(done: int, total: int | None, failed: int) -> None:
    pass


_: OnProgress = _nobody


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
