"""Time expressions against a publication date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.resolve import times
from khabar.resolve.calendar import interval, precision
from khabar.resolve.document_times import resolve_all
from khabar.resolve.tense import speaks_of_future

WEDNESDAY = date(2020, 7, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اليوم", "2020-07-08"),
        ("أمس", "2020-07-07"),
        ("أول من أمس", "2020-07-06"),
        ("غدا", "2020-07-09"),
        ("اليوم الأربعاء", "2020-07-08"),
        ("أمس الثلاثاء", "2020-07-07"),
        ("مساء أمس الثلاثاء", "2020-07-07TEV"),
        ("فجر اليوم", "2020-07-08TMO"),
        ("الليلة الماضية", "2020-07-07TNI"),
        ("السبت", "2020-07-04"),
        ("الأربعاء الماضي", "2020-07-01"),
        ("الأحد المقبل", "2020-07-12"),
        ("الرابع والعشرين من الشهر الماضي", "2020-06-24"),
        ("24 حزيران/يونيو", "2020-06-24"),
        ("15 تشرين الثاني 2019", "2019-11-15"),
        ("3 جويلية 2020", "2020-07-03"),
        ("2020-06-30", "2020-06-30"),
        ("30/6/2020", "2020-06-30"),
        ("١٢ مارس ٢٠١١", "2011-03-12"),
        ("كانون الأول 2019", "2019-12"),
        ("أغسطس", "2019-08"),
        ("الشهر الماضي", "2020-06"),
        ("الأسبوع الماضي", "2020-W27"),
        ("العام المقبل", "2021"),
        ("عام 2011", "2011"),
        ("الأعوام من 2011 إلى 2015", "2011/2015"),
        ("قبل يومين", "2020-07-06"),
        ("قبل ثلاث سنوات", "2017"),
        ("قبل أربعة أشهر", "2020-03"),
        ("قبل أيام", "PAST_REF"),
        ("الأيام المقبلة", "FUTURE_REF"),
        ("ثلاثة أيام", "P3D"),
        ("ستة أشهر", "P6M"),
        ("ساعتين", "PT2H"),
        ("عقد من الزمن", "P10Y"),
        ("حاليا", "PRESENT_REF"),
        ("مؤخرا", "PAST_REF"),
        ("الساعة الرابعة والنصف مساء اليوم", "2020-07-08T16:30"),
        ("14:30", "2020-07-08T14:30"),
        ("الساعة 30:13", "2020-07-08T13:30"),
        ("45:9 صباح اليوم", "2020-07-08T09:45"),
        ("عيد الأضحى", "2020-07-31"),
        ("10 رمضان 1441", "2020-05-03"),
        ("الثمانينات", "1980/1989"),
        ("كلام بلا زمن", None),
    ],
)
def test_value(text: str, expected: str | None) -> None:
    assert times.resolve(text, WEDNESDAY).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 مرداد 1394", "2015-07-25"),
        ("10/9/1441", "2020-05-03"),
        ("شتاء 2019", "2019-12-01/2020-02-29"),
        ("صيف العام الماضي", "2019-06/2019-08"),
        ("أواخر الخريف", "2020-11"),
        ("الربع الأول من عام 2015", "2015-Q1"),
        ("النصف الثاني من العام الماضي", "2019-07-01/2019-12-31"),
        ("كل يوم جمعة", "XXXX-WXX-5"),
        ("كل أسبوع", "P1W"),
        ("يوميا", "P1D"),
        ("عيد العمال", "2020-05-01"),
        ("عاشوراء", "2020-08-29"),
        ("نهاية الأسبوع", "2020-07-04/2020-07-05"),
        ("الليلة قبل الماضية", "2020-07-06TNI"),
        ("ليلة الأحد - الاثنين", "2020-07-05TNI"),
        ("بعد منتصف ليل الأحد - الاثنين", "2020-07-06TNI"),
        ("اليوم حتى العشرين من الشهر الجاري", "2020-07-08/2020-07-20"),
        ("ثلاث ساعات ونصف", "PT3H30M"),
        ("آلاف السنين", "PAST_REF"),
        ("ليلة العاشر من رمضان 1441", "2020-05-02TNI"),
        ("الثالث من غشت 2019", "2019-08-03"),
        ("خلال الأسبوعين الماضيين", "2020-06-24/2020-07-08"),
        ("منتصف ليل الثلاثاء", "2020-07-07TNI"),
    ],
)
def test_value_of_rarer_expressions(text: str, expected: str) -> None:
    assert times.resolve(text, WEDNESDAY).value == expected


def test_the_zone_of_a_clock_time_is_kept() -> None:
    found = times.resolve("الساعة 14:30 بتوقيت غرينتش", WEDNESDAY)
    assert (found.value, found.zone) == ("2020-07-08T14:30", "+00:00")


def test_a_weekday_without_direction_names_the_other_reading() -> None:
    assert times.resolve("السبت", WEDNESDAY).alternatives == (("2020-07-11", 0.2),)
    assert times.resolve("السبت الماضي", WEDNESDAY).alternatives == ()


def test_a_period_after_an_event_never_leads_past_the_publication() -> None:
    text = "وقع الهجوم يوم السبت. وبعد يومين من الهجوم أعلن الجيش الحداد."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("يوم السبت", "بعد يومين")]
    sentences = [(0, 22), (22, len(text))]
    assert [v.value for v in resolve_all(text, spans, sentences, WEDNESDAY)] == ["2020-07-04", "2020-07-06"]
    assert times.resolve("بعد شهرين", WEDNESDAY, named=date(2020, 7, 4), narrative=True).value == "PAST_REF"


def test_a_weekday_beats_a_late_today() -> None:
    assert times.resolve("اليوم الأحد", WEDNESDAY).value == "2020-07-05"


def test_a_fixed_today_holds_for_the_rest_of_the_text() -> None:
    text = "أعلن الناطق اليوم الأحد ذلك.\nووقع الهجوم أمس ليلا."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("اليوم الأحد", "أمس")]
    sentences = [(0, text.index("\n")), (text.index("\n") + 1, len(text))]
    assert [v.value for v in resolve_all(text, spans, sentences, WEDNESDAY)] == ["2020-07-05", "2020-07-04"]


def test_without_a_publication_date_nothing_is_invented() -> None:
    assert times.resolve("أمس", None).value is None
    assert times.resolve("12 مارس 2011", None).value == "2011-03-12"


def test_tense() -> None:
    assert speaks_of_future("ومن المقرر أن يزور الوفد المدينة")
    assert speaks_of_future("سيزور الوفد المدينة")
    assert not speaks_of_future("سيطرت القوات على المدينة")
    assert not speaks_of_future("قال الناطق", "إنه سيزور المدينة")


@given(st.text(max_size=60), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_resolve_never_fails(text: str, published: date) -> None:
    found = times.resolve(text, published)
    assert found.value is None or precision(found.value) in ("time", "part-of-day", "day", "week", "month", "year", "range", "vague")


PAST = st.sampled_from(
    ["اليوم", "أمس", "أول من أمس", "السبت", "الجمعة الماضي", "قبل يومين", "فجر أمس", "قبل ثلاثة أسابيع", "الليلة الماضية"]
)


@given(PAST, st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_past_expressions_never_lie_after_the_publication(text: str, published: date) -> None:
    days = times.resolve(text, published).days
    assert days is not None and days[1] <= published


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-W27", "2020-06-29", "2020-07-05"),
        ("2015-Q2", "2015-04-01", "2015-06-30"),
        ("2015-H2", "2015-07-01", "2015-12-31"),
        ("2011/2015", "2011-01-01", "2015-12-31"),
        ("2020-07-07TEV", "2020-07-07", "2020-07-07"),
    ],
)
def test_interval(value: str, first: str, last: str) -> None:
    days = interval(value)
    assert days is not None and [d.isoformat() for d in days] == [first, last]


@pytest.mark.parametrize("value", [None, "P3D", "PAST_REF", "2020-13-40", "nonsense"])
def test_no_interval(value: str | None) -> None:
    assert interval(value) is None


def test_a_dateline_stands_in_for_the_publication_date() -> None:
    text = "القاهرة - 8 تموز/يوليو 2020 - وصل الوزير أمس."
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("8 تموز/يوليو 2020", "أمس")]
    found = resolve_all(text, spans, [(0, len(text))], None)
    assert [(v.value, v.basis) for v in found] == [("2020-07-08", "explicit"), ("2020-07-07", "text")]


def _in_text(text: str, *expressions: str, published: date = WEDNESDAY) -> list[str | None]:
    """The values of the expressions in a text whose sentences end with ". "."""
    spans, at = [], 0
    for expression in expressions:
        at = text.index(expression, at)
        spans.append((at, at + len(expression)))
        at += len(expression)
    starts = [0, *(n + 2 for n in range(len(text)) if text.startswith(". ", n))]
    sentences = list(zip(starts, [*starts[1:], len(text)], strict=True))
    return [v.value for v in resolve_all(text, spans, sentences, published)]


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        ("يصوت الناخبون يوم الأحد على الدستور", "يوم الأحد", "2020-07-12"),
        ("الانتخابات المقررة يوم الأحد", "يوم الأحد", "2020-07-12"),
        ("من المقرر أن يجتمع المجلس بعد ظهر الاثنين", "بعد ظهر الاثنين", "2020-07-13TAF"),
        ("تبدأ الهدنة اعتبارا من الثلاثاء", "الثلاثاء", "2020-07-14"),
        ("سيلتقي الوزيران الأربعاء", "الأربعاء", "2020-07-08"),
        ("قال الوزير سيرغي إيفانوف الثلاثاء إن بلاده سترد", "الثلاثاء", "2020-07-07"),
        ("وبعد أن اجتمع المجلس السبت غادر الوفد", "السبت", "2020-07-04"),
        ("لم يصل الوفد الخميس", "الخميس", "2020-07-02"),
        ("أعلن الناطق الاثنين أنه سيستقيل", "الاثنين", "2020-07-06"),
        ("تجري المظاهرات منذ السبت", "السبت", "2020-07-04"),
        ("قبيل قمة تعقد في 15 تموز", "15 تموز", "2020-07-15"),
        ("بعد القمة التي عقدت في 15 تموز", "15 تموز", "2019-07-15"),
        ("وغادر المدينة لاحقا", "لاحقا", "PAST_REF"),
        ("سيعلن الموعد لاحقا", "لاحقا", "FUTURE_REF"),
        ("ستنفذ العملية خلال يومين", "خلال يومين", "2020-07-08/2020-07-10"),
        ("نفذت العملية خلال يومين", "خلال يومين", "P2D"),
        ("وصل الوفد قبل شهرين من الانتخابات", "قبل شهرين", "P2M"),
        ("استهدفت الغارة قبل شهرين على القرية مخزنا", "قبل شهرين", "2020-05"),
    ],
)
def test_the_tense_of_the_sentence(text: str, when: str, expected: str) -> None:
    assert _in_text(text, when) == [expected]


@pytest.mark.parametrize(
    ("text", "expressions", "values"),
    [
        ("وقع الهجوم السبت. وأعلنت الحكومة يومها الحداد", ("السبت", "يومها"), ["2020-07-04", "2020-07-04"]),
        ("وقع الهجوم السبت. ودفن الضحايا في اليوم التالي", ("السبت", "اليوم التالي"), ["2020-07-04", "2020-07-05"]),
        ("وقع الهجوم السبت. وكان الجيش قد انسحب قبلها بيومين", ("السبت", "قبلها بيومين"), ["2020-07-04", "2020-07-02"]),
        ("بدأت الحرب عام 2011. ونزح كثيرون في ذلك العام", ("عام 2011", "ذلك العام"), ["2011", "2011"]),
        (
            "قتل كثيرون من الأول من آذار إلى الثلاثين من نيسان. وجرح في الفترة نفسها من العام الماضي أقل",
            ("من الأول من آذار إلى الثلاثين من نيسان", "الفترة نفسها من العام الماضي"),
            ["2020-03-01/2020-04-30", "2019-03-01/2019-04-30"],
        ),
        ("وصل الوفد السبت. وقصفت البلدة ليلا", ("السبت", "ليلا"), ["2020-07-04", "2020-07-04TNI"]),
        ("قصفت البلدة ليلا", ("ليلا",), ["2020-07-07TNI"]),
        ("وأسرعت الحكومة حينها", ("حينها",), ["PAST_REF"]),
    ],
)
def test_times_that_point_back(text: str, expressions: tuple[str, ...], values: list[str]) -> None:
    assert _in_text(text, *expressions) == values


@given(st.dates(date(1960, 1, 1), date(2090, 1, 1)), st.integers(1, 28), st.sampled_from(["آذار", "تموز", "كانون الأول"]))
def test_a_date_without_a_year_lies_in_the_past(published: date, day: int, month: str) -> None:
    found = times.resolve(f"{day} {month}", published)
    assert found.days is not None and found.days[1] <= published < found.days[1].replace(year=found.days[1].year + 1)


@given(st.text(max_size=40), st.text(max_size=40), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_two_ends_never_fail(left: str, right: str, published: date) -> None:
    for text in (f"من {left} إلى {right}", f"بين {left} و{right}", f"منذ {left}"):
        value = times.resolve(text, published)
        assert value.value is None or isinstance(value.value, str)
