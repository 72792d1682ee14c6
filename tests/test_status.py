"""Whether an event happened, told by the words beside its trigger."""

import json
from pathlib import Path

import pytest

import khabar
from khabar.tagger.hints import NAMES, columns_of
from khabar.tagger.status import with_status
from khabar.tagger.tagged import TaggedEvent

CASES = [
    ("سيلتقي الوزير نظيره في القاهرة", "سيلتقي", "future"),
    ("سيطرت القوة على التلة", "سيطرت", "actual"),
    ("سيتم توقيع مذكرة بين البلدين", "توقيع", "future"),
    ("من المقرر أن تنطلق المحادثات في جنيف", "المحادثات", "future"),
    ("وعد الوزير بزيارة المدينة قريبا", "زيارة", "future"),
    ("ودعا الأمين العام الأطراف كلها إلى وقف القتال", "القتال", "hypothetical"),
    ("طالب النائب بالتحقيق في الحادث", "تحقيق", "hypothetical"),
    ("منعت السلطات وصول المساعدات", "مساعدات", "negated"),
    ("لم تقع اشتباكات", "تقع", "negated"),
    ("قصف الجيش القرية", "قصف", "actual"),
    ("لم يقع هجوم على المطار", "هجوم", "negated"),
    ("لم تشن أي غارات أمس", "غارات", "negated"),
    ("انسحبت القوة دون وقوع اشتباكات", "اشتباكات", "negated"),
]
DENIALS = """
لم يسفر الانفجار في بغداد أمس عن سقوط قتلى أو جرحى | الانفجار actual | قتلى negated | جرحى negated
لم تسجل أي إصابات في الهجوم | الهجوم actual | إصابات negated
لم تسفر الهجمات عن إصابات بشرية، وفق الشرطة | الهجمات actual | إصابات negated
سقطت قذيفة قرب السوق دون وقوع إصابات | إصابات negated
سقط صاروخ في أرض خالية دون أن يسفر ذلك عن أي إصابات | إصابات negated
وقع التفجير فجرا ولم يخلف ضحايا | التفجير actual | ضحايا negated
لم ترد أنباء عن وقوع إصابات في صفوف المدنيين | إصابات negated
ولم تتحدث أي تقارير عن سقوط ضحايا | ضحايا negated
لم يعلن الجيش عن أية خسائر | خسائر negated
أكدت الشرطة عدم تسجيل أي إصابات بشرية | إصابات negated
انفجرت عبوة ناسفة بلا ضحايا | ضحايا negated
لا توجد إصابات في صفوف الجنود بعد الهجوم | الهجوم actual | إصابات negated
ليس هناك ضحايا في القصف | القصف actual | ضحايا negated
ما من ضحايا حتى الآن | ضحايا negated
لم يؤد الهجوم إلى إصابات أو أضرار | الهجوم actual | إصابات negated
لم يتسبب القصف في سقوط أي ضحايا | القصف actual | ضحايا negated
وانتهت الغارة من دون خسائر بشرية | الغارة actual | خسائر negated
هاجم مسلحون الحاجز دون أن يصاب أحد | هاجم actual | يصاب negated
لم تقع خسائر في الأرواح جراء القصف | القصف actual | خسائر negated
وقال إن الهجوم لم يوقع قتلى ولا جرحى | الهجوم actual | قتلى negated | جرحى negated
لم يسفر القصف إلا عن إصابة شخصين | القصف actual | إصابة actual
لم يسفر الهجوم عن قتلى، لكنه أدى إلى إصابة طفل | قتلى negated | إصابة actual
لم يسفر الانفجار عن ضحايا، وقتل شخصان في هجوم آخر | ضحايا negated | قتل actual
لم تعلن أي جهة مسؤوليتها عن مقتل القائد | مقتل actual
لم يعرف عدد القتلى بعد | القتلى actual
لم يؤكد الجيش حصيلة القتلى | القتلى actual
غادر الجنود المخيم دون أن يؤكدوا مقتل أحد | مقتل actual
فتحوا النار دون تمييز وسقط جرحى | جرحى actual
"""
NEGATION = [json.loads(line) for line in (Path(__file__).parent / "data" / "negation.jsonl").read_text("utf-8").splitlines()]
ATTACKS = ("الانفجار", "الهجوم", "الهجمات", "التفجير", "القصف", "الغارة", "هاجم")


@pytest.mark.parametrize(("text", "trigger", "status"), CASES)
def test_words_beside_the_trigger_settle_the_status(text: str, trigger: str, status: str) -> None:
    start = text.index(trigger)
    event = TaggedEvent((start, start + len(trigger)), 0, "CONSULT", None, "actual", None, {}, 0, 1.0)
    assert with_status(event, (0, len(text)), text).status == status


@pytest.mark.parametrize("line", DENIALS.strip().splitlines())
def test_a_denial_of_casualties_leaves_the_attack(line: str) -> None:
    text, *told = (part.strip() for part in line.split("|"))
    for trigger, status in map(str.split, told):
        start = text.index(trigger)
        kind, given = ("ASSAULT", "negated") if trigger in ATTACKS else ("HARM", "actual")
        event = TaggedEvent((start, start + len(trigger)), 0, kind, None, given, None, {}, 0, 1.0)
        assert with_status(event, (0, len(text)), text).status == status, trigger


@pytest.mark.parametrize("case", NEGATION, ids=lambda case: case["id"])
def test_negation_end_to_end(nlp: khabar.Pipeline, case: dict[str, str]) -> None:
    events = {e.text: f"{e.type} {e.status}" for e in nlp.read(case["text"], published=case["published"]).events}
    for trigger, told in case["expected"].items():  # type: ignore[attr-defined]
        assert events.get(trigger) == told


def test_a_rule_never_looks_beyond_the_sentence() -> None:
    text = "طالب النائب ب. تحقيق الشرطة مستمر"
    start = text.index("تحقيق")
    event = TaggedEvent((start, start + 5), 1, "ACCUSE", "investigate", "actual", None, {}, 0, 1.0)
    assert with_status(event, (start, len(text)), text).status == "actual"


def test_cues_are_known_with_the_endings_of_verbs() -> None:
    for word in ("نقلها", "نشرته", "نقلتها"):
        assert any(NAMES[column].startswith("cue ") for column in columns_of(word)), word
