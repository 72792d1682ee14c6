"""Whom a statement goes on with that drops its speaker."""

import pytest

from khabar.assemble.assemble import assemble
from khabar.assemble.speakers import Speaker, Speakers, gender_of_cue, gender_of_noun
from khabar.document.model import Article
from khabar.tagger.tagged import Tagged, TaggedCue
from khabar.text.prepared import prepare


@pytest.mark.parametrize(
    ("cue", "gender"),
    [("أضاف", "m"), ("أضافت", "f"), ("يقول", "m"), ("تقول", "f"), ("تابع", "m"), ("مشيرا", "m"), ("مشيرةً", "f"), ("قالوا", None)],
)
def test_the_gender_of_a_cue(cue: str, gender: str | None) -> None:
    assert gender_of_cue(cue) == gender


@pytest.mark.parametrize(
    ("noun", "gender"),
    [("وزير الزراعة", "m"), ("الوزارة", "f"), ("مصادر محلية", "f"), ("الأردن", "f"), ("بيان مشترك", "m"), ("حمزة الخالدي", None)],
)
def test_the_gender_of_a_noun(noun: str, gender: str | None) -> None:
    assert gender_of_noun(noun) == gender


def test_the_last_speaker_that_agrees_goes_on() -> None:
    speakers = Speakers()
    for number, source in enumerate(("وزير الزراعة سالم النجار", "الوزارة")):
        speakers.add(Speaker(source, (number, number + 1), number, nested=False))
    found = [speakers.last(cue, nested=False) for cue in ("أضاف", "أضافت", "أضافوا")]
    assert [s.source for s in found if s] == ["وزير الزراعة سالم النجار", "الوزارة", "الوزارة"]


def test_where_nobody_agrees_the_last_one_does() -> None:
    speakers = Speakers()
    assert speakers.last("أضاف", nested=False) is None
    speakers.add(Speaker("الوزارة", (0, 7), 0, nested=False))
    assert speakers.last("أضاف", nested=False) == Speaker("الوزارة", (0, 7), 0, nested=False)


def test_a_speaker_whom_the_sentence_names_is_its_source() -> None:
    text = "قال المحافظ إن السد سليم، وأضاف أن الطريق مفتوح.\nوأكد أن المدارس تفتح غدا."

    def cue(word: str, sentence: int, *sources: str) -> TaggedCue:
        spans = [(text.index(w), text.index(w) + len(w)) for w in (word, *sources)]
        return TaggedCue(spans[0], sentence, "said", tuple(spans[1:]), None)

    tagged = Tagged(cues=(cue("قال", 0, "المحافظ"), cue("أضاف", 0), cue("أكد", 1)))
    said = assemble(Article("d", text, None), prepare(text), tagged).attributions
    assert [[s.text for s in a.sources] for a in said] == [["المحافظ"], ["المحافظ"], []]
    assert [a.antecedent for a in said] == [None, None, "المحافظ"]
