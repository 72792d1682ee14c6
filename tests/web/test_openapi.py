"""The OpenAPI description is true: schemathesis asks what it allows and what it forbids, and looks at each answer."""

import subprocess
import sys
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from khabar.web.api import PREFIX
from tests.conftest import ROOT
from tests.web.conftest import served

CONFIG = ROOT / "tests" / "data" / "schemathesis.toml"
SETTINGS = ("--phases", "examples,fuzzing", "--max-examples", "4", "--seed", "1", "--generation-deterministic", "--workers", "2")


def test_the_description_is_true(app: FastAPI, tmp_path: Path) -> None:
    with served(app) as address:
        command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG)]
        command += ["run", f"{address}{PREFIX}/openapi.json", "--no-color", *SETTINGS]
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert found.returncode == 0, found.stdout[-8000:] + found.stderr[-2000:]


def test_the_description_is_of_openapi_3_1(looking: TestClient) -> None:
    described = looking.get(f"{PREFIX}/openapi.json").json()
    assert described["openapi"].startswith("3.1") and f"{PREFIX}/incidents/{{id}}" in described["paths"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), (method, path)
            assert "application/problem+json" in operation["responses"]["default"]["content"], (method, path)
