"""Adding reports by hand, by file and by link, in a real browser."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.conftest import ROOT

TEXT = "قتل أربعة مدنيين في قصف مدفعي على بلدة سرمين في ريف إدلب أمس الأربعاء، وفق ما أعلن الدفاع المدني السوري."


def _page(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="ar").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/add")
    page.wait_for_selector("html[data-ready]")
    return page


def test_a_text_is_read_at_once_and_kept_when_told_so(browser: Browser, live: str) -> None:
    page = _page(browser, live)
    page.fill("#text", TEXT)
    page.fill("#text-published", "2020-03-05")
    page.get_by_role("button", name="قراءة", exact=True).click()
    expect(page.locator(".card").first).to_contain_text("4 مارس 2020")
    page.goto(f"{live}/search?q=سرمين")
    expect(page.locator("#hits mark")).to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="حفظ").click()
    page.wait_for_url("**/reports/*")
    expect(page.locator(".below .title")).to_have_text("قصف")
    page.goto(f"{live}/search?q=سرمين")
    expect(page.locator("#hits mark").first).to_have_text("سرمين")


def test_files_are_read_while_the_progress_is_shown(browser: Browser, live: str, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, "utf-8")
    page = _page(browser, live)
    page.set_input_files("#files", [ROOT / "examples" / "reports.jsonl", report])
    expect(page.locator("[data-chosen] li")).to_have_text(["reports.jsonl", "report.txt"])
    page.locator("#files-published").fill("2020-03-05")
    page.get_by_role("button", name="قراءتها وحفظها").click()
    expect(page.locator("#job")).to_contain_text("تمّت")
    assert page.locator("#job dd").all_inner_texts() == ["1", "11", "1", "0"]


def test_a_link_into_the_machine_is_refused(browser: Browser, live: str) -> None:
    page = _page(browser, live)
    page.fill("#urls", f"{live}/healthz")
    page.get_by_role("button", name="جلب وقراءة وحفظ").click()
    expect(page.locator("#job .reports")).to_contain_text("/healthz")
    assert page.locator("#job dd").all_inner_texts() == ["0", "0", "0", "1"]


def test_what_is_missing_is_said_and_what_was_written_stays(browser: Browser, live: str) -> None:
    page = _page(browser, live)
    page.fill("#urls", "ftp://example.org/a")
    page.get_by_role("button", name="جلب وقراءة وحفظ").click()
    expect(page.get_by_role("alert")).to_contain_text("العناوين")
    expect(page.locator("#urls")).to_have_value("ftp://example.org/a")
