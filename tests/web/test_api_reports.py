"""The API of reports: reading, lists, one report, search."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

import khabar

API = "/api/v1"
TEXT = "قالت وزارة الدفاع يوم الأربعاء إن جنديين قتلا في قصف مدفعي على بلدة سرمين."


def test_a_text_is_read_as_the_library_reads_it(looking: TestClient, nlp: khabar.Pipeline) -> None:
    given = {"text": TEXT, "published": "2020-02-06", "outlet": "وكالة الساحل"}
    found = looking.post(f"{API}/read", json=given)
    expected = nlp.read(TEXT, date(2020, 2, 6), outlet="وكالة الساحل").to_dict()
    assert found.status_code == 200 and found.json() == expected and expected["events"]


@pytest.mark.parametrize(
    "given",
    [{}, {"text": ""}, {"text": 5}, {"text": TEXT, "published": "yesterday"}, {"text": TEXT, "colour": 1}, [], {"text": "ا" * 1_000_001}],
)
def test_what_cannot_be_read_is_refused(looking: TestClient, given: Any) -> None:
    assert looking.post(f"{API}/read", json=given).status_code == 422


def test_reading_keeps_nothing(looking: TestClient) -> None:
    before = looking.get(f"{API}/reports").json()
    looking.post(f"{API}/read", json={"text": TEXT})
    assert looking.get(f"{API}/reports").json() == before


def test_lists_of_reports(looking: TestClient) -> None:
    found, cursor = [], {}
    while True:
        page = looking.get(f"{API}/reports", params={"limit": 20, **cursor}).json()
        found += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    days = [item["published"] or "" for item in found]
    assert len(found) == page["total"] == len({item["id"] for item in found}) > 50 and days == sorted(days, reverse=True)
    outlet = found[0]["outlet"]
    assert {i["outlet"] for i in looking.get(f"{API}/reports", params={"outlet": outlet}).json()["items"]} == {outlet}
    assert looking.get(f"{API}/reports", params={"state": "failed"}).json() == {"items": [], "next": None, "total": 0}
    assert looking.get(f"{API}/reports", params={"cursor": "x"}).status_code == 404


def test_a_report_leads_to_its_incidents_and_back(looking: TestClient) -> None:
    found = looking.get(f"{API}/reports/ariha-state").json()
    assert found["text"] and found["incidents"]
    for told in found["incidents"]:
        incident = looking.get(f"{API}/incidents/{told['incident']}").json()
        assert found["id"] in incident["articles"] and set(told["events"]) <= {event["id"] for event in found["events"]}
    assert looking.get(f"{API}/reports/{found['id'][:10]}").json() == found
    assert looking.get(f"{API}/reports/nothing").status_code == 404


def test_search_whatever_the_spelling(looking: TestClient) -> None:
    found = [looking.get(f"{API}/search", params={"q": words}).json() for words in ("أريحا", "اريحا", "بأريحا")]
    assert found[0]["total"] == len(found[0]["items"]) > 2 and found[0]["items"] == found[1]["items"]
    assert all("ريحا" in item["sentence"] for item in found[0]["items"])
    assert looking.get(f"{API}/search", params={"q": "؟"}).json() == {"items": [], "total": 0}
