"""Whether an event happened, told by the words beside its trigger."""

import pytest

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
]


@pytest.mark.parametrize(("text", "trigger", "status"), CASES)
def test_words_beside_the_trigger_settle_the_status(text: str, trigger: str, status: str) -> None:
    start = text.index(trigger)
    event = TaggedEvent((start, start + len(trigger)), 0, "CONSULT", None, "actual", None, {}, 0, 1.0)
    assert with_status(event, (0, len(text)), text).status == status


def test_a_rule_never_looks_beyond_the_sentence() -> None:
    text = "طالب النائب ب. تحقيق الشرطة مستمر"
    start = text.index("تحقيق")
    event = TaggedEvent((start, start + 5), 1, "ACCUSE", "investigate", "actual", None, {}, 0, 1.0)
    assert with_status(event, (start, len(text)), text).status == "actual"


def test_cues_are_known_with_the_endings_of_verbs() -> None:
    for word in ("نقلها", "نشرته", "نقلتها"):
        assert any(NAMES[column].startswith("cue ") for column in columns_of(word)), word
