"""Text as people write it on the web: hashtags, words split to pass filters, lost spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text.hashtags import unhashed
from khabar.text.normalise import fold, plain
from khabar.text.split_words import rejoined
from khabar.text.words import words

SIGNS = "./*|·•\\_-#ـ"
ODD = st.text(st.one_of(st.characters(), st.sampled_from("اقتلنفجرحيمسهدىةء ال" + SIGNS + "َُّ\ufee3\ufed7١2\n")), max_size=60)
WORD = st.sampled_from(["انفجار", "استشهاد", "المقاومة", "إسرائيل", "صواريخ", "القسام"])


def read(text: str) -> list[tuple[str, str]]:
    """The words of a text as (plain form, as written)."""
    return [(word.text, text[word.start : word.end]) for word in words(plain(text))]


@given(ODD)
def test_length_is_kept(text: str) -> None:
    assert len(unhashed(text)) == len(text)
    assert len(rejoined(text)) == len(text)


@given(WORD, st.sampled_from(["/", ".", "*", "-", "_"]), st.text("اأبق ", max_size=3))
def test_a_spelled_word_is_one_word_with_its_place_in_the_text(word: str, sign: str, before: str) -> None:
    spelled = sign.join(word)
    text = f"{before} {spelled} أمس"
    found = words(plain(text))[-2]
    assert found.text == word
    assert text[found.start : found.end] == spelled


@given(WORD, st.data())
def test_a_word_of_the_list_may_be_split_anywhere(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    written = word[:at] + data.draw(st.sampled_from([".", "/", "*", "ـ.ـ", "ـ/"])) + word[at:]
    text = f"شهدت المدينة {written} صباحا"
    assert read(text)[2] == (word, written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ق.ت.ل", "قتل"),
        ("قـ.ـتل", "قتل"),
        ("ا/ن/ف/ج/ا/ر", "انفجار"),
        ("وا.ن.ف.ج.ر", "وانفجر"),
        ("الـش.هـداء", "الشهداء"),
        ("\ufed7.\ufe98.\ufede", "قتل"),
        ("مدر.ـعات", "مدرعات"),
        ("بند.قية", "بند قية"),
    ],
)
def test_split_words(written: str, expected: str) -> None:
    assert fold(written) == fold(expected)


@pytest.mark.parametrize(
    "text", ["أ.ف.ب", "م.ت.ف", "سي.إن.إن", "نيسان/أبريل", "و/أو", "انتهى الاجتماع.وغادر الوفد", "1441هـ.وبعدها", "د.سمير"]
)
def test_what_is_no_split_word_stays(text: str) -> None:
    assert rejoined(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انسحبت #قوات_الفجر_الجديد، أمس", ["انسحبت", "قوات", "الفجر", "الجديد", "،", "أمس"]),
        ("قصف و#الضالع.", ["قصف", "و", "الضالع", "."]),
        ("الوسم # الضالع", ["الوسم", "الضالع"]),
        ("البند #3", ["البند", "#", "3"]),
        ("____", ["_"] * 4),
    ],
)
def test_words_of_hashtags(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(plain(text))] == expected


def test_a_hashtag_is_written_without_its_sign() -> None:
    text = "هاجم #لواء_النهر موقعا"
    found = words(plain(text))
    assert text[found[1].start : found[2].end] == "لواء_النهر"
    assert [word.spaced for word in found] == [True] * 4
    assert fold("#لواء_النهر") == fold("لواء النهر")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أصيب 12جريحا", ["▁أصيب", "▁12", "▁جريحا"]),
        ("نحو40 نازحا", ["▁نحو", "▁40", "▁نازحا"]),
        ("سافر إلىالميناء", ["▁سافر", "▁إلى", "▁الميناء"]),
        ("وزارةالخارجيةالنرويجية", ["▁وزارة", "▁الخارجية", "▁النرويجية"]),
        ("و27 من الـ48", ["▁و", "27", "▁من", "▁ال", "48"]),
        ("الطوارىء غزةو لدىها", ["▁الطوارىء", "▁غزةو", "▁لدىها"]),
    ],
)
def test_lost_spaces(text: str, expected: list[str]) -> None:
    assert ["▁" * word.spaced + word.text for word in words(plain(text))] == expected


@pytest.mark.parametrize(("written", "expected"), [("مُحَمَّد", "محمد"), ("\ufee3\ufea4\ufee4\ufeaa", "محمد"), ("إِسْمَاعِيل", "إسماعيل")])
def test_vowels_and_presentation_forms(written: str, expected: str) -> None:
    assert plain(written).text == expected
    assert fold(written) == fold(expected)
