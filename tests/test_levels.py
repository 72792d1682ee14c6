"""Levels: what names one occasion, a sum, or a whole; and which wholes hold which occasions."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from khabar.cli.matrix import show_matrix
from khabar.document.model import Article
from khabar.errors import InputError
from khabar.export.formats import acled_csv
from khabar.incidents.apart import apart
from khabar.incidents.episodes import episodes
from khabar.incidents.parts import campaigns_of, is_part
from khabar.store.store import Store, article_key
from tests.telling import incident, report


def level(text: str, **roles: list[str]) -> str:
    [episode] = episodes(report("r", (text, ""), **roles))
    return episode.level


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("استهدفت غارة جوية مخزنا قرب الميناء فجر اليوم.", "incident"),
        ("استهدفت غارات جوية مخزنا قرب الميناء فجر اليوم.", "incident"),
        ("وقع هجوم على حاجز عند مدخل المدينة.", "incident"),
        ("دارت معارك عنيفة عند أطراف البلدة.", "incident"),
        ("دارت المعارك المستمرة لليوم الثالث عند أطراف البلدة.", "incident"),
        ("شنت المقاتلات أكثر من 15 غارة على البلدة.", "sum"),
        ("شنت المقاتلات خمس غارات على البلدة.", "sum"),
        ("شنت المقاتلات سلسلة غارات على البلدة.", "sum"),
        ("شنت المقاتلات غارات عدة على البلدة.", "sum"),
        ("بدأ التحالف عام 2015 هجوم الساحل.", "incident"),
        ("قال إن الحرب أنهكت الناس.", "campaign"),
        ("طال حصار المدينة.", "campaign"),
        ("نددت المنظمة باستمرار العدوان.", "campaign"),
        ("نددت المنظمة بجرائم العدوان الإسرائيلي المتواصل على الجنوب.", "campaign"),
        ("حذر من الهجمات المتكررة على القوافل.", "campaign"),
        ("تشن الجماعة هجمات على القوافل بشكل متكرر.", "campaign"),
    ],
)  # fmt: skip
def test_what_words_name(text: str, wanted: str) -> None:
    found = episodes(report("r", (text, "")))
    assert found[0].level == wanted, [e.level for e in found]


def test_what_is_told_to_last_is_a_whole_unless_it_is_set_against_others() -> None:
    since = {"times": ["منذ 3 شباط"]}
    assert level("تنفذ القوات حملة في الوادي منذ 3 شباط.", **since) == "campaign"
    assert level("هذا أول هجوم في الوادي منذ 3 شباط.", **since) == "incident"
    assert level("دارت معارك في الوادي منذ يوم الثلاثاء.", times=["منذ يوم الثلاثاء"]) == "incident"


def test_victims_counted_over_days_are_a_sum() -> None:
    assert level("قتل 39 شخصا منذ 3 شباط.", killed=["39"], times=["منذ 3 شباط"]) == "sum"
    assert level("قتل 39 شخصا يوم الثلاثاء.", killed=["39"], times=["يوم الثلاثاء"]) == "incident"


def test_a_whole_covers_the_days_that_it_is_told_to_last() -> None:
    [whole] = episodes(report("r", ("تتواصل الاحتجاجات المستمرة في العاصمة منذ 3 شباط.", ""), times=["منذ 3 شباط"]))
    assert (str(whole.first), str(whole.last), whole.exact) == ("2020-02-03", "2020-07-08", False)


def test_levels_are_never_one_event() -> None:
    texts = {"a": "قال إن الحرب أنهكت الناس.", "b": "استهدفت غارة مخزنا.", "c": "شنت المقاتلات 15 غارة.", "d": "استهدفت غارة مخزن الحبوب."}
    war, raid, raids, other = (episodes(report(name, (text, "")))[0] for name, text in texts.items())
    assert apart(war, raid) and apart(raids, raid) and apart(war, raids)
    assert not apart(raid, other)


def test_an_incident_knows_its_level() -> None:
    assert incident(report("a", ("قال إن الحرب أنهكت الناس.", "")), report("b", ("سئم الناس الحرب.", ""))).level == "campaign"


def told(id: str, level: str = "incident", **rest: Any) -> dict[str, Any]:
    base = {"type": "ASSAULT", "first": "2020-07-08", "last": "2020-07-08", "country": "SYR", "sides": ["SYR state"], "place": None}
    return {"id": id, "level": level, **base, "lat": 35.0, "lon": 37.0, "where_prec": 1, "admin1": "Hama", "radius": None, **rest}


WAR = told("war", "campaign", first="2020-01-01", last="2020-07-20", where_prec=6, admin1=None, radius=300.0)


@pytest.mark.parametrize(
    "rest",
    [
        {"country": "LBN"},
        {"first": "2020-08-01", "last": "2020-08-01"},
        {"sides": ["Hamas"]},
        {"type": "CONSULT"},
        {"level": "campaign"},
        {"first": None, "last": None},
    ],
)
def test_a_campaign_holds_what_is_of_its_time_country_sides_and_kind(rest: dict[str, Any]) -> None:
    assert is_part(told("a"), WAR) and is_part(told("b", "sum"), WAR)
    assert not is_part(told("a", **rest), WAR)


def test_a_campaign_in_a_town_or_province_holds_what_is_there() -> None:
    siege = told("siege", "campaign", type="COERCE", sides=[])
    assert is_part(told("a", lat=35.1), siege) and not is_part(told("a", lat=36.0), siege)
    province = told("province", "campaign", where_prec=4)
    assert is_part(told("a", lat=39.0), province) and not is_part(told("a", lat=39.0, admin1="Homs"), province)


def test_without_a_side_and_with_a_whole_country_it_holds_nothing() -> None:
    assert not is_part(told("a"), {**WAR, "sides": []})


def test_an_incident_may_be_part_of_several_the_shortest_first() -> None:
    offensive = {**WAR, "id": "offensive", "first": "2020-07-01"}
    assert campaigns_of(told("a"), [WAR, offensive]) == ["offensive", "war"]


def test_a_store_lists_levels_and_finds_what_a_campaign_holds(store: Store) -> None:
    siege = report("siege", ("طال حصار حلب المستمر.", ""), towns=["حلب"], places=["حلب"], actors=["الجيش السوري"])
    raid = report("raid", ("استهدفت غارة حلب وشنها الجيش السوري.", ""), towns=["حلب"], places=["حلب"], actors=["الجيش السوري"])
    elsewhere = report("far", ("استهدفت غارة درعا وشنها الجيش السوري.", ""), towns=["درعا"], places=["درعا"], actors=["الجيش السوري"])
    for each in (siege, raid, elsewhere):
        article = Article(each.id, each.text, each.published, None, each.outlet)
        assert store.add_article(article, "tests", "given")
        store.save(replace(each, id=article_key(article)))
    [whole] = store.page(level="campaign").items
    assert whole.record["level"] == "campaign" and not whole.record["part_of"]
    parts = {e.record["place"]: e.record["part_of"] for e in store.page(level="incident").items}
    assert parts == {"Aleppo": [whole.record["id"]], "Daraa": []}
    assert [known.part_of for known in store.incidents(place="Aleppo", level="incident")] == [(whole.record["id"],)]
    assert [held["place"] for held in store.beside(store.incidents(level="campaign")[0])] == ["Aleppo"]
    assert store.facets(level="campaign").total == 1 and store.facets().total == 3
    acled = "".join(acled_csv(store.incidents())).splitlines()
    assert len(acled) == 3 and not any(whole.record["id"] in row for row in acled)
    shown = io.StringIO()
    console = Console(width=80, file=shown, highlight=False)
    for known in (store.incidents(level="campaign")[0], store.incidents(place="Aleppo", level="incident")[0]):
        show_matrix(known, console, beside=store.beside(known))
    text = re.sub("[\u2068\u2069]", "", shown.getvalue())
    assert "COERCE restrict (campaign) · Aleppo, SYR" in text
    assert "holds 1 incident\n  ASSAULT aerial · Aleppo, SYR" in text and "part of 1 campaign\n  COERCE restrict (campaign)" in text
    with pytest.raises(InputError, match="no level; levels are incident, sum, campaign"):
        store.page(level="wars")


def test_tolls_that_count_from_different_days_do_not_contest_or_replace_one_another() -> None:
    since = {"killed": ["39", "9"], "times": ["منذ 3 شباط", "منذ 1 تموز"]}
    long = report("a", ("قتل 39 شخصا منذ 3 شباط وفق الأهالي.", ""), outlet="النهر", **since)
    short = report("b", ("قتل 9 اشخاص منذ 1 تموز وفق الأهالي.", ""), outlet="النهر", published="2020-07-09", **since)
    told = incident(long, short)
    assert [(t.value, t.counted, t.superseded) for t in told.tolls("killed")] == [
        ("39", "2020-02-03/2020-07-08", False),
        ("9", "2020-07-01/2020-07-09", False),
    ]
    assert told.contests() == ()
    one_day = incident(report("c", ("قتل 9 اشخاص يوم الثلاثاء.", ""), killed=["9"], times=["يوم الثلاثاء"]))
    assert [t.counted for t in one_day.tolls("killed")] == [""]


def test_a_whole_that_goes_on_lasts_to_its_report() -> None:
    [whole] = episodes(report("r", ("نددت المنظمة باستمرار العدوان.", ""), published="2020-07-08"))
    assert str(whole.last) == "2020-07-08" and not whole.exact
