"""Assembly without a model: chains, dropped speakers, casualties, dates, certainty."""

from dataclasses import replace

import pytest

from khabar.assemble.assemble import assemble
from khabar.assemble.attributions import attributions
from khabar.document.model import Article, Document, Quantity
from khabar.tagger.tagged import Bounds, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.text.prepared import prepare


def at(text: str, words: str, nth: int = 0) -> Bounds:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def cue(text: str, word: str, sources: list[str], content: str | None, certainty: str = "said", sentence: int = 0) -> TaggedCue:
    return TaggedCue(at(text, word), sentence, certainty, tuple(at(text, s) for s in sources), at(text, content) if content else None)


def event(
    text: str, trigger: str, kind: str, mode: str | None = None, number: int = 0, sentence: int = 0, **roles: list[str]
) -> TaggedEvent:
    spans = {role: tuple(at(text, w) for w in found) for role, found in roles.items()}
    return TaggedEvent(at(text, trigger), sentence, kind, mode, "actual", None, spans, number, 0.9)


def read(text: str, published: str | None = "2020-07-08", **found: tuple[object, ...]) -> Document:
    return assemble(Article("d", text, published), prepare(text), Tagged(**found))  # type: ignore[arg-type]


class TestChains:
    def test_a_paper_quotes_a_speaker(self) -> None:
        text = "نقلت الصحيفة عن الوزير قوله إن القوات انسحبت من البلدة"
        cues = [cue(text, "نقلت", ["الصحيفة"], "إن القوات انسحبت من البلدة"), cue(text, "قوله", ["الوزير"], "إن القوات انسحبت من البلدة")]
        outer, inner = attributions(text, cues)
        assert inner.parent == outer.id and outer.parent is None
        assert outer.content is not None and outer.content.text == "عن الوزير قوله إن القوات انسحبت من البلدة"
        document = read(text, events=(event(text, "انسحبت", "RETREAT", "withdraw"),), cues=tuple(cues))
        assert document.events[0].attributions == (inner.id, outer.id)

    def test_a_dropped_speaker_is_the_last_one_in_full(self) -> None:
        text = "قال وزير الدفاع سمير الحداد إن الهجوم فشل.\nوأضاف الحداد أن القوات تقدمت.\nوتابع أن المعركة مستمرة."
        cues = [
            cue(text, "قال", ["وزير الدفاع سمير الحداد"], "إن الهجوم فشل"),
            TaggedCue(at(text, "أضاف"), 1, "said", (at(text, "الحداد", 1),), at(text, "أن القوات تقدمت")),
            cue(text, "تابع", [], "أن المعركة مستمرة", sentence=2),
        ]
        assert [a.antecedent for a in attributions(text, cues)] == [None, None, "وزير الدفاع سمير الحداد"]

    def test_a_word_that_points_back_names_no_one_else(self) -> None:
        text = "قال مسؤول الإغاثة في البلدة إن الطريق مغلق.\nوأكد المسؤول ذاته أن الجسر انهار.\nوتابع أن المياه ارتفعت."
        cues = [
            cue(text, "قال", ["مسؤول الإغاثة في البلدة"], "إن الطريق مغلق"),
            cue(text, "أكد", ["المسؤول ذاته"], "أن الجسر انهار", sentence=1),
            cue(text, "تابع", [], "أن المياه ارتفعت", sentence=2),
        ]
        assert attributions(text, cues)[2].antecedent == "مسؤول الإغاثة في البلدة"

    def test_nobody_is_looked_for_behind_an_impersonal_cue(self) -> None:
        text = "قال المحافظ إن السد سليم.\nيشار إلى أن السد قديم."
        cues = [cue(text, "قال", ["المحافظ"], "إن السد سليم"), cue(text, "يشار", [], "أن السد قديم", sentence=1)]
        assert attributions(text, cues)[1].antecedent is None

    def test_an_agency_does_not_go_on_speaking(self) -> None:
        text = "قال المحافظ إن السد سليم.\nوذكرت وكالة رويترز أن المياه ارتفعت.\nوأضاف أن الإخلاء بدأ."
        cues = [
            cue(text, "قال", ["المحافظ"], "إن السد سليم"),
            cue(text, "ذكرت", ["وكالة رويترز"], "أن المياه ارتفعت", sentence=1),
            cue(text, "أضاف", [], "أن الإخلاء بدأ", sentence=2),
        ]
        assert attributions(text, cues)[2].antecedent == "المحافظ"

    def test_hearsay_has_no_speaker(self) -> None:
        text = "قال المحافظ إن السد سليم.\nوترددت أنباء عن انهيار السد."
        cues = [cue(text, "قال", ["المحافظ"], "إن السد سليم"), cue(text, "أنباء", [], "انهيار السد", "reported", 1)]
        assert attributions(text, cues)[1].antecedent is None


@pytest.mark.parametrize(
    ("text", "trigger", "mode", "victims", "expected"),
    [
        ("مقتل ما لا يقل عن 14 شخصا في الهجوم", "مقتل", "kill", "شخصا", "14"),
        ("سقط 14 قتيلا في الهجوم", "قتيلا", "kill", None, "14"),
        ("مقتل خمسة وعشرين جنديا", "مقتل", "kill", "جنديا", "خمسة وعشرين"),
        ("مقتل رجل وثلاثة أطفال", "مقتل", "kill", "أطفال", "ثلاثة"),
        ("قتل في الغارة جنديين تركيين", "قتل", "kill", "جنديين تركيين", "جنديين"),
        ("أصيب العشرات في الحادث", "أصيب", "injure", None, "العشرات"),
        ("مقتل مدنيين في القصف", "مقتل", "kill", "مدنيين", None),
        ("مقتل القائد في القصف", "مقتل", "kill", "القائد", None),
    ],
)
def test_a_number_beside_a_death_is_found(text: str, trigger: str, mode: str, victims: str | None, expected: str | None) -> None:
    harm = event(text, trigger, "HARM", mode, recipients=[victims] if victims else [])
    found = read(text, events=(harm,)).events[0].roles.get("killed" if mode == "kill" else "injured", ())
    assert [span.text for span in found] == ([expected] if expected else [])


def test_a_number_that_the_tagger_linked_stays() -> None:
    text = "مقتل 14 شخصا بينهم 3 أطفال"
    harm = event(text, "مقتل", "HARM", "kill", killed=["3"])
    assert [s.text for s in read(text, events=(harm,)).events[0].roles["killed"]] == ["3"]


def test_counts_carry_their_bounds() -> None:
    text = "مقتل 14 شخصا على الأقل وإصابة عشرات"
    document = read(text, events=(event(text, "مقتل", "HARM", "kill"), event(text, "إصابة", "HARM", "injure", 1)))
    killed, injured = document.events[0].roles["killed"][0], document.events[1].roles["injured"][0]
    assert isinstance(killed, Quantity) and isinstance(injured, Quantity)
    assert (killed.low, killed.high, injured.low, injured.high) == (14, None, 20, None)


class TestDates:
    text = "وقع الهجوم أمس.\nوأدى الهجوم إلى أضرار.\nوانسحب المهاجمون يوم الأحد بعد القصف.\nوأدانت الحكومة ذلك."

    def dated(self, published: str | None = "2020-07-08") -> list[tuple[str | None, str | None, str]]:
        text = self.text
        events = (
            event(text, "الهجوم", "ASSAULT", times=["أمس"]),
            TaggedEvent(at(text, "الهجوم", 1), 1, "ASSAULT", None, "actual", None, {}, 0, 0.9),
            event(text, "انسحب", "RETREAT", number=1, sentence=2, times=["يوم الأحد"]),
            event(text, "القصف", "ASSAULT", number=2, sentence=2),
            event(text, "أدانت", "ACCUSE", number=3, sentence=3),
        )
        found = read(text, published, events=events, times=(at(text, "أمس"), at(text, "يوم الأحد")))
        return [(e.date.earliest, e.date.latest, e.date.basis) for e in found.events]

    def test_each_says_where_it_comes_from(self) -> None:
        assert self.dated() == [
            ("2020-07-07", "2020-07-07", "event"),
            ("2020-07-07", "2020-07-07", "mention"),
            ("2020-07-05", "2020-07-05", "event"),
            ("2020-07-05", "2020-07-05", "sentence"),
            (None, "2020-07-08", "publication"),
        ]

    @pytest.mark.parametrize(("when", "latest"), [("الشهر المقبل", "2020-07-08"), ("هذا الأسبوع", "2020-07-08"), ("أمس", "2020-07-07")])
    def test_what_has_happened_is_not_dated_after_the_publication(self, when: str, latest: str) -> None:
        text = f"قصفت الطائرات البلدة {when}."
        told = event(text, "قصفت", "ASSAULT", times=[when])
        found = read(text, "2020-07-08", events=(told,), times=(at(text, when),))
        assert found.events[0].date.latest == latest

    def test_what_is_to_come_keeps_its_date(self) -> None:
        text = "تزور اللجنة البلدة الشهر المقبل."
        planned = replace(event(text, "تزور", "CONSULT", times=["الشهر المقبل"]), status="future")
        found = read(text, "2020-07-08", events=(planned,), times=(at(text, "الشهر المقبل"),))
        assert found.events[0].date.latest == "2020-08-31"

    def test_without_a_publication_date(self) -> None:
        assert {date[:2] for date in self.dated(None)} == {(None, None)}


def test_a_hedge_makes_a_statement_a_belief() -> None:
    text = "قال المرصد إن غارات يعتقد أنها أجنبية استهدفت البلدة"
    cues = (cue(text, "قال", ["المرصد"], "إن غارات يعتقد أنها أجنبية استهدفت البلدة"), cue(text, "يعتقد", [], "أنها أجنبية", "believed"))
    found = read(text, events=(event(text, "غارات", "ASSAULT", "aerial"),), cues=cues).events[0]
    assert found.hedge is not None and found.hedge.text == "يعتقد أنها"
    assert found.certainty == "believed"


def test_places_and_actors_are_listed_once_and_linked() -> None:
    text = "قصف الجيش السوري مدينة حلب، ثم قصف الجيش السوري ريف حلب"
    strike = event(text, "قصف", "ASSAULT", "heavy-weapons", actors=["الجيش السوري"], places=["حلب"])
    entities = (TaggedEntity(at(text, "حلب"), "GPE"), TaggedEntity(at(text, "حلب", 1), "GPE"))
    document = read(text, events=(strike,), entities=entities)
    assert [p.name for p in document.places] == ["Aleppo"] and document.events[0].location == document.places[0].id
    assert [(a.country, a.sector) for a in document.actors] == [("SYR", "MIL")]


def test_a_short_name_takes_over_what_the_full_one_told() -> None:
    text = "وصل قائد الجيش الليبي سالم الورفلي أمس. وقال الورفلي إن الهدنة قائمة"
    arrival = event(text, "وصل", "CONSULT", "visit", actors=["قائد الجيش الليبي سالم الورفلي"])
    said = TaggedCue(at(text, "قال"), 1, "said", (at(text, "الورفلي", 1),), at(text, "إن الهدنة قائمة"))
    told = {a.surface: (a.country, a.sector, a.basis) for a in read(text, events=(arrival,), cues=(said,)).actors}
    assert told["الورفلي"] == ("LBY", "MIL", "text")
