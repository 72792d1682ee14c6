"""Adding reports: a text, which is read at once; links and files, which are read in the background while their progress is shown."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ValidationError

from khabar.web.api import adding
from khabar.web.api.asked import Day
from khabar.web.api.reports import Text
from khabar.web.desk import Desk
from khabar.web.pages.reports import shown
from khabar.web.rendering import address, render

router = APIRouter(prefix="/add")
Field = Annotated[str, Form()]


@router.get("")
def add(request: Request) -> HTMLResponse:
    """The forms for a text, links and files."""
    return _forms(request)


@router.post("/read")
def read(request: Request, desk: Desk, text: Field, published: Field = "", outlet: Field = "", title: Field = "") -> HTMLResponse:
    """What a text says; nothing is kept."""
    given = {"text": text, "published": published, "outlet": outlet, "title": title}
    try:
        asked = _checked(Text, given)
    except ValidationError as error:
        return _forms(request, 422, _told(error), given)
    with desk.reading:
        document = desk.nlp.read(asked.text, asked.published, outlet=asked.outlet, title=asked.title)
    return render(request, "read.html", given=given, **shown(document.to_dict()))


@router.post("/text")
def keep(request: Request, desk: Desk, text: Field, published: Field = "", outlet: Field = "", title: Field = "") -> Response:
    """Keep a text and read it; its report is shown."""
    given = {"text": text, "published": published, "outlet": outlet, "title": title}
    try:
        key, _ = adding.add(desk, _checked(Text, given))
    except ValidationError as error:
        return _forms(request, 422, _told(error), given)
    return RedirectResponse(_of(request, f"/reports/{key}"), 303)


@router.post("/links")
def links(request: Request, desk: Desk, urls: Field, published: Field = "", outlet: Field = "") -> Response:
    """Fetch what is at some addresses and read it in the background."""
    given = {"urls": urls.split(), "published": published, "outlet": outlet}
    try:
        asked = _checked(adding.Links, given)
    except ValidationError as error:
        return _forms(request, 422, _told(error), {**given, "urls": urls})
    job = adding.fetch(request, desk, asked.urls, asked.outlet, asked.published.isoformat() if asked.published else None)
    return RedirectResponse(_of(request, f"/add/jobs/{job.id}"), 303)


@router.post("/files")
def files(request: Request, desk: Desk, files: list[UploadFile], published: Field = "", outlet: Field = "") -> Response:
    """Read files in the background."""
    chosen = [file for file in files if file.filename][: adding.MOST_FILES]
    try:
        day = _checked(_Day, {"published": published}).published
    except ValidationError as error:
        return _forms(request, 422, _told(error), {"published": published, "outlet": outlet})
    if not chosen:
        return _forms(request, 422, "files")
    job = adding.upload(request, desk, chosen, outlet.strip() or None, day.isoformat() if day else None)
    return RedirectResponse(_of(request, f"/add/jobs/{job.id}"), 303)


@router.get("/jobs/{id}")
def job(request: Request, desk: Desk, id: str) -> HTMLResponse:
    """How far a batch is."""
    found = desk.jobs.get(id)
    if found is None:
        raise HTTPException(404, f"{id}: no batch of this server has this id")
    return render(request, "job.html", job=found.to_dict())


class _Day(BaseModel):
    published: Day | None = None


def _checked(model: Any, given: dict[str, Any]) -> Any:
    """The fields of a form, empty ones left out, as a model of the API. ValidationError."""
    return model(**{name: value for name, value in given.items() if value not in ("", [])})


def _told(error: ValidationError) -> str:
    """The field that is wrong."""
    return str(error.errors()[0]["loc"][0])


def _of(request: Request, path: str) -> str:
    return address(path, lang=request.query_params.get("lang"))


def _forms(request: Request, status: int = 200, problem: str | None = None, given: dict[str, Any] | None = None) -> HTMLResponse:
    return render(request, "add.html", status, problem=problem, given=given or {})
