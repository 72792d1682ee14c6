"""The command line: khabar read, evaluate, check-data, and the commands around a database (archive.py)."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

import khabar
from khabar.cli import archive
from khabar.document.model import Article, Document
from khabar.sources.texts import Failure, InputError, Passed, counted, parse_date
from khabar.text.language import language_name


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(khabar.__version__, prog_name="khabar")
def main() -> None:
    """Read Arabic news and write down who reports that who did what to whom, where and when."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")


@main.command()
@click.argument("source")
@click.option("--published", metavar="DATE", help="Publication date (2020-07-08): relative dates count from it.")
@click.option("--outlet", help="Who published the report; heads each chain of attribution.")
@click.option("--title", help="The report's headline, kept with the document.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
@click.option("--encoding", help="Encoding of the input; found out by itself for UTF-8, UTF-16 and the old Arabic ones.")
@click.option("--date-format", metavar="FORM", help="Form of its dates: dmy, mdy, ymd, or a pattern such as %d.%m.%Y.")
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of another model.")
@click.option("--width", type=click.IntRange(60), help="Columns of the text output; default: the terminal's.")
def read(
    source: str,
    published: str | None,
    outlet: str | None,
    title: str | None,
    form: str,
    encoding: str | None,
    date_format: str | None,
    model: Path | None,
    width: int | None,
) -> None:
    """Read SOURCE and print what it says: a file of any kind that ingest takes (text, page, table, feed, archive, Word, PDF, ...), a
    folder, an address, or "-" for standard input."""
    day = parse_date(published, "--published") if published else None
    failures = _Failures()
    write = _writer(form, width)
    items = _filled(_items(source, encoding, date_format, failures), day, outlet, title)
    for document in _documents(khabar.load(model), items, failures):
        if document.language != "ar":
            reason = "no Arabic text" if document.language == "und" else f"is in {language_name(document.language)}, not in Arabic"
            click.echo(f"khabar: {document.id}: {reason}; nothing was read", err=True)
        write(document)
    failures.leave()


def _items(source: str, encoding: str | None, date_format: str | None, failures: "_Failures") -> Iterator[Article]:
    """The articles of a source; what is none is told."""
    from khabar.sources.sources import read as read_source
    from khabar.sources.tables import Columns
    from khabar.sources.web import Web

    columns = Columns({}, archive.form(date_format, encoding))
    for item in read_source(source, columns, Web(), datetime.now(UTC).date().isoformat(), encoding):
        if isinstance(item, Failure):
            failures.say(item)
        elif isinstance(item, Passed):
            failures.passed[item.what] += 1
        else:
            yield item.article


def _filled(items: Iterator[Article], day: str | None, outlet: str | None, title: str | None) -> Iterator[Article]:
    """Articles with what the user says of them, where they do not say it."""
    for a in items:
        yield replace(a, published=a.published or day, outlet=a.outlet or outlet, title=a.title or title)


class _Failures:
    """Counts what went wrong and says it; the run goes on."""

    def __init__(self) -> None:
        self.count = 0
        self.passed: Counter[str] = Counter()

    def say(self, failure: Failure) -> None:
        self.count += 1
        click.echo(f"khabar: {failure.where}: {failure.reason}", err=True)

    def leave(self) -> None:
        """Say what was passed over; end the command with an error if anything failed."""
        if self.passed:
            click.echo(f"khabar: passed over: {counted(self.passed)}", err=True)
        if self.count:
            raise InputError(f"{self.count} article{'s' if self.count > 1 else ''} could not be read; the others were")


def _documents(nlp: khabar.Pipeline, items: Iterator[Article], failures: _Failures) -> Iterator[Document]:
    for outcome in nlp.try_pipe(items):
        if isinstance(outcome, Document):
            yield outcome
        else:
            failures.say(Failure(outcome.article.id, outcome.reason))


def _writer(form: str, width: int | None):  # type: ignore[no-untyped-def]
    if form == "text":
        from khabar.cli.render import console_of, show

        console = console_of(width)
        return lambda document: show(document, console)
    from khabar.cli.output import to_json

    return lambda document: click.echo(to_json(document, indent=2 if form == "json" else None))


@main.command()
@click.argument("gold")
@click.option("--predicted", help="A .jsonl of documents read before (khabar read GOLD --format jsonl); default: read GOLD now.")
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of another model.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(gold: str, predicted: str | None, model: Path | None, as_json: bool) -> None:
    """Score Khabar on GOLD, a .jsonl file of labelled documents."""
    from khabar.cli.evaluating import labelled, read_again, table
    from khabar.cli.output import dump
    from khabar.evaluation.resolved import score_resolvers
    from khabar.evaluation.score import score

    documents = labelled(gold)
    found = labelled(predicted) if predicted else read_again(documents, khabar.load(model))
    rows = score(documents, found) | score_resolvers(documents)
    click.echo(dump({name: row.to_dict() for name, row in rows.items()}) if as_json else table(rows))


for _command in archive.COMMANDS:
    main.add_command(_command)


@main.command("check-data")
def check_data() -> None:
    """Check the data files: spellings with two values, coordinates outside their country, terms of office that overlap."""
    from khabar.resolve.checking import check

    findings = list(check())
    for finding in findings:
        click.echo(finding)
    if findings:
        raise InputError(f"{len(findings)} finding{'s' if len(findings) > 1 else ''} in the data files")
    click.echo("The data files are sound.")


def run() -> None:
    """Entry point: a user's mistake is one line and exit code 2, not a traceback."""
    from khabar.data_files import DataFileError
    from khabar.errors import StoreError

    try:
        main(standalone_mode=False)
    except (InputError, DataFileError, StoreError) as error:
        _fail(str(error))
    except FileNotFoundError as error:
        _fail(str(error))
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(141)


def _fail(message: str) -> None:
    click.echo(f"khabar: {message}", err=True)
    sys.exit(2)
