"""Opening a database: a file name (SQLite) or a URL (postgresql+psycopg://...). Reading changes nothing and makes no file; only writing
creates a database or brings its schema up to date. What is not Khabar's is refused untouched (target.py)."""

import json
import os
import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from khabar.errors import StoreError
from khabar.masking import masked
from khabar.store.target import APPLICATION, READABLE, Target, is_there, revision, revisions, target_of, uri_of

F = TypeVar("F", bound=Callable[..., Any])

LEVELLED = "0007"
"""The revision since which incidents have levels (and links are learned): what was put together before is put together anew."""
WAIT_MS = 30_000
"""How long a statement waits for another process that holds the SQLite file."""


def reader_of(place: str | os.PathLike[str]) -> Engine:
    """An engine that cannot write. StoreError where there is no Khabar database, or one too old to be read as it is."""
    target = target_of(place)
    if target.path is not None:
        if not is_there(target.path):
            empty = "is empty: no Khabar database" if target.path.exists() else "no such database"
            raise StoreError(f"{target.shown}: {empty}; make one with khabar ingest SOURCE --into {target.shown}")
        engine = _sqlite(target.path, write=False)
    else:
        engine = _server(target, write=False)
    found = _examined(engine, target)
    if found is None:
        raise StoreError(f"{target.shown}: holds nothing of Khabar's yet; fill it with khabar ingest SOURCE --into {target.shown}")
    if revisions().index(found) < revisions().index(READABLE):
        raise StoreError(f"{target.shown}: was made by an older version; bring it up to date with khabar migrate --into {target.shown}")
    return engine


def writer_of(place: str | os.PathLike[str], create: bool = True) -> Engine:
    """An engine that writes; the schema is created or brought up to date. create: whether a database may be made where there is none.
    StoreError where that fails."""
    target = target_of(place)
    if target.path is not None:
        if not is_there(target.path) and not create:
            raise StoreError(f"{target.shown}: no such database; make one with khabar ingest SOURCE --into {target.shown}")
        engine = _sqlite(target.path, write=True)
    else:
        engine = _server(target, write=True)
    found = _examined(engine, target)
    if found is None and not create:
        raise StoreError(f"{target.shown}: holds nothing of Khabar's yet; fill it with khabar ingest SOURCE --into {target.shown}")
    try:
        if found != revisions()[-1] or not _signed(engine):
            _upgrade(engine, found)
        if target.path is not None:
            _write_ahead(engine)
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(f"{target.shown}: {describe_error(error, target.given)}") from None
    return engine


def translate_errors(method: F) -> F:
    """For methods of the store: a database error comes out as a StoreError, in words."""

    @wraps(method)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except DBAPIError as error:
            raise StoreError(describe_error(error, self.target)) from None

    return wrapped  # type: ignore[return-value]


def describe_error(error: DBAPIError, given: str = "") -> str:
    """A database error in words, with what to do. given: what the user named, whose password is left out."""
    text = masked(str(error.orig).strip().splitlines()[0] if error.orig and str(error.orig).strip() else type(error).__name__, given)
    if "locked" in text:
        return "the database is in use by another process; wait for it or stop it, then run the same command again"
    if "readonly" in text or "read-only" in text:
        return "the database can only be read: it was opened so, or you may not write to its file"
    if "full" in text or "No space" in text:
        return "the disk is full; free some space, then run the same command again: it goes on where it stopped"
    if "unable to open" in text:
        return "the file cannot be opened; does its folder exist, and may you write there?"
    if "not a database" in text or "malformed" in text:
        return "the file is damaged, or no Khabar database"
    return text


def _examined(engine: Engine, target: Target) -> str | None:
    """The schema's revision in a database, None where it is empty. StoreError where it cannot be had, or is not Khabar's."""
    try:
        with engine.execution_options(reads=True).connect() as db:
            tables = set(inspect(db).get_table_names())
            versions = list(db.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()) if "alembic_version" in tables else []
            return revision(tables, versions, target.shown)
    except (StoreError, SQLAlchemyError, ValueError, OSError) as error:
        engine.dispose()  # a connection that stays open would leave SQLite's side files behind
        if isinstance(error, StoreError):
            raise
        reason = describe_error(error, target.given) if isinstance(error, DBAPIError) else masked(str(error).splitlines()[0], target.given)
        raise StoreError(f"{target.shown}: {reason}") from None


def _server(target: Target, write: bool) -> Engine:
    assert target.url is not None
    try:
        return create_engine(target.url, json_serializer=_json, execution_options={"postgresql_readonly": not write})
    except ImportError:
        raise StoreError(f"{target.shown}: PostgreSQL needs the extra: pip install 'khabar[postgresql]'") from None
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(f"{target.shown}: is no database URL ({masked(str(error).splitlines()[0], target.given)})") from None


def _sqlite(path: Path, write: bool) -> Engine:
    # A reader holds the file no longer than it reads: so that no side file of SQLite's outlives it, and a file that cannot be written to
    # is looked at anew each time.
    connect, pool = (_to_write, QueuePool) if write else (_to_read, NullPool)
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=pool, json_serializer=_json)
    event.listen(engine, "begin", _begin)
    return engine


def _to_write(path: Path) -> sqlite3.Connection:
    return _prepared(path, "rwc", "synchronous=NORMAL")


def _to_read(path: Path) -> sqlite3.Connection:
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        # SQLite itself must be able to write: it keeps notes beside a file in WAL mode, and clears them away only then.
        return _prepared(path, "rw", "query_only=ON")
    return _prepared(path, "ro" if Path(f"{path}-wal").exists() else "ro&immutable=1", "query_only=ON")


def _prepared(path: Path, mode: str, setting: str) -> sqlite3.Connection:
    # Transactions are begun by the listener below: pysqlite's own habits would let readers upgrade into a deadlock.
    connection = sqlite3.connect(uri_of(path, mode), uri=True, isolation_level=None, check_same_thread=False)
    for pragma in (f"busy_timeout={WAIT_MS}", "foreign_keys=ON", setting):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _begin(connection: Connection) -> None:
    """Writers queue up at the start; readers see what was there when they began, and wait for nobody."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")


def _json(value: Any) -> str:
    # Arabic as itself: escaped, each letter would take six bytes.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _signed(engine: Engine) -> bool:
    """Whether an SQLite file bears Khabar's application id; a server's database needs none."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.execution_options(reads=True).connect() as db:
        return bool(db.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION)


def _upgrade(engine: Engine, found: str | None) -> None:
    """Create or renew the schema, and sign an SQLite file as Khabar's: all of it, or nothing. found: the revision that is there."""
    from alembic import command
    from alembic.config import Config

    from khabar.store import reviews, rows

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        rows.refill(connection)
        if found is not None and found < LEVELLED:
            reviews.put_together_anew(connection)


def _write_ahead(engine: Engine) -> None:
    """Set the WAL mode, in which readers and the writer do not wait for one another; it stays with the file."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        raise DBAPIError("journal_mode", None, error) from None
    finally:
        connection.close()
