"""The commands: khabar read, evaluate, check-data, and those around a database (archive.py, watching.py, browsing.py, serving.py,
accounts.py)."""

import sys
from pathlib import Path

import click

import khabar
from khabar.cli import accounts, archive, browsing, serving, watching
from khabar.errors import InputError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(khabar.__version__, prog_name="khabar")
def main() -> None:
    """Read Arabic news and write down who reports that who did what to whom, where and when."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


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
    from khabar.cli.reading import Known, print_all, taken
    from khabar.sources.texts import parse_date

    day = parse_date(published, "--published") if published else None
    items = taken(source, Known(day, outlet, title), encoding, archive.checked_form(date_format, encoding))
    print_all(list(items), khabar.load(model), form, width)


@main.command()
@click.argument("gold", nargs=-1, required=True)
@click.option("--incidents", "together", is_flag=True, help="Each file is a set: score what is put together over its reports.")
@click.option("--predicted", help="A .jsonl of documents read before (khabar read GOLD --format jsonl); default: read GOLD now.")
@click.option("--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of another model.")
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="With --incidents: mistakes to list of each sort.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(gold: tuple[str, ...], together: bool, predicted: str | None, model: Path | None, worst: int, as_json: bool) -> None:
    """Score Khabar on GOLD, .jsonl files of labelled documents.

    With --incidents each file is a set of reports whose events carry "incident" (docs/usage.md): it is read into a database of its own, and
    the incidents found are scored, with a list of the worst mistakes.
    """
    from khabar.cli.evaluating import labelled, labelled_set, mistakes_told, read_again, table
    from khabar.cli.output import dump
    from khabar.evaluation.incident_scores import evaluate_sets
    from khabar.evaluation.resolved import score_resolvers
    from khabar.evaluation.score import score

    if together:
        if predicted:
            raise InputError("--predicted: goes with documents, not with --incidents: sets are read anew")
        sets = {source: labelled_set(source) for source in gold}
        found = evaluate_sets(sets, khabar.load(model))
        told = {"scores": {name: row.to_dict() for name, row in found.rows.items()}, **found.mistakes.to_dict(worst)}
        click.echo(dump(told) if as_json else "\n".join([table(found.rows), *mistakes_told(found.mistakes, worst)]))
        return
    documents = [document for source in gold for document in labelled(source)]
    again = labelled(predicted) if predicted else read_again(documents, khabar.load(model))
    rows = score(documents, again) | score_resolvers(documents)
    click.echo(dump({name: row.to_dict() for name, row in rows.items()}) if as_json else table(rows))


for _command in (*archive.COMMANDS, watching.watch, *browsing.COMMANDS, *serving.COMMANDS, *accounts.COMMANDS):
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
