"""Adding reports: a text, which is read at once; files and links, which are read in the background."""

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import IO, Annotated, Literal
from unicodedata import category

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from khabar.document.model import Article
from khabar.errors import InputError
from khabar.ingest import Ingest, Summary
from khabar.web.api import shapes
from khabar.web.api.answers import Tagged, json_answer
from khabar.web.api.asked import Name, Published
from khabar.web.api.reports import Text, kept
from khabar.web.desk import Desk, Opened
from khabar.web.jobs import Job
from khabar.web.security.access import audited

router = APIRouter(tags=["adding"], route_class=Tagged)
MOST_FILES, MOST_LINKS = 500, 100
LONGEST_NAME = 200
_ADDRESS = r"^https?://[^\s\x00-\x20\x7f-\x9f]+$"


class Links(BaseModel):
    """Addresses of pages, feeds or files. outlet, published: for reports that come without."""

    model_config = ConfigDict(extra="forbid")

    urls: list[Annotated[str, Field(max_length=2000, pattern=_ADDRESS)]] = Field(min_length=1, max_length=MOST_LINKS)
    outlet: Name | None = None
    published: Published | None = None


@router.post("/reports", status_code=201, response_model=shapes.KeptDocument, responses={200: {"model": shapes.KeptDocument}})
def add_text(request: Request, desk: Desk, given: Text) -> Response:
    """Keep a report, read it, and let its events join or found incidents. One that is there already is given as it is."""
    key, new = add(desk, given)
    if new:
        audited(desk, request, "report added", report=key)
    answer = kept(desk, key)
    answer.status_code = 201 if new else 200
    answer.headers["Location"] = f"/api/v1/reports/{key}"
    return answer


@router.post("/uploads", status_code=202, response_model=shapes.Job)
def add_files(
    request: Request,
    desk: Desk,
    files: Annotated[list[UploadFile], File(min_length=1, max_length=MOST_FILES, description="Files of any kind that ingest takes.")],
    outlet: Annotated[Name | Literal[""] | None, Form(description="Outlet of reports that come without one.")] = None,
    published: Annotated[Published | Literal[""] | None, Form(description="Day of reports that come without one.")] = None,
) -> Response:
    """Read files in the background."""
    return _accepted(upload(request, desk, files, outlet or None, published.isoformat() if published else None))


@router.post("/links", status_code=202, response_model=shapes.Job)
def add_links(request: Request, desk: Desk, given: Links) -> Response:
    """Fetch pages, feeds or files of the public web and read them in the background."""
    return _accepted(fetch(request, desk, given.urls, given.outlet, given.published.isoformat() if given.published else None))


@router.get("/jobs", response_model=shapes.JobList)
def jobs(desk: Desk) -> Response:
    """What is read in the background, or was since the server began."""
    return json_answer({"items": [job.to_dict() for job in desk.jobs.all()]})


@router.get("/jobs/{id}", response_model=shapes.Job)
def job(desk: Desk, id: str) -> Response:
    """How far a batch is."""
    found = desk.jobs.get(id)
    if found is None:
        raise HTTPException(404, "no job of this server has this id")
    return json_answer(found.to_dict())


def _accepted(job: Job) -> Response:
    answer = json_answer(job.to_dict())
    answer.status_code = 202
    answer.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return answer


def add(desk: Opened, given: Text) -> tuple[str, bool]:
    """Keep and read a report; returns its id, and whether it was not there before. InputError where it cannot be read."""
    from khabar.pipeline import Unread
    from khabar.store.store import article_key

    article = Article("", given.text, given.published.isoformat() if given.published else None, given.title, given.outlet)
    key = article_key(article)
    new = desk.store.add_article(Article(key, *_fields(article)), "the page", "given" if article.published else "none")
    if new or desk.store.document(key) is None:
        [read] = desk.try_pipe([Article(key, *_fields(article))])
        if isinstance(read, Unread):
            desk.store.failed(key, read.reason)
            raise InputError(f"the text is kept, but could not be read: {read.reason}")
        desk.store.save(read)
    return key, new


def _fields(article: Article) -> tuple[str, str | None, str | None, str | None]:
    return article.text, article.published, article.title, article.outlet


def upload(request: Request, desk: Opened, files: Sequence[UploadFile], outlet: str | None, published: str | None) -> Job:
    """Take files and read them in the background. Their names are shown, and used for nothing else."""
    folder = TemporaryDirectory(prefix="khabar-upload-")
    held: list[tuple[str, Path]] = []
    for number, file in enumerate(files):
        path = Path(folder.name) / str(number)
        with path.open("wb") as out:
            shutil.copyfileobj(file.file, out)
        held.append((_shown(file.filename or ""), path))
    names = tuple(name for name, _ in held)
    audited(desk, request, "files added", names=list(names[:20]), files=len(names))
    return desk.jobs.add(names, partial(_of_files, folder, held), outlet, published)


def _of_files(folder: "TemporaryDirectory[str]", held: list[tuple[str, Path]], ingest: Ingest) -> Summary:
    with folder:
        return ingest.files((name, partial(_opened, path)) for name, path in held)


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _shown(name: str) -> str:
    """A file's name without folders and what cannot be seen."""
    seen = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if category(sign)[0] != "C")
    return seen.strip()[-LONGEST_NAME:] or "file"


def fetch(request: Request, desk: Opened, urls: Sequence[str], outlet: str | None, published: str | None) -> Job:
    """Fetch what is at some addresses, and read it in the background."""
    audited(desk, request, "links added", links=list(urls[:20]))
    return desk.jobs.add(tuple(urls), lambda ingest: ingest.sources(urls), outlet, published)
