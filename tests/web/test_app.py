"""The server itself: that it is there, how it tells errors, the command that starts it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from fastapi.testclient import TestClient

from tests.forked import Commands


def test_health(looking: TestClient) -> None:
    assert looking.get("/healthz").json()["status"] == "ok"


def test_an_error_is_a_problem_for_programs_and_a_page_for_people(looking: TestClient) -> None:
    found = looking.get("/api/v1/nothing")
    assert found.status_code == 404 and found.headers["content-type"] == "application/problem+json"
    assert found.json() == {
        "type": "about:blank", "title": "Not Found", "status": 404, "detail": "Not Found", "instance": "/api/v1/nothing", "errors": [],
    }  # fmt: skip
    page = looking.get("/nothing")
    assert page.status_code == 404 and not page.headers["content-type"].startswith("application/")


def test_serve_prints_its_address_and_ends_when_told(filled: Path) -> None:
    command = [sys.executable, "-c", "from khabar.cli.main import run; run()", "serve", "--from", str(filled), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
        assert server.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert address
        with urllib.request.urlopen(f"{address[0]}healthz", timeout=10) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) in (0, -signal.SIGTERM)


def test_serve_needs_a_database_and_a_port(tmp_path: Path, filled: Path, commands: Commands) -> None:
    assert commands.run("serve", "--from", "none.db", "--port", "0", cwd=tmp_path).code == 2
    assert not (tmp_path / "none.db").exists()
    found = commands.run("serve", "--from", str(filled), "--host", "nowhere.invalid", cwd=tmp_path)
    assert found.code == 2 and "no address" in found.stderr
