"""Datelines, page debris and the frame of posts: what a page adds to a report is not read, and breaks nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar
from khabar import data_files
from khabar.document.model import Document
from khabar.text import debris
from khabar.text.datelines import dateline
from khabar.text.debris import is_debris
from khabar.text.prepared import Prepared, prepare

DEBRIS = [
    "اقرأ أيضا: حريق في مستودع للأخشاب",
    "اقرأ أيضاً.. خمسة أسئلة عن الهدنة",
    "شاهد أيضا | لحظة وصول القافلة",
    "شاهد: لحظة وصول القافلة",
    "شاهد الفيديو أعلاه.",
    "قد يهمك أيضا: أسعار القمح ترتفع",
    "مواضيع ذات صلة:",
    "...المزيد",
    "للاشتراك في النشرة اضغط هنا",
    "اضغط هنا لقراءة التقرير https://example.org/a?b=1",
    "تابعونا على تلغرام",
    "شارك عبر فيسبوك واتساب تويتر",
    "طباعة",
    "(صورة أرشيفية)",
    "مركب صيد في المرفأ القديم (أرشيف)",
    "مصدر الصورة: غيتي",
    "تصوير: سعاد نجم",
    "تحرير: لمى ورد",
    "ن.ر/س.ك",
    "جميع الحقوق محفوظة لموقع الضفة",
    "— وزارة النقل (@transport_min) 5 مايو، 2024",
    "@transport_min",
    "9:41 م · 5 مايو 2024",
    "Breaking: two ships collide off the coast. pic.twitter.com/AbCd12",
    "İki gemi çarpıştı",
    "שתי ספינות התנגשו",
    "https://example.org/x",
    "إعلان",
    "للاشتراك بالقناة: https://t.me/river_news",
    "شارك هذا الخبر",
    "قراءة 3 دقائق",
    "لا توجد تعليقات",
    "الرئيسية » أخبار » محليات",
    "ترجمة: لمى ورد - تحرير: سامر نجم",
    "#النهر #الجسر_القديم",
]
TOLD = [
    "شاهد الجنود رجلا يقترب من الحاجز.",
    "شاهد كذلك عددا من المصابين في الممر.",
    "قرأ الوزير أيضا رسالة من نظيره.",
    "تحرير المدينة استغرق أسبوعين.",
    "تابع المتحدث عبر حسابه في تويتر أن الطريق أغلقت.",
    "انضم إلى قناة محلية قبل عام.",
    "طالع الرئيس تقريرا عن الحادث.",
    "دعا ناشطون على فيسبوك إلى مشاركة واسعة.",
    "شارك هذا المقاتل في المعركة.",
    "#النهر يفيض",
    "كتب: إن الجسر سيغلق غدا صباحا أمام كل السيارات.",
    "وقعت الاتفاقية في جنيف (سويسرا).",
    "قتل 3.",
    "2024",
]
REPORT = ["أغلقت البلدية الجسر القديم صباحا.", "قال المهندس إن الترميم يستمر شهرين.", "عبر مئات السكان النهر بالقوارب."]


@pytest.mark.parametrize("sentence", DEBRIS)
def test_debris(sentence: str) -> None:
    assert is_debris(sentence)


@pytest.mark.parametrize("sentence", TOLD)
def test_what_a_report_tells_is_no_debris(sentence: str) -> None:
    assert not is_debris(sentence, within=True)


def test_a_post_may_begin_as_a_pointer_does() -> None:
    assert not is_debris("شاهد | القصف يطال محطة الكهرباء", first=True)


def test_captions_stand_within_a_text_and_have_no_full_stop() -> None:
    caption = "عمال يرفعون الأنقاض في حي الميناء (رويترز)"
    assert is_debris(caption, within=True)
    assert not is_debris(caption)
    assert not is_debris(caption + ".", within=True)


def read(text: Prepared) -> list[str]:
    return [" ".join(word.text for word in sentence) for sentence in text.words if sentence]


@given(st.lists(st.tuples(st.integers(1, len(REPORT)), st.sampled_from(DEBRIS)), max_size=4))
def test_debris_between_sentences_changes_nothing(added: list[tuple[int, str]]) -> None:
    lines = list(REPORT)
    for at, line in sorted(added, reverse=True):
        lines.insert(at, line)
    text = "\n".join(lines)
    found = prepare(text)
    assert [text[a:b] for (a, b), inside in zip(found.sentences, found.words, strict=True) if inside] == REPORT
    assert read(found) == read(prepare("\n".join(REPORT)))
    for sentence in found.words:
        assert all(text[word.start : word.end] == word.text for word in sentence)


@given(
    st.lists(
        st.sampled_from([*DEBRIS, *TOLD, *REPORT, "عدن – خاص", "بيروت (رويترز) – قال", "في", "،", "\n", " ", "pic.twitter.com/a"]),
        max_size=8,
    )
)
def test_sentences_and_words_of_pages_keep_their_places(parts: list[str]) -> None:
    text = "\n".join(parts)
    found = prepare(text)
    assert all(a < b for a, b in found.sentences)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found.sentences))
    for (start, end), inside in zip(found.sentences, found.words, strict=True):
        assert all(start <= word.start < word.end <= end for word in inside)
    assert sum(end - start for start, end in found.sentences) >= sum(not c.isspace() for c in text) - text.count("\n")


@pytest.mark.parametrize("added", ["اقرأ أيضا: حريق في مستودع للأخشاب", "Two ships collide.\nhttps://example.org/x", "إعلان"])
@pytest.mark.parametrize("first", ["أغلقت البلدية الجسر القديم،", "قال المهندس إن"])
def test_a_sentence_goes_on_behind_debris(first: str, added: str) -> None:
    second = "الترميم يستمر شهرين."
    text = f"{first}\n{added}\n{second}"
    found = prepare(text)
    assert found.sentences == ((0, len(text)),)
    assert read(found) == [" ".join(read(prepare(first)) + read(prepare(second)))]


def test_links_and_signatures_inside_a_sentence_are_left_out() -> None:
    assert read(prepare("قال الحارس (اقرأ أيضا: فيضان النهر) إن الجسر أغلق")) == ["قال الحارس إن الجسر أغلق"]
    text = "أغلق الجسر اليوم pic.twitter.com/AbCd12 — بلدية النهر (@river_town) May 5, 2024"
    assert read(prepare(text)) == ["أغلق الجسر اليوم"]


@pytest.mark.parametrize(
    ("text", "line", "agencies"),
    [
        ("عدن – خاص: أغلقت الطريق", "عدن – خاص: ", []),
        ("عدن – خاص", "عدن – خاص", []),
        ("بيروت (رويترز) – أغلقت الطريق", "بيروت (رويترز) – ", ["رويترز"]),
        ("دبي، الإمارات العربية المتحدة (CNN)-- أغلقت الطريق", "دبي، الإمارات العربية المتحدة (CNN)-- ", ["CNN"]),
        ("الخرطوم 3 مايو (أ.ف.ب) - أغلقت الطريق", "الخرطوم 3 مايو (أ.ف.ب) - ", ["أ.ف.ب"]),
        ("غزة - وكالات - أغلقت الطريق", "غزة - وكالات - ", []),
        ("رويترز وفرانس برس – أغلقت الطريق", "رويترز وفرانس برس – ", ["رويترز", "فرانس برس"]),
        ("تونس ـ العربية.نت ـ أغلقت الطريق", "تونس ـ العربية.نت ـ ", ["العربية.نت"]),
        ("بيروت /رويترز/ أغلقت الطريق", "بيروت /رويترز/ ", ["رويترز"]),
        ("رام الله - معا - أغلقت الطريق", "رام الله - معا - ", ["معا"]),
        ("المصدر: رويترز", "المصدر: رويترز", ["رويترز"]),
    ],
)
def test_datelines(text: str, line: str, agencies: list[str]) -> None:
    found = dateline(text, 0, len(text))
    assert found is not None
    assert text[found.start : found.end] == line
    assert [text[a:b] for a, b in found.agencies] == agencies


@pytest.mark.parametrize(
    "text",
    [
        "رويترز: الطريق مغلقة",
        "قالت رويترز – نقلا عن شاهد – إن الطريق مغلقة",
        "وقال لـ(رويترز): الطريق مغلقة",
        "الدول العربية - الأوروبية تبحث الملف",
        "أغلق الجنود الطريق الساحلي فجر اليوم الجمعة (رويترز) – وقالوا",
        "القاهرة تستقبل وفدا",
        "اليوم السابع – الطريق مغلقة",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline(text, 0, len(text)) is None


@given(st.text(st.one_of(st.characters(), st.sampled_from("عدن خاص رويترز ()-–/:،.ـ \n")), max_size=40), st.integers(0, 5))
def test_datelines_lie_in_their_line(text: str, start: int) -> None:
    found = dateline(text, min(start, len(text)), len(text))
    if found is not None:
        assert start <= found.start < found.end <= len(text)
        assert all(found.start <= a < b <= found.end for a, b in found.agencies)


def test_a_mistake_in_a_data_file_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "toml_of", lambda package, name: {"patterns": ["ok", "(open"]})
    debris.pattern.cache_clear()
    with pytest.raises(data_files.DataFileError, match=r"debris\.toml, patterns: '\(open'"):
        debris.pattern("patterns")
    with pytest.raises(data_files.DataFileError, match=r"debris\.toml: there is no list of strings 'pointers'"):
        debris.pattern("pointers")
    debris.pattern.cache_clear()


@pytest.fixture(scope="module")
def report(nlp: khabar.Pipeline) -> Document:
    text = (
        "عدن (رويترز) – قصفت #قوات_الدعم_السريع حيا سكنيا في مدينة #الفاشر، وأصيب 12مدنيا، وفق لجنة الأطباء.\n"
        "اقرأ أيضا: مقتل خمسة جنود في انفجار لغم\n"
        "وا/ن/ف/ج/ر/ت سيارة مفخخة قرب السوق فـقـ.ـتل أربعة أشخاص.\n"
        "Ten people were killed https://example.org/x\n"
        "تحرير: لمى ورد"
    )
    return nlp.read(text, "2024-05-03")


class TestReading:
    """With the shipped model."""

    def test_debris_and_datelines_hold_no_events(self, report: Document) -> None:
        for event in report.events:
            line = report.text[report.text.rfind("\n", 0, event.start) + 1 :]
            assert not line.startswith(("اقرأ", "Ten", "تحرير")) and event.start > report.text.index("قصفت") - 1
            spans = [span for role in event.roles.values() for span in role]
            assert all(span.start >= report.text.index("قصفت") for span in spans)
        assert all(not report.text[a.cue.start :].startswith("رويترز") for a in report.attributions)

    def test_the_agency_is_a_medium(self, report: Document) -> None:
        assert ("رويترز", "MEDIA") in {(e.text, e.type) for e in report.entities}

    def test_hashtags_are_names_that_are_found(self, report: Document) -> None:
        names = {e.text for e in report.entities}
        assert {"قوات_الدعم_السريع", "الفاشر"} <= names
        assert {a.name for a in report.actors if a.surface == "قوات_الدعم_السريع"} <= {"Rapid Support Forces"}
        assert {p.name for p in report.places if p.surface == "الفاشر"} == {"El Fasher"}

    def test_split_words_are_events_as_written(self, report: Document) -> None:
        assert any(e.type == "ASSAULT" and e.text.endswith("ا/ن/ف/ج/ر/ت") for e in report.events)
        killed = next(e for e in report.events if e.mode == "kill")
        assert killed.text.endswith("قـ.ـتل")
        assert [s.text for s in killed.roles["killed"]] == ["أربعة"]
