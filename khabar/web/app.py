"""The app: one FastAPI for the API and the pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

import khabar
from khabar.store.store import Store
from khabar.web import api, pages, problems
from khabar.web.desk import Opened
from khabar.web.rendering import BUILT, STATIC
from khabar.web.security.access import unforged
from khabar.web.security.guard import Guard
from khabar.web.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The app of one database, which is opened here and closed when the app ends. StoreError where there is none, or it is not Khabar's."""
    desk = Opened(settings, Store.open(settings.target, create=False))

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        desk.prepare()
        yield
        desk.close()

    app = FastAPI(
        title="Khabar",
        version=khabar.__version__,
        summary="Who reports that who did what to whom, where and when.",
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=opened,
        dependencies=[Depends(unforged)],
    )
    app.state.desk = desk
    app.add_middleware(Guard, desk=desk)
    problems.install(app)
    app.get("/healthz", include_in_schema=False)(health)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount(STATIC, StaticFiles(directory=BUILT, check_dir=False), "static")
    return app


def health() -> dict[str, str]:
    """That the server is there."""
    return {"status": "ok", "version": khabar.__version__}
