"""The pages: thin handlers that call what the API calls, and render templates."""

from fastapi import APIRouter

from khabar.web.pages import adding, incident, incidents, profiles, reports, searching

router = APIRouter(include_in_schema=False)
"""All pages; each module of this package adds its own to it."""
for part in (incidents, incident, reports, profiles, searching, adding):
    router.include_router(part.router)
