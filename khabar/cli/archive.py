"""The commands around a database: ingest, retry, watch, incidents, incident, search, export."""

import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import khabar
from khabar.export import EXPORTS
from khabar.sources.texts import InputError, counted, parse_date

INTO = click.option("--into", "target", required=True, metavar="DB", help="Database: a file name, or postgresql+psycopg://...")
FROM = click.option("--from", "target", required=True, metavar="DB", help="Database: a file name, or postgresql+psycopg://...")


def filters(command: Any) -> Any:
    """The options by which incidents are chosen."""
    for option in (
        click.option("--limit", type=click.IntRange(1), help="At most so many."),
        click.option("--contested/--agreed", default=None, help="Only those on which sources differ, or only the others."),
        click.option("--min-sources", type=click.IntRange(1), default=1, show_default=True, help="Independent origins that attest it."),
        click.option("--actor", help='Part of an actor\'s English name, or "COUNTRY SECTOR" (SYR MIL).'),
        click.option("--type", help="PLOVER type (ASSAULT, PROTEST, CONSULT, ...)."),
        click.option("--country", help="ISO-3 code of the country it happened in."),
        click.option("--until", metavar="DATE"),
        click.option("--since", metavar="DATE"),
    ):
        command = option(command)
    return command


def _checked(options: dict[str, Any]) -> dict[str, Any]:
    for name in ("since", "until"):
        if options.get(name):
            options[name] = parse_date(options[name], f"--{name}")
    return options


@contextmanager
def opened(target: str, must_exist: bool = False) -> Iterator[Any]:
    """The store of a command."""
    from khabar.store.store import Store

    if must_exist and "://" not in target and not Path(target).exists():
        raise InputError(f"{target}: no such database; make one with khabar ingest SOURCE --into {target}")
    store = Store.open(target)
    try:
        yield store
    finally:
        store.close()


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
    day = parse_date(published, "--published") if published else None
    with opened(target) as store:
        run = _run(store, target, columns, pause, outlet, day, encoding, date_format)
        with _progress() as told:
            summary = run(told).sources(sources)
    _tell(summary)


@click.command()
@INTO
def retry(target: str) -> None:
    """Read again the articles that could not be read."""
    with opened(target, must_exist=True) as store, _progress() as told:
        summary = _run(store, target, (), 1.0, None, None)(told).again()
    _tell(summary)


@click.command()
@click.argument("feeds", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@INTO
@click.option("--every", type=click.FloatRange(1), default=900.0, show_default=True, help="Seconds between two rounds.")
@click.option("--rounds", type=click.IntRange(1), help="Stop after so many rounds; default: go on until stopped.")
def watch(feeds: Path, target: str, every: float, rounds: int | None) -> None:
    """Poll the feeds listed in FEEDS, a TOML file with feeds = ["https://...", ...], until stopped."""
    try:
        addresses = tomllib.loads(feeds.read_text("utf-8"))["feeds"]
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise InputError(f'{feeds}: must hold feeds = ["https://...", ...] ({error})') from None
    with opened(target) as store:
        run = _run(store, target, (), 1.0, None, None)
        done = 0
        while True:
            with _progress() as told:
                summary = run(told).sources(addresses)
            click.echo(f"{summary.new} new, {summary.duplicate} known, {len(summary.failures)} failed", err=True)
            done += 1
            if rounds and done >= rounds:
                return
            time.sleep(every)


def form(date_format: str | None, encoding: str | None) -> str | None:
    """The form of dates as the user names it. InputError where it, or the encoding, is none."""
    from khabar.resolve.publication import form_of
    from khabar.sources.encodings import check

    check(encoding)
    try:
        return form_of(date_format) if date_format else None
    except ValueError as error:
        raise InputError(f"--date-format: {error}") from None


def _run(
    store: Any,
    target: str,
    columns: tuple[str, ...],
    pause: float,
    outlet: str | None,
    day: str | None,
    encoding: str | None = None,
    date_format: str | None = None,
) -> Any:
    """A function that makes the ingest of a command, given what to call after each article."""
    from khabar.ingest import Ingest
    from khabar.sources.tables import FIELDS, Columns
    from khabar.sources.web import Web

    named = dict(part.partition("=")[::2] for part in columns)
    wrong = [name for name in named if name not in FIELDS]
    if wrong:
        raise InputError(f"--column {wrong[0]}: no such field; fields are {', '.join(FIELDS)}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    settings = {"columns": named, "outlet": outlet, "published": day, "encoding": encoding, "date_format": date_format}
    table = Columns(named, form(date_format, encoding))
    number = store.begin_run(now, khabar.__version__, "shipped", settings)
    nlp, web = khabar.load(), Web(pause)
    return lambda told: Ingest(store, nlp, table, web, now[:10], outlet, day, number, told, encoding)


@contextmanager
def _progress() -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")
        begun = time.monotonic()

        def told(summary: Any) -> None:
            done = summary.read + summary.duplicate + sum(summary.languages.values())
            rate = done / max(time.monotonic() - begun, 1e-6)
            bar.update(task, completed=done, rate=f"{rate:.1f}/s · {len(summary.failures)} failed")

        yield told


def _named(code: str) -> str:
    from khabar.text.language import language_name

    return "in other letters" if code == "und" else language_name(code)


def _tell(summary: Any) -> None:
    click.echo(f"{summary.read} read, {summary.new} new, {summary.duplicate} known before, {len(summary.failures)} failed")
    if summary.languages:
        named = ", ".join(f"{count} {_named(code)}" for code, count in sorted(summary.languages.items()))
        click.echo(f"{sum(summary.languages.values())} not in Arabic, kept without events: {named}")
    if summary.summaries:
        click.echo(f"{summary.summaries} of the new ones are summaries from feeds; khabar retry fetches their pages")
    if summary.passed:
        click.echo(f"passed over: {counted(summary.passed)}")
    for where, reason in summary.failures[:20]:
        click.echo(f"khabar: {where}: {reason}", err=True)
    if len(summary.failures) > 20:
        click.echo(f"khabar: and {len(summary.failures) - 20} more", err=True)
    if summary.failures:
        raise InputError(f"{len(summary.failures)} of the sources or articles could not be read; the others were")


@click.command()
@FROM
@filters
@click.option("--width", type=click.IntRange(60), help="Columns of the table; default: the terminal's.")
def incidents(target: str, width: int | None, **options: Any) -> None:
    """List the incidents of a database, newest first."""
    from khabar.cli.matrix import show_list
    from khabar.cli.render import console_of

    with opened(target, must_exist=True) as store:
        show_list(store.incidents(**_checked(options)), console_of(width))


@click.command()
@click.argument("id")
@FROM
@click.option("--width", type=click.IntRange(60), help="Columns of the table; default: the terminal's.")
def incident(id: str, target: str, width: int | None) -> None:
    """Show one incident: who says what of it, with the quotes. ID may be the beginning of an id."""
    from khabar.cli.matrix import show_matrix
    from khabar.cli.render import console_of

    with opened(target, must_exist=True) as store:
        found = store.incident(id)
        if found is None:
            raise InputError(f"{id}: no incident, or more than one, has an id that begins so; khabar incidents lists them")
        show_matrix(found, console_of(width))


@click.command()
@click.argument("words")
@FROM
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
def search(words: str, target: str, limit: int) -> None:
    """Find articles that hold all of WORDS, whatever the spelling of hamza, taa marbuta and diacritics."""
    with opened(target, must_exist=True) as store:
        for key in store.search(words, limit):
            data = store.document(key)
            click.echo(
                f"{key}  {data['published'] or '':10}  {data['outlet'] or ''}  {data['title'] or data['text'][:60]}" if data else key
            )


@click.command()
@FROM
@click.option("--format", "form", type=click.Choice(EXPORTS), required=True)
@click.option("--to", "to", default="-", show_default=True, metavar="FILE", help="Where to; a folder for brat.")
@click.option("--events", is_flag=True, help="Each report's telling by itself, not put together into incidents.")
@filters
def export(target: str, form: str, to: str, events: bool, **options: Any) -> None:
    """Write incidents (for brat: documents) in another format; docs/export.md says what stands where."""
    from khabar.export.files import brat_folder, parquet
    from khabar.export.formats import TEXT_FORMATS

    if form in ("parquet", "brat") and to == "-":
        raise InputError(f"--format {form} writes files: name one with --to")
    with opened(target, must_exist=True) as store:
        if form == "brat":
            brat_folder(store.documents(), Path(to))
            return
        found = store.incidents(**_checked(options))
        found = found.events() if events else found
        if form == "parquet":
            parquet(found, Path(to))
            return
        with click.open_file(to, "w", encoding="utf-8", atomic=to != "-") as out:
            for part in TEXT_FORMATS[form](found):
                out.write(part)


COMMANDS = (ingest, retry, watch, incidents, incident, search, export)
