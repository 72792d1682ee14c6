"""Independent origins: bodies once, unnamed sources as their report's, copies once, mere responses not at all."""

import pytest

from khabar.data_files import toml_of
from khabar.document.model import Actor, Document
from khabar.incidents.bodies import agree, side_of, voice_of, wider
from khabar.resolve import actors, countries
from khabar.resolve.known_actors import all_known
from tests.telling import incident, report

PLACE = "البلدة"


def count(*reports: Document, groups: dict[str, str] | None = None) -> int:
    return len(incident(*reports).origins(groups or {}))


def told(name: str, *sources: str, outlet: str | None = None) -> Document:
    """A report in which each of the sources says that the town was shelled."""
    sentences = [(f"قال {s} إن قصف {PLACE} وقع مساء." if s else f"وقع قصف {PLACE} مساء.", s) for s in sources]
    return report(name, *sentences, outlet=outlet, places=[PLACE])


def test_who_speaks_for_one_body_is_one_origin() -> None:
    army = told("a", "الناطق باسم الجيش الروسي", "وزير الدفاع الروسي", "وزارة الدفاع الروسية", "إيغور كوناشينكوف")
    assert count(army) == 1
    assert count(told("a", "وزارة الدفاع الروسية"), told("b", "المرصد السوري لحقوق الإنسان", "وزارة الدفاع الروسية")) == 2


def test_a_movement_and_its_brigades_are_one_origin() -> None:
    assert count(told("a", "كتائب القسام", "حركة حماس"), told("b", "حركة الجهاد الإسلامي")) == 2


def test_unnamed_sources_and_private_persons_count_as_the_report() -> None:
    nine = ["مصدر أمني", "شهود عيان", "ناشطون", "مصدر طبي", "سكان في الحي", "مسؤول محلي", "ضابط كبير", "مزارع من القرية", "أحد التجار"]
    assert count(told("a", *nine)) == 1
    assert count(told("a", *nine, "المرصد السوري لحقوق الإنسان")) == 1


def test_a_report_that_quotes_many_bodies_is_a_few_origins() -> None:
    many = ["الجيش الروسي", "الجيش التركي", "الجيش الإسرائيلي", "المرصد السوري لحقوق الإنسان", "الخوذ البيضاء", "حركة حماس"]
    assert count(told("a", *many)) == 3


def test_a_review_of_the_press_is_one_origin() -> None:
    assert count(told("a", "صحيفة الغارديان البريطانية", "صحيفة نيويورك تايمز", "وكالة رويترز")) == 1


def test_outlets_that_quote_nobody_are_one_origin_each_and_their_copies_none() -> None:
    a, b, c = told("a", "", outlet="صحيفة الجبل"), told("b", "", outlet="شبكة السهل"), told("c", "", outlet="موقع النهر")
    again = told("d", "", outlet="صحيفة الجبل")
    assert count(a, b, c) == 3
    assert count(a, b, c, groups={"b": "a"}) == 2
    assert count(a, again) == 1, "two reports of one outlet"


def test_an_official_outlet_is_its_state() -> None:
    assert count(told("a", "", outlet="سانا"), told("b", "وزارة الدفاع السورية")) == 1


def test_a_response_attests_nothing() -> None:
    attested = told("a", "المرصد السوري لحقوق الإنسان")
    mourned = report("b", (f"أدانت الحكومة الأردنية قصف {PLACE} مساء أمس.", ""), outlet="شبكة السهل", places=[PLACE])
    praised = report("c", ("أشاد الجيش التركي برد حلفائه على الهجوم.", "الجيش التركي"))
    referred = report("d", ("قال الجيش الإسرائيلي إن الهجوم لن يغير شيئا.", "الجيش الإسرائيلي"))
    assert count(attested, mourned, praised, referred) == 1
    assert count(mourned) == 1, "nobody else tells of it"


def test_what_a_source_says_of_other_things_does_not_count() -> None:
    other = report("a", (f"وقع قصف {PLACE} مساء.", ""), ("قال الجيش التركي إن المعبر سيفتح غدا.", "الجيش التركي"), places=[PLACE])
    assert count(other) == 1 and not incident(other).origins({})[0].startswith("Turkish")


def test_who_quotes_an_outlet_quotes_its_report() -> None:
    own, quoting = told("a", "", outlet="رويترز"), told("b", "رويترز", outlet="شبكة السهل")
    assert count(own, quoting) == 1
    assert count(quoting) == 1


def test_who_denies_it_is_no_origin() -> None:
    denied = report("b", (f"نفت وزارة الدفاع الروسية قصف {PLACE}.", "وزارة الدفاع الروسية"), places=[PLACE])
    assert count(told("a", "المرصد السوري لحقوق الإنسان"), denied) == 1


def actor(surface: str) -> Actor:
    found = actors.resolve(surface)
    return Actor("a1", surface, found.name, found.country, found.sector, found.role, found.basis)


@pytest.mark.parametrize(
    ("phrase", "other", "one"),
    [
        ("الطيران الروسي", "قوات النظام", False),
        ("الطيران الروسي", "الجيش الروسي", True),
        ("التحالف", "التحالف العربي", True),
        ("التحالف العربي", "التحالف الدولي", False),
        ("كتائب القسام", "حركة حماس", True),
        ("الجيش العراقي", "تنظيم داعش", False),
        ("قوات التحالف", "التحالف الدولي", True),
        ("مسلحون مجهولون", "تنظيم داعش", True),
        ("الجيش الحر", "قوات النظام", False),
    ],
)
def test_sides(phrase: str, other: str, one: bool) -> None:
    a, b = side_of(actor(phrase)), side_of(actor(other))
    assert agree(a, b) == agree(b, a) == one


def test_the_states_of_a_country_are_wider_than_its_army_and_nobody_else() -> None:
    assert side_of(actor("سلاح الجو الروسي")) == voice_of(actor("الرئيس الروسي")) == "RUS state"
    assert "RUS" in wider("RUS state") and "SYR" not in wider("RUS state")
    assert voice_of(actor("مواطن روسي")) == ""


def test_all_names_in_the_list_of_bodies_are_known() -> None:
    tables = toml_of("khabar.incidents", "bodies.toml")
    names = {*tables["own"]["names"], *(name for table in ("parts", "leads", "holds", "told-by") for name in tables[table])}
    names |= {held for table in ("parts", "leads", "holds") for each in tables[table].values() for held in each}
    unknown = names - {each.name for each in all_known()}
    assert all(name.endswith(" state") and countries.resolve(name[:3]) == name[:3] for name in unknown), unknown
