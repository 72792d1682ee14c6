"""Search over the texts of the reports, whatever the spelling."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from khabar.web.desk import Desk
from khabar.web.rendering import render

router = APIRouter()
LIMIT = 50


@router.get("/search")
def search(request: Request, desk: Desk, q: str = "") -> HTMLResponse:
    """The reports that hold all the words, each with the sentence in which they stand, the words marked."""
    words = q.strip()[:200]
    return render(request, "search.html", words=words, hits=desk.store.hits(words, LIMIT) if words else None)
