"""Normalisation, words and sentences keep their offsets on any text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text.normalise import fold, has_arabic, plain
from khabar.text.prepared import prepare
from khabar.text.sentences import sentences
from khabar.text.words import Word, without_proclitic, words

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ابتةىءأإآؤئلمنوي ًٌٍَُِّْـ٠١٢٣۴۵۶،؛؟.…«»\u200f\u200e\u200c\u2068\ufeff\ufefb\ufdf2\n\r\u2028\u0000\ud800😀Aa1"),
    ),
    max_size=80,
)


@given(ODD)
def test_plain_offsets_rise_and_stay_inside(text: str) -> None:
    result = plain(text)
    assert len(result.offsets) == len(result.text) + 1
    assert list(result.offsets) == sorted(result.offsets)
    assert result.offsets[-1] == len(text)


@given(ODD)
def test_words_do_not_overlap_and_index_the_input(text: str) -> None:
    last = 0
    for word in words(plain(text)):
        assert last <= word.start < word.end <= len(text) or (word.start == last - 1 and len(word.text) >= 1)
        assert word.text
        last = word.end


@given(ODD)
def test_sentences_are_trimmed_ordered_and_lose_no_word(text: str) -> None:
    found = sentences(text)
    for start, end in found:
        assert text[start:end] == text[start:end].strip() != ""
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    kept = sum(not c.isspace() for s, e in found for c in text[s:e])
    assert kept == sum(not c.isspace() for c in text)


@given(ODD)
def test_prepared_words_lie_in_their_sentences(text: str) -> None:
    prepared = prepare(text)
    for (start, end), inside in zip(prepared.sentences, prepared.words, strict=True):
        assert all(start <= w.start and w.end <= end for w in inside)


@given(ODD)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("قُتِلَ", "قتل"),
        ("دمـــشق", "دمشق"),
        ("\ufefb", "لا"),
        ("١٤ و۲۵", "14 و25"),
        ("\u200fحلب\u200e", "حلب"),
        ("ا\u0654حمد", "أحمد"),
        ("علی کرم", "علي كرم"),
    ],
)
def test_plain_form(written: str, expected: str) -> None:
    assert plain(written).text == expected


def test_a_span_keeps_its_marks() -> None:
    text = "في دِمَشْقَ، أمس"
    word = words(plain(text))[1]
    assert text[word.start : word.end] == "دِمَشْقَ"


@pytest.mark.parametrize(("a", "b"), [("الأنبار", "الانبار"), ("حماة", "حماه"), ("موسى", "موسي"), ("إدلب", "ادلب")])
def test_spellings_of_one_name_fold_together(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_sentences_split_at_stops_but_not_in_numbers_and_initials() -> None:
    text = "بلغت النسبة 3.5 بالمئة. قال د. سمير إن العدد ارتفع! لماذا؟ لا نعلم"
    assert [text[a:b] for a, b in sentences(text)] == ["بلغت النسبة 3.5 بالمئة.", "قال د. سمير إن العدد ارتفع!", "لماذا؟", "لا نعلم"]


def test_proclitics_are_left_out_with_their_marks() -> None:
    source = "وَبِدمشق"
    word = words(plain(source))[0]
    assert source[without_proclitic(word, 2, source) :] == "دمشق"
    assert without_proclitic(word, 0, source) == 0
    assert without_proclitic(Word(0, 4, "مدين", True), 1, "مدين") == 0, "a letter that is no proclitic stays"


def test_has_arabic() -> None:
    assert has_arabic("see ﻻ")
    assert not has_arabic("Damascus 123 ، ؟")
