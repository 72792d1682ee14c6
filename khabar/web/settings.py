"""What a server is told when it starts; nothing of it changes while it runs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Addresses that only programs of the same machine can reach."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """target: the database, a file name or a postgresql+psycopg:// URL. host: the address at which the server listens. model: folder of
    another model than the shipped one. clock: the time, with its zone. secret: signs what browsers keep; new with each start by default, so
    that nothing signed before is taken."""

    target: str
    host: str = "127.0.0.1"
    model: Path | None = None
    clock: Callable[[], datetime] = _now
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only the machine itself can reach the server."""
        return self.host in LOOPBACK
