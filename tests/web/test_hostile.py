"""Hostile inputs: each is refused, or shown harmless; none is an error of the server's own, and none leaves anything behind."""

import csv
import gzip
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

API = "/api/v1"
TEXT = "قصفت طائرات حربية بلدة سرمين يوم الأربعاء وقتل أربعة مدنيين، بحسب الدفاع المدني."
SCRIPT = "<script>alert(1)</script>"
MARKUP = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "\u202e<b>moc.live</b>",
    "</script><script>alert(1)</script>",
]
SQL = [
    "' OR '1'='1",
    "'; DROP TABLE incidents; --",
    "SYR' UNION SELECT password FROM users --",
    "%' AND 1=0 --",
    "\\'; DELETE FROM audit; --",
]
PATHS = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "a\x00b"]


def added(client: TestClient, **more: str) -> str:
    """The id of a report that is added with these values."""
    found = client.post(f"{API}/reports", json={"text": TEXT, "published": "2020-07-08", **more})
    assert found.status_code in (200, 201), found.text
    return str(found.json()["id"])


def harmless(page: str, words: str) -> bool:
    """Whether words stand in a page only as text: never as markup, never in a script but as JSON."""
    data = re.sub(r'<script type="application/json"[^>]*>.*?</script>', "", page, flags=re.S)
    return not ("<" in words and words in data) and "<script>alert" not in page and not re.search(r"<(img|svg)[^>]*\son\w+=", page)


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_titles_outlets_and_texts_is_text(client: TestClient, words: str) -> None:
    id = added(client, title=f"عنوان {words}", outlet=f"وكالة {words}")
    incident = client.get(f"{API}/reports/{id}").json()["incidents"][0]["incident"]
    client.post(f"{API}/reviews/incidents/{incident}", json={"version": 0, "decision": "accepted", "note": words})
    for path in (
        f"/reports/{id}", f"/incidents/{incident}?claim=0", f"/review/{incident}", f"/review/reports/{id}", "/review", "/incidents",
        "/incidents?view=charts", "/search?q=سرمين", "/actors", f"/incidents?outlet={words}",
    ):  # fmt: skip
        found = client.get(path)
        assert found.status_code == 200 and harmless(found.text, words), path


@pytest.mark.parametrize("words", [*MARKUP, *SQL])
def test_what_is_searched_is_shown_as_text(looking: TestClient, words: str) -> None:
    found = looking.get("/search", params={"q": words})
    assert found.status_code == 200 and harmless(found.text, words)


@pytest.mark.parametrize("words", SQL)
@pytest.mark.parametrize("name", ["country", "type", "actor", "party", "outlet", "place", "since", "cursor", "sort", "min_sources", "bbox"])
def test_sql_in_a_filter_is_a_value(client: TestClient, name: str, words: str) -> None:
    before = client.get(f"{API}/incidents").json()["total"]
    found = client.get(f"{API}/incidents", params={name: words})
    assert found.status_code in (404, 422) or found.json()["total"] in (0, before)
    assert client.get("/incidents", params={name: words}).status_code in (200, 422)
    assert client.get(f"{API}/incidents").json()["total"] == before


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "under", ["incidents", "reports", "review", "static", "api/v1/incidents", "api/v1/reports", "api/v1/reviews/reports"]
)
def test_a_path_in_a_name_leads_nowhere(looking: TestClient, under: str, path: str) -> None:
    from urllib.parse import quote

    for written in (quote(path, safe=""), quote(path)):
        found = looking.get(f"/{under}/{written}", follow_redirects=False)
        assert found.status_code in (404, 405, 422, 400) and "root:" not in found.text


@pytest.mark.parametrize("n", ["999999999999999999999", "-1", "1e308", "NaN", "Infinity", "0x10", "9" * 5000, "١٢"])
@pytest.mark.parametrize("name", ["limit", "min_sources", "min_reports"])
def test_giant_and_odd_numbers_are_refused(looking: TestClient, name: str, n: str) -> None:
    found = looking.get(f"{API}/incidents", params={name: n})
    assert found.status_code == 422 or (name == "min_sources" and found.json()["total"] >= 0)
    assert looking.get("/incidents", params={name: n}).status_code in (200, 422)


@pytest.mark.parametrize(
    "body",
    [b'{"text": ' + b"9" * 6000 + b"}", b"[" * 100_000, b'{"text": "\\ud800 \\u0000 ' + "قصف".encode() + b'"}', b"\xff\xfe\x00", b"{}",
     b"null", b'{"text": "x", "text": "y", "published": "99999-01-01"}', b'{"__proto__": {"text": "x"}}'],
)  # fmt: skip
def test_bodies_that_are_none_are_refused(looking: TestClient, body: bytes) -> None:
    found = looking.post(f"{API}/read", content=body, headers={"content-type": "application/json"})
    assert found.status_code in (200, 400, 422) and (found.status_code == 200 or found.json()["status"] == found.status_code)


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


BOMB = gzip.compress(b"\0" * 30_000_000)
LIES: dict[str, tuple[str, bytes, str]] = {
    "a program as a text": ("report.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "text/plain"),
    "a picture as a page": ("page.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "text/html"),
    "a page as a PDF": ("report.pdf", b"<html><script>alert(1)</script></html>", "application/pdf"),
    "a bomb": ("articles.jsonl.gz", BOMB, "application/gzip"),
    "an archive as a document": ("report.docx", _zip(evil__xml=b"x" * 100), "application/msword"),
    "an archive that leaves its folder": ("saved.zip", _zip(**{"../../../../tmp/khabar-evil__txt": b"x"}), "application/zip"),
    "entities that grow": (
        "feed.xml",
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        "application/xml",
    ),
    "a file of the server as an entity": (
        "feed.xml",
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        "application/xml",
    ),
    "nothing": ("empty.jsonl", b"", "application/json"),
    "a name that is a path": ("../../../../tmp/khabar-evil.txt", TEXT.encode(), "text/plain"),
    "a name with markup": ('"><script>alert(1)</script>.txt', TEXT.encode(), "text/plain"),
}


@pytest.mark.parametrize("lie", LIES)
def test_uploads_that_lie_are_told_and_do_no_harm(client: TestClient, lie: str) -> None:
    name, data, kind = LIES[lie]
    found = client.post(f"{API}/uploads", files={"files": (name, data, kind)})
    assert found.status_code in (202, 413, 422), found.text
    if found.status_code == 202:
        job = ended(client, found.json()["id"])
        told = str(job)
        assert "root:" not in told and "/tmp/" not in told.replace("khabar-evil", "")
        assert SCRIPT not in client.get("/add").text
    assert not Path("/tmp/khabar-evil.txt").exists() and client.get("/healthz").status_code == 200


def ended(client: TestClient, id: str) -> dict[str, Any]:
    """A job when it has ended."""
    for _ in range(600):
        job: dict[str, Any] = client.get(f"{API}/jobs/{id}").json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"job {id} does not end: {job}")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8765/api/v1/session", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://localhost/", "http://10.0.0.1/",
     "file:///etc/passwd", "gopher://x/", "http://2130706433/", "http://user:pass@127.0.0.1/", "/etc/passwd", "javascript:alert(1)"],
)  # fmt: skip
def test_links_that_lead_inside_are_not_fetched(client: TestClient, url: str) -> None:
    found = client.post(f"{API}/links", json={"urls": [url]})
    if found.status_code != 422:
        job = ended(client, found.json()["id"])
        assert job["new"] == 0 and job["failures"], job


@pytest.mark.parametrize("words", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", '=HYPERLINK("http://evil.example")'])
def test_exported_cells_are_harmless_in_a_spreadsheet(client: TestClient, words: str) -> None:
    added(client, outlet=words, title=words)
    for form, delimiter in (("acled-csv", ","), ("bayanat-csv", ","), ("gdelt-tsv", "\t")):
        rows = list(csv.reader(io.StringIO(client.get(f"{API}/incidents/export/{form}").text), delimiter=delimiter))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]
        assert not [cell for cell in cells if cell[:1] in ("+", "-") and not re.fullmatch(r"[+-]?\d+(\.\d+)?", cell)]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "FOO"])
def test_other_methods_do_nothing(looking: TestClient, method: str) -> None:
    for path in ("/", "/incidents", f"{API}/incidents", "/account/users"):
        assert looking.request(method, path).status_code in (400, 403, 404, 405)


def test_nobody_can_change_the_audit_log_by_the_interface(looking: TestClient) -> None:
    paths = looking.get(f"{API}/openapi.json").json()["paths"]
    assert not [path for path in paths if "audit" in path]


def test_other_sites_may_not_read_the_api(looking: TestClient) -> None:
    found = looking.get(f"{API}/incidents", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in found.headers
    assert found.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("tag", ["ar'\"><script>", "x" * 5000, "en;q=NaN", "../../etc", "ar-\x00", "zz-ZZ-" * 50])
def test_odd_languages_are_none(looking: TestClient, tag: str) -> None:
    found = looking.get("/incidents", params={"lang": tag}, headers={"accept-language": tag.replace("\x00", "")})
    assert found.status_code == 200 and re.search(r'<html lang="(ar|en)"', found.text)
