"""Numbers of dead, injured and displaced on the events, from given findings."""

import json
from pathlib import Path

import pytest

import khabar
from khabar.document.model import COUNTS, Document, Event, Quantity
from khabar.resolve.numbers import value
from tests.building import assembled, found

DATA = Path(__file__).parent / "data"


def told(document: Document, trigger: str, nth: int = 0) -> dict[str, list[tuple[int | None, int | None]]]:
    """Role -> the bounds of its numbers, of the event with that trigger."""
    return told_by([e for e in document.events if e.text == trigger][nth])


def told_by(event: Event) -> dict[str, list[tuple[int | None, int | None]]]:
    return {role: [(q.low, q.high) for q in event.roles[role] if isinstance(q, Quantity)] for role in COUNTS if event.roles.get(role)}


@pytest.mark.parametrize(
    ("text", "trigger", "label", "roles", "expected"),
    [
        # the tagger has a part of the number
        ("مقتل 41 ألفا و118 شخصا", "مقتل", "HARM kill", {"killed": ["41"]}, {"killed": [(41118, 41118)]}),
        ("مقتل 41 ألفا و118 شخصا", "مقتل", "HARM kill", {"killed": ["41", "118"]}, {"killed": [(41118, 41118)]}),
        ("قتل بين 20 و30 جنديا", "قتل", "HARM kill", {"killed": ["20", "30"]}, {"killed": [(20, 30)]}),
        ("أصيب 40 000 شخص", "أصيب", "HARM injure", {"injured": ["40"]}, {"injured": [(40000, 40000)]}),
        # or none
        ("مقتل ما بين 15 و20 مسلحا", "مقتل", "HARM kill", {}, {"killed": [(15, 20)]}),
        ("أصيب أكثر من 5 آلاف و300 شخص", "أصيب", "HARM injure", {}, {"injured": [(5301, None)]}),
        ("إصابة 12جريحا", "جريحا", "HARM injure", {}, {"injured": [(12, 12)]}),
        ("عدد القتلى المدنيين ارتفع إلى أكثر من 150", "القتلى", "HARM kill", {}, {"killed": [(151, None)]}),
        ("ما يرفع إلى 178 عدد القتلى", "القتلى", "HARM kill", {}, {"killed": [(178, 178)]}),
        ("لقي أكثر من 15 عنصرا مصرعهم فجرا", "مصرعهم", "HARM kill", {}, {"killed": [(16, None)]}),
        ("وكان 16 مدنيا قتلوا في الغارة", "قتلوا", "HARM kill", {}, {"killed": [(16, 16)]}),
        ("سقوط عشرات من القتلى", "القتلى", "HARM kill", {}, {"killed": [(20, None)]}),
        ("سقوط قتيلين في القصف", "قتيلين", "HARM kill", {}, {"killed": [(2, 2)]}),
        ("عدد القتلى يتراوح بين 200 و250 شخصا", "القتلى", "HARM kill", {}, {"killed": [(200, 250)]}),
        ("مقتل ضابط في انفجار عبوة", "مقتل", "HARM kill", {}, {"killed": [(1, 1)]}),
        ("قتل في 5 حزيران قرب المعبر", "قتل", "HARM kill", {}, {}),
        ("في عام 2018 قتل الصياد", "قتل", "HARM kill", {}, {}),
        # or something that is none
        ("مقتل زهاء الخمسين", "مقتل", "HARM kill", {"killed": ["زهاء"]}, {"killed": [(50, 50)]}),
        ("عدد القتلى بلغ 7", "القتلى", "HARM kill", {"killed": ["عدد"]}, {"killed": [(7, 7)]}),
        ("مقتل شخص واحد في القصف", "مقتل", "HARM kill", {"killed": ["شخص"]}, {"killed": [(1, 1)]}),
        ("مقتل القوات المتقدمة", "مقتل", "HARM kill", {"killed": ["القوات"]}, {}),
        ("مقتل 30 بالمئة من الركاب", "مقتل", "HARM kill", {"killed": ["30"]}, {"killed": [(None, None)]}),
        # one more of those named before
        ("قتل اثنان وأصيب ثالث بجروح", "أصيب", "HARM injure", {}, {"injured": [(1, 1)]}),
        ("قتل اثنان وأصيب آخر", "أصيب", "HARM injure", {}, {"injured": [(1, 1)]}),
        ("أصيب ثالث أيام العيد راع", "أصيب", "HARM injure", {}, {}),
        # displaced
        ("نزح نصف مليون شخص", "نزح", "HARM displace", {"injured": ["نصف"]}, {"displaced": [(500000, 500000)]}),
        ("نزح 2.3 مليون شخص", "نزح", "HARM displace", {"killed": ["2.3"]}, {"displaced": [(2300000, 2300000)]}),
        ("نزح حتى الآن نحو 30 ألف شخص", "نزح", "HARM displace", {}, {"displaced": [(30000, 30000)]}),
        ("قال إن 45 ألف شخص فروا من القتال", "فروا", "HARM displace", {}, {"displaced": [(45000, 45000)]}),
        ("نزحت من البلدة والقرى حولها 300 عائلة", "نزحت", "HARM displace", {}, {"displaced": [(300, 300)]}),
        ("اضطر نحو 1,7 مليون شخص إلى النزوح", "النزوح", "HARM displace", {}, {"displaced": [(1700000, 1700000)]}),
        ("نزح سكان 20 قرية", "نزح", "HARM displace", {}, {}),
        # dead and wounded in one number
        ("سقط 30 عنصرا بين قتيل وجريح", "قتيل", "HARM kill", {"killed": ["30"]}, {"casualties": [(30, 30)]}),
        ("سقط 30 عنصرا ما بين قتيل وجريح", "سقط", "HARM", {"killed": ["30"]}, {"casualties": [(30, 30)]}),
        ("سقوط أكثر من 70 قتيلا وجريحا", "قتيلا", "HARM kill", {}, {"casualties": [(71, None)]}),
        ("سقوط عشرات القتلى والجرحى", "القتلى", "HARM kill", {}, {"casualties": [(20, None)]}),
        ("مقتل وإصابة العشرات", "إصابة", "HARM injure", {"injured": ["العشرات"]}, {"casualties": [(20, None)]}),
        ("سقوط 4 قتلى وجرحى", "قتلى", "HARM kill", {}, {"killed": [(4, 4)]}),
        ("سقوط 4 قتلى و6 جرحى", "قتلى", "HARM kill", {}, {"killed": [(4, 4)]}),
        # what is none of the dead
        ("خطف 13 عاملا من الموقع", "خطف", "ASSAULT abduct", {"killed": ["13"]}, {}),
    ],
)
def test_numbers_of_one_event(text: str, trigger: str, label: str, roles: dict[str, list[str]], expected: dict[str, object]) -> None:
    assert told(assembled(text, found(text, trigger, label, **roles)), trigger) == expected  # type: ignore[arg-type]


def test_nobody_is_no_number() -> None:
    text = "لم يقتل أحد"
    assert told(assembled(text, found(text, "يقتل", "HARM kill", status="negated", killed=["أحد"])), "يقتل") == {}


def test_a_joint_number_is_of_both_words_and_of_nothing_else() -> None:
    text = "أوقع الهجوم 30 عنصرا بين قتيل وجريح"
    events = [found(text, "الهجوم", "ASSAULT"), found(text, "قتيل", "HARM kill", 1), found(text, "جريح", "HARM injure", 2)]
    document = assembled(text, *events)
    assert [told(document, word) for word in ("الهجوم", "قتيل", "جريح")] == [{}, {"casualties": [(30, 30)]}, {"casualties": [(30, 30)]}]


def test_a_joint_number_without_a_word_of_harm_is_of_the_attack() -> None:
    text = "أوقع الهجوم 30 عنصرا بين قتيل وجريح"
    assert told(assembled(text, found(text, "الهجوم", "ASSAULT", killed=["30"])), "الهجوم") == {"casualties": [(30, 30)]}


def test_a_number_is_of_one_kind() -> None:
    text = "سقط 12جريحا و3قتلى ونزح 500 شخص"
    events = [
        found(text, "جريحا", "HARM injure", 0, injured=["12", "3"]),
        found(text, "قتلى", "HARM kill", 1, killed=["12"]),
        found(text, "نزح", "HARM displace", 2),
    ]
    document = assembled(text, *events)
    assert told(document, "جريحا") == {"injured": [(12, 12)]} and told(document, "قتلى") == {"killed": [(3, 3)]}
    assert told(document, "نزح") == {"displaced": [(500, 500)]}


def test_what_a_word_of_harm_counts_is_not_counted_by_the_attack_again() -> None:
    text = "قتل 12 شخصا في هجوم"
    document = assembled(text, found(text, "قتل", "HARM kill"), found(text, "هجوم", "ASSAULT", 1, killed=["12"]))
    assert told(document, "قتل") == {"killed": [(12, 12)]} and told(document, "هجوم") == {}


def test_words_of_a_number_are_no_recipients() -> None:
    text = "نزح نصف مليون شخص"
    event = assembled(text, found(text, "نزح", "HARM displace", recipients=["مليون", "شخص"])).events[0]
    assert [s.text for s in event.roles["recipients"]] == ["شخص"]


def test_families_are_no_people() -> None:
    text = "نزحت 300 عائلة ونزح 20 شخصا"
    document = assembled(text, found(text, "نزحت", "HARM displace"), found(text, "نزح", "HARM displace", 1, nth=1))
    units = [q.unit for e in document.events for q in e.roles["displaced"] if isinstance(q, Quantity)]
    assert units == ["households", "people"]


class TestTolls:
    """A first and a later toll: the later one counts, the earlier one is kept."""

    @staticmethod
    def tolls(text: str, *triggers: tuple[str, int]) -> dict[int, bool]:
        """Number -> whether it is superseded. triggers: words with the number of their event."""
        document = assembled(text, *(found(text, word, "HARM kill", number) for word, number in triggers))
        counted = [q for e in document.events for q in e.roles.get("killed", ()) if isinstance(q, Quantity)]
        return {q.low: q.superseded for q in counted if q.low is not None}

    @pytest.mark.parametrize(
        "text",
        [
            "ارتفعت حصيلة القتلى من 5 إلى 9",
            "ارتفاع عدد القتلى من 5 أشخاص إلى 9 أشخاص",
            "ارتفع عدد القتلى إلى 9 بعد أن كان 5",
            "ارتفع عدد القتلى إلى 9 بدلا من 5",
            "خفضت الوزارة عدد القتلى من 5 إلى 9",
        ],
    )
    def test_in_one_sentence(self, text: str) -> None:
        assert self.tolls(text, ("القتلى", 0)) == {5: True, 9: False}

    def test_an_earlier_toll_is_called_so(self) -> None:
        text = "قتل 12 شخصا في الهجوم.\nوكانت حصيلة سابقة أفادت بمقتل 8 أشخاص."
        assert self.tolls(text, ("قتل", 0), ("مقتل", 1)) == {12: False, 8: True}

    def test_an_earlier_toll_that_has_risen_since(self) -> None:
        text = "وكانت حصيلة أولية تحدثت عن مقتل 4 أشخاص قبل أن ترتفع إلى 11 قتيلا"
        assert self.tolls(text, ("مقتل", 0), ("قتيلا", 0)) == {4: True, 11: False}

    def test_each_kind_has_its_earlier_toll(self) -> None:
        text = "ارتفعت الحصيلة إلى 18 قتيلا و45 جريحا بعدما كانت 12 قتيلا و30 جريحا"
        events = [found(text, word, label, nth=n) for word, label in (("قتيلا", "HARM kill"), ("جريحا", "HARM injure")) for n in (0, 1)]
        document = assembled(text, *sorted(events, key=lambda e: e.span))
        counted = {(role, q.low, q.superseded) for e in document.events for role in COUNTS for q in e.roles.get(role, ())}  # type: ignore[attr-defined]
        assert counted == {("killed", 18, False), ("injured", 45, False), ("killed", 12, True), ("injured", 30, True)}

    def test_the_first_toll_counts_where_there_is_no_other(self) -> None:
        text = "وأفادت حصيلة أولية بمقتل 8 أشخاص."
        assert self.tolls(text, ("مقتل", 0)) == {8: False}

    def test_what_was_told_before_of_the_same_event(self) -> None:
        text = "قتل 12 شخصا في الهجوم.\nوكان المسعفون أعلنوا في وقت سابق مقتل 8 أشخاص."
        assert self.tolls(text, ("قتل", 0), ("مقتل", 0)) == {12: False, 8: True}
        assert self.tolls(text, ("قتل", 0), ("مقتل", 1)) == {12: False, 8: False}

    def test_a_toll_that_has_risen_replaces_smaller_ones_of_its_event(self) -> None:
        text = "مقتل 9 في انفجار السوق.\nوارتفع عدد القتلى لاحقا إلى 14."
        assert self.tolls(text, ("مقتل", 0), ("القتلى", 0)) == {9: True, 14: False}
        assert self.tolls(text, ("مقتل", 0), ("القتلى", 1)) == {9: False, 14: False}

    def test_a_part_is_no_toll(self) -> None:
        text = "ارتفع عدد القتلى إلى 14 بينهم 3 أطفال"
        document = assembled(text, found(text, "القتلى", "HARM kill", killed=["14", "3"]))
        assert [(q.low, q.part, q.superseded) for q in document.events[0].roles["killed"] if isinstance(q, Quantity)] == [
            (14, False, False),
            (3, True, False),
        ]


def _cases(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", _cases("numbers.jsonl"), ids=lambda case: case["id"])
def test_numbers_end_to_end(nlp: khabar.Pipeline, case: dict[str, str]) -> None:
    document = nlp.read(case["text"], published=case["published"])
    counted = {(role, *bounds) for e in document.events for role, found in told_by(e).items() for bounds in found}
    assert counted == {(role, *bounds) for role, bounds in case["expected"].items()}  # type: ignore[attr-defined]


def test_the_resolver_on_its_own() -> None:
    rows = [line.split("\t") for line in (DATA / "numbers_resolver.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert {phrase: value(phrase) for phrase, _ in rows} == {phrase: int(number) for phrase, number in rows}
