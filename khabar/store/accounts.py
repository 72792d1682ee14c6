"""Accounts, sessions and the audit log. Passwords come as hashes and tokens as digests: nothing in these tables lets anybody in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from khabar.errors import InputError
from khabar.store import review_schema as r
from khabar.store.database import translate_errors
from khabar.store.entries import storable
from khabar.store.store import Store

ROLES = ("viewer", "reviewer", "admin")
"""What accounts may do, each more than the one before: look, decide, manage accounts."""
LONGEST_NAME = 64
"""Characters of an account's name."""
FAILED = "login failed"
"""The action under which the audit log has a refused login."""


@dataclass(frozen=True, slots=True)
class User:
    """An account. password: its hash. created: an ISO time."""

    id: int
    name: str
    role: str
    password: str
    active: bool
    created: str


@dataclass(frozen=True, slots=True)
class Session:
    """A login that holds. csrf: what its forms carry."""

    user: User
    csrf: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log."""

    id: int
    at: str
    user: str
    address: str
    action: str
    detail: Mapping[str, Any]


def name_of(name: str) -> str:
    """A name that an account may have. InputError where it is none."""
    given = name.strip()
    if not given or len(given) > LONGEST_NAME or not all(sign.isalnum() or sign in "._-@" for sign in given):
        raise InputError(f"{name[:80]!r} is no name for an account: 1 to {LONGEST_NAME} letters, digits and . _ - @")
    return given


class Accounts:
    """The accounts of a store. Times are ISO times in UTC, given by the caller: they compare as text."""

    def __init__(self, store: Store) -> None:
        self.engine, self.target = store.engine, store.target
        self._reader = store.engine.execution_options(reads=True)

    @translate_errors
    def any(self) -> bool:
        """Whether there are accounts: without, nobody can log in and nobody need to."""
        with self._reader.connect() as db:
            return db.execute(select(r.users.c.id).limit(1)).first() is not None

    @translate_errors
    def add(self, name: str, role: str, password: str, at: str) -> User:
        """Make an account. password: its hash. InputError where there is one of that name, or the role is none."""
        given = name_of(name)
        if role not in ROLES:
            raise InputError(f"{role!r} is no role; roles are {', '.join(ROLES)}")
        try:
            with self.engine.begin() as db:
                db.execute(insert(r.users).values(name=given, role=role, password=password, created=at))
        except IntegrityError:
            raise InputError(f"there is an account {given} already; change it with khabar user change {given}") from None
        found = self.user(given)
        assert found is not None
        return found

    @translate_errors
    def user(self, name: str) -> User | None:
        """The account of a name."""
        with self._reader.connect() as db:
            row = db.execute(select(r.users).where(r.users.c.name == storable(name))).mappings().first()
            return User(**row) if row else None

    @translate_errors
    def users(self) -> list[User]:
        """All accounts, by name."""
        with self._reader.connect() as db:
            return [User(**row) for row in db.execute(select(r.users).order_by(r.users.c.name)).mappings()]

    @translate_errors
    def change(self, name: str, role: str | None = None, password: str | None = None, active: bool | None = None) -> User:
        """Give an account another role or password, or close or open it; its sessions end. InputError where there is none, or it is the
        last active admin who would be none any more."""
        if role is not None and role not in ROLES:
            raise InputError(f"{role!r} is no role; roles are {', '.join(ROLES)}")
        values = {"role": role, "password": password, "active": active}
        given = {key: value for key, value in values.items() if value is not None}
        with self.engine.begin() as db:
            row = db.execute(select(r.users).where(r.users.c.name == storable(name))).mappings().first()
            if row is None:
                raise InputError(f"there is no account {name[:80]!r}")
            admins = set(db.execute(select(r.users.c.id).where(r.users.c.role == "admin", r.users.c.active.is_(True))).scalars())
            if admins == {row["id"]} and (role not in (None, "admin") or active is False):
                raise InputError(f"{row['name']} is the last admin: make another one first")
            if given:
                db.execute(update(r.users).where(r.users.c.id == row["id"]).values(given))
                db.execute(delete(r.sessions).where(r.sessions.c.user == row["id"]))
            return User(**{**row, **given})

    @translate_errors
    def open_session(self, user: int, token: bytes, csrf: str, at: str, expires: str) -> None:
        """Keep a login; those that have ended are cleared away. token: its digest."""
        with self.engine.begin() as db:
            db.execute(delete(r.sessions).where(r.sessions.c.expires <= at))
            db.execute(insert(r.sessions).values(token=token, user=user, csrf=csrf, created=at, expires=expires))

    @translate_errors
    def session(self, token: bytes, at: str) -> Session | None:
        """The login of a token's digest, None where there is none, or it has ended, or its account is closed."""
        with self._reader.connect() as db:
            joined = select(r.users, r.sessions.c.csrf).join(r.sessions, r.sessions.c.user == r.users.c.id)
            holds = r.sessions.c.token == token, r.sessions.c.expires > at, r.users.c.active.is_(True)
            row = db.execute(joined.where(*holds)).mappings().first()
            if row is None:
                return None
            told = dict(row)
            csrf = told.pop("csrf")
            return Session(User(**told), csrf)

    @translate_errors
    def close_session(self, token: bytes) -> None:
        """End a login. token: its digest."""
        with self.engine.begin() as db:
            db.execute(delete(r.sessions).where(r.sessions.c.token == token))

    @translate_errors
    def note(self, at: str, user: str, address: str, action: str, detail: Mapping[str, Any] | None = None) -> None:
        """Add a line to the audit log."""
        with self.engine.begin() as db:
            cut = storable(user)[:LONGEST_NAME], storable(address)[:64]
            db.execute(insert(r.audit).values(at=at, user=cut[0], address=cut[1], action=action, detail=dict(detail or {})))

    @translate_errors
    def failures(self, user: str, address: str, since: str) -> tuple[int, int]:
        """How many logins were refused since a time: of that account from that address, and of any account from there."""
        t = r.audit.c
        query = select(func.count()).where(t.action == FAILED, t.at > since, t.address == storable(address)[:64])
        with self._reader.connect() as db:
            own = int(db.execute(query.where(t.user == storable(user)[:LONGEST_NAME])).scalar_one())
            return own, int(db.execute(query).scalar_one())

    @translate_errors
    def log(self, limit: int = 100, before: int | None = None) -> list[Entry]:
        """The audit log, newest first. before: only lines of a smaller number."""
        t = r.audit.c
        query = select(r.audit).order_by(t.id.desc()).limit(limit)
        with self._reader.connect() as db:
            rows = db.execute(query.where(t.id < before) if before is not None else query).mappings()
            return [Entry(**row) for row in rows]
