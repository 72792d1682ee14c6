"""The API that adds reports: a text at once, files and links in the background."""

import io
import json
import time
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import ROOT

API = "/api/v1"
TEXT = "قالت وزارة الدفاع يوم الأربعاء إن جنديين قتلا في قصف مدفعي على بلدة سرمين."
LINE = {"id": "r1", "text": TEXT, "published": "2020-02-06", "outlet": "وكالة الساحل", "title": "قصف على سرمين"}


def ended(client: TestClient, answer: Any) -> dict[str, Any]:
    """A job, when it has ended."""
    assert answer.status_code == 202, answer.text
    for _ in range(600):
        job = client.get(answer.headers["location"]).json()
        if job["ended"]:
            return dict(job)
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_a_text_is_kept_read_and_put_together(client: TestClient) -> None:
    before = client.get(f"{API}/incidents").json()["total"]
    given = {"text": TEXT, "published": "2020-02-06", "outlet": "وكالة الساحل"}
    found = client.post(f"{API}/reports", json=given)
    assert found.status_code == 201 and found.json()["events"] and found.json()["incidents"]
    assert client.get(found.headers["location"]).json() == found.json()
    again = client.post(f"{API}/reports", json=given)
    assert again.status_code == 200 and again.json() == found.json()
    after = client.get(f"{API}/incidents", params={"outlet": "وكالة الساحل"}).json()
    assert after["total"] >= 1 and client.get(f"{API}/incidents").json()["total"] >= before


def test_files_are_read_in_the_background(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/report.txt", TEXT + " وأضافت أن القصف استمر.")
    files = [
        ("files", ("day.jsonl", json.dumps(LINE, ensure_ascii=False).encode())),
        ("files", ("all.zip", packed.getvalue())),
        ("files", ("picture.jpg", b"\xff\xd8\xff\xe0 no report")),
    ]
    job = ended(client, client.post(f"{API}/uploads", files=files, data={"outlet": "وكالة الميناء", "published": "2020-02-07"}))
    assert (job["state"], job["new"], job["read"], job["failed"]) == ("done", 2, 2, 1)
    assert job["names"] == ["day.jsonl", "all.zip", "picture.jpg"] and "picture" in job["failures"][0]["where"]
    assert "/tmp" not in json.dumps(job)
    heads = client.get(f"{API}/reports", params={"outlet": "وكالة الميناء"}).json()["items"]
    assert [head["published"] for head in heads] == ["2020-02-07"]
    assert ended(client, client.post(f"{API}/uploads", files=files[:1]))["known"] == 1
    assert [each["state"] for each in client.get(f"{API}/jobs").json()["items"]] == ["done", "done"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\x.txt", "/etc/x.txt", "a\x00b.txt", "\u202ex.txt", "", "x" * 3000 + ".txt"]
)
def test_the_name_of_a_file_is_only_shown(client: TestClient, name: str) -> None:
    answer = client.post(f"{API}/uploads", files=[("files", (name or "n", TEXT.encode()))])
    job = ended(client, answer)
    [shown] = job["names"]
    assert job["read"] == 1 and len(shown) <= 200 and not set("/\\\x00\u202e") & set(shown)


def test_a_batch_of_another_kind_than_it_says_is_told(client: TestClient) -> None:
    job = ended(client, client.post(f"{API}/uploads", files=[("files", ("report.txt", b"MZ\x90\x00" + bytes(range(256)) * 20))]))
    assert job["failed"] == 1 and job["new"] == 0 and "program" in job["failures"][0]["reason"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://localhost:22/"])
def test_links_to_what_is_not_public_are_not_fetched(client: TestClient, url: str) -> None:
    job = ended(client, client.post(f"{API}/links", json={"urls": [url]}))
    assert job["failed"] == 1 and job["new"] == 0 and job["state"] == "done"


@pytest.mark.parametrize(
    "given", [{"urls": []}, {"urls": ["file:///etc/passwd"]}, {"urls": ["ftp://x.example/"]}, {}, {"urls": ["http://x"] * 101}]
)
def test_what_is_no_link_is_refused(client: TestClient, given: dict[str, Any]) -> None:
    assert client.post(f"{API}/links", json=given).status_code == 422


def test_no_files_and_no_such_job(looking: TestClient) -> None:
    assert looking.post(f"{API}/uploads", data={"outlet": "x"}).status_code == 422
    assert looking.get(f"{API}/jobs/nothing").status_code == 404


def test_a_server_that_is_stopped_leaves_whole_reports(client: TestClient) -> None:
    sample = (ROOT / "examples" / "incidents.jsonl").read_bytes().replace(b"2016", b"2017")
    answer = client.post(f"{API}/uploads", files=[("files", ("many.jsonl", sample))])
    desk = client.app.state.desk  # type: ignore[attr-defined]
    while not (job := client.get(answer.headers["location"]).json())["done"] and not job["ended"]:
        time.sleep(0.01)
    desk.jobs.stop()
    job = client.get(answer.headers["location"]).json()
    assert job["state"] == "stopped" and 0 < job["done"] < job["waiting"]
    assert desk.store.counts()["new"] == job["waiting"] - job["done"]
