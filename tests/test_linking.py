"""Links between reports: words, evidence, keys, groups, and how the scorer is learned. Episodes are made here, texts are our own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.document.model import Place
from khabar.evaluation.given import document_of_labels
from khabar.incidents.apart import apart, limit
from khabar.incidents.blocking import home_keys, search_keys
from khabar.incidents.episodes import Episode
from khabar.incidents.evidence import COLUMNS, columns, source_of
from khabar.incidents.grouping import grouped
from khabar.incidents.incidents import build
from khabar.incidents.keeping import from_json, to_json
from khabar.incidents.linking import links_of
from khabar.incidents.words import Wording, likeness, rarest, weight, words_of

MARKET = "قصفت طائرات حربية سوق الخضار في بلدة سراقب مساء الثلاثاء وقتل سبعة باعة"
RAID = "قالت فرق الإسعاف في سراقب إن غارة على سوق الخضار مساء الثلاثاء أودت بحياة سبعة باعة"
VISIT = "وصل وزير الزراعة إلى الميناء لافتتاح مخزن الحبوب الجديد وحضر الحفل تجار من المدينة"


def episode(name: str, text: str, day: int = 4, published: int = 5, place: str = "سراقب", killed: int | None = 7) -> Episode:
    lat, lon = {"سراقب": (35.86, 36.80), "أريحا": (35.81, 36.61), "حارم": (36.21, 36.52)}[place]
    where = Place("p1", place, place, place, "SYR", "city", None, lat, lon, "Idlib", "gazetteer", "gazetteer", 5.0, 1)
    wording = Wording(words_of("قصفت"), words_of(text), words_of(place), words_of("طائرات"), words_of("باعة"))
    return Episode(
        f"{name}/1", name, None, date(2020, 2, published).isoformat(), "violence", "ASSAULT", "aerial", "actual", date(2020, 2, day),
        date(2020, 2, day), True, where, frozenset(), frozenset(), (killed, killed) if killed else None, None, b"", ("v1",), (), None,
        frozenset({"ASSAULT"}), frozenset({"aerial"}), wording, True,
    )  # fmt: skip


def test_words_are_levelled_and_rare_ones_weigh_more() -> None:
    assert words_of("والمدرسة") == words_of("مدرسه") and words_of("في") == frozenset()
    common, rare = words_of("اليوم"), words_of("المنجنيق")
    assert weight(rare) > weight(common) > 0
    assert likeness(common, common) == 1.0 and likeness(common, rare) == 0.0 and likeness(frozenset(), frozenset()) == 0.0
    assert rarest(common | rare, 1, 0.0) == sorted(rare)


def test_two_tellings_of_one_raid_are_linked_and_the_link_says_why() -> None:
    a, b = episode("a", MARKET), episode("b", RAID)
    sources = {"a": source_of(MARKET, None, b""), "b": source_of(RAID, None, b"")}
    (found,) = links_of([(a, b)], sources)
    assert (found.a, found.b) == ("a/1", "b/1") and found.score > limit("join")
    assert "same day: 2020-02-04" in found.why and "same place: سراقب" in found.why and "killed agree" in found.why


def test_links_do_not_depend_on_which_comes_first() -> None:
    a, b = episode("a", MARKET), episode("b", RAID)
    assert links_of([(a, b)], {}) == links_of([(b, a)], {})


def test_another_day_another_town_or_another_matter_is_no_link() -> None:
    a = episode("a", MARKET)
    assert apart(a, episode("b", RAID, day=7)) and not links_of([(a, episode("b", RAID, day=7))], {})
    assert apart(a, episode("b", RAID, place="حارم"))
    other = replace(episode("b", VISIT, killed=None), family="diplomacy")
    assert links_of([(a, other)], {}) == []
    assert not links_of([(a, episode("a", RAID))], {}), "one report tells them apart"


def test_the_act_of_one_state_is_not_that_of_another() -> None:
    def sent(name: str, actor: str, target: str = "JOR") -> Episode:
        parties = frozenset({(actor, "GOV")}), frozenset({(target, "GOV")})
        return replace(episode(name, VISIT, killed=None), family="diplomacy", actors=parties[0], targets=parties[1])

    assert apart(sent("a", "KWT"), sent("b", "QAT")) and not apart(sent("a", "KWT"), sent("b", "KWT"))
    assert not apart(sent("a", "KWT"), sent("b", "JOR", "KWT")), "a meeting is told from both ends"
    assert not apart(sent("a", "KWT"), sent("b", "IGO"))
    fight = [replace(sent(name, actor), family="violence") for name, actor in (("a", "KWT"), ("b", "QAT"))]
    assert not apart(*fight)


def test_an_unknown_date_or_place_rules_nothing_out() -> None:
    a = episode("a", MARKET)
    bare = replace(episode("b", RAID), first=None, last=None, exact=False, dated=False, place=None, killed=None, published=None)
    assert not apart(a, bare)
    row = dict(zip(COLUMNS, columns(a, bare, source_of(MARKET, None, b""), source_of(RAID, None, b"")), strict=True))
    assert row["days between"] == row["distance of the places"] == row["days between the publications"] == -1.0


@given(st.integers(-3, 3), st.sampled_from([MARKET, RAID]))
def test_episodes_near_in_time_that_share_rare_words_find_each_other(later: int, text: str) -> None:
    a, b = episode("a", MARKET), episode("b", text, published=5 + later)
    assert home_keys(a) & search_keys(b) and home_keys(b) & search_keys(a)


def test_a_recap_of_months_later_is_found_by_the_day_that_it_tells_of() -> None:
    a = episode("a", MARKET)
    recap = replace(episode("b", RAID), published=(date(2020, 2, 5) + timedelta(200)).isoformat())
    assert home_keys(a) & search_keys(recap)
    undated = replace(recap, exact=False)
    assert not home_keys(a) & search_keys(undated)


def test_one_strong_link_between_two_groups_does_not_join_them() -> None:
    names = ["a", "b", "c", "d"]
    members = [episode(name, MARKET) for name in names]
    sure = {("a/1", "b/1"): 0.95, ("c/1", "d/1"): 0.95, ("b/1", "c/1"): 0.9}
    assert sorted(sorted(e.document for e in group) for group in grouped(members, sure)) == [["a", "b"], ["c", "d"]]
    wide = sure | {("a/1", "c/1"): 0.6, ("a/1", "d/1"): 0.6, ("b/1", "d/1"): 0.6}
    assert len(grouped(members, wide)) == 1


def test_what_is_ruled_out_is_never_in_one_group() -> None:
    members = [episode("a", MARKET), episode("b", RAID), episode("c", RAID, day=8)]
    pairs = {("a/1", "b/1"): 0.6, ("b/1", "c/1"): 0.99, ("a/1", "c/1"): 0.99}
    groups = grouped(members, pairs)
    assert sorted(sorted(e.document for e in group) for group in groups) == [["a", "b"], ["c"]]


def test_what_one_report_tells_twice_comes_together_through_what_others_tell() -> None:
    again = replace(episode("a", RAID), id="a/2")
    members = [episode("a", MARKET), again, episode("b", MARKET), episode("c", RAID)]
    alike = {(x, y): 0.9 for x in ("a/1", "a/2") for y in ("b/1", "c/1")} | {("b/1", "c/1"): 0.9}
    assert len(grouped(members, alike)) == 1
    lonely = {("a/1", "b/1"): 0.9, ("a/2", "c/1"): 0.9}
    assert sorted(sorted(e.id for e in group) for group in grouped(members, lonely)) == [["a/1", "b/1"], ["a/2", "c/1"]]


@pytest.mark.parametrize("other", [{"killed": (2, 2)}, {"first": date(2020, 2, 5), "last": date(2020, 2, 5)}])
def test_one_report_tells_events_apart_by_their_tolls_and_days(other: dict[str, Any]) -> None:
    first, second = episode("a", MARKET), replace(episode("a", RAID), id="a/2", **other)
    members = [first, second, episode("b", MARKET), episode("c", RAID)]
    alike = {(x, y): 0.9 for x in ("a/1", "a/2") for y in ("b/1", "c/1")} | {("b/1", "c/1"): 0.9}
    assert apart(first, second) and not apart(first, replace(second, document="d"))
    assert all({"a/1", "a/2"} - {e.id for e in group} for group in grouped(members, alike))


@given(st.permutations(range(6)), st.integers(0, 2**32 - 1))
def test_groups_do_not_depend_on_the_order(order: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    members = [episode(f"d{n}", MARKET) for n in range(6)]
    pairs = {(f"d{i}/1", f"d{j}/1"): float(random.random()) for j in range(6) for i in range(j)}
    shuffled = dict(sorted(pairs.items(), key=lambda item: random.random()))
    expected = {frozenset(e.id for e in group) for group in grouped(members, pairs)}
    assert {frozenset(e.id for e in group) for group in grouped([members[n] for n in order], shuffled)} == expected


def test_an_episode_is_kept_whole_and_one_of_an_older_version_is_read() -> None:
    a = episode("a", MARKET)
    data = to_json(a)
    assert from_json(data, b"") == a
    old = {name: value for name, value in data.items() if name not in ("wording", "types", "modes", "dated", "displaced")}
    read = from_json(old, b"")
    assert read.types == {"ASSAULT"} and read.modes == {"aerial"} and read.wording == Wording() and read.dated


def test_without_any_link_every_episode_is_an_incident() -> None:
    assert len(build([episode("a", MARKET), episode("b", VISIT, place="حارم", day=9, killed=None)], {})) == 2


def _labelled(name: str, text: str, incident: str) -> dict[str, object]:
    start = text.index("قصف") if "قصف" in text else text.index("غارة")
    event = {"start": start, "end": start + 4, "text": text[start : start + 4], "type": "ASSAULT", "event": "e1", "incident": incident}
    sentence = {"start": 0, "end": len(text)}
    return {
        "id": name, "text": text, "published": "2020-02-05", "title": None, "outlet": None, "sentences": [sentence], "entities": [],
        "times": [], "events": [event], "attributions": [],
    }  # fmt: skip


def test_the_scorer_is_learned_from_labelled_reports() -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("onnx")
    import onnxruntime

    from training.linking import fit, table_of

    labels = [_labelled("a", MARKET, "x1"), _labelled("b", RAID, "x1"), _labelled("c", MARKET.replace("الخضار", "السمك"), "x2")]
    table = list(table_of(labels, [document_of_labels(item) for item in labels]))
    assert [one for _, one in table] == [True, False, False]
    random = np.random.default_rng(0)
    rows = [tuple(row) for row in random.random((400, len(COLUMNS)))]
    graph = fit(rows, [row[0] > 0.5 for row in rows])
    run = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    likely = run.run(None, {"columns": np.array(rows, np.float32)})[0][:, 0]
    assert np.mean((likely > 0.5) == [row[0] > 0.5 for row in rows]) > 0.95
