"""Reviews in a real browser: by keyboard from the queue to the export, two reviewers at once, merge and split, words, places, logins."""

import json
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from khabar.store.accounts import Accounts
from khabar.web.security.passwords import hashed
from tests.browser.test_pages import DRAWN, _serious
from tests.web.conftest import NOW

PASSWORD = "حصان صحيح بطارية دبوس"
API = "/api/v1/reviews"
Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, live: str) -> Iterator[Desk]:
    """Opens a page of a server of the test's own, each call in a browser of its own. A script's error fails the test."""
    contexts, wrong = [], list[str]()

    def open_page(path: str, language: str = "en-GB", width: int = 1280) -> Page:
        context = browser.new_context(locale=language, viewport={"width": width, "height": 900}, base_url=live)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def told(page: Page, path: str) -> dict[str, object]:
    """What the API says, as the browser is let in."""
    found: dict[str, object] = page.request.get(path).json()
    return found


def incident_of(page: Page) -> str:
    return page.url.rpartition("/")[2].partition("?")[0]


@pytest.mark.parametrize("language", ["ar", "en-GB"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_are_accessible_and_fit(desk: Desk, language: str, width: int) -> None:
    page = desk("/review", language, width)
    paths = ["/review", page.locator(".queue a.title").first.get_attribute("href") or ""]
    article = told(page, f"{API}/incidents/{paths[1].rpartition('/')[2]}")["episodes"][0]["article"]  # type: ignore[index]
    for path in [*paths, f"/review/reports/{article}", "/account", "/login"]:
        page.goto(path)
        assert _serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_by_keyboard_from_the_queue_to_the_export(desk: Desk) -> None:
    page = desk("/review", "ar")
    waiting = page.locator(".queue li").count()
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/review/*")
    id = incident_of(page)
    page.keyboard.press("c")
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("6")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.keyboard.type("من سجل المستشفى")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("a")
    state = told(page, f"{API}/incidents/{id}")
    assert state["decision"] == "corrected" and state["state"]["numbers"]["killed"] == [4, 6]  # type: ignore[index]
    with page.expect_navigation():
        page.keyboard.press("u")
    assert told(page, f"{API}/incidents/{id}")["decision"] is None
    with page.expect_navigation():
        page.keyboard.press("a")
    page.locator(".episodes a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/reports/*")
    for _ in range(page.locator(".event-form").count()):
        with page.expect_navigation():
            page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("f")
    with page.expect_navigation():
        page.keyboard.press("q")
    assert page.locator(".queue li").count() == waiting - 1 or waiting == 50
    with page.expect_download() as download:
        page.keyboard.press("e")
    lines = download.value.path().read_text("utf-8").splitlines()
    assert len(lines) == 1 and {"id", "text", "entities", "times", "events", "attributions"} <= set(json.loads(lines[0]))


def test_the_keys_are_shown_and_work_on_an_arabic_keyboard(desk: Desk) -> None:
    page = desk("/review", "ar")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("دمج المختار")
    page.keyboard.press("Escape")
    for _ in range(2):
        page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('.queue li')[1]")


def test_words_go_into_a_role_and_an_actor_is_chosen_from_the_known_ones(desk: Desk) -> None:
    page = desk("/reports/ariha-monitor")
    article = incident_of(page)
    page.goto(f"/review/reports/{article}")
    page.keyboard.press("w")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    words = page.locator("[data-chosen-words]").inner_text().partition(": ")[2]
    assert len(words.split()) == 2
    page.keyboard.press("1")
    chip = page.locator("details[open] [data-role=actors] .chip", has_text=words)
    field = chip.locator("input")
    field.fill("العربية")
    expect(chip.locator("option[value='Al Arabiya']")).to_have_count(1)
    field.fill("Al Arabiya")
    trigger = page.locator("details[open]").get_attribute("data-trigger")
    with page.expect_navigation():
        page.locator("details[open] button[value=confirmed]").click()
    events = told(page, f"{API}/reports/{article}")["events"]
    state = next(e["state"] for e in events if f"{e['state']['start']}-{e['state']['end']}" == trigger)  # type: ignore[attr-defined]
    assert words in [span["text"] for span in state["roles"]["actors"]]
    assert state["actors"][words]["name"] == "Al Arabiya"


def test_an_event_that_was_not_found_is_added_at_chosen_words(desk: Desk) -> None:
    page = desk("/reports/ariha-monitor")
    article = incident_of(page)
    before = len(told(page, f"{API}/reports/{article}")["events"])  # type: ignore[arg-type]
    page.goto(f"/review/reports/{article}")
    found = page.evaluate("""() => {
        const parts = [...document.querySelectorAll('[data-words] .part:not(.m-trigger)')];
        const part = parts.find((one) => one.textContent.trim().length > 12);
        getSelection().setBaseAndExtent(part.firstChild, 1, part.firstChild, 5);
        return part.textContent.slice(1, 5).trim();
    }""")
    expect(page.locator("[data-chosen-words]")).to_contain_text(found)
    page.locator("[data-new-event] select").select_option("AID")
    with page.expect_navigation():
        page.locator("[data-new-event] button").click()
    events = told(page, f"{API}/reports/{article}")["events"]
    assert len(events) == before + 1  # type: ignore[arg-type]
    assert found in [e["state"]["text"] for e in events if e["state"]["type"] == "AID"]  # type: ignore[attr-defined]


def test_a_place_is_found_by_name_and_set_on_the_map(desk: Desk) -> None:
    page = desk("/review")
    page.locator(".queue a.title").first.click()
    id = incident_of(page)
    page.keyboard.press("p")
    page.keyboard.type("سراقب")
    expect(page.locator("[data-found] button")).to_contain_text(["Saraqib"])
    page.keyboard.press("Enter")
    expect(page.locator("[name='place.name']")).to_have_value("Saraqib")
    page.locator("[data-pick]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-pick][data-drawn]", timeout=DRAWN)
    page.locator("[data-pick] canvas").click(position={"x": 60, "y": 60})
    lat = float(page.locator("[name='place.lat']").input_value())
    with page.expect_navigation():
        page.locator("button[value=confirmed]").click()
    place = told(page, f"{API}/incidents/{id}")["state"]["place"]  # type: ignore[index]
    assert place["name"] == "Saraqib" and place["lat"] == lat and place["basis"] == "review"


def test_two_reviewers_cannot_overwrite_each_other_unknowingly(desk: Desk) -> None:
    first = desk("/review")
    path = first.locator(".queue a.title").first.get_attribute("href") or ""
    second = desk(path, "ar")
    first.goto(path)
    for page, number in ((first, "11"), (second, "12")):
        page.locator("[name='killed.low']").fill(number)
        page.locator("[name='killed.high']").fill(number)
    with first.expect_navigation():
        first.locator("button[value=confirmed]").click()
    with second.expect_navigation():
        second.locator("button[value=confirmed]").click()
    expect(second.locator("h1")).to_have_text("عدّل شخص آخر هذا قبلكم")
    expect(second.locator("#theirs + ol")).to_contain_text("11")
    expect(second.locator("#yours + dl")).to_contain_text("12")
    assert _serious(second) == []
    with second.expect_navigation():
        second.get_by_role("button", name="حفظ ما أردتم بدلاً منه").click()
    assert told(second, f"{API}/incidents/{incident_of(second)}")["state"]["numbers"]["killed"] == [12, 12]  # type: ignore[index]


def test_merge_and_split_show_first_what_they_change(desk: Desk) -> None:
    page = desk("/review")
    for key in ("j", "x", "j", "j", "j", "x"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("m")
    expect(page.locator("#before ~ .panel")).to_have_count(2)
    expect(page.locator("#after ~ .panel")).to_have_count(1)
    assert _serious(page) == []
    with page.expect_navigation():
        page.keyboard.press("a")
    episodes = page.locator(".episodes li")
    count = episodes.count()
    assert count >= 2
    episodes.last.locator("input").check()
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.locator("#after ~ .panel")).to_have_count(2)
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.locator(".episodes li").count() == count - 1


def test_a_login_leads_to_where_one_wanted_to(app: FastAPI, desk: Desk) -> None:
    accounts = Accounts(app.state.desk.store)
    accounts.add("sara", "reviewer", hashed(PASSWORD), NOW.isoformat())
    page = desk("/review")
    assert page.url.endswith("/login?next=/review")
    page.get_by_label("Name").fill("sara")
    page.get_by_label("Password").fill("something else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not fit")
    page.get_by_label("Name").fill("sara")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    page.locator(".queue a.title").first.click()
    with page.expect_navigation():
        page.locator("button[value=confirmed]").click()
    assert told(page, f"{API}/incidents/{incident_of(page)}")["history"][0]["reviewer"] == "sara"  # type: ignore[index]
    page.goto("/account")
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    assert "/login" in page.url and page.request.get("/api/v1/incidents").status == 401
