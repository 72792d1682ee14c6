"""Earthquakes, floods, road accidents and fires: no attacks, and what they did says so. From given findings."""

import pytest

from tests.building import assembled, found

NATURE = [
    ("زلزال ضرب مدينة حلب أمس وقتل خمسة أشخاص", "ضرب", "قتل"),
    ("ضربت هزة أرضية بقوة 5 درجات المدينة وأدت إلى إصابة عشرة أشخاص", "ضربت", "إصابة"),
    ("أدت الفيضانات التي اجتاحت القرى إلى مقتل 20 شخصا", "اجتاحت", "مقتل"),
    ("جرفت السيول المنازل ما أسفر عن مصرع ستة أشخاص", "جرفت", "مصرع"),
    ("دمر الإعصار مئات المنازل وشرد الآلاف", "دمر", "شرد"),
    ("الزلزال الذي هز البلاد فجرا أوقع مئات القتلى", "هز", "القتلى"),
    ("انهيار أرضي يطمر قرية ومقتل تسعة من سكانها", "انهيار", "مقتل"),
]
ACCIDENTS = [
    ("اندلع حريق في سوق المدينة وقتل ثلاثة عمال", "حريق", "قتل"),
    ("اصطدام حافلتين على الطريق الساحلي ومقتل عشرة", "اصطدام", "مقتل"),
    ("انفجار أسطوانة غاز في مطعم أدى إلى إصابة طاه", "انفجار", "إصابة"),
    ("انهيار مبنى قديم في الحي ووفاة أسرة كاملة", "انهيار", "وفاة"),
    ("انقلبت حافلة ركاب قرب الجسر ما أسفر عن مصرع 9", "انقلبت", "مصرع"),
]


def read(text: str, attack: str, harm: str, **roles: list[str]) -> tuple[list[str], list[str | None]]:
    """The attacks that are left, and the causes of what was harm."""
    document = assembled(text, *sorted([found(text, attack, "ASSAULT", **roles), found(text, harm, "HARM kill", 1)], key=lambda e: e.span))
    attacks = [e.text for e in document.events if e.type == "ASSAULT"]
    return attacks, [e.cause for e in document.events if e.type == "HARM"]


@pytest.mark.parametrize(("text", "attack", "harm"), NATURE)
def test_what_nature_does_is_no_attack(text: str, attack: str, harm: str) -> None:
    assert read(text, attack, harm) == ([], ["nature"])


@pytest.mark.parametrize(("text", "attack", "harm"), ACCIDENTS)
def test_an_accident_is_no_attack(text: str, attack: str, harm: str) -> None:
    assert read(text, attack, harm) == ([], ["accident"])


@pytest.mark.parametrize(
    ("text", "attack", "harm", "roles"),
    [
        ("وبعد الزلزال ضرب الجيش مواقع في الريف وقتل خمسة", "ضرب", "قتل", {"actors": ["الجيش"]}),
        ("أدى قصف على السوق إلى اندلاع حريق ومقتل ثلاثة عمال", "قصف", "مقتل", {}),
        ("قتل سبعة جنود في هجوم خلال عملية عاصفة الحزم", "هجوم", "قتل", {}),
        ("انهيار مبنى جراء غارة على الحي ومقتل أسرة", "غارة", "مقتل", {}),
        ("حريق متعمد أتى على المخزن ومقتل حارسه", "حريق", "مقتل", {}),
        ("ضربت عاصفة من الانتقادات الحكومة بعد مقتل متظاهر", "ضربت", "مقتل", {}),
        ("قتل خمسة في قصف بعد أيام من الزلزال", "قصف", "قتل", {}),
        ("ضرب الجيش القرية وأدى القصف إلى مقتل ثلاثة", "ضرب", "مقتل", {}),
    ],
)
def test_what_somebody_does_stays_an_attack(text: str, attack: str, harm: str, roles: dict[str, list[str]]) -> None:
    assert read(text, attack, harm, **roles) == ([attack], [None])


@pytest.mark.parametrize(
    ("text", "harm", "cause"),
    [
        ("لقي ثلاثة أشخاص حتفهم في حادث سير", "حتفهم", "accident"),
        ("غرق ستة مهاجرين قبالة الساحل", "غرق", "accident"),
        ("نزح آلاف السكان بسبب الفيضانات", "نزح", "nature"),
        ("عدد ضحايا الزلزال يرتفع", "ضحايا", "nature"),
        ("مقتل عاملين إثر اندلاع حريق في المصنع", "مقتل", "accident"),
        ("مقتل عاملين برصاص مجهولين في منطقة الفيضانات", "مقتل", None),
        ("مقتل عاملين في منطقة الفيضانات", "مقتل", None),
        ("مقتل عاملين قرب المصنع", "مقتل", None),
    ],
)
def test_the_cause_of_a_harm(text: str, harm: str, cause: str | None) -> None:
    assert assembled(text, found(text, harm, "HARM kill")).events[0].cause == cause


def test_the_cause_is_told_in_the_sentence_before() -> None:
    text = "ضربت هزة أرضية شمال البلاد فجرا.\nوأصيب عشرة أشخاص بجروح."
    assert assembled(text, found(text, "أصيب", "HARM injure")).events[0].cause == "nature"


def test_but_not_where_the_report_tells_of_an_attack() -> None:
    text = "ضربت هزة أرضية شمال البلاد فجرا.\nوأصيب عشرة أشخاص بجروح.\nوتبنى التنظيم هجوما في العاصمة."
    events = assembled(text, found(text, "أصيب", "HARM injure"), found(text, "هجوما", "ASSAULT", 1)).events
    assert [e.cause for e in events] == [None, None]


def test_other_mentions_of_one_harm_have_one_cause() -> None:
    text = "قتل ستة في الزلزال.\nوشيع الأهالي القتلى."
    events = assembled(text, found(text, "قتل", "HARM kill"), found(text, "القتلى", "HARM kill")).events
    assert [e.cause for e in events] == ["nature", "nature"]


def test_the_cause_is_in_the_json_where_there_is_one() -> None:
    text = "قتل ستة في الزلزال. وقتل سابع قرب المصنع"
    told = [e.to_dict().get("cause") for e in assembled(text, found(text, "قتل", "HARM kill")).events]
    assert told == ["nature"]
