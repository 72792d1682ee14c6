"""Number expressions by kind and form: those of number_expressions.tsv and those made from grammar, each with its low and high."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.resolve.number_expressions import expressions
from khabar.resolve.numbers import Bounds, quantity, value
from tests.spelling import FORMS, Form

Case = tuple[str, str, str, str, Bounds]
"""kind, words before, the number's span, words behind, what it states."""
GOAL = 0.99
TABLE = Path(__file__).parent / "data" / "number_expressions.tsv"
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _kept() -> Iterator[Case]:
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, before, text, after, low, high = line.split("\t")
            yield kind, before, text, after, Bounds(*(None if x == "-" else int(x) for x in (low, high)))


def _spelt() -> Iterator[Case]:
    """Numbers in words, of each size, in each gender and case."""
    for n, number in enumerate((2, 3, 8, 11, 12, 19, 21, 47, 99, 104, 116, 212, 365, 800, 999, 1500, 2200, 7311, 41118, 205417, 3400120)):
        for form in FORMS[n % 2 :: 3]:
            yield "in words", "مقتل", form.spell(number), "في الهجوم", Bounds(number, number)


def _grouped() -> Iterator[Case]:
    """Digits in groups, with every sign between them that occurs, in both scripts."""
    for sign in (",", ".", "٬", "،", "'", "’", " ", "\u00a0", "\u202f"):
        for number in (1234, 40_000, 250_500, 1_234_567):
            text = f"{number:,}".replace(",", sign)
            for shown in (text, text.translate(EASTERN)):
                yield "grouped digits", "مقتل", shown, "شخص", Bounds(number, number)


def _ranges() -> Iterator[Case]:
    """Ranges in each wording, in digits and in words."""
    for low, high in ((3, 5), (20, 30), (40, 60), (200, 300)):
        ends = [(str(low), str(high)), (Form().spell(low), Form().spell(high))]
        for a, b in ends:
            for before, text in (("بين", f"{a} و{b}"), ("ما بين", f"{a} و {b}"), ("من", f"{a} إلى {b}"), ("", f"{a} أو {b}")):
                yield "ranges", f"مقتل {before}".strip(), text, "شخصا", Bounds(low, high)


CASES = [*_kept(), *dict.fromkeys([*_spelt(), *_grouped(), *_ranges()])]


def _is_right(case: Case) -> bool:
    _, before, text, after, bounds = case
    return quantity(text, before, after) == bounds


def test_there_are_400_expressions() -> None:
    assert len(CASES) >= 400 and len(set(CASES)) == len(CASES)


def test_nearly_all_are_read_right() -> None:
    wrong = [case for case in CASES if not _is_right(case)]
    assert 1 - len(wrong) / len(CASES) >= GOAL, wrong


def test_no_kind_is_read_badly() -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    for case in CASES:
        right[case[0]].append(_is_right(case))
    assert {kind: sum(found) / len(found) for kind, found in right.items() if sum(found) / len(found) < 0.9} == {}


@given(st.integers(1, 10**9 - 1), st.sampled_from(FORMS))
def test_what_grammar_spells_is_read_back(number: int, form: Form) -> None:
    # 101 and 102 of a scale are spelt with the scale twice (مئة ألف وألفان), which the press writes in digits.
    if not any(number // scale % 1000 % 100 in (1, 2) and number // scale % 1000 > 100 for scale in (1000, 10**6)):
        assert value(form.spell(number)) == number


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=5))
def test_each_number_of_a_text_is_one_expression_that_indexes_it(numbers: list[int]) -> None:
    text = "، ".join(f"{number} قتيلا" for number in numbers)
    found = expressions(text)
    assert [e.low for e in found] == numbers
    assert [text[e.start : e.end] for e in found] == [str(number) for number in numbers]


@given(st.text(st.one_of(st.characters(), st.sampled_from("0123456789 .,،٫وألفمئةعشرين")), max_size=60))
def test_expressions_lie_in_the_text_one_after_the_other(text: str) -> None:
    ends = [offset for e in expressions(text) for offset in (e.start, e.end)]
    assert ends == sorted(ends) and all(0 <= offset <= len(text) for offset in ends)


@pytest.mark.parametrize(
    ("phrase", "number"), [("١،٢٣٤،٥٦٧", 1_234_567), ("بألفين ومائتين", 2200), ("40 000", 40_000), ("الثالثة وعشر دقائق", 3)]
)
def test_values(phrase: str, number: int) -> None:
    assert value(phrase, ordinals=True) == number
