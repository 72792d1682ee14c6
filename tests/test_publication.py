"""Publication dates as they are handed over."""

from datetime import UTC, date, datetime, timedelta

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar
from khabar.resolve.publication import AmbiguousDateError, day_of, form_of, order_of

DAY = date(2020, 7, 8)


@pytest.mark.parametrize(
    "value",
    [
        "2020-07-08", "2020-07-08T23:30:00+03:00", "2020-07-08T10:00:00.123456Z", "2020-07-08 10:00:00", "2020-07-08 10:00:00 UTC",
        "2020/07/08", "2020.7.8", "20200708", "20200708T101500Z", 20200708, "٢٠٢٠/٠٧/٠٨",
        "Wed, 08 Jul 2020 23:30:00 -0500", "8 Jul 20 10:00", "July 8, 2020", "Wed Jul 08 10:00:00 +0000 2020", "8-Jul-2020",
        1594202400, "1594202400", 1594202400000, 1594202400.5, 1594202400000000, 1594202400000000000, 44020, "44020.75",
        "الأربعاء، 08 يوليو 2020 - 12:09 م", "8 تموز 2020", "٨ يوليو ٢٠٢٠", "الأربعاء 8 تموز/يوليو 2020 الساعة 10:30 بتوقيت غرينتش",
        "17 ذو القعدة 1441 هـ الموافق 8 يوليو 2020 م", "1441/11/17", "الأربعاء 08/07/2020", "أربعاء, 07/08/2020 - 14:30",
        "نشر في: 08/07/2020", pandas.Timestamp("2020-07-08").to_datetime64(),
        datetime(2020, 7, 8, 23, 59), DAY, pandas.Timestamp("2020-07-08 10:00", tz="Asia/Damascus"),
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(value: object) -> None:
    assert day_of(value) == DAY


@pytest.mark.parametrize("value", [None, "", "  ", "NaT", "nan", float("nan"), pandas.NaT, "null", "-"])
def test_no_date_is_none(value: object) -> None:
    assert day_of(value) is None


@pytest.mark.parametrize(
    "value", ["أمس", "yesterday", "2020", "2020-13-45", "32/01/2020", "0", 7, True, "12:30", "1700", "بلا تاريخ", 1e30]
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is no date"):
        day_of(value)


@pytest.mark.parametrize("value", ["08/07/2020", "8-7-2020", "08.07.2020 10:00", "08/07/20"])
def test_figures_in_two_orders_are_refused_with_the_advice(value: str) -> None:
    with pytest.raises(AmbiguousDateError, match="--date-format dmy"):
        day_of(value)
    assert day_of(value, "dmy") == DAY and day_of(value, "mdy") == date(2020, 8, 7)


def test_a_column_tells_its_order() -> None:
    assert order_of(["08/07/2020", None, "13/07/2020", 5]) == "dmy"
    assert order_of(["07/08/2020", "07/13/2020 10:00"]) == "mdy"
    assert order_of(["08/07/2020"]) is order_of(["13/07/2020", "07/13/2020"]) is None


def test_forms() -> None:
    assert [form_of(t) for t in ("dmy", "DD/MM/YYYY", "month-day-year", "Y-M-D")] == ["dmy", "dmy", "mdy", "ymd"]
    assert day_of("08.07.20", form_of("%d.%m.%y")) == DAY
    for wrong in ("klingon", "dd", "%Q"):
        with pytest.raises(ValueError, match="no date format"):
            form_of(wrong)
    with pytest.raises(ValueError, match="form %d"):
        day_of("2020-07-08", "%d.%m.%Y")


@given(st.dates(date(1975, 1, 1), date(2100, 1, 1)), st.sampled_from(["dmy", "mdy"]))
def test_what_is_written_is_read_again(day: date, order: str) -> None:
    figures = f"{day:%d/%m/%Y}" if order == "dmy" else f"{day:%m/%d/%Y}"
    seconds = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    serial = (day - date(1899, 12, 30)) // timedelta(1)
    for value in (day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day:%d %b %Y}", seconds * 1000, serial):
        assert day_of(value) == day, value
    assert day_of(figures, order) == day
    if day.day > 12 or day.day == day.month:
        assert day_of(figures) == day


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = day_of(text)
    except ValueError:
        return
    assert found is None or isinstance(found, date)


def test_the_library_takes_dates_of_python_and_pandas(nlp: khabar.Pipeline) -> None:
    text = "قتل ثلاثة جنود في حلب أمس."
    for day in (DAY, datetime(2020, 7, 8, 10), pandas.Timestamp("2020-07-08 10:00"), "2020-07-08T10:00:00Z", "8 تموز 2020"):
        document = nlp.read(text, published=day)
        assert document.published == "2020-07-08" and document.times[0].value == "2020-07-07"
    assert nlp.read(text, published=pandas.NaT).published is None
    [document] = nlp.pipe([khabar.Article("a", text, pandas.Timestamp("2020-07-08"))])  # type: ignore[arg-type]
    assert document.published == "2020-07-08"


def test_the_library_says_what_is_wrong(nlp: khabar.Pipeline) -> None:
    with pytest.raises(TypeError, match="text of a report is a str, not NoneType"):
        nlp.read(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="may be day-month or month-day"):
        nlp.read("خبر", published="08/07/2020")
