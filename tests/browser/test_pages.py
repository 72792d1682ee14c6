"""The pages in a real browser: in both languages and directions, at every width, drawn, linked, and usable by keyboard and ear."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Opened
from tests.conftest import ROOT

PAGES = {
    "list": "/incidents",
    "map": "/incidents?view=map",
    "timeline": "/incidents?view=timeline",
    "charts": "/incidents?view=charts",
    "filtered": "/incidents?country=SYR&contested=true",
    "nothing": "/incidents?country=ISL",
    "incident": "/incidents/8e36?claim=3",
    "report": "/reports/ariha-monitor",
    "actors": "/actors",
    "actor": "/actors/Islamic%20State",
    "places": "/places",
    "place": "/places/Damascus?country=SYR",
    "add": "/add",
    "search": "/search?q=%D8%B3%D9%88%D9%82",
}
DRAWN = PATIENCE
"""Milliseconds in which a map is drawn without a graphics card."""
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize("language", ["ar", "en-GB"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_speaks_its_language_and_is_accessible(opened: Opened, path: str, language: str) -> None:
    page = opened(path, language, scheme="dark" if language == "ar" else "light")
    html = page.locator("html")
    assert html.get_attribute("lang") == language[:2]
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert _serious(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_fits_a_telephone(opened: Opened, path: str) -> None:
    page = opened(path, "ar", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def _serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
        for each in found["violations"] if each["impact"] in ("serious", "critical") for node in each["nodes"][:3]
    ]  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_a_word_without_an_end_breaks(opened: Opened, width: int) -> None:
    page = opened("/add", "ar", width=width)
    page.fill("#text", "قتل مدنيان في غارة جوية على بلدة بنش أمس. " + "ا" * 5000)
    page.fill("#title", "ب" * 300)
    with page.expect_navigation():
        page.locator("form:has(#text) button.primary").click()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_unknown_page_says_so_in_words(opened: Opened) -> None:
    page = opened("/incidents/zzzz", "ar", expected=404)
    expect(page.locator("h1")).to_contain_text("لا شيء في هذا العنوان")


def test_a_facet_narrows_the_list_and_the_address_holds_it(opened: Opened) -> None:
    page = opened("/incidents")
    facet = page.locator("[id^=facet-country]", has_text="Syria")
    there = facet.locator(".number").inner_text()
    facet.click()
    expect(page.locator(".results-head b")).to_have_text(f"{there} incidents")
    assert "country=SYR" in page.url
    page.get_by_label("yes").first.check()
    expect(page.locator(".chips")).to_contain_text("Contested: yes")
    again = opened(page.url.partition("/incidents")[2].join(["/incidents", ""]))
    assert again.locator(".results-head b").inner_text() == page.locator(".results-head b").inner_text()
    page.go_back()
    expect(page.locator(".results-head b")).to_have_text(f"{there} incidents")


def test_dates_and_least_numbers_narrow_too_and_leave_no_empty_names_in_the_address(opened: Opened) -> None:
    page = opened("/incidents")
    page.locator("#min_sources").fill("3")
    page.locator("#min_sources").press("Enter")
    expect(page.locator(".chips")).to_contain_text("Sources ≥ 3")
    assert page.url.endswith("/incidents?min_sources=3")


def test_the_map_is_drawn_with_all_places(opened: Opened) -> None:
    page = opened("/incidents?view=map", "ar")
    page.wait_for_selector("[data-map][data-drawn]", timeout=DRAWN)
    assert int(page.locator("[data-map]").get_attribute("data-drawn") or 0) > 10
    expect(page.locator(".map canvas")).to_be_visible()


@pytest.mark.parametrize(("language", "first_is_left"), [("en-GB", True), ("ar", False)])
def test_time_runs_in_the_direction_of_the_script(opened: Opened, language: str, first_is_left: bool) -> None:
    page = opened("/incidents?view=timeline", language)
    page.wait_for_selector("[data-chart=timeline][data-drawn]")
    bars = page.locator(".plot a.bar")
    first, last = (bars.nth(n).bounding_box() for n in (0, -1))
    assert first and last and (first["x"] < last["x"]) is first_is_left


def test_a_bar_of_the_timeline_leads_to_its_days(opened: Opened) -> None:
    page = opened("/incidents?view=timeline")
    page.wait_for_selector("[data-chart=timeline][data-drawn]")
    page.locator(".plot a.bar").last.click()
    expect(page.locator(".chips")).to_contain_text("from 12 May 2021")


def test_types_and_accusations_are_charted(opened: Opened) -> None:
    page = opened("/incidents?view=charts")
    page.wait_for_selector("[data-chart=types][data-drawn]")
    expect(page.locator("[data-chart=types]")).to_contain_text("Protest")
    page.locator(".heat td a").first.click()
    expect(page.locator(".chips")).to_be_visible()


def test_a_claim_shows_its_quote_in_its_sentence(opened: Opened) -> None:
    page = opened("/incidents/8e36", "ar")
    page.locator("a.claim", has_text="تسعة").first.click()
    expect(page.locator("#quote mark")).to_have_text("تسعة")
    assert "claim=" in page.url
    expect(page.locator("#quote .passage")).to_contain_text("مدنيين")
    expect(page.locator("#quote .chain")).to_contain_text("المرصد السوري لحقوق الإنسان")


def test_arrow_keys_move_through_the_matrix_and_enter_opens_a_quote(opened: Opened) -> None:
    page = opened("/incidents/8e36", "ar")
    page.locator("a.claim").first.focus()
    before = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowLeft")
    after = page.evaluate("document.activeElement.id")
    assert after.startswith("claim-") and after != before
    page.keyboard.press("Enter")
    expect(page.locator("#quote mark")).to_be_visible()


def test_chains_and_tolls_are_drawn(opened: Opened) -> None:
    page = opened("/incidents/8e36")
    page.wait_for_selector("[data-incident][data-drawn]")
    expect(page.locator("[data-chart=chains]")).to_contain_text("White Helmets")
    assert page.locator("[data-chart=chains] .edge.denied").count() >= 1
    expect(page.locator("[data-chart=tolls]").first.locator("svg")).to_contain_text("20")


def test_a_trigger_lights_its_roles_and_a_content_its_source(opened: Opened) -> None:
    page = opened("/reports/ariha-monitor", "ar")
    page.locator(".m-trigger", has_text="أصيب").hover()
    expect(page.locator(".text .shown", has_text="آخرون")).to_be_visible()
    page.locator(".text .m-content", has_text="روسية").last.hover()
    expect(page.locator(".text .m-source.shown", has_text="المرصد").first).to_be_visible()
    page.locator(".m-trigger").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card.shown").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".shown")).to_have_count(0)


def test_search_marks_its_hits_as_one_types_whatever_the_spelling(opened: Opened) -> None:
    page = opened("/search", "ar")
    page.locator("#words").press_sequentially("اريحا")
    expect(page.locator("#hits mark").first).to_have_text("أريحا")
    assert "q=" in page.url


def test_language_and_theme_are_kept(opened: Opened) -> None:
    page = opened("/search")
    page.locator("[data-language]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".nav a").first.click()
    expect(page.locator("html[dir=rtl][data-theme=dark]")).to_be_visible()


def test_keys_are_shown(opened: Opened) -> None:
    page = opened("/incidents")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
