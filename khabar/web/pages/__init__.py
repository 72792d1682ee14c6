"""The pages: thin handlers that call what the API calls, and render templates."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
"""All pages; each module of this package adds its own to it."""
