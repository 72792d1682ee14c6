"""Which words are cues, and where their sources may stand, where the words beside them settle it."""

from itertools import chain

import pytest

from khabar.tagger import labels
from khabar.tagger.cues import Found, content_segments, settled
from khabar.text.prepared import prepare

SAID = labels.CERTAINTIES.index("said")


def cues(text: str, *found: str) -> list[str]:
    """The cues of `text` when the model has found the words `found`."""
    sentences = prepare(text).words
    words = tuple(chain(*sentences))
    numbers = [number for number, sentence in enumerate(sentences) for _ in sentence]
    heads: list[Found] = [(k, k, SAID, 0.9) for k, word in enumerate(words) if word.text in found]
    return [words[first].text for first, *_ in settled(words, numbers, heads)]


NOT_CUES = [
    ("تبنى المجلس البلدي بالإجماع قرارا بإغلاق السوق", "تبنى"),
    ("ونقل الوزير إلى أهل البلدة تحيات الحكومة", "ونقل"),
    ("نقلتهم فرق الإسعاف إلى المستشفى", "نقلتهم"),
    ("قصف الجيش التلة ردا على هجوم فجر اليوم", "ردا"),
    ("نشرت الحكومة قوات إضافية قرب الجسر", "نشرت"),
    ("دعا المحافظ السكان إلى الهدوء", "دعا"),
    ("وعد المحافظ السكان ببناء جسر جديد", "وعد"),
    ("تحدث المحافظ أمام طلاب المدرسة", "تحدث"),
    ("وقال في بيان نشره على الإنترنت إن السد سليم", "نشره"),
]


@pytest.mark.parametrize(("text", "word"), NOT_CUES)
def test_some_words_are_no_cues(text: str, word: str) -> None:
    assert cues(text, word) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("تبنى التنظيم الهجوم على السوق", "تبنى"),
        ("ونقلت الوكالة عن الوزير أن السد سليم", "ونقلت"),
        ("نشرت الصحيفة أن السد سليم", "نشرت"),
        ("تحدث المحافظ عن خطر السيول", "تحدث"),
    ],
)
def test_the_same_words_are_cues_elsewhere(text: str, word: str) -> None:
    assert cues(text, word) == [word]


ALWAYS_CUES = [
    ("وقال في كلمة قصيرة بثتها إذاعة الجبل إن السد سليم", "بثتها"),
    ("اعتقل الحرس من يصفهم بالمخربين", "يصفهم"),
    ("خلص التقرير بعد شهر إلى أن السد سليم", "خلص"),
    ("عبر سكان القرى القريبة عن قلقهم", "عبر"),
]


@pytest.mark.parametrize(("text", "word"), ALWAYS_CUES)
def test_some_words_are_cues_though_the_model_missed_them(text: str, word: str) -> None:
    assert cues(text) == [word]


def test_a_verb_that_only_follows_its_preposition_is_no_cue_of_its_own() -> None:
    assert cues("انهار السد وفق ما قال المحافظ", "وفق", "قال") == ["وفق"]
    assert cues("انهار السد حسبما ذكر المحافظ", "حسبما", "ذكر") == ["حسبما"]
    assert cues("انهار السد بحسب المحافظ وذكر آخرون أنه سليم", "بحسب", "وذكر") == ["بحسب", "وذكر"]


def test_a_rule_never_looks_into_another_sentence() -> None:
    assert cues("قال المحافظ شيئا ثم نقل\nعلى الطريق تحيات", "نقل") == ["نقل"]


def segments(text: str, cue: str, *sources: str) -> list[str]:
    """Where the content of `cue` may lie; each source is one word."""
    words = prepare(text).words[0]
    place = {word.text: number for number, word in enumerate(words)}
    found = content_segments(words, place[cue], place[cue], [(place[s], place[s], 0) for s in sources])
    return [" ".join(word.text for word in words[start:end]) for start, end in found]


def test_a_content_holds_neither_its_cue_nor_the_source_behind_it() -> None:
    assert segments("السد سليم ، قال المحافظ إن الطريق مفتوح", "قال", "المحافظ") == ["السد سليم ،", "إن الطريق مفتوح"]
    assert segments("المحافظ قال إن السد سليم", "قال", "المحافظ") == ["المحافظ", "إن السد سليم"]


def test_what_something_is_called_follows_and_ends_at_a_comma() -> None:
    assert segments("اعتقل الحرس من يصفهم القائد بالمخربين ، وذلك أمس", "يصفهم", "القائد") == ["بالمخربين", "وذلك أمس"]
    assert segments("السد سليم على حد وصفه", "وصفه") == ["السد سليم على حد"]
