"""Reports: reading one, lists, one of the database, search."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from khabar.web.api import shapes
from khabar.web.api.answers import Tagged, json_answer
from khabar.web.api.asked import MOST, Name, Published
from khabar.web.desk import Desk, Opened

router = APIRouter(tags=["reports"], route_class=Tagged)
LONGEST = 1_000_000
"""Code points of a text that is read at once."""


class AskedReports(BaseModel):
    """Which reports, and which page of the list."""

    model_config = ConfigDict(extra="forbid")

    outlet: Name | None = Field(None, description="Only those of this outlet.")
    state: Literal["new", "read", "failed"] | None = Field(None, description="Only those that are not read yet, read, or could not be.")
    limit: int = Field(50, ge=1, le=MOST, description="Reports on a page at most.")
    cursor: str | None = Field(None, max_length=300, description="Where the page before ended: its `next`.")


class AskedWords(BaseModel):
    """What is looked for."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(min_length=1, max_length=300, description="Words that a report must hold, all of them.")
    limit: int = Field(50, ge=1, le=MOST, description="Reports at most, the best.")


class Text(BaseModel):
    """A report to be read. published: the day from which relative dates count. outlet: who published it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST)
    published: Published | None = None
    outlet: Name | None = None
    title: Name | None = None


@router.post("/read", response_model=shapes.Document)
def read(desk: Desk, given: Text) -> Response:
    """Read a report and give what it says; nothing is kept."""
    with desk.reading:
        document = desk.nlp.read(given.text, given.published, outlet=given.outlet, title=given.title)
    return json_answer(document.to_dict())


@router.get("/reports", response_model=shapes.ReportListPage)
def reports(desk: Desk, asked: Annotated[AskedReports, Query()]) -> Response:
    """A page of the list of reports, the newest first."""
    page = desk.store.reports(asked.limit, asked.cursor, asked.outlet, asked.state)
    items = [{**asdict(each.head), "state": each.state, "error": each.error} for each in page.items]
    return json_answer({"items": items, "next": page.next, "total": page.total})


@router.get("/reports/{id}", response_model=shapes.KeptDocument)
def report(desk: Desk, id: str) -> Response:
    """A report, by its id, the beginning of it or its name in its source: what was read in it, and the incidents of which it tells."""
    heads = desk.store.articles_like(id, 2)
    if len(heads) != 1 or desk.store.document(heads[0].id) is None:
        raise HTTPException(404, "is not read yet, or could not be" if len(heads) == 1 else "no report has this id, or more than one")
    return kept(desk, heads[0].id)


def kept(desk: Opened, id: str) -> Response:
    """A report that is read, by its id."""
    document = desk.store.document(id)
    assert document is not None
    return json_answer({**document, "incidents": [asdict(told) for told in desk.store.reported_incidents(id)]})


@router.get("/search", response_model=shapes.HitAnswer)
def search(desk: Desk, asked: Annotated[AskedWords, Query()]) -> Response:
    """The reports that hold all the words, whatever their spelling and whatever is written together with them."""
    hits = desk.store.hits(asked.q, asked.limit)
    items = [
        {"report": asdict(hit.article), **{name: value for name, value in asdict(hit).items() if name != "article"}} for hit in hits.found
    ]
    return json_answer({"items": items, "total": hits.total})
