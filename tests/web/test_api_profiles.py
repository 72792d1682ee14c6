"""The API of actors and places."""

from urllib.parse import quote

from fastapi.testclient import TestClient

API = "/api/v1"


def test_actors(looking: TestClient) -> None:
    listed = looking.get(f"{API}/actors", params={"limit": 10}).json()
    assert len(listed["items"]) == 10 and listed["next"]
    following = looking.get(f"{API}/actors", params={"limit": 10, "cursor": listed["next"]}).json()["items"]
    assert not {each["name"] for each in listed["items"]} & {each["name"] for each in following}
    for party in listed["items"]:
        found = looking.get(f"{API}/actors/{quote(party['name'], safe='')}").json()
        assert found["party"] == party
        for role, n in party["roles"].items():
            assert looking.get(f"{API}/incidents", params={role: party["name"]}).json()["total"] == n
    assert looking.get(f"{API}/actors/nobody").status_code == 404
    assert looking.get(f"{API}/actors", params={"q": "no such name"}).json() == {"items": [], "next": None}


def test_places(looking: TestClient) -> None:
    [ariha] = looking.get(f"{API}/places", params={"q": "أريحا"}).json()["items"]
    found = looking.get(f"{API}/places/{quote('أريحا')}", params={"country": "SYR"}).json()
    assert found["place"] == ariha and ariha["place"] == "Ariha"
    assert looking.get(f"{API}/incidents", params={"place": "Ariha"}).json()["total"] == ariha["incidents"]
    assert looking.get(f"{API}/places/Ariha", params={"country": "EGY"}).status_code == 404


def test_an_incident_has_a_title_in_both_languages(looking: TestClient) -> None:
    for item in looking.get(f"{API}/incidents", params={"place": "Ariha"}).json()["items"]:
        assert "Ariha" in item["label"]["en"] and "أريحا" in item["label"]["ar"]
