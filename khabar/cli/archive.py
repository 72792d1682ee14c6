"""The commands that write to a database: ingest, retry, migrate (watch: watching.py; those that read: browsing.py)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import click

import khabar
from khabar.cli.progress import OnProgress, progress
from khabar.cli.stores import INTO, writing
from khabar.cli.terminal import say
from khabar.errors import InputError

if TYPE_CHECKING:
    from khabar.document.model import Article, Document
    from khabar.ingest import Ingest, Summary
    from khabar.pipeline import Pipeline, Unread
    from khabar.store.store import Store


@click.command()
@click.argument("sources", nargs=-1, required=True)
@INTO
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME", help="Which column holds text, published, title, outlet, url, id."
)
@click.option("--outlet", help="Outlet of articles that come without one.")
@click.option("--published", metavar="DATE", help="Date of articles that come without one.")
@click.option("--encoding", help="Encoding of texts and tables that do not tell theirs.")
@click.option("--date-format", metavar="FORM", help="Form of the dates in tables: dmy, mdy, ymd, or a pattern such as %d.%m.%Y.")
@click.option("--pause", type=click.FloatRange(0), default=1.0, show_default=True, help="Seconds between two requests to one site.")
def ingest(
    sources: tuple[str, ...],
    target: str,
    columns: tuple[str, ...],
    outlet: str | None,
    published: str | None,
    encoding: str | None,
    date_format: str | None,
    pause: float,
) -> None:
    """Read SOURCES into a database: files, folders and archives of text, pages, JSON, CSV, Parquet, Word, PDF, WARC, feeds, Telegram
    exports; addresses of pages, feeds and sitemaps; "-". docs/inputs.md lists all kinds.

    What is there already is passed over; a run that was stopped goes on where it was.
    """
    from khabar.sources.texts import parse_date

    day = parse_date(published, "--published") if published else None
    with writing(target) as store:
        run = runner(store, columns, pause, outlet, day, encoding, date_format)
        with progress() as on_progress:
            summary = run(on_progress).sources(sources)
    tell(summary)


@click.command()
@INTO
def retry(target: str) -> None:
    """Read again the articles that could not be read."""
    with writing(target, create=False) as store, progress() as on_progress:
        summary = runner(store)(on_progress).again()
    tell(summary)


@click.command()
@click.argument("database", required=False, metavar="DB")
@click.option("--into", "target", metavar="DB", help="The same.")
def migrate(database: str | None, target: str | None) -> None:
    """Bring the tables of DB, made by an older version, up to date. Nothing else does so without being asked to write."""
    given = database or target
    if not given:
        raise InputError("name the database: khabar migrate DB")
    with writing(given, create=False):
        pass
    click.echo("The database is up to date.")


def runner(
    store: "Store",
    columns: tuple[str, ...] = (),
    pause: float = 1.0,
    outlet: str | None = None,
    day: str | None = None,
    encoding: str | None = None,
    date_format: str | None = None,
) -> Callable[[OnProgress], "Ingest"]:
    """A function that makes the ingest of a command, given what to call after each article."""
    from khabar.ingest import Ingest
    from khabar.sources.tables import FIELDS, Columns
    from khabar.sources.web import Web

    named = dict(part.partition("=")[::2] for part in columns)
    wrong = [name for name in named if name not in FIELDS]
    if wrong:
        raise InputError(f"--column {wrong[0]}: no such field; fields are {', '.join(FIELDS)}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    table = Columns(named, checked_form(date_format, encoding))
    settings = {"columns": named, "outlet": outlet, "published": day, "encoding": encoding, "date_format": date_format}
    number = store.begin_run(now, khabar.__version__, "shipped", settings)
    nlp, web = _Later(), Web(pause)
    return lambda on_progress: Ingest(store, nlp, table, web, now[:10], outlet, day, number, _counting(on_progress), encoding)


def checked_form(date_format: str | None, encoding: str | None) -> str | None:
    """The form of dates as the user names it. InputError where it, or the encoding, is none."""
    from khabar.resolve.publication import form_of
    from khabar.sources.encodings import check

    check(encoding)
    try:
        return form_of(date_format) if date_format else None
    except ValueError as error:
        raise InputError(f"--date-format: {error}") from None


class _Later:
    """The pipeline, loaded when there is something to read: that takes longer than finding that there is nothing."""

    @cached_property
    def _nlp(self) -> "Pipeline":
        return khabar.load()

    def try_pipe(self, articles: Iterable["Article"]) -> Iterator["Document | Unread"]:
        return self._nlp.try_pipe(articles)


def _counting(on_progress: OnProgress) -> Callable[["Summary"], None]:
    """What the ingest calls after each article, as the progress wants it."""
    return lambda s: on_progress(s.new + s.duplicate if s.waiting is None else s.done, s.waiting, len(s.failures))


def counts(summary: "Summary") -> str:
    """What a run did, in one line."""
    return f"{summary.read:,} read, {summary.new:,} new, {summary.duplicate:,} known before, {len(summary.failures):,} failed"


def tell(summary: "Summary") -> None:
    """Say what a run did; the command fails where anything failed."""
    click.echo(counts(summary))
    for line in _besides(summary):
        click.echo(line)
    name(summary.failures)
    if len(summary.failures) > 1:
        raise InputError(f"{len(summary.failures)} of the sources or articles could not be read; the others were")
    if summary.failures:
        raise click.exceptions.Exit(2)


def _besides(summary: "Summary") -> Iterator[str]:
    """What else a run met: other languages, summaries, what is no report."""
    from khabar.sources.texts import counted
    from khabar.text.language import language_name

    if summary.languages:
        unread = {"other letters" if code == "und" else language_name(code): n for code, n in summary.languages.items()}
        yield f"{sum(unread.values()):,} not in Arabic, kept without events: {counted(unread)}"
    if summary.summaries:
        yield f"{summary.summaries:,} of the new ones are summaries from feeds; khabar retry fetches their pages"
    if summary.passed:
        yield f"passed over: {counted(summary.passed)}"


def name(failures: list[tuple[str, str]], most: int = 20) -> None:
    """Say what failed and why, a line each."""
    for where, reason in failures[:most]:
        say(f"{where}: {reason}")
    if len(failures) > most:
        say(f"and {len(failures) - most:,} more: khabar failures --from DB lists them")


COMMANDS = (ingest, retry, migrate)
