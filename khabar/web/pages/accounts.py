"""Logging in and out, one's own password, and for admins the accounts and the audit log."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from khabar.errors import InputError
from khabar.store.accounts import ROLES, Accounts
from khabar.web.api.session import let_in
from khabar.web.desk import Desk
from khabar.web.pages.review_forms import text_of
from khabar.web.rendering import render
from khabar.web.security.access import Admin, Asking, Form, address_of, audited
from khabar.web.security.passwords import fits, hashed
from khabar.web.security.sessions import COOKIE, LASTS, log_out, stamp

router = APIRouter()


@router.get("/login")
def login(request: Request, next: str = "/") -> Response:
    """The form to log in."""
    return render(request, "login.html", next=_inside(next), problem=None)


@router.post("/login")
def begin(request: Request, desk: Desk, form: Form) -> Response:
    """Log in, and go where one wanted to."""
    target = _inside(text_of(form, "next"))
    try:
        found = let_in(desk, request, text_of(form, "name"), str(form.get("password", ""))[:300])
    except HTTPException as error:
        return render(request, "login.html", error.status_code, error.headers, next=target, problem="many")
    if found is None:
        return render(request, "login.html", 401, next=target, problem="wrong")
    answer = RedirectResponse(target, 303)
    answer.set_cookie(
        COOKIE, found.token, int(LASTS.total_seconds()), httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )
    return answer


@router.post("/logout")
def end(request: Request, desk: Desk, asks: Asking) -> Response:
    """Log out."""
    log_out(Accounts(desk.store), desk.settings, asks, address_of(request))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/account")
def account(request: Request, desk: Desk, asks: Asking) -> Response:
    """One's own account; for admins all of them and the newest of the audit log."""
    return _page(request, desk, asks.may("admin"))


@router.post("/account/password")
def password(request: Request, desk: Desk, asks: Asking, form: Form) -> Response:
    """Another password for oneself; one has to log in with it again."""
    accounts = Accounts(desk.store)
    user = accounts.user(asks.name)
    try:
        if user is None or not fits(str(form.get("old", ""))[:300], user.password):
            raise InputError("the old password is another one")
        accounts.change(asks.name, password=hashed(str(form.get("new", ""))))
    except InputError as error:
        return _page(request, desk, asks.may("admin"), str(error))
    audited(desk, request, "password changed")
    return RedirectResponse("/login", 303)


@router.post("/account/users")
def change(request: Request, desk: Desk, asks: Admin, form: Form) -> Response:
    """Make an account, or change one."""
    accounts, name = Accounts(desk.store), text_of(form, "name")
    role, new = text_of(form, "role") or None, str(form.get("password", ""))
    active = {"open": True, "close": False}.get(text_of(form, "state"))
    try:
        if not accounts.any() and role != "admin":
            raise InputError("the first account must be an admin's: without one nobody could make others")
        if text_of(form, "make"):
            accounts.add(name, role or "", hashed(new), stamp(desk.settings.clock()))
        else:
            accounts.change(name, role, hashed(new) if new else None, active)
    except InputError as error:
        return _page(request, desk, True, str(error))
    audited(desk, request, "account changed", name=name, role=role, active=active, password="renewed" if new else None)
    return RedirectResponse("/account", 303)


def _page(request: Request, desk: Desk, is_admin: bool, problem: str | None = None) -> Response:
    accounts = Accounts(desk.store)
    users, log = (accounts.users(), accounts.log(100)) if is_admin else ([], [])
    return render(request, "accounts.html", 422 if problem else 200, users=users, log=log, roles=ROLES, is_admin=is_admin, problem=problem)


def _inside(target: str) -> str:
    """A path of this server, "/" for anything else: a link must not lead away from it."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable() and "\\" not in target
    return target if plain else "/"
