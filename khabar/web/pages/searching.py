"""Search over the texts of the reports, whatever the spelling."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from khabar.store.search import Hit
from khabar.web.desk import Desk
from khabar.web.marks import Mark, Part, parts_of
from khabar.web.rendering import render

router = APIRouter()
LIMIT = 50


@router.get("/search")
def search(request: Request, desk: Desk, q: str = "") -> HTMLResponse:
    """The reports that hold all the words, each with the sentence in which they stand, the words marked."""
    words = q.strip()[:200]
    found = desk.store.hits(words, LIMIT) if words else None
    return render(request, "search.html", words=words, found=found, hits=[(hit, _marked(hit)) for hit in found.found] if found else [])


def _marked(hit: Hit) -> list[Part]:
    return parts_of(hit.sentence, [Mark(start, end, "hit") for start, end in hit.marks])
