"""What is said and who says it: quotations stay whole, speakers are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.tagger.quotes import quotations, with_whole_quotations
from khabar.tagger.sources import apart
from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity


def at(text: str, words: str) -> Bounds:
    start = text.index(words)
    return start, start + len(words)


def whole(text: str, cue: str, content: str) -> str:
    found = with_whole_quotations(TaggedCue(at(text, cue), 0, "said", (), at(text, content)), (0, len(text)), text)
    assert found.content is not None
    return text[slice(*found.content)]


def test_a_content_that_begins_or_ends_inside_a_quotation_takes_all_of_it() -> None:
    text = "قال الوزير للصحفيين «لن نفتح المعبر قبل الشتاء، ولن نغلق الطريق» ثم غادر القاعة"
    every = "لن نفتح المعبر قبل الشتاء، ولن نغلق الطريق"
    assert whole(text, "قال", "لن نفتح المعبر") == every
    assert whole(text, "قال", "المعبر قبل الشتاء، ولن نغلق الطريق") == every
    assert whole(text, "قال", "للصحفيين «لن نفتح") == "للصحفيين «" + every


def test_a_content_between_the_signs_stays_as_it_is() -> None:
    text = 'أجاب الوزير "نعم." وخرج'
    assert whole(text, "أجاب", "نعم") == "نعم"
    assert whole(text, "أجاب", '"نعم."') == '"نعم."'


def test_a_cue_inside_a_quotation_is_not_bound_by_it() -> None:
    text = "«قال لنا الطبيب إن الجرحى بخير وعدنا إلى القرية»"
    assert whole(text, "قال", "إن الجرحى بخير") == "إن الجرحى بخير"


def test_a_cue_without_content_stays_without() -> None:
    cue = TaggedCue((0, 3), 0, "said", (), None)
    assert with_whole_quotations(cue, (0, 9), "قال «نعم»") == cue


def test_a_quotation_that_is_not_closed_is_none() -> None:
    assert quotations("قال «لن نفتح المعبر", (0, 19)) == []
    assert quotations("“نعم” و«لا»", (0, 11)) == [(0, 5), (7, 11)]


@given(st.text(alphabet='«»“”"أب ،.', max_size=40), st.data())
def test_drawing_out_keeps_what_was_there(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    cue, content = (tuple(sorted((data.draw(places), data.draw(places)))) for _ in range(2))
    found = with_whole_quotations(TaggedCue(cue, 0, "said", (), content), (0, len(text)), text).content  # type: ignore[arg-type]
    assert found is not None
    assert 0 <= found[0] <= content[0] <= content[1] <= found[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "cue", "tagged", "expected"),
    [
        ("قال مسؤولون وشهود إن الجسر انهار", "قال", ["مسؤولون وشهود"], ["مسؤولون", "شهود"]),
        ("قال رئيس البلدية، وقائد الشرطة إن الجسر انهار", "قال", ["رئيس البلدية، وقائد الشرطة"], ["رئيس البلدية", "قائد الشرطة"]),
        ("قالت وزارة الصناعة والتجارة إن الجسر انهار", "قالت", ["وزارة الصناعة والتجارة"], ["وزارة الصناعة والتجارة"]),
        ("قال القائد لأنصاره إن الجسر انهار", "قال", ["القائد", "أنصاره"], ["القائد"]),
        ("قال لأنصاره إن الجسر انهار", "قال", ["أنصاره"], ["أنصاره"]),
        ("وفقا لوزارة الري والحكومة انهار الجسر", "وفقا", ["وزارة الري", "الحكومة"], ["وزارة الري", "الحكومة"]),
    ],
)
def test_speakers_are_told_apart(text: str, cue: str, tagged: list[str], expected: list[str]) -> None:
    found = apart(TaggedCue(at(text, cue), 0, "said", tuple(at(text, t) for t in tagged), None), [], text)
    assert [text[a:b] for a, b in found] == expected


def test_the_outlet_that_is_spoken_to_is_no_part_of_the_speaker() -> None:
    text = "قال وزير الري لوكالة الساحل إن الجسر انهار"
    cue = TaggedCue(at(text, "قال"), 0, "said", (at(text, "وزير الري لوكالة الساحل"),), None)
    assert apart(cue, [TaggedEntity(at(text, "وكالة الساحل"), "MEDIA")], text) == (at(text, "وزير الري"),)


def test_a_name_with_and_in_it_stays_one() -> None:
    text = "أعلن مجاهدون وأنصار إن الجسر انهار"
    cue = TaggedCue(at(text, "أعلن"), 0, "said", (at(text, "مجاهدون وأنصار"),), None)
    assert apart(cue, [TaggedEntity(at(text, "مجاهدون وأنصار"), "ORG")], text) == (at(text, "مجاهدون وأنصار"),)
