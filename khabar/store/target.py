"""What stands at a place that is to be a database: Khabar's own, nothing yet, or another program's, of which not a byte is changed."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from khabar.errors import StoreError
from khabar.masking import masked, secrets_of

APPLICATION = 0x4B484252
"""The application id in the header of Khabar's SQLite files: "KHBR"."""
_MAGIC, _ID_AT, _HEADER = b"SQLite format 3\x00", 68, 100
_TABLES = frozenset({"runs", "articles", "failures", "documents", "episodes", "incidents", "claims", "links", "keys"})
"""Tables that every Khabar database has had since its first schema."""
READABLE = "0005"
"""The oldest revision of the schema that holds all that reading asks for: older ones are migrated before they are read."""
_SERVERS = {"postgresql", "postgres", "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a database is. given: as the user wrote it. path: its file, for SQLite; url: its server, for PostgreSQL."""

    given: str
    path: Path | None
    url: URL | None

    @property
    def shown(self) -> str:
        """As written, without its password."""
        return masked(self.given)


def target_of(place: str | os.PathLike[str]) -> Target:
    """A file name or a database URL. StoreError where it is neither."""
    given = os.fspath(place)
    shown = masked(given)
    scheme, colon, rest = given.partition("://")
    if not given.strip() or given == ":memory:":
        raise StoreError(f"{given!r}: is no database; name a file")
    if not colon and (secrets_of(given) or given.startswith("postgres")):
        raise StoreError(f"{shown}: is no database URL; write postgresql+psycopg://user@host:port/name")
    if not colon:
        return Target(given, Path(given), None)
    if scheme in ("sqlite", "sqlite+pysqlite"):
        if not rest.startswith("/") or not rest[1:] or "?" in rest or ":memory:" in rest:
            raise StoreError(f"{shown}: write the file's name only")
        return Target(given, Path(rest[1:]), None)
    if scheme not in _SERVERS:
        raise StoreError(f"{shown}: only SQLite files and postgresql+psycopg:// URLs are known")
    _unambiguous(rest.partition("?")[0], shown)
    try:
        return Target(given, None, make_url(f"postgresql+psycopg://{rest}"))
    except (ArgumentError, ValueError):
        raise StoreError(f"{shown}: is no database URL; write postgresql+psycopg://user@host:port/name") from None


def _unambiguous(authority: str, shown: str) -> None:
    """A password with @, / or : in it would be taken for the host, and told to whoever resolves its name."""
    user, at, _ = authority.rpartition("@")
    if at and any(sign in user for sign in "@/?#"):
        raise StoreError(f"{shown}: in a password write @ as %40, / as %2F, ? as %3F, # as %23")


def is_there(path: Path) -> bool:
    """Whether a file is Khabar's, False where there is none yet or an empty one. StoreError for anything else. Nothing is changed."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise StoreError(f"{path}: is a folder; name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"{path}: is no file")
        if not found.st_size:
            return False
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise StoreError(f"{masked(str(path))}: {getattr(error, 'strerror', None) or error}") from None
    if not head.startswith(_MAGIC):
        raise StoreError(f"{path}: is no Khabar database: no SQLite file at all; it is not touched")
    application = int.from_bytes(head[_ID_AT : _ID_AT + 4], "big")
    busy = any(Path(f"{path}{end}").exists() for end in ("-wal", "-journal"))
    if application != APPLICATION or not busy:
        _looked_into(path, application)
    return True


def _looked_into(path: Path, application: int) -> None:
    """Look into a file that nobody is writing to, without SQLite's locks and side files. A file that Khabar made before it wrote its
    application id is known by its tables and its history."""
    foreign = StoreError(f"{path}: is the database of another program, not Khabar's; it is not touched")
    if application not in (0, APPLICATION):
        raise foreign
    try:
        tables, versions = _held(path, "ro&immutable=1")
        if not tables and application == 0 and Path(f"{path}-wal").exists():
            tables, versions = _held_beside(path)
    except (sqlite3.Error, OSError):
        raise StoreError(f"{path}: is no Khabar database, or a damaged one; it is not touched") from None
    if application == 0 and (not tables >= _TABLES or len(versions) != 1):
        raise foreign
    revision(tables, versions, str(path))


def _held(path: Path, mode: str) -> tuple[set[str], list[str]]:
    """The tables of a file, and the revisions that its history names."""
    with closing(sqlite3.connect(uri_of(path, mode), uri=True)) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return tables, [row[0] for row in db.execute("SELECT version_num FROM alembic_version")] if "alembic_version" in tables else []


def _held_beside(path: Path) -> tuple[set[str], list[str]]:
    """The same of a file whose first tables still stand in the -wal beside it (a run was killed): looked at in a copy."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        for end in ("", "-wal"):
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")
        return _held(copy, "rw")


def revision(tables: Collection[str], versions: Sequence[str], shown: str) -> str | None:
    """The schema's revision, None where there are no tables yet. StoreError where tables or history are not Khabar's."""
    if not tables:
        return None
    if not set(tables) >= _TABLES or len(versions) != 1:
        some = ", ".join(sorted(tables)[:3])
        raise StoreError(f"{shown}: holds tables of another program ({some}); give Khabar a database of its own; this one is not touched")
    if versions[0] not in revisions():
        raise StoreError(
            f"{shown}: has a schema ({versions[0]}) that this version of Khabar does not know; it was made by a newer one, with which to "
            "open it; it is not touched"
        )
    return versions[0]


def revisions() -> tuple[str, ...]:
    """The revisions of the schema, oldest first, as the files of migrations/versions are numbered."""
    folder = Path(__file__).parent / "migrations" / "versions"
    return tuple(sorted(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py")))


def uri_of(path: Path, mode: str) -> str:
    """A file as SQLite's URI, whatever signs its name holds."""
    return f"file:{quote(os.fspath(path.absolute()))}?mode={mode}"
