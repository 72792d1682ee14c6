"""The pages of reviews without a script: forms that change, show what another one changed, undo, merge and split."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

API = "/api/v1/reviews"
ARIHA = {"country": "SYR", "min_reports": 3}


def csrf(client: TestClient) -> str:
    return str(client.get("/api/v1/session").json()["csrf"])


def ariha(client: TestClient) -> dict[str, object]:
    """The strike that several of the samples tell of."""
    return dict(client.get("/api/v1/incidents", params=ARIHA).json()["items"][0])


def fields(page: str) -> dict[str, str]:
    """The fields of the main form of a page, as a browser would send them."""
    form = re.search(r"<form[^>]*data-review.*?</form>", page, re.S)
    assert form
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.mark.parametrize(
    "path", ["/review", "/review/{id}", "/review/reports/{article}", "/login", "/account", "/review/merge?id={id}&id={other}"]
)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_page_is_there_in_both_languages(looking: TestClient, path: str, lang: str) -> None:
    items = looking.get("/api/v1/incidents").json()["items"]
    names = {"id": items[0]["id"], "other": items[1]["id"], "article": items[0]["articles"][0]}
    found = looking.get(path.format(**names), headers={"accept-language": lang})
    assert found.status_code == 200 and f'lang="{lang}"' in found.text
    assert "style=" not in found.text and not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=", found.text)


def test_confirming_a_form_as_it_is_accepts(client: TestClient) -> None:
    id = ariha(client)["id"]
    found = client.post(f"/review/{id}", data=fields(client.get(f"/review/{id}").text))
    assert found.status_code == 200
    assert client.get(f"{API}/incidents/{id}").json()["decision"] == "accepted"


def test_what_is_changed_in_the_form_is_a_correction(client: TestClient) -> None:
    id = ariha(client)["id"]
    form = fields(client.get(f"/review/{id}").text)
    client.post(f"/review/{id}", data={**form, "killed.low": "21", "killed.high": "22", "note": "حسب سجل المستشفى"})
    told = client.get(f"{API}/incidents/{id}").json()
    assert told["decision"] == "corrected" and told["state"]["numbers"]["killed"] == [21, 22]
    assert told["history"][0]["note"] == "حسب سجل المستشفى"
    changed = client.get(f"/api/v1/incidents/{id}").json()
    assert (changed["killed_low"], changed["killed_high"]) == (21, 22)


def test_a_wrong_value_is_told_and_nothing_is_kept(client: TestClient) -> None:
    id = ariha(client)["id"]
    form = fields(client.get(f"/review/{id}").text)
    typed = {"killed.low": "5", "killed.high": "كثير", "first": "2020-02-09", "place.lat": "شمالاً", "note": "من سجل المستشفى"}
    found = client.post(f"/review/{id}", data={**form, **typed})
    assert found.status_code == 422 and 'role="alert"' in found.text and typed["note"] in found.text
    assert {**form, **typed}.items() - {("note", typed["note"])} <= fields(found.text).items()
    assert client.get(f"{API}/incidents/{id}").json()["version"] == 0


def test_a_wrong_value_of_an_event_loses_nothing_that_was_typed(client: TestClient) -> None:
    article = client.get(f"{API}/incidents/{ariha(client)['id']}").json()["episodes"][0]["article"]
    state = client.get(f"{API}/reports/{article}").json()["events"][0]["state"]
    typed = {"start": state["start"], "end": state["end"], "version": 0, "csrf": csrf(client), "decision": "confirmed"}
    typed |= {"type": "PROTEST", "earliest": "2020-02-09", "latest": "2020-02-01", "note": "من سجل المستشفى", "roles": '{"places": []}'}
    found = client.post(f"/review/reports/{article}/events", data=typed)
    assert found.status_code == 422 and typed["note"] in found.text
    assert 'value="2020-02-09"' in found.text and 'value="PROTEST" selected' in found.text and "&#34;places&#34;: []" in found.text


def test_the_second_reviewer_sees_both_and_can_keep_theirs(client: TestClient) -> None:
    id = ariha(client)["id"]
    form = fields(client.get(f"/review/{id}").text)
    client.post(f"/review/{id}", data={**form, "first": "2020-02-01"})
    found = client.post(f"/review/{id}", data={**form, "first": "2020-02-03", "note": "mine"})
    assert found.status_code == 409 and "mine" in found.text and "2020-02-03" in found.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', found.text))
    assert client.post(f"/review/{id}", data=again).status_code == 200
    assert client.get(f"{API}/incidents/{id}").json()["state"]["first"] == "2020-02-03"


def test_a_conflict_of_programs_holds_both_too(client: TestClient) -> None:
    id = ariha(client)["id"]
    one = {"version": 0, "decision": "corrected", "changes": {"numbers": {"killed": [9, 9]}}}
    assert client.post(f"{API}/incidents/{id}", json=one).status_code == 200
    found = client.post(f"{API}/incidents/{id}", json={"version": 0, "decision": "rejected"})
    told = found.json()
    assert found.status_code == 409 and found.headers["content-type"] == "application/problem+json"
    assert told["conflict"]["changes"][0]["after"]["numbers"]["killed"] == [9, 9]
    assert client.post(f"{API}/incidents/{id}", json={"version": told["conflict"]["version"], "decision": "rejected"}).status_code == 200
    assert id not in {item["id"] for item in client.get("/api/v1/incidents", params={"limit": 100}).json()["items"]}


def test_a_form_without_its_token_changes_nothing(client: TestClient) -> None:
    id = ariha(client)["id"]
    form = fields(client.get(f"/review/{id}").text)
    for token in ("", "x", "0" * 64):
        assert client.post(f"/review/{id}", data={**form, "csrf": token}).status_code == 403
    assert client.get(f"{API}/incidents/{id}").json()["version"] == 0


def test_undo_by_its_button(client: TestClient) -> None:
    id = ariha(client)["id"]
    client.post(f"/review/{id}", data=fields(client.get(f"/review/{id}").text))
    (change,) = client.get(f"{API}/incidents/{id}").json()["history"]
    client.post("/review/undo", data={"csrf": csrf(client), "review": change["id"], "version": change["version"], "back": f"/review/{id}"})
    assert client.get(f"{API}/incidents/{id}").json()["decision"] is None


def test_the_key_of_undo_takes_back_the_newest_change_that_can_be(client: TestClient) -> None:
    id = ariha(client)["id"]
    form = fields(client.get(f"/review/{id}").text)
    client.post(f"/review/{id}", data=form)
    client.post(f"/review/{id}/notes", data={**form, "note": "راجعته مع زميل"})
    newest, older = client.get(f"{API}/incidents/{id}").json()["history"]
    page = client.get(f"/review/{id}").text
    assert page.count('data-key="u"') == 1, (newest, older)


def test_a_merge_of_one_incident_says_what_to_do(looking: TestClient) -> None:
    page = looking.get("/review/merge?lang=ar")
    assert page.status_code == 422 and "اختاروا حادثتين أو أكثر لدمجها" in page.text


def test_merge_and_split_by_their_forms(client: TestClient) -> None:
    first, *rest = client.get("/api/v1/incidents").json()["items"]
    one, other = first["id"], next(item["id"] for item in rest if not set(item["articles"]) & set(first["articles"]))
    page = client.get("/review/merge", params={"id": [one, other]})
    assert page.status_code == 200
    versions = dict(re.findall(r'<input type="hidden" name="(version[^"]*)" value="([^"]*)"', page.text))
    merged = client.post("/review/merge", data={"csrf": csrf(client), "id": [one, other], **versions})
    id = merged.url.path.rpartition("/")[2]
    episodes = client.get(f"{API}/incidents/{id}").json()["episodes"]
    assert len(episodes) >= 2
    out = [episode["id"] for episode in episodes if episode["article"] != episodes[0]["article"]]
    page = client.get(f"/review/{id}/split", params={"episode": out})
    version = re.search(rf'name="version.{id}" value="(\d+)"', page.text)
    assert page.status_code == 200 and version
    split = client.post(f"/review/{id}/split", data={"csrf": csrf(client), "episode": out, f"version.{id}": version[1]})
    assert split.status_code == 200
    again = client.get(f"{API}/incidents/{split.url.path.rpartition('/')[2]}").json()
    assert len(again["episodes"]) == len(episodes) - len(out)


def test_a_report_is_reviewed_event_by_event_and_exported(client: TestClient) -> None:
    article = ariha(client)["articles"][0]  # type: ignore[index]
    page = client.get(f"/review/reports/{article}").text
    form = fields(page)
    found = client.post(f"/review/reports/{article}/events", data={**form, "type": "PROTEST", "mode": ""})
    assert found.status_code == 200
    told = client.get(f"{API}/reports/{article}").json()
    changed = next(e for e in told["events"] if e["decision"])
    assert changed["state"]["type"] == "PROTEST" and str(changed["state"]["start"]) == form["start"]
    assert client.get(f"{API}/corpus.jsonl").text == ""
    client.post(f"/review/reports/{article}/finish", data={"csrf": csrf(client)})
    assert client.get(f"{API}/corpus.jsonl").text.count("\n") == 1


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "\t//evil.example", "/a\\..//b"]
)
def test_a_login_leads_nowhere_else(client: TestClient, target: str) -> None:
    assert 'name="next" value="/"' in client.get("/login", params={"next": target}).text
