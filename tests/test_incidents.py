"""Reports to incidents: the true grouping of our own reports, the strike told four times, copies, order."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

import khabar
from khabar.document.model import Article, Document, Place
from khabar.evaluation.bcubed import bcubed
from khabar.incidents.apart import apart
from khabar.incidents.blocking import home_keys, search_keys
from khabar.incidents.copies import groups_of, likeness, signature
from khabar.incidents.episodes import Episode, episodes
from khabar.incidents.evidence import Source, source_of
from khabar.incidents.incidents import Incident, build
from khabar.incidents.linking import links_of
from khabar.incidents.words import Wording, words_of

EXAMPLES = Path(__file__).parent.parent / "examples"


def _read(name: str) -> tuple[list[Article], list[Document]]:
    items = [json.loads(line) for line in (EXAMPLES / name).read_text("utf-8").splitlines()]
    articles = [Article(d["id"], d["text"], d["published"], d.get("title"), d.get("outlet")) for d in items]
    return articles, list(khabar.load().pipe(articles))


@pytest.fixture(scope="module")
def told() -> tuple[list[Article], dict[str, tuple[Episode, ...]]]:
    articles, documents = _read("incidents.jsonl")
    return articles, {d.id: episodes(d) for d in documents}


def _build(articles: list[Article], found: dict[str, tuple[Episode, ...]]) -> list[Incident]:
    return build([e for each in found.values() for e in each], _sources(articles))


def _sources(articles: list[Article]) -> dict[str, Source]:
    return {a.id: source_of(f"{a.title or ''} {a.text}", a.title, signature(a.text)) for a in articles}


def _groups(found: dict[str, tuple[Episode, ...]], incidents: list[Incident]) -> dict[str, str]:
    """Report -> the incident of its first episode."""
    home = {e.id: i.id for i in incidents for e in i.episodes}
    return {name: home[each[0].id] if each else name for name, each in found.items()}


def test_incidents_are_those_that_the_reports_tell(told: tuple[list[Article], dict[str, tuple[Episode, ...]]]) -> None:
    articles, found = told
    gold = json.loads((EXAMPLES / "incidents-gold.json").read_text("utf-8"))
    assert len(gold) >= 40 and len(set(gold.values())) >= 12
    score = bcubed(gold, _groups(found, _build(articles, found)))
    assert score.f1 >= 0.90
    assert score.precision == 1.0, "two events were taken for one"


def test_the_order_of_the_reports_does_not_matter(told: tuple[list[Article], dict[str, tuple[Episode, ...]]]) -> None:
    articles, found = told
    expected = _build(articles, found)
    names = list(found)
    random.Random(7).shuffle(names)
    assert _build(articles, {name: found[name] for name in names}) == expected


def test_every_join_is_explained(told: tuple[list[Article], dict[str, tuple[Episode, ...]]]) -> None:
    for incident in _build(*told):
        assert len(incident.links) >= len(incident.episodes) - 1
        assert all(each.why for each in incident.links)


@pytest.fixture(scope="module")
def strike() -> tuple[Incident, dict[str, str]]:
    articles, documents = _read("reports.jsonl")
    incidents = build([e for d in documents for e in episodes(d)], _sources(articles))
    return next(i for i in incidents if len(i.documents) == 4), groups_of({a.id: signature(a.text) for a in articles})


def test_a_strike_told_by_four_reports_is_one_incident(strike: tuple[Incident, dict[str, str]]) -> None:
    incident, _ = strike
    assert set(incident.documents) == {"ariha-state", "ariha-monitor", "ariha-wire", "ariha-copy"}
    assert incident.place is not None and incident.place.name == "Ariha"
    assert incident.days == (date(2020, 2, 11), date(2020, 2, 11))
    assert (incident.type, incident.mode) == ("ASSAULT", "aerial")


def test_its_numbers_are_a_range_and_contested(strike: tuple[Incident, dict[str, str]]) -> None:
    incident, _ = strike
    killed = {v.value: {c.document for c in v.claims} for v in incident.matrix()["killed"]}
    assert killed["9"] == {"ariha-monitor"} and killed["20+"] == {"ariha-state"}
    assert killed["11+"] == {"ariha-wire", "ariha-copy"}
    assert "killed" in incident.contested() and "actor" in incident.contested()


def test_copies_and_quotes_of_one_speaker_count_once(strike: tuple[Incident, dict[str, str]]) -> None:
    incident, groups = strike
    assert groups["ariha-copy"] == groups["ariha-wire"]
    origins = incident.origins(groups)
    assert "White Helmets" in origins and "Syrian Observatory for Human Rights" in origins
    assert len(origins) == 3


def test_claims_keep_their_words_and_chain(strike: tuple[Incident, dict[str, str]]) -> None:
    incident, _ = strike
    claim = next(v for v in incident.matrix()["killed"] if v.value == "9").claims[0]
    assert claim.quote == "تسعة" and claim.chain[0] == "مرصد الشمال" and claim.origin == "Syrian Observatory for Human Rights"


def _episode(name: str, day: int, place: str, lat: float, lon: float, killed: int | None = None, document: str | None = None) -> Episode:
    where = Place("p1", place, place, place, "SYR", "city", None, lat, lon, "Idlib", "gazetteer", "gazetteer", 5.0, 1)
    when = date(2020, 2, day)
    count = (killed, killed) if killed is not None else None
    return Episode(
        name, document or name.split("/")[0], None, when.isoformat(), "violence", "ASSAULT", "aerial", "actual",
        when, when, True, where, frozenset(), frozenset(), count, None, b"", ("v1",), (), None, frozenset({"ASSAULT"}),
        frozenset({"aerial"}), Wording(words_of("قصفت"), words_of(f"قصفت طائرات حربية {place}"), words_of(place)),
    )  # fmt: skip


def test_towns_too_far_from_each_other_rule_out_one_event() -> None:
    a, b = _episode("a/1", 4, "Saraqib", 35.86, 36.80), _episode("b/1", 4, "Harem", 36.21, 36.52)
    assert apart(a, b) and links_of([(a, b)], {}) == [] and not apart(a, a)


def test_two_strikes_of_one_day_in_neighbouring_towns_stay_apart() -> None:
    a, b = _episode("a/1", 4, "Saraqib", 35.86, 36.80, 3), _episode("b/1", 4, "Ariha", 35.81, 36.61, 7)
    assert len(build([a, b], {})) == 2


def test_what_one_report_tells_apart_stays_apart_whatever_others_say() -> None:
    first, second = _episode("a/1", 4, "Saraqib", 35.86, 36.80, 3), _episode("a/2", 4, "Saraqib", 35.86, 36.80, 7)
    other = _episode("b/1", 4, "Saraqib", 35.86, 36.80)
    incidents = build([first, second, other], {})
    assert all(len({e.document for e in i.episodes}) == len(i.episodes) for i in incidents) and len(incidents) == 2


def test_episodes_that_can_be_linked_find_each_other() -> None:
    a, b = _episode("a/1", 4, "Saraqib", 35.86, 36.80), _episode("b/1", 5, "Saraqib", 35.86, 36.80)
    assert home_keys(a) & search_keys(b) and home_keys(b) & search_keys(a)


def test_copies_are_found_and_others_are_not() -> None:
    text = "قتل ثلاثة عمال في انفجار بمصنع قرب الميناء صباح اليوم وقالت الشرطة إنها فتحت تحقيقا في الحادث وإن الحريق أخمد"
    assert likeness(signature(text), signature(text)) == 1.0
    other = "وصل وفد تجاري إلى العاصمة لبحث اتفاق جديد حول النقل البحري بين البلدين وسيلتقي وزير الاقتصاد غدا"
    assert likeness(signature(text), signature(other)) < 0.1
    groups = groups_of({"b": signature(text), "a": signature(text + " تماما"), "c": signature(other)})
    assert groups == {"a": "a", "b": "a", "c": "c"}


def test_bcubed_of_a_known_case() -> None:
    gold = {"1": "a", "2": "a", "3": "b"}
    found = bcubed(gold, {"1": "x", "2": "x", "3": "x"})
    assert (round(found.precision, 4), found.recall) == (0.5556, 1.0)
    with pytest.raises(ValueError, match="same items"):
        bcubed(gold, {"1": "x"})
