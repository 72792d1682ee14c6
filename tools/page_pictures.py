"""Make docs/pictures from the analysts' page, filled with the samples: python tools/page_pictures.py (needs Chromium and make web)."""

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

import khabar
from khabar.ingest import Ingest
from khabar.store.store import Store
from khabar.web.app import create_app
from khabar.web.settings import Settings

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "pictures"
SAMPLES = ("reports.jsonl", "incidents.jsonl")
CHROMIUM = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the page, its language, light or dark, its size, and what is done before it is taken."""

    name: str
    path: str
    language: str
    scheme: str
    width: int
    height: int
    click: str | None = None
    hover: str | None = None


PICTURES = (
    Picture("list", "/incidents", "ar", "light", 1280, 720),
    Picture("incident", "/incidents/8e36", "en-GB", "light", 1280, 860, click="a.claim:has-text('believed')"),
    Picture("map", "/incidents?view=map&type=ASSAULT", "ar", "dark", 1280, 680),
    Picture("timeline", "/incidents?view=timeline&since=2019-01-01", "en-GB", "light", 1280, 640),
    Picture("report", "/reports/ariha-monitor", "ar", "light", 1280, 620, hover=".m-trigger:has-text('غارة')"),
    Picture("review", "/review/8e36383c0c56", "ar", "light", 1280, 760),
    Picture("telephone", "/incidents/8e36", "ar", "dark", 360, 740, click="a.claim"),
)


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("no Chromium found")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder) / "events.db") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        for picture in PICTURES:
            _take(browser, address, picture)
        browser.close()


def _take(browser: Browser, address: str, picture: Picture) -> None:
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(locale=picture.language, color_scheme=picture.scheme, viewport=size)
    page = context.new_page()
    page.goto(address + picture.path)
    _settled(page)
    if picture.click:
        page.locator(picture.click).first.click()
        page.mouse.move(0, 0)
    if picture.hover:
        page.locator(picture.hover).first.hover()
    page.wait_for_timeout(600)
    page.screenshot(path=TARGET / f"{picture.name}.png")
    print(TARGET / f"{picture.name}.png")
    context.close()


def _settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map][data-drawn]", timeout=60_000)


@contextmanager
def _served(path: Path) -> Iterator[str]:
    """The page's address, filled with the samples."""
    store = Store.open(path)
    Ingest(store, khabar.load()).sources(str(ROOT / "examples" / name) for name in SAMPLES)
    store.close()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(str(path))), log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
