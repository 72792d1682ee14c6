"""Make docs/picture.png from real output: python tools/picture.py (needs Chromium and an Arabic font)."""

import io
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

import khabar
from khabar.cli.render import show
from khabar.document.model import Article

ROOT = Path(__file__).parent.parent
SAMPLE = "ramadi-bomb"
PAGE = """<meta charset=utf-8><style>body{{background:{background};color:{foreground};margin:14px}}
pre{{font:15px/1.35 'DejaVu Sans Mono','Noto Sans Arabic',monospace;margin:0}}{stylesheet}</style><pre>{code}</pre>"""


def main() -> None:
    lines = (ROOT / "examples" / "reports.jsonl").read_text("utf-8").splitlines()
    sample = next(item for item in map(json.loads, lines) if item["id"] == SAMPLE)
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print("$ khabar read examples/ramadi.txt --published 2016-05-03\n", style="bold")
    show(next(khabar.load().pipe([Article(**sample)])), console)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium found")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(console.export_html(theme=MONOKAI, code_format=PAGE), "utf-8")
        target = ROOT / "docs" / "picture.png"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--user-data-dir={folder}/profile"]
        size = ["--window-size=960,580", f"--screenshot={target}"]
        subprocess.run([chromium, *options, *size, page.as_uri()], check=True, capture_output=True)
        print(target)


if __name__ == "__main__":
    main()
