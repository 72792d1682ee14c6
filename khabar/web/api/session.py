"""Logins of programs, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, StringConstraints
from starlette.exceptions import HTTPException

from khabar.store.accounts import LONGEST_NAME, Accounts
from khabar.web.desk import Desk
from khabar.web.security.access import Asking, address_of
from khabar.web.security.passwords import LONGEST
from khabar.web.security.sessions import Login, TooManyError, log_in, log_out

router = APIRouter(prefix="/session", tags=["session"])


class Credentials(BaseModel):
    """Name and password of an account."""

    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
    password: Annotated[str, StringConstraints(max_length=LONGEST)]


class Opened(BaseModel):
    """A login. token: for `Authorization: Bearer`; expires: an ISO time."""

    token: str
    csrf: str
    role: str
    expires: str


class Asker(BaseModel):
    """Who asks. csrf: what a script of the page sends back as X-CSRF-Token."""

    name: str
    role: str
    csrf: str


@router.get("")
def current(asks: Asking) -> Asker:
    """Who one is."""
    return Asker(name=asks.name, role=asks.role, csrf=asks.csrf)


@router.post("", status_code=201)
def begin(desk: Desk, request: Request, given: Credentials) -> Opened:
    """Log in."""
    login = let_in(desk, request, given.name, given.password)
    if login is None:
        raise HTTPException(401, "Name and password do not fit.")
    return Opened(token=login.token, csrf=login.csrf, role=login.role, expires=login.expires)


@router.delete("", status_code=204, response_class=Response)
def end(desk: Desk, request: Request, asks: Asking) -> None:
    """Log out."""
    log_out(Accounts(desk.store), desk.settings, asks, address_of(request))


def let_in(desk: Desk, request: Request, name: str, password: str) -> Login | None:
    """Log somebody in; None where name and password do not fit. 429 after too many attempts."""
    try:
        return log_in(Accounts(desk.store), desk.settings, name, password, address_of(request))
    except TooManyError as error:
        raise HTTPException(429, f"{error}.", {"Retry-After": str(error.seconds)}) from None
