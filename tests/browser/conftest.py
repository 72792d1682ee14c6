"""Debian's Chromium, driven by Playwright, against a real server with the samples."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from khabar.web.rendering import BUILT
from tests.web.conftest import app, database, filled, live, live_to_look_at

__all__ = ["app", "database", "filled", "live", "live_to_look_at"]

INSTALL = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
ARGUMENTS = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip
"""No sandbox: tests may run as root. SwiftShader draws the map without a graphics card."""

PATIENCE = 60_000
"""Milliseconds that a busy machine is given."""

Opened = Callable[..., Page]


def _chromium() -> str | None:
    """The path of Chromium, which is installed first where that is allowed."""
    found = shutil.which("chromium")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(["apt-get", "update", "--quiet"], capture_output=True, timeout=300)
            subprocess.run(INSTALL, capture_output=True, timeout=900, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        found = shutil.which("chromium")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; the tests are skipped where there is none."""
    path = _chromium()
    if path is None:
        pytest.skip("Chromium is not there and cannot be installed (apt-get install chromium, as root)")
    if not (BUILT / "manifest.json").is_file():
        pytest.skip("the front end is not built: make web (needs node)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def opened(browser: Browser, live_to_look_at: str) -> Iterator[Opened]:
    """Opens a path of the shared server: opened("/incidents", "ar"). A script's error or a breach of the page's policy fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    def open_page(path: str, language: str = "en-GB", *, width: int = 1280, scheme: str = "light", expected: int = 200) -> Page:
        context = browser.new_context(locale=language, color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if expected == 200:
            page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        answer = page.goto(live_to_look_at + path)
        assert answer and answer.status == expected
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong
