"""The API of incidents: lists, facets, the map, charts, one incident, exports."""

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from khabar.export.formats import ACLED, TEXT_FORMATS
from khabar.incidents.records import FIELDS
from khabar.web.api.incidents import KINDS

API = "/api/v1/incidents"


def get(client: TestClient, path: str = "", **asked: Any) -> Any:
    answer = client.get(f"{API}{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_list_page_by_page(looking: TestClient) -> None:
    whole = get(looking, limit=100)
    assert whole["total"] == len(whole["items"]) > 20 and whole["next"] is None
    assert tuple(whole["items"][0])[: len(FIELDS)] == FIELDS
    found, cursor = [], {}
    while True:
        page = get(looking, limit=7, **cursor)
        found += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == whole["items"]


def test_the_list_is_filtered_as_promised(looking: TestClient) -> None:
    items = get(looking, country="SYR", type="ASSAULT", since="2020-02-01", min_sources=2, contested="true", limit=50)["items"]
    assert items
    for item in items:
        assert (item["country"], item["type"]) == ("SYR", "ASSAULT") and item["contested"]
        assert item["source_count"] >= 2 and item["last"] >= "2020-02-01"
    both = get(looking, country=["SYR", "IRQ"], limit=100)
    assert both["total"] == sum(get(looking, country=code)["total"] for code in ("SYR", "IRQ")) > 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"country": "Atlantis"}, "country"), ({"type": "WAR"}, "type"), ({"since": "yesterday"}, "since"), ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"), ({"sort": "best"}, "sort"), ({"bbox": "1,2,3"}, "bbox"), ({"bbox": "0,5,0,95"}, "bbox"),
        ({"contested": "maybe"}, "contested"), ({"min_sources": "9" * 30}, "min_sources"),
        ({"since": "20210102"}, "since"), ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(looking: TestClient, asked: dict[str, str], words: str) -> None:
    answer = looking.get(API, params=asked)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_bounds_may_come_in_either_order(looking: TestClient) -> None:
    assert get(looking, since="2020-12-31", until="2020-01-01") == get(looking, since="2020-01-01", until="2020-12-31")
    assert get(looking, bbox="30,40,45,30") == get(looking, bbox="30,30,45,40")


def test_a_cursor_that_leads_nowhere(looking: TestClient) -> None:
    for path in ("incidents", "reports", "actors", "places", "reviews", "reviews/queue"):
        assert looking.get(f"/api/v1/{path}", params={"cursor": "!"}).status_code == 404, path


def test_facets_lead_to_lists_of_that_length(looking: TestClient) -> None:
    found = get(looking, "/facets", type="ASSAULT")
    assert found["total"] == get(looking, type="ASSAULT")["total"]
    for name, facets in found["facets"].items():
        for facet in facets:
            value = str(facet["value"]).lower() if isinstance(facet["value"], bool) else facet["value"]
            asked = {name: value} if name == "type" else {"type": "ASSAULT", name: value}
            assert get(looking, **asked)["total"] == facet["count"], (name, facet)


def test_one_incident_with_its_claims_and_reports(looking: TestClient) -> None:
    [listed] = get(looking, country="SYR", min_sources=3, since="2020-02-10", until="2020-02-12")["items"]
    whole = get(looking, f"/{listed['id']}")
    assert {name: whole[name] for name in listed} == listed
    assert whole["links"] and {head["id"] for head in whole["heads"]} == set(whole["articles"])
    exported = looking.get(f"{API}/export/plover-jsonl", params={"place": listed["place"]}).text
    same = next(line for line in map(json.loads, exported.splitlines()) if line["id"] == listed["id"])
    assert {name: whole[name] for name in same} == same
    for claim in whole["claims"]:
        text = looking.get(f"/api/v1/reports/{claim['article']}").json()["text"]
        assert text[claim["start"] : claim["end"]] == claim["quote"] or claim["field"] == "place"
    assert get(looking, f"/{listed['id'][:8]}") == whole
    assert looking.get(f"{API}/ffffffffffff").status_code == 404


def test_maps(looking: TestClient) -> None:
    incidents = looking.get("/api/v1/incidents.geojson")
    assert incidents.headers["content-type"] == "application/geo+json"
    features = incidents.json()["features"]
    placed = [item for item in get(looking, limit=100)["items"] if item["lat"] is not None]
    assert [f["id"] for f in features] == [item["id"] for item in placed]
    assert [f["geometry"]["coordinates"] for f in features] == [[item["lon"], item["lat"]] for item in placed]
    places = looking.get(f"{API}/places.geojson").json()["features"]
    assert sum(f["properties"]["incidents"] for f in places) == len(placed)
    lon, lat = places[0]["geometry"]["coordinates"]
    box = f"{lon - 0.001:.6f},{lat - 0.001:.6f},{lon + 0.001:.6f},{lat + 0.001:.6f}"
    assert get(looking, bbox=box)["total"] == sum(
        f["properties"]["incidents"] for f in places if f["geometry"]["coordinates"] == [lon, lat]
    )
    assert len(looking.get("/api/v1/incidents.geojson", params={"limit": 3}).json()["features"]) <= 3


def test_charts(looking: TestClient) -> None:
    found = get(looking, "/timeline", step="year")
    assert sum(n for counts in found["counts"].values() for n in counts.values()) + found["undated"] == get(looking)["total"]
    pairs = get(looking, "/accusations", limit=5)["items"]
    assert 0 < len(pairs) <= 5 and set(pairs[0]) == {"source", "accused", "incidents"}


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_exports(looking: TestClient, form: str) -> None:
    answer = looking.get(f"{API}/export/{form}", params={"country": "SYR"})
    assert answer.status_code == 200 and answer.headers["content-type"].split(";")[0] == KINDS[form][0]
    assert answer.headers["content-disposition"].startswith("attachment")
    if form == "acled-csv":
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert tuple(rows[0]) == ACLED and len(rows) == get(looking, country="SYR")["total"] + 1
    assert set(KINDS) == set(TEXT_FORMATS)
    assert looking.get(f"{API}/export/docx").status_code == 422


def test_what_has_not_changed_is_not_sent_again(looking: TestClient) -> None:
    first = looking.get(API, params={"limit": 5})
    again = looking.get(API, params={"limit": 5}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert looking.get(API, params={"limit": 6}, headers={"If-None-Match": first.headers["etag"]}).status_code == 200
