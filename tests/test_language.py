"""Languages in Arabic letters, told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar
from khabar.text.language import language_name, language_of

TEXTS = {
    "fa": [
        "وزیر خارجه ایران دیروز با همتای خود در آنکارا دیدار کرد. سه نفر در حمله کشته شدند.",
        "وزير خارجه ايران ديروز با همتاي خود در آنكارا ديدار كرد",
        "به گزارش خبرگزاری، در این انفجار دست‌کم ده نفر کشته و بیست نفر زخمی شده‌اند",
        "تهران و ریاض توافق کردند",
        "حمله موشکی به پایگاه هوایی",
    ],
    "ur": [
        "پاکستان کے وزیر خارجہ نے کل انقرہ میں اپنے ہم منصب سے ملاقات کی۔ حملے میں تین افراد ہلاک ہوئے۔",
        "کراچی میں دھماکہ، دس افراد زخمی",
        "وزیراعظم نے کہا کہ حکومت عوام کے ساتھ ہے",
    ],
    "ps": [
        "د افغانستان د بهرنیو چارو وزیر پرون په کابل کې له خپل سیال سره وکتل. په برید کې درې کسان ووژل شول.",
        "په کندهار کې چاودنه وشوه او لس کسان ټپيان شول",
    ],
    "ku": [
        "وەزیری دەرەوەی عێراق دوێنێ لە ئەنقەرە لەگەڵ هاوتاکەی کۆبووەوە. سێ کەس لە هێرشەکەدا کوژران.",
        "لە هەولێر تەقینەوەیەک ڕوویدا و دە کەس بریندار بوون",
    ],
    "ar": [
        "قتل ثلاثة جنود في حلب أمس، بحسب المرصد.",
        "قال علی خامنئی إن إیران لن تتراجع فی هذا الملف",
        "نقلت وكالة مهر عن البيان «حمله کشته شدند» قبل أن تحذفه من موقعها",
        "ﻗﺘﻞ ﺟﻨﺪﻱ ﻓﻲ ﺣﻠﺐ",
        "خبر",
        "گلستان",
        "زار الرئيس مدينة كركوك (Kirkuk) والتقى محافظها",
        "شلونچ يا خوي",
    ],
    "und": [
        "No Arabic here.",
        "The government (الحكومة) said on Monday that its forces had taken the town and that the road was open again to traffic.",
        "",
        "12 — 14",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TEXTS.items() for text in texts])
def test_a_language_is_told_by_its_words_and_letters(code: str, text: str) -> None:
    assert language_of(text) == code


def test_names_of_languages() -> None:
    assert (language_name("fa"), language_name("ku"), language_name("zz")) == ("Persian", "Kurdish", "zz")


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert language_of(text) in {"ar", "fa", "ur", "ps", "ku", "ug", "sd", "und"}


@pytest.mark.parametrize("code", ["fa", "ur", "ps", "ku", "und"])
def test_nothing_is_read_in_another_language(nlp: khabar.Pipeline, code: str) -> None:
    document = nlp.read(TEXTS[code][0])
    assert document.language == code and document.to_dict()["language"] == code
    assert not (document.events or document.entities or document.attributions or document.sentences)


def test_arabic_samples_are_arabic(read_samples: dict[str, khabar.Document]) -> None:
    assert {document.language for document in read_samples.values()} == {"ar"}
