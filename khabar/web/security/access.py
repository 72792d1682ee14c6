"""What handlers ask for: who it is that asks, and that they may, and that their forms are their own."""

import hmac
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from khabar.store.accounts import Accounts
from khabar.web.desk import Opened
from khabar.web.problems import API
from khabar.web.security.guard import SAFE
from khabar.web.security.sessions import Who, stamp

FIELD, HEADER = "csrf", "x-csrf-token"
"""Where the CSRF token is sent: a field of a form, or a header of a request by a script."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""The kinds of requests that have fields."""


def asking(request: Request) -> Who:
    """Who asks. 401 for a stranger."""
    found: Who | None = getattr(request.state, "who", None)
    if found is None:
        raise HTTPException(401, "Log in first.")
    return found


def admin(request: Request) -> Who:
    """Who asks, if an admin. 403 for others."""
    found = asking(request)
    if not found.may("admin"):
        raise HTTPException(403, "An admin's account is needed for that.")
    return found


async def unforged(request: Request) -> None:
    """Nothing where a request is safe, or carries the token of its maker; else 403. A program that sends its login itself (Authorization)
    needs none; nor does the API where there are no accounts: that no other site asks has been seen to before (Guard)."""
    found: Who | None = getattr(request.state, "who", None)
    if request.method in SAFE or found is None or (found.token is not None and not found.by_cookie):
        return
    if found.token is None and request.url.path.startswith(API):
        return
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(FORMS):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    if given is None or not hmac.compare_digest(given.encode("utf-8", "replace"), found.csrf.encode()):
        raise HTTPException(403, "The form is too old or not this site's: load the page again.")


def audited(desk: Opened, request: Request, action: str, **detail: object) -> None:
    """Add to the audit log what somebody did."""
    name = asking(request).name
    Accounts(desk.store).note(stamp(desk.settings.clock()), name, address_of(request), action, detail)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


Asking = Annotated[Who, Depends(asking)]
Admin = Annotated[Who, Depends(admin)]


async def form_of(request: Request) -> FormData:
    """The form that is sent; its fields, none of them checked."""
    return await request.form(max_files=0, max_fields=2000)


Form = Annotated[FormData, Depends(form_of)]
