"""The HTTP API under /api/v1."""

from fastapi import APIRouter

from khabar.web.api.reviews import router as reviews
from khabar.web.problems import DOCUMENTED

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX, responses=DOCUMENTED)
for part in (reviews,):
    router.include_router(part)
