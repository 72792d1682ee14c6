"""Expressions of time in two pieces that are one."""

import pytest

from khabar.tagger.time_spans import joined_times


@pytest.mark.parametrize(
    ("text", "pieces", "found"),
    [
        ("وصل صباح الأحد قرابة الساعة الثامنة", ["صباح الأحد", "الساعة الثامنة"], ["صباح الأحد قرابة الساعة الثامنة"]),
        ("هدنة من 3 إلى 9 أيار", ["3", "9 أيار"], ["3 إلى 9 أيار"]),
        ("يجتمعون الاثنين المقبل في 6 آذار", ["الاثنين المقبل", "6 آذار"], ["الاثنين المقبل في 6 آذار"]),
        ("سجن 13 عاما في 2006", ["13 عاما", "2006"], ["13 عاما", "2006"]),
        ("السبت والأحد", ["السبت", "الأحد"], ["السبت", "الأحد"]),
        ("قصف السبت على حلب في الصباح", ["السبت", "الصباح"], ["السبت", "الصباح"]),
        ("انتهى السبت\nفي الأحد", ["السبت", "الأحد"], ["السبت", "الأحد"]),
    ],
)
def test_times_that_only_a_joint_parts_are_one(text: str, pieces: list[str], found: list[str]) -> None:
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    assert [text[a:b] for a, b in joined_times(spans, text)] == found
