"""The pages: thin handlers that call what the API calls, and render templates."""

from fastapi import APIRouter

from khabar.web.pages import accounts, adding, incident, incidents, profiles, report_review, reports, review, searching

router = APIRouter(include_in_schema=False)
"""All pages; each module of this package adds its own to it."""
for part in (incidents, incident, reports, profiles, searching, adding, report_review, review, accounts):
    router.include_router(part.router)
