"""The HTTP API under /api/v1."""

from fastapi import APIRouter

from khabar.web.api import adding, incidents, profiles, reports, reviews, session
from khabar.web.problems import DOCUMENTED

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX, responses=DOCUMENTED)
for part in (incidents.features, incidents.router, reports.router, profiles.router, adding.router, reviews.router, session.router):
    router.include_router(part)
