"""Time expressions by kind and form: a table kept by hand, and one made from a grammar of Arabic dates."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from khabar.resolve import times

TABLE = Path(__file__).parent / "data" / "times.tsv"
SHARE = 0.99
PUBLISHED = date(2020, 7, 8)
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = (
    ("يناير", "كانون الثاني", "جانفي"),
    ("فبراير", "شباط", "فيفري"),
    ("مارس", "آذار", "مارس"),
    ("أبريل", "نيسان", "أفريل"),
    ("مايو", "أيار", "ماي"),
    ("يونيو", "حزيران", "جوان"),
    ("يوليو", "تموز", "جويلية"),
    ("أغسطس", "آب", "أوت"),
    ("سبتمبر", "أيلول", "سبتمبر"),
    ("أكتوبر", "تشرين الأول", "أكتوبر"),
    ("نوفمبر", "تشرين الثاني", "نوفمبر"),
    ("ديسمبر", "كانون الأول", "ديسمبر"),
)
UNITS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")
TENS = {20: "العشرين", 30: "الثلاثين"}
PARTS = (("فجر", "TMO"), ("صباح", "TMO"), ("ظهر", "TAF"), ("عصر", "TAF"), ("مساء", "TEV"), ("ليل", "TNI"))


def _ordinal(day: int) -> str:
    if day < 10:
        return UNITS[day - 1]
    if day < 20:
        return "العاشر" if day == 10 else f"{'الحادي' if day == 11 else UNITS[day - 11]} عشر"
    tens = TENS[day // 10 * 10]
    return tens if day % 10 == 0 else f"{'الحادي' if day % 10 == 1 else UNITS[day % 10 - 1]} و{tens}"


def _before(weekday: int, upto: date) -> date:
    return upto - timedelta((upto.weekday() - weekday) % 7)


def _weekdays() -> Iterator[tuple[str, str]]:
    yesterday, tomorrow = PUBLISHED - timedelta(1), PUBLISHED + timedelta(1)
    for number, name in enumerate(WEEKDAYS):
        latest = _before(number, PUBLISHED)
        yield f"يوم {name}", f"{latest}"
        yield f"{name} الماضي", f"{_before(number, yesterday)}"
        yield f"{name} المقبل", f"{_before(number, tomorrow + timedelta(6))}"
        yield f"كل يوم {name.removeprefix('ال')}", f"XXXX-WXX-{number + 1}"
        for part, suffix in PARTS:
            yield f"{part} {name}", f"{latest}{suffix}"


def _dates() -> Iterator[tuple[str, str]]:
    for number, names in enumerate(MONTHS, 1):
        for at, name in enumerate(names):
            day = (number * 7 + at * 11) % 28 + 1
            latest = max(d for year in (2019, 2020) if (d := date(year, number, day)) <= PUBLISHED)
            yield f"{day} {name} 2017", f"{date(2017, number, day)}"
            yield f"{_ordinal(day)} من {name}", f"{latest}"
            yield f"{day} {name}", f"{latest}"
            yield f"شهر {name} 2016", f"2016-{number:02}"
        yield f"{names[1]}/{names[0]} 2018", f"2018-{number:02}"
        yield f"منذ {names[1]} 2015", f"2015-{number:02}-01/{PUBLISHED}"
    for day in range(1, 32):
        yield f"{_ordinal(day)} من آذار 2019", f"2019-03-{day:02}"
        yield f"{_ordinal(day)} من الشهر الجاري", f"2020-07-{day:02}"
        yield f"{day}/5/2018", f"2018-05-{day:02}"


def _amounts() -> Iterator[tuple[str, str]]:
    words = {3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 9: "تسعة", 10: "عشرة"}
    for number, word in words.items():
        yield f"{word} أيام", f"P{number}D"
        yield f"{number} أسابيع", f"P{number}W"
        yield f"منذ {word} أشهر", f"P{number}M"
        yield f"لمدة {number} سنوات", f"P{number}Y"
        yield f"{word.removesuffix('ة')} ساعات", f"PT{number}H"
        yield f"قبل {word} أيام", f"{PUBLISHED - timedelta(number)}"
        yield f"قبل {word} أعوام", f"{2020 - number}"
        yield f"خلال الأيام ال{word} الماضية", f"{PUBLISHED - timedelta(number)}/{PUBLISHED}"


def _cases() -> list[tuple[str, str, str, str]]:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    kept = [(kind, text, published, value) for kind, text, published, value in rows]
    made = {"made: weekdays": _weekdays(), "made: dates": _dates(), "made: amounts": _amounts()}
    return kept + [(kind, text, f"{PUBLISHED}", value) for kind, pairs in made.items() for text, value in pairs]


CASES = _cases()


def test_the_tables_are_large() -> None:
    assert len(CASES) >= 650 and len({case[1:3] for case in CASES}) >= 600


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CASES}))
def test_time_expressions(kind: str) -> None:
    rows = [(text, date.fromisoformat(published), value) for k, text, published, value in CASES if k == kind]
    found = [(text, value, times.resolve(text, published).value or "-") for text, published, value in rows]
    wrong = [row for row in found if row[1] != row[2]]
    assert len(wrong) <= (1 - SHARE) * len(rows), wrong
