"""The HTTP API under /api/v1."""

from fastapi import APIRouter

from khabar.web.api import adding, incidents, known, profiles, reports, reviews, session
from khabar.web.problems import DOCUMENTED

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX, responses=DOCUMENTED)
router.include_router(incidents.features)
for part in (incidents, known, reports, profiles, adding, reviews, session):
    router.include_router(part.router)
