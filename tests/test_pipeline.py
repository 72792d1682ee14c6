"""The whole pipeline with the shipped model: the promised facts, odd text, determinism."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import khabar
from khabar.document.model import Article, Attribution, Document, Event, Quantity
from khabar.resolve import outlets

REPORT = "قتل 14 شخصا على الأقل في غارة استهدفت سوقا في حلب أمس الثلاثاء، وفق ما أفاد المرصد السوري لحقوق الإنسان."


def about(document: Document, word: str) -> Event:
    """The event whose trigger is `word`."""
    return next(e for e in document.events if e.text == word)


def speaker(document: Document, word: str) -> Attribution:
    """The attribution whose sources hold `word`."""
    return next(a for a in document.attributions if any(word in s.text for s in a.sources))


def words(spans: tuple[khabar.document.model.Span, ...]) -> str:
    return " | ".join(s.text for s in spans)


class TestWhatAReaderSees:
    """The seven points of the agreement report (facts of 8 July 2020)."""

    @pytest.fixture
    def report(self, read_samples: dict[str, Document]) -> Document:
        return read_samples["agreement"]

    def test_1_the_agreement(self, report: Document) -> None:
        event = about(report, "وقعا")
        assert event.type in ("SUPPORT", "AGREE") and event.status == "actual"
        assert "باقري" in words(event.roles["actors"]) and "أيوب" in words(event.roles["actors"])
        assert "اتفاقية" in words(event.roles["about"])
        assert (event.date.earliest, event.date.latest) == ("2020-07-08", "2020-07-08")
        told = {a.name: (a.country, a.sector) for a in report.actors if a.surface in words(event.roles["actors"])}
        assert told == {"Mohammad Bagheri": ("IRN", "MIL"), "Ali Abdullah Ayyoub": ("SYR", "MIL")}

    def test_2_the_promise_and_who_quotes_whom(self, report: Document) -> None:
        event = next(e for e in report.events if (e.type, e.status) == ("AGREE", "future"))
        assert "الدفاع الجوي" in words(event.roles["about"])
        said = {a.id: a for a in report.attributions}
        inner, outer = (said[name] for name in event.attributions)
        assert "باقري" in words(inner.sources) and "الوطن" in words(outer.sources)
        assert inner.parent == outer.id

    def test_3_the_visit_the_demand_and_the_urging(self, report: Document) -> None:
        visit = about(report, "وصل")
        assert (visit.type, visit.mode, visit.date.earliest) == ("CONSULT", "visit", "2020-07-07")
        assert visit.date.precision == "part-of-day"
        urging = about(report, "دعا")
        assert urging.type == "REQUEST" and "أنقرة" in words(urging.roles["recipients"])
        assert "باقري" in words(speaker(report, "باقري").sources)

    def test_4_the_strike(self, report: Document) -> None:
        strike = about(report, "غارات")
        assert (strike.type, strike.mode, strike.certainty) == ("ASSAULT", "aerial", "believed")
        assert (strike.date.earliest, strike.date.latest, strike.date.basis) == ("2020-06-24", "2020-06-24", "event")
        assert strike.hedge is not None and "يعتقد" in strike.hedge.text
        assert "إسرائيلية" in words(strike.roles["actors"]) and len(strike.roles["places"]) == 4
        places = {p.surface: p for p in report.places}
        for name in ("السلمية", "الصبورة", "كباجب", "صلخد"):
            assert places[name].country == "SYR" and places[name].lat is not None

    def test_5_the_casualties_have_no_number(self, report: Document) -> None:
        death = about(report, "مقتل")
        assert (death.type, death.mode) == ("HARM", "kill") and death.attributions
        assert all(isinstance(s, Quantity) and s.high is None for s in death.roles.get("killed", ()))
        assert "المقاتلين" in words(death.roles["recipients"])

    def test_6_hearsay_has_no_source(self, report: Document) -> None:
        rumour = next(a for a in report.attributions if a.certainty == "reported")
        assert rumour.cue.text == "أنباء" and not rumour.sources

    def test_7_outlets_have_an_affiliation(self, report: Document) -> None:
        told = {a.surface: a for a in report.actors if a.sector == "MED"}
        agency = next(a for surface, a in told.items() if "سانا" in surface)
        assert (agency.country, agency.role) == ("SYR", "agency, official, ar")
        paper = next(a for surface, a in told.items() if "الوطن" in surface)
        assert (paper.country, paper.role) == ("SYR", "newspaper, pro-government, ar")
        assert outlets.resolve("عنب بلدي").affiliation == "opposition"  # type: ignore[union-attr]


def test_the_same_strike_is_told_with_different_numbers(read_samples: dict[str, Document]) -> None:
    told = {}
    for name in ("ariha-state", "ariha-monitor", "ariha-wire", "ariha-copy"):
        counts = [s for e in read_samples[name].events for s in e.roles.get("killed", ()) if isinstance(s, Quantity)]
        told[name] = (counts[0].low, counts[0].high)
    assert told == {"ariha-state": (20, None), "ariha-monitor": (9, 9), "ariha-wire": (11, None), "ariha-copy": (11, None)}


def test_all_spans_index_the_text(read_samples: dict[str, Document]) -> None:
    for document in read_samples.values():
        found = document.to_dict()
        spans = [*found["entities"], *found["times"], *found["events"], *(a["cue"] for a in found["attributions"])]
        spans += [s for e in found["events"] for role in khabar.document.model.ROLES for s in e.get(role, [])]
        assert document.events and all(document.text[s["start"] : s["end"]] == s["text"] for s in spans)


def test_ids_and_links_hold_together(read_samples: dict[str, Document]) -> None:
    for document in read_samples.values():
        said, places = {a.id for a in document.attributions}, {p.id for p in document.places}
        assert all(set(e.attributions) <= said and e.location in places | {None} for e in document.events)
        assert all(a.parent in said | {None} and a.parent != a.id for a in document.attributions)


def test_numbers_dates_and_chain_of_one_sentence(nlp: khabar.Pipeline) -> None:
    document = nlp.read(REPORT, published=date(2020, 7, 8), outlet="موقع")
    death = about(document, "قتل")
    assert (death.type, death.mode, death.date.earliest) == ("HARM", "kill", "2020-07-07")
    counted = death.roles["killed"][0]
    assert isinstance(counted, Quantity) and (counted.low, counted.high) == (14, None)
    assert death.certainty == "said" and "المرصد" in words(document.attributions[0].sources)


def test_the_same_input_gives_the_same_bytes_in_any_company(nlp: khabar.Pipeline, samples: dict[str, Article]) -> None:
    together = {d.id: json.dumps(d.to_dict()) for d in nlp.pipe(samples.values(), batch_size=3)}
    for name in ("ramadi-bomb", "agreement"):
        assert json.dumps(next(nlp.pipe([samples[name]])).to_dict()) == together[name]


def test_without_a_date_nothing_is_dated(nlp: khabar.Pipeline) -> None:
    document = nlp.read(REPORT)
    assert document.published is None and all(t.value is None for t in document.times)
    assert all(e.date.earliest is None for e in document.events)


@pytest.mark.parametrize("bad", ["8 July", "2020-13-01"])
def test_a_date_that_is_none(nlp: khabar.Pipeline, bad: str) -> None:
    with pytest.raises(ValueError):
        nlp.read(REPORT, published=bad)


ODD = [
    "",
    "   \n\n ",
    "خبر",
    "قال " * 400,
    "قُتِلَ ثَلَاثَةُ جُنُودٍ فِي حَلَبَ أَمْسِ",
    "قتـــل ٣ جنود و۵ مدنيين 😀 in Aleppo",
    "\u200fقتل\u200e ثلاثة\u200c جنود\ufeff في \u2067حلب\u2069",
    "ﻗﺘﻞ ﺛﻼﺛﺔ ﺟﻨﻮﺩ ﻓﻲ ﺣﻠﺐ",
    "ا" * 5000,
    "قتل\x00ثلاثة\ud800جنود",
    "».،؟!" * 50 + "ع",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_read_and_kept(nlp: khabar.Pipeline, text: str) -> None:
    document = nlp.read(text, published="2020-07-08")
    assert document.text == text
    for event in document.events:
        assert text[event.start : event.end] == event.text != ""


@pytest.mark.parametrize("text", ODD[4:8])
def test_odd_spelling_does_not_hide_the_event(nlp: khabar.Pipeline, text: str) -> None:
    assert any(e.type == "HARM" for e in nlp.read(text, published="2020-07-08").events)


@given(st.text(st.one_of(st.characters(), st.sampled_from("قتل ثلاثة في حلب أمس.،\n")), max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read(nlp: khabar.Pipeline, text: str) -> None:
    assert nlp.read(text, published="2020-07-08").text == text


def test_a_megabyte_is_read(nlp: khabar.Pipeline) -> None:
    text = (REPORT + "\n") * (1_000_000 // (2 * len(REPORT.encode())) // 4) + "خ" * 1000
    document = nlp.read(text, published="2020-07-08")
    assert len(document.events) > 1000


def test_one_bad_article_is_kept_and_the_others_are_read(nlp: khabar.Pipeline) -> None:
    bad = Article("bad", REPORT, "not a date")
    outcomes = list(nlp.try_pipe([Article("a", REPORT), bad, Article("b", REPORT)]))
    assert [type(o).__name__ for o in outcomes] == ["Document", "Unread", "Document"]
    assert isinstance(outcomes[1], khabar.pipeline.Unread) and outcomes[1].article is bad and "not a date" in outcomes[1].reason


def test_text_without_arabic_is_empty_and_says_so(nlp: khabar.Pipeline) -> None:
    document = nlp.read("No Arabic here.")
    assert document.language == "und" and document.events == ()


def test_a_missing_model_is_said(tmp_path: object) -> None:
    with pytest.raises(FileNotFoundError, match="incomplete"):
        khabar.load(str(tmp_path))
