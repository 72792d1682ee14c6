"""The database of a command: opened to read or to write, and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from khabar.store.store import Store

_HELP = "Database: a file name, or postgresql+psycopg://..."
INTO = click.option("--into", "target", required=True, metavar="DB", help=_HELP)
FROM = click.option("--from", "target", required=True, metavar="DB", help=_HELP)


@contextmanager
def reading(target: str) -> Iterator["Store"]:
    """A database that is there; nothing in it is changed."""
    from khabar.store.store import Store

    store = Store.open_to_read(target)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def writing(target: str, create: bool = True) -> Iterator["Store"]:
    """A database to write to. create: whether it is made where there is none."""
    from khabar.store.store import Store

    store = Store.open(target, create)
    try:
        yield store
    finally:
        store.close()
