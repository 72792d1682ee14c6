"""Reviews of incidents."""

from fastapi import APIRouter

router = APIRouter(prefix="/reviews", tags=["reviews"])
