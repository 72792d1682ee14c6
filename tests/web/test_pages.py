"""The pages without a browser: their languages, what they let through, what they say of mistakes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from khabar.document.model import Article
from khabar.export.formats import TEXT_FORMATS
from khabar.ontology.ontology import ontology
from khabar.store.store import Store, article_key
from khabar.web.app import create_app
from khabar.web.language import LANGUAGES, language
from khabar.web.marks import Mark, paragraphs_of, parts_of
from khabar.web.settings import Settings
from khabar.web.wording import Wording
from tests.conftest import ROOT
from tests.telling import report
from tests.web.conftest import BASE

WEB = ROOT / "khabar" / "web"


@pytest.mark.parametrize(
    ("path", "accepted", "expected"),
    [
        ("/", "ar", "ar"),
        ("/", "ar-SY,ar;q=0.9,en;q=0.5", "ar"),
        ("/", "en;q=0.4, ar;q=0.6", "ar"),
        ("/", "fr", "en"),
        ("/", "", "en"),
        ("/?lang=ar", "en", "ar"),
        ("/?lang=en", "ar", "en"),
        ("/?lang=xx", "ar", "ar"),
    ],
)
def test_a_page_answers_in_the_language_asked_for(looking: TestClient, path: str, accepted: str, expected: str) -> None:
    page = looking.get(path, headers={"accept-language": accepted})
    direction = "rtl" if expected == "ar" else "ltr"
    assert page.status_code == 200 and f'<html lang="{expected}" dir="{direction}"' in page.text


def test_a_language_asked_for_in_the_address_stays_in_its_links(looking: TestClient) -> None:
    page = looking.get("/incidents?lang=ar").text
    assert 'href="/actors?lang=ar"' in page and "/api/v1/incidents?lang" not in page


def test_the_map_says_what_it_cannot_show(looking: TestClient) -> None:
    total = looking.get("/api/v1/incidents").json()["total"]
    shown = len(looking.get("/api/v1/incidents.geojson").json()["features"])
    assert 0 < shown < total
    assert f"{total - shown} incidents without a known place are not on the map." in looking.get("/incidents?view=map").text
    assert "not on the map" not in looking.get("/incidents?view=map&country=SYR").text


def test_a_filter_that_cannot_be_read_counts_nothing(looking: TestClient) -> None:
    page = looking.get("/incidents?since=abc&lang=ar")
    assert page.status_code == 422 and "لا حوادث" not in page.text and "شيء ناقص أو تتعذّر قراءته:" in page.text


def test_an_accusation_leads_to_what_the_accused_is_said_to_have_done(looking: TestClient) -> None:
    table = looking.get("/incidents?view=charts").text.partition('<table class="heat">')[2].partition("</table>")[0]
    assert 'href="/incidents?did=' in table and "party=" not in table


def test_a_latin_name_before_an_arabic_country_stands_in_the_order_of_the_page(looking: TestClient) -> None:
    page = looking.get("/places?lang=ar").text
    assert "الخرطوم، السودان" in page and "ااالخرطوم" not in page
    assert re.search(r'<a href="/places/Baladh[^>]*>Baladh، إيران</a>', page)


def test_digits_and_months_follow_the_region() -> None:
    assert language("ar", "ar-SY").day("2020-02-04") == "٤ شباط ٢٠٢٠"
    assert language("ar", "ar-MA").day("2020-02-04") == "4 فبراير 2020"
    assert language("en").days("2020-02-04", "2020-02-06").replace(" ", "") == "4–6Feb2020"
    assert language("ar", "ar-ZZ-nonsense").number(3) == "3"


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (10, "10 أخبار"),
        (11, "11 خبراً"),
        (99, "99 خبراً"),
        (100, "100 خبر"),
        (103, "103 أخبار"),
    ],
)
def test_arabic_counts_in_six_forms(n: int, expected: str) -> None:
    assert language("ar").counted("{n} report", "{n} reports", n) == expected


def test_every_text_of_the_page_is_translated() -> None:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "gettext": None, "counted": (1, 2), "named": ((1, "c"), 2)}
    catalogues = {code: read_po((WEB / "translations" / code / "messages.po").open("rb"), code) for code in LANGUAGES}
    for _, _, message, _, context in extract_from_dir(WEB, methods, keywords=keywords):
        key = message if isinstance(message, str) else message[0]
        if key and (context is None or key != context):
            assert catalogues["ar"].get(key, context), f"ar lacks {key!r} ({context})"
            assert catalogues["en"].get(key, context) or (context is None and isinstance(message, str)), f"en lacks {key!r} ({context})"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_has_a_name(code: str) -> None:
    found, words = language(code), Wording(language(code))
    for kind in ontology().types.values():
        assert found.named("type", kind.name) != kind.name
        for mode in kind.modes:
            assert words.kind(kind.name, mode) not in (mode, f"{kind.name} {mode}")
    assert all(found.named("sector", sector) != sector for sector in ontology().sectors)


def test_parties_and_places_are_called_as_the_language_calls_them() -> None:
    arabic, english = (Wording(language(code)) for code in ("ar", "en"))
    assert (arabic.party("RUS MIL"), english.party("RUS MIL")) == ("الجيش (روسيا)", "Russia: military")
    assert arabic.party("White Helmets") == "الخوذ البيضاء" and english.party("White Helmets") == "White Helmets"
    assert (arabic.place("Ariha", "أريحا", "SYR"), english.place("Ariha", "أريحا", "SYR")) == ("أريحا، سوريا", "Ariha, Syria")
    assert [english.number(n) for n in ("14", "14+", "up to 9", "10-15", "3+ households")] == [
        "14", "at least 14", "up to 9", "10–15", "at least 3 households",
    ]  # fmt: skip


class _Scripts(HTMLParser):
    """What a browser would run, or take as a style, of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append(tag)
        if tag in ("style", "iframe", "object", "img"):
            self.found.append(tag)
        self.found += [name for name, value in attrs if name.startswith("on") or name == "style" or "javascript:" in (value or "").lower()]


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\' onmouseover="alert(1)'


def test_words_of_reports_never_become_markup(client: TestClient, database: Path, nlp: object) -> None:
    from khabar.ingest import Ingest

    text = f"قتل خمسة أشخاص في قصف على حلب أمس، بحسب {HOSTILE} المرصد السوري لحقوق الإنسان."
    store = Store.open(database)
    store.add_article(Article("hostile", text, "2020-07-08", HOSTILE, HOSTILE, "javascript:alert(1)"), "test", "given")
    Ingest(store, nlp).again()  # type: ignore[arg-type]
    [head] = store.articles_like("hostile")
    incident = next(iter(store.incidents(since="2020-07-07", until="2020-07-08", country="SYR", type="ASSAULT")), None)
    store.close()
    assert incident
    paths = [f"/reports/{head.id}", f"/incidents/{incident.incident.id}?claim=0", "/incidents", "/search?q=حلب", "/" + HOSTILE]
    for path in [*paths, *(f"{path}={HOSTILE}" for path in ("/search?q", "/incidents?actor", "/actors?q", "/incidents?lang"))]:
        page = client.get(path)
        seen = _Scripts()
        seen.feed(page.text)
        assert seen.found == [] and page.status_code < 500, path


NONE = ("country=XXX", "type=WAR", "since=yesterday", "since=2021-01-01&until=2020-01-01", "min_sources=0", "min_sources=" + "9" * 30)
NO_VIEW = ("contested=perhaps", "bbox=1,2", "cursor=nonsense", "sort=nonsense")


@pytest.mark.parametrize("query", [*NONE, *NO_VIEW])
def test_a_filter_that_is_none_is_told_on_the_page(looking: TestClient, query: str) -> None:
    page = looking.get(f"/incidents?{query}")
    assert page.status_code == 422 and 'role="alert"' in page.text


def test_the_order_is_kept_when_a_filter_changes(looking: TestClient) -> None:
    page = looking.get("/incidents?sort=killed").text
    assert "/incidents?country=SYR&amp;sort=killed" in page
    first = re.search(r'href="/incidents/(\w{12})"', page)
    killed = [item["killed_high"] or item["killed_low"] or 0 for item in looking.get("/api/v1/incidents?limit=100").json()["items"]]
    deadliest = looking.get(f"/api/v1/incidents/{first[1]}").json() if first else {}
    assert max(killed) in (deadliest["killed_high"], deadliest["killed_low"])


@pytest.fixture
def besieged(tmp_path: Path) -> Iterator[TestClient]:
    """A siege that holds a sum and 21 raids, and a raid elsewhere."""
    there: dict[str, Any] = {"towns": ["حلب"], "places": ["حلب"], "actors": ["الجيش السوري"]}
    days = [str(date(2020, 2, 10) + timedelta(6 * n)) for n in range(21)]
    told = [
        report(f"raid {day}", ("استهدفت غارة حلب اليوم وشنها الجيش السوري.", ""), published=day, times=["اليوم"], **there) for day in days
    ]
    told.append(report("sum", ("استهدفت 15 غارة حلب وشنها الجيش السوري.", ""), published="2020-06-30", **there))
    told.append(report("far", ("استهدفت غارة درعا وشنها الجيش السوري.", ""), **{**there, "towns": ["درعا"], "places": ["درعا"]}))
    told.append(report("siege", ("طال حصار حلب منذ 3 شباط.", ""), times=["منذ 3 شباط"], **there))
    store = Store.open(tmp_path / "besieged.db")
    for each in told:
        article = Article(each.id, each.text, each.published, None, each.outlet)
        assert store.add_article(article, "tests", "given")
        store.save(replace(each, id=article_key(article)))
    store.close()
    with TestClient(create_app(Settings(str(tmp_path / "besieged.db"), secret=b"k" * 32)), BASE) as found:
        yield found


def _titles(page: str) -> list[str]:
    """The incidents that a list on a page links to."""
    return re.findall(r'<li[^>]*>\s*(?:<div.*?</div>\s*<div[^>]*>\s*)?<a[^>]* href="/incidents/(\w{12})"', page, re.S)


def test_sums_and_campaigns_are_marked_and_filtered(besieged: TestClient) -> None:
    every = besieged.get("/incidents").text
    for code, n, told in (("campaign", 1, "Campaign"), ("sum", 1, "Several as one sum"), ("incident", 22, "Single incident")):
        shown = re.findall(rf'level={code}"[^>]*><bdi>(.*?)</bdi><span class="number">(\d+)<', every)
        assert shown == [(told, str(n))]
        some = besieged.get(f"/incidents?level={code}").text
        assert len(_titles(some)) == n and some.count(f'<span class="badge">{told}</span>') == (n if code != "incident" else 0)
    assert len(_titles(besieged.get("/incidents?level=sum&level=campaign").text)) == 2
    assert "حوادث مجمّعة" in besieged.get("/incidents?level=sum&lang=ar").text
    assert besieged.get("/incidents?level=war").status_code == 422


def test_a_campaign_leads_to_what_it_holds_and_back(besieged: TestClient) -> None:
    [siege] = _titles(besieged.get("/incidents?level=campaign").text)
    [total] = _titles(besieged.get("/incidents?level=sum").text)
    page = besieged.get(f"/incidents/{siege}").text
    held = _titles(page)
    assert "Holds 22 incidents" in page and "and 2 more" in page and len(held) == 20
    every = re.search(r'href="([^"]+)">all such incidents of these days in Syria', page)
    listed = _titles(besieged.get(every[1].replace("&amp;", "&")).text) if every else []
    assert {*held, total} < set(listed) and siege not in listed
    assert "تضمّ 22 حادثة" in besieged.get(f"/incidents/{siege}?lang=ar").text
    part = besieged.get(f"/incidents/{held[0]}").text
    assert "Part of" in part and _titles(part) == [siege]
    [far] = _titles(besieged.get("/incidents?place=Daraa").text)
    assert "Part of" not in besieged.get(f"/incidents/{far}").text


def test_empty_filters_are_none(looking: TestClient) -> None:
    page = looking.get("/incidents?country=&contested=&since=&min_sources=&actor=")
    total = looking.get("/api/v1/incidents").json()["total"]
    assert page.status_code == 200 and f"{total} incidents" in page.text


def test_an_incident_is_found_by_the_beginning_of_its_id(looking: TestClient) -> None:
    page = looking.get("/incidents/8e36?claim=1", follow_redirects=False)
    assert page.status_code == 307 and re.fullmatch(r"/incidents/8e36\w{8}\?claim=1", page.headers["location"])
    assert looking.get("/incidents/8e36?claim=99999").status_code == 200


def test_every_export_that_a_page_offers_is_there(looking: TestClient) -> None:
    links = re.findall(r'href="(/api/v1/[^"]+)"', looking.get("/incidents?country=SYR").text)
    assert len(links) == len(TEXT_FORMATS) + 1
    assert all(looking.get(link.replace("&amp;", "&")).status_code == 200 for link in links)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=6))
def test_parts_are_the_text_whatever_is_marked(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, start + length, "entity") for start, length in spans]
    assert "".join(part.text for part in parts_of(text, marks)) == text
    for part in parts_of(text, marks):
        assert bool(part.classes) == any(m.start <= part.start and m.end >= part.end for m in marks)


def test_lines_of_a_text_keep_their_places() -> None:
    lines = paragraphs_of("abc\n\ndef", [Mark(2, 6, "cue", ("A1",), ("A1",))])
    assert [[(p.text, p.start, bool(p.within)) for p in line] for line in lines] == [
        [("ab", 0, False), ("c", 2, True)],
        [("d", 5, True), ("ef", 6, False)],
    ]
