"""Passwords, kept as argon2id hashes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from khabar.errors import InputError

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hashed(password: str) -> str:
    """The hash of a new password. InputError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters; several words that nobody would guess make a good one")
    return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one of a hash. kept: None where there is no such account: that takes as long."""
    try:
        matches = _hasher().verify(kept or _nobody(), password[: LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return False
    return matches and kept is not None


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
