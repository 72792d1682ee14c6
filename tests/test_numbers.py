"""Number words and the bounds around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.resolve.numbers import Bounds, quantity, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14", 14),
        ("١٤", 14),
        ("۲۵", 25),
        ("1,500", 1500),
        ("ثلاثة", 3),
        ("ثلاث نساء", 3),
        ("أحد عشر", 11),
        ("اثنتي عشرة", 12),
        ("خمسة وعشرين جنديا", 25),
        ("مئة وخمسة", 105),
        ("مائتين وخمسين", 250),
        ("ثلاثمئة وأربعة وستين", 364),
        ("ألف", 1000),
        ("ألفان وخمسمئة", 2500),
        ("خمسة عشر ألفا", 15_000),
        ("ثلاثة آلاف ومئتين", 3200),
        ("مئة ألف", 100_000),
        ("ثلاثة ملايين", 3_000_000),
        ("لا شيء", None),
    ],
)
def test_value(text: str, expected: int | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("before", "text", "after", "low", "high"),
    [
        ("مقتل", "14", "شخصا", 14, 14),
        ("ما لا يقل عن", "14", "شخصا", 14, None),
        ("مقتل", "14", "شخصا على الأقل", 14, None),
        ("أكثر من", "مئة", "صاروخ", 101, None),
        ("أقل من", "عشرة", "", None, 9),
        ("ما يصل إلى", "30", "قتيلا", None, 30),
        ("نحو", "خمسين", "جريحا", 50, 50),
        ("", "عشرات", "المدنيين", 20, None),
        ("", "مئات", "", 200, None),
        ("", "عشرات الآلاف", "", 20_000, None),
        ("", "بضعة", "جنود", 3, 9),
        ("", "10-15", "", 10, 15),
        ("", "قتيلان", "", 2, 2),
        ("", "جنديين", "", 2, 2),
        ("", "طفلتين", "", 2, 2),
        ("", "جندي", "", 1, 1),
        ("", "قتلى", "", None, None),
    ],
)
def test_quantity(before: str, text: str, after: str, low: int | None, high: int | None) -> None:
    assert quantity(text, before, after) == Bounds(low, high)


@given(st.integers(0, 10**9))
def test_digits_of_every_script_read_alike(number: int) -> None:
    western = str(number)
    for zero in ("\u0660", "\u06f0"):
        assert value("".join(chr(ord(zero) + int(d)) for d in western)) == number == value(western)


@given(st.text(), st.text(), st.text())
def test_quantity_never_fails_and_is_ordered(before: str, text: str, after: str) -> None:
    found = quantity(text, before, after)
    assert found.low is None or found.high is None or found.low <= found.high
