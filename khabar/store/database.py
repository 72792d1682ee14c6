"""Opening a database: a file name (SQLite) or a URL (postgresql+psycopg://...), brought up to the current schema."""

import json
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from khabar.errors import StoreError

WAIT_MS = 30_000
"""How long a statement waits for another process that holds the SQLite file."""


def engine_of(target: str) -> Engine:
    """An engine for a file name or URL, its schema created or brought up to date. StoreError where that fails."""
    url = target if "://" in target else f"sqlite:///{Path(target)}"
    try:
        if make_url(url).get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError(f"{target}: only SQLite files and postgresql+psycopg:// URLs are known")
        engine = create_engine(url, json_serializer=_json)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"{target}: is no file name or database URL ({error})") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        _upgrade(engine)
    except DBAPIError as error:
        raise StoreError(f"{target}: {told(error)}") from None
    return engine


def told(error: DBAPIError) -> str:
    """A database error in words, with what to do."""
    text = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    if "locked" in text:
        return "the database is in use by another process; wait for it or stop it, then run the same command again"
    if "full" in text or "No space" in text:
        return "the disk is full; free some space, then run the same command again: it goes on where it stopped"
    if "unable to open" in text:
        return "the file cannot be opened; does its folder exist, and may you write there?"
    if "not a database" in text or "malformed" in text:
        return "the file is no Khabar database"
    return text


def _json(value: Any) -> str:
    # Arabic as itself: escaped, each letter would take six bytes.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, record: Any) -> None:
    # Transactions are begun by the listener above: pysqlite's own habits would let readers upgrade into a deadlock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={WAIT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    """Writers queue up at the start; readers see what was there when they began, and wait for nobody."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
