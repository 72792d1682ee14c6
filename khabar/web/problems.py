"""Errors as RFC 9457 has them: application/problem+json under /api, a page elsewhere."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from khabar.errors import CursorError, InputError, StoreError
from khabar.store.review_rows import ConflictError, NothingThereError, changes_as_json
from khabar.web.problem_page import problem_page

API = "/api/"


class Conflict(BaseModel):
    """What another one did to the same thing meanwhile. version: the newest; state: as it is now; changes: theirs, newest first."""

    version: int
    state: dict[str, Any]
    changes: list[dict[str, Any]]


class Problem(BaseModel):
    """An error (RFC 9457). title: what kind; detail: what was wrong and what to do; errors: field by field, where there are some; conflict:
    what another one changed meanwhile, for status 409."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str = Field(description="The path that was asked for.")
    errors: list[dict[str, str]] = []
    conflict: Conflict | None = None


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "An error.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "model": Problem,
    }
}
"""What each operation says of its errors in the OpenAPI description."""


def problem_response(
    request: Request,
    status: int,
    detail: str,
    errors: Sequence[dict[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    conflict: Conflict | None = None,
) -> Response:
    """An error as a response: JSON for programs, a page for people."""
    title = HTTPStatus(status).phrase
    problem = Problem(title=title, status=status, detail=detail, instance=request.url.path, errors=list(errors), conflict=conflict)
    if not request.url.path.startswith(API):
        return problem_page(request, status, title, detail, headers or {})
    return JSONResponse(problem.model_dump(exclude_none=True), status, headers, "application/problem+json")


def _allowed(request: Request) -> str:
    """The methods that a path takes: of all its operations, which are routes of their own."""
    paths = request.app.openapi()["paths"].items()
    found = {method.upper() for path, operations in paths if compile_path(path)[0].match(request.url.path) for method in operations}
    return ", ".join(sorted(found or {"GET"}))


def install(app: FastAPI) -> None:
    """Make the app tell its errors so."""

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        headers = {**(error.headers or {}), **({"Allow": _allowed(request)} if error.status_code == 405 else {})}
        return problem_response(request, error.status_code, str(error.detail), headers=headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        found = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
        return problem_response(request, 422, "; ".join(f"{e['where']}: {e['what']}" for e in found), found)

    @app.exception_handler(CursorError)
    @app.exception_handler(NothingThereError)
    async def _missing(request: Request, error: Exception) -> Response:
        return problem_response(request, 404, str(error))

    @app.exception_handler(ConflictError)
    async def _conflict(request: Request, error: ConflictError) -> Response:
        both = Conflict(version=error.version, state=error.state, changes=list(changes_as_json(error.changes)))
        return problem_response(request, 409, f"{error}.", conflict=both)

    @app.exception_handler(InputError)
    async def _mistake(request: Request, error: InputError) -> Response:
        return problem_response(request, 422, str(error))

    @app.exception_handler(StoreError)
    async def _store(request: Request, error: StoreError) -> Response:
        return problem_response(request, 503, str(error))

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, error: Exception) -> Response:
        return problem_response(request, 500, "An error of Khabar's own; its log says more.")
