"""What stands before the app: it tells who asks, turns away what may not be asked, and puts the headers on every answer."""

import re
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from khabar.store.accounts import Accounts
from khabar.web.desk import Opened
from khabar.web.problems import API, problem_response
from khabar.web.security.headers import HEADERS
from khabar.web.security.sessions import COOKIE, Who, who
from khabar.web.settings import LOOPBACK

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/login", "/healthz", "/api/v1/session", "/api/v1/openapi.json", "/favicon.ico")
"""Paths that a stranger may ask for; what lies under STATIC too."""
STATIC = "/static/"
VIEWERS = ("/api/v1/read", "/add/read", "/logout", "/account/password", "/api/v1/session")
"""Paths under which a viewer may send something: nothing is kept of it, or it is their own."""
MOST_BYTES, MOST_UPLOAD = 12_000_000, 100_000_000
"""Bytes of a request, and of one that brings files."""
UPLOADS = ("/api/v1/uploads", "/add")
"""Paths that take files."""
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?")
_TOO_LARGE = "The request is too large: at most {:.0f} MB are taken."


class Guard:
    """The middleware. desk: of the app that it guards."""

    def __init__(self, app: ASGIApp, desk: Opened) -> None:
        self.app, self.desk = app, desk
        self.accounts = Accounts(desk.store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        most = MOST_UPLOAD if request.url.path.startswith(UPLOADS) else MOST_BYTES
        sent = _Answer(send, request.url.scheme == "https")
        refused = await self._refused(request, most)
        if refused is not None:
            await refused(scope, receive, sent)
            return
        try:
            await self.app(scope, _counted(receive, most), sent)
        except Exception:
            # Answered here, so that the headers are on it; told in the log by whoever runs the app.
            if not sent.begun:
                await problem_response(request, 500, "An error of Khabar's own; its log says more.")(scope, receive, sent)
            raise

    async def _refused(self, request: Request, most: int) -> Response | None:
        """What a request is answered that may not be asked; None where it may."""
        host = _HOST.fullmatch(request.headers.get("host", ""))
        if host is None or (self.desk.settings.is_local and host["name"].strip("[]") not in LOOPBACK):
            # Another site's name that leads here (DNS rebinding) would else make its scripts this server's own.
            return problem_response(request, 421, "This server does not answer to that name; ask for 127.0.0.1 or localhost.")
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            return _too_long(request, most)
        if request.method not in SAFE and _foreign(request.headers):
            return problem_response(request, 403, "The request comes from another site.")
        asks = await run_in_threadpool(self._who, request)
        request.scope.setdefault("state", {})["who"] = asks
        path = request.url.path
        if asks is None:
            return None if path in OPEN or path.startswith(STATIC) else _to_login(request)
        if request.method not in SAFE and path not in OPEN and not asks.may("viewer" if path in VIEWERS else "reviewer"):
            return problem_response(request, 403, "Viewers only look; a reviewer's account is needed for that.")
        return None

    def _who(self, request: Request) -> Who | None:
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        given = bearer.strip() if kind.lower() == "bearer" else None
        return who(self.accounts, self.desk.settings, request.cookies.get(COOKIE), given)


def _foreign(headers: Headers) -> bool:
    """Whether a browser says that another site made it ask. Programs say nothing of the kind."""
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != headers.get("host"):
        return True
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def _to_login(request: Request) -> Response:
    if request.url.path.startswith(API):
        how = "Log in: POST name and password to /api/v1/session, and send its token as Authorization: Bearer."
        return problem_response(request, 401, how, headers={"WWW-Authenticate": "Bearer"})
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(asked)}" if request.method in SAFE else "/login", 303)


def _too_long(request: Request, most: int) -> Response:
    return problem_response(request, 413, _TOO_LARGE.format(most / 1e6))


def _counted(receive: Receive, most: int) -> Receive:
    """The parts of a request, which together may have so many bytes."""
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413, _TOO_LARGE.format(most / 1e6))
        return message

    return counted


class _Answer:
    """An answer on its way, which gets the headers. begun: whether some of it is gone."""

    def __init__(self, send: Send, encrypted: bool) -> None:
        self._send, self._encrypted, self.begun = send, encrypted, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS:
                headers.setdefault(name.decode(), value.decode())
            if self._encrypted:
                headers.setdefault("strict-transport-security", "max-age=31536000")
        await self._send(message)
