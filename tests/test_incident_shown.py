"""An incident on a terminal: it fits, its longest parts are folded, and --full opens them."""

import io
import re
from itertools import pairwise

import pytest
from rich.console import Console

from khabar.cli.matrix import show_matrix
from khabar.incidents.incidents import Incident
from khabar.incidents.linking import Link
from khabar.store.rows import Head, Known
from tests.telling import incident, report

SOURCES = ("الجيش الروسي", "الجيش التركي", "المرصد السوري لحقوق الإنسان", "الخوذ البيضاء", "حركة حماس", "الجيش الإسرائيلي")
WEAPON = "بقذائف مدفعية وصواريخ قصيرة المدى أطلقت من تلال تطل على الأحياء الشرقية من المدينة القديمة قرب النهر"


def known() -> Known:
    """Twelve reports of ten outlets: six bodies with a toll each, and a weapon in very many words."""
    reports = [
        report(
            f"r{n}", (f"قالت {SOURCES[n % 6]} إنه قتل {20 + n % 6} في قصف الحي {WEAPON}.", SOURCES[n % 6]), outlet=f"صحيفة الجبل {n % 10}",
            published=f"2020-07-{8 + n // 6:02}", killed=[str(20 + n % 6)], weapons=[WEAPON],
        )
        for n in range(12)
    ]  # fmt: skip
    told = incident(*reports)
    links = [Link(a.id, b.id, 7.0, ("same day: 2020-07-08", "killed agree")) for a, b in pairwise(told.episodes)]
    heads = {r.id: Head(r.id, r.id, r.outlet, f"تقرير مطول عن قصف الحي الشرقي {r.id}", r.published, None) for r in reports}
    return Known(Incident("0123456789ab", told.episodes, tuple(links)), {}, heads)


def shown(width: int, full: bool = False) -> list[str]:
    console = Console(width=width, file=io.StringIO(), highlight=False, emoji=False, markup=False)
    show_matrix(known(), console, full=full)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_it_fits(width: int, full: bool) -> None:
    for line in shown(width, full):
        assert len(re.sub("[\u2068\u2069]", "", line)) <= width, line
        assert line.count("\u2068") == line.count("\u2069"), line


def test_long_parts_are_folded_and_full_opens_them() -> None:
    folded, opened = shown(120), shown(120, full=True)
    text, whole = "\n".join(folded), "\n".join(opened)
    for part in ("and 7 more reports (--full)", "and 8 more tolls (--full)", "and 8 more links (--full)"):
        assert part in text, part
    assert "--full" not in whole and len(folded) < 0.6 * len(opened)
    assert all(head.title in whole for head in known().heads.values() if head.title)


def test_it_says_what_the_contest_is_and_who_says_it() -> None:
    text = re.sub("[\u2068\u2069]", "", "\n".join(shown(120)))
    assert "killed (contested)\n  20 (Russian Armed Forces) against 25 (Israel Defense Forces) and 4 more between" in text
    assert "20 · 2020-07-08 · first, superseded · 1 source" not in text, "the same number again supersedes nothing"
    assert "12 reports · 10 outlets · 6 independent sources" in text.replace("· 12", "12")
