"""The page that tells of an error."""

from collections.abc import Mapping

from fastapi import Request, Response

from khabar.web.rendering import render


def problem_page(request: Request, status: int, title: str, detail: str, headers: Mapping[str, str]) -> Response:
    """An error for a person. title: what kind (HTTP's phrase); detail: what was wrong and what to do."""
    return render(request, "problem.html", status, headers, code=status, title=title, detail=detail)
