"""The commands that only read a database: incidents, incident, article, failures, search, export."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from khabar.cli.stores import FROM, reading
from khabar.document.model import COUNTS, LEVELS
from khabar.errors import InputError
from khabar.export import EXPORTS

FIELDS = ("type", "actor", "target", "place", "date", *COUNTS, "weapon")
"""What may be claimed of an incident (see khabar.incidents.claims)."""
SOME = 10
"""Candidates that are named where an id may be several."""
SCREENS = 200
"""Incidents that a table shows where nobody says how many: some screens, not an archive."""
WIDTH = click.option("--width", type=click.IntRange(60), help="Columns of the table; default: the terminal's.")


def filters(command: Any) -> Any:
    """The options by which incidents are chosen."""
    for option in (
        click.option("--limit", type=click.IntRange(1), help="At most so many, the newest."),
        click.option("--contested/--agreed", default=None, help="Only those on which sources differ, or only the others."),
        click.option("--min-sources", type=click.IntRange(1), default=1, show_default=True, help="Independent origins that attest it."),
        click.option("--min-outlets", type=click.IntRange(1), default=1, show_default=True, help="Outlets whose reports tell of it."),
        click.option("--min-reports", type=click.IntRange(1), default=1, show_default=True, help="Reports that tell of it."),
        click.option("--reviewed/--unreviewed", default=None, help="Only those on which an analyst has decided, or only the others."),
        click.option("--outlet", help="Only what this outlet tells of."),
        click.option("--place", help="English or Arabic name of its place."),
        click.option("--actor", help='Part of an actor\'s English name, or "COUNTRY SECTOR" (SYR MIL).'),
        click.option("--type", help="PLOVER type (ASSAULT, PROTEST, CONSULT, ...)."),
        click.option("--level", type=click.Choice(LEVELS), help="Only occasions, only sums (15 raids), or only campaigns that hold them."),
        click.option("--country", help="Where it happened: SYR, SY, Syria or سوريا."),
        click.option("--until", metavar="DATE", help="Only what began on this day (2020-07-08) or before."),
        click.option("--since", metavar="DATE", help="Only what ended on this day (2020-07-08) or later."),
    ):
        command = option(command)
    return command


@click.command()
@FROM
@filters
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@WIDTH
def incidents(target: str, form: str, width: int | None, limit: int | None, **options: Any) -> None:
    """List the incidents of a database, newest first.

    rep: how many reports tell of it; out: of how many outlets; src: how many sources attest it independently; contested: on what
    sources differ. What is no single occasion is marked: a sum (15 raids), or a campaign (a war, a siege) that holds incidents. A table
    shows 200 at most where --limit does not say how many.
    """
    from khabar.cli.listing import show

    with reading(target) as store:
        found = store.page(limit or (SCREENS if form == "table" else None), **options)
    show(found, form, width)


@click.command()
@click.argument("id")
@FROM
@click.option("--field", "fields", multiple=True, type=click.Choice(FIELDS), help="Only what is said of this; may be given again.")
@click.option("--full", is_flag=True, help="All reports, values, sources and links; without it the first of each.")
@WIDTH
def incident(id: str, target: str, fields: tuple[str, ...], full: bool, width: int | None) -> None:
    """Show one incident: who says what of it, with the quotes. ID may be the beginning of an id."""
    from khabar.cli.listing import in_words
    from khabar.cli.matrix import show_matrix
    from khabar.cli.terminal import paged

    with reading(target) as store:
        found = store.incidents_like(id, SOME + 1)
        beside = store.beside(found[0]) if len(found) == 1 else []
    if not found:
        raise InputError(f"{id!r}: no incident has an id that begins so; khabar incidents --from {target} lists them")
    if len(found) > 1:
        raise InputError(f"{id!r}: more than one incident has an id that begins so: " + _some(map(in_words, found)))
    with paged(width) as console:
        show_matrix(found[0], console, fields, full, beside)


@click.command()
@click.argument("id")
@FROM
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@WIDTH
def article(id: str, target: str, form: str, width: int | None) -> None:
    """Show what was read in one article. ID: its id, the beginning of it, or its name in its source."""
    from khabar.cli.listing import article_in_words
    from khabar.cli.output import dump
    from khabar.cli.render import show
    from khabar.cli.terminal import paged
    from khabar.document.reading import document_of

    with reading(target) as store:
        found = store.articles_like(id, SOME + 1)
        data = store.document(found[0].id) if len(found) == 1 else None
    if not found:
        raise InputError(f"{id!r}: no article has that name, or an id that begins so; khabar search WORDS --from {target} finds them")
    if len(found) > 1:
        raise InputError(f"{id!r}: more than one article is meant: " + _some(map(article_in_words, found)))
    if data is None:
        raise InputError(f"{article_in_words(found[0])}: is not read yet, or could not be: see khabar failures --from {target}")
    if form == "json":
        click.echo(dump(data, indent=2))
        return
    with paged(width) as console:
        show(document_of(data), console)


@click.command()
@FROM
def failures(target: str) -> None:
    """List what could not be used or read, and why; khabar retry tries the articles again."""
    from khabar.cli.terminal import plain_line

    with reading(target) as store:
        found = store.failures()
    for where, reason in found:
        click.echo(f"{plain_line(where)}: {plain_line(reason)}")
    if not found:
        click.echo("Nothing has failed.")


@click.command()
@click.argument("words")
@FROM
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many articles, the best.")
@WIDTH
def search(words: str, target: str, limit: int, width: int | None) -> None:
    """Find articles that hold all of WORDS, whatever the spelling of hamza, taa marbuta and diacritics, and whatever is written together
    with a word (و, ب, ال)."""
    from khabar.cli.listing import show_hits
    from khabar.cli.terminal import paged

    with reading(target) as store:
        found = store.hits(words, limit)
    if not found.total:
        click.echo("No article holds these words.")
        return
    with paged(width) as console:
        show_hits(found, console)


@click.command()
@FROM
@click.option("--format", "form", type=click.Choice(EXPORTS), required=True)
@click.option("--to", "to", default="-", show_default=True, metavar="FILE", help="Where to; a folder for brat.")
@click.option("--events", is_flag=True, help="Each report's telling by itself, not put together into incidents.")
@filters
def export(target: str, form: str, to: str, events: bool, **options: Any) -> None:
    """Write incidents (for brat: documents) in another format; docs/export.md says what stands where."""
    from khabar.cli.writing import file_to, folder_to, text_to
    from khabar.export.files import brat_folder, parquet
    from khabar.export.formats import TEXT_FORMATS

    if form in ("parquet", "brat") and to == "-":
        raise InputError(f"--format {form} writes files: name {'a folder' if form == 'brat' else 'one'} with --to")
    with reading(target) as store:
        if to != "-" and Path(to).exists() and Path(target).exists() and Path(to).samefile(target):
            raise InputError(f"--to {to}: is the database itself")
        if form == "brat":
            with folder_to(to) as folder:
                brat_folder(store.documents(), folder)
            return
        found = store.incidents(**options)
    found = found.events() if events else found
    if form == "parquet":
        with file_to(to) as path:
            parquet(found, path)
        return
    with text_to(to) as out:
        for part in TEXT_FORMATS[form](found):
            out.write(part)


def _some(candidates: Iterable[str]) -> str:
    named = list(candidates)
    return "; ".join(named[:SOME]) + ("; and more" if len(named) > SOME else "")


COMMANDS = (incidents, incident, article, failures, search, export)
