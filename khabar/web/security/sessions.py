"""Logins: who asks, and how one becomes somebody. Without accounts the machine's own user may do everything, and only from the machine."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from khabar.store.accounts import FAILED, ROLES, Accounts
from khabar.web.security.passwords import fits
from khabar.web.settings import Settings

COOKIE = "khabar_session"
LASTS = timedelta(hours=12)
"""How long a login holds."""
WINDOW = timedelta(minutes=15)
MOST_OF_ONE, MOST_OF_ALL = 5, 20
"""Refused logins within the window after which there are no more: of one account from one address, and of all from one address."""
_ONE_AT_A_TIME = Lock()
"""Of many attempts at once none may slip past the count of those refused."""
LOCAL = "local"
"""The name under which changes are kept where there are no accounts."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks. csrf: the token that forms and scripts send back. token: the digest of the login, None without one. by_cookie: whether the
    browser sends the login by itself, so that a change must carry the CSRF token."""

    name: str
    role: str
    csrf: str
    token: bytes | None = None
    by_cookie: bool = False

    def may(self, role: str) -> bool:
        """Whether one may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Login:
    """A login that was let in. token: what the browser or program keeps; it is nowhere else."""

    token: str
    csrf: str
    role: str
    expires: str


class TooManyError(Exception):
    """Too many logins were refused. seconds: when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts; try again in {seconds // 60} minutes")
        self.seconds = seconds


def stamp(time: datetime) -> str:
    """A time as the store keeps it."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def local(settings: Settings) -> Who:
    """Whoever sits at the machine, where there are no accounts."""
    return Who(LOCAL, "admin", hmac.new(settings.secret, b"csrf", hashlib.sha256).hexdigest())


def who(accounts: Accounts, settings: Settings, cookie: str | None, bearer: str | None) -> Who | None:
    """Who asks, by the login in the cookie or in the Authorization header; None for a stranger."""
    token = bearer or cookie
    if token:
        digest = digest_of(token)
        session = accounts.session(digest, stamp(settings.clock()))
        if session is not None:
            return Who(session.user.name, session.user.role, session.csrf, digest, bearer is None)
    return local(settings) if settings.is_local and not accounts.any() else None


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def log_in(accounts: Accounts, settings: Settings, name: str, password: str, address: str) -> Login | None:
    """Let somebody in; None where name and password do not fit. TooManyError."""
    now = settings.clock()
    with _ONE_AT_A_TIME:
        own, all_of_them = accounts.failures(name, address, stamp(now - WINDOW))
        if own >= MOST_OF_ONE or all_of_them >= MOST_OF_ALL:
            raise TooManyError(int(WINDOW.total_seconds()))
        user = accounts.user(name)
        if not fits(password, user.password if user and user.active else None) or user is None:
            accounts.note(stamp(now), name, address, FAILED)
            return None
    token, csrf, expires = secrets.token_urlsafe(32), secrets.token_urlsafe(32), stamp(now + LASTS)
    accounts.open_session(user.id, digest_of(token), csrf, stamp(now), expires)
    accounts.note(stamp(now), user.name, address, "login")
    return Login(token, csrf, user.role, expires)


def log_out(accounts: Accounts, settings: Settings, who: Who, address: str) -> None:
    """End a login."""
    if who.token is not None:
        accounts.close_session(who.token)
        accounts.note(stamp(settings.clock()), who.name, address, "logout")
