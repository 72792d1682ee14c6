"""khabar watch: feeds asked again and again."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from khabar.cli.archive import counts, name, runner
from khabar.cli.progress import progress
from khabar.cli.stores import INTO, writing
from khabar.cli.terminal import say
from khabar.errors import InputError


@click.command()
@click.argument("feeds", type=click.Path(path_type=Path))
@INTO
@click.option("--every", type=click.FloatRange(1), default=900.0, show_default=True, help="Seconds between two rounds.")
@click.option("--rounds", type=click.IntRange(1), help="Stop after so many rounds; default: go on until stopped.")
def watch(feeds: Path, target: str, every: float, rounds: int | None) -> None:
    """Poll the feeds listed in FEEDS, a TOML file with feeds = ["https://...", ...], until stopped.

    With --rounds the command fails if anything failed in one of them.
    """
    addresses, wrong = listed(feeds)
    for reason in wrong:
        say(reason)
    failed = len(wrong)
    with writing(target) as store:
        run = runner(store)
        done = 0
        while True:
            with progress() as told:
                summary = run(told).sources(addresses)
            failed += len(summary.failures)
            name(summary.failures)
            click.echo(counts(summary), err=True)
            done += 1
            if rounds and done >= rounds:
                break
            time.sleep(every)
    if failed:
        raise click.exceptions.Exit(2)


def listed(file: Path) -> tuple[list[str], list[str]]:
    """The addresses in a list of feeds, and what is wrong with its other entries. InputError where there is no list or no address."""
    import tomllib

    must = f'{file}: must hold feeds = ["https://...", ...]'
    try:
        feeds = tomllib.loads(file.read_text("utf-8"))["feeds"]
    except OSError as error:
        address = "; an address goes into a file of feeds" if _is_address(str(file).replace(":/", "://", 1)) else ""
        raise InputError(f"{file}: {error.strerror or error}{address}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{must} ({error})") from None
    except (KeyError, ValueError) as error:
        raise InputError(f"{must} ({'it has no feeds' if isinstance(error, KeyError) else 'it is no UTF-8 text'})") from None
    if not isinstance(feeds, list) or not feeds:
        raise InputError(f"{must}, a list; it holds {'an empty list' if feeds == [] else f'a {type(feeds).__name__}'}")
    wrong = [f"{file}, feed {n}: {why}" for n, feed in enumerate(feeds, 1) if (why := _wrong(feed))]
    good = [feed for feed in dict.fromkeys(f for f in feeds if isinstance(f, str)) if not _wrong(feed)]
    if not good:
        raise InputError("; ".join(wrong))
    return good, wrong


def _wrong(feed: Any) -> str | None:
    """Why an entry is no address, None where it is one."""
    if not isinstance(feed, str):
        return f"a {type(feed).__name__} is no address"
    return None if _is_address(feed) else f"{feed!r} is no http:// or https:// address"


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in value)
    except ValueError:
        return False
