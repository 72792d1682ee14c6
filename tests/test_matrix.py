"""The claim matrix: values by whom, tolls one after the other, what is contested and how it is said."""

import pytest

from khabar.document.model import Document
from khabar.incidents.contests import Contest, Side, in_words
from khabar.incidents.incidents import Incident
from khabar.incidents.matrix import voices
from khabar.incidents.records import record
from tests.building import assembled, found
from tests.telling import incident, report

MONITOR, HELMETS = "المرصد السوري لحقوق الإنسان", "الخوذ البيضاء"


def deed(name: str, actor: str, target: str = "سكان البلدة", source: str = "") -> Document:
    """A report that somebody shelled somebody."""
    told = f"قال {source} إن قصف {actor} طال {target}." if source else f"وقع قصف {actor} على {target}."
    return report(name, (told, source), actors=[actor], recipients=[target])


def toll(name: str, number: str, day: int = 8, source: str = "", rest: str = "") -> Document:
    """A report of so many dead."""
    told = f"قالت {source} إنه قتل {number} في القرية{rest}." if source else f"قتل {number} في القرية{rest}."
    return report(name, (told, source), published=f"2020-07-{day:02}", killed=[number])


def phrases(told: Incident) -> list[str]:
    return [f"{contest.field}: {in_words(contest)}" for contest in told.contests()]


# Actors


def test_sources_that_name_different_sides_differ() -> None:
    told = incident(deed("a", "الطيران الروسي", source=MONITOR), deed("b", "قوات النظام", source=HELMETS))
    assert told.contested() == ("actor",)
    assert phrases(told) == ["actor: Russian Aerospace Forces (Syrian Observatory for Human Rights) against Syrian Army (White Helmets)"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("التحالف", "التحالف العربي"), ("الطيران الروسي", "الجيش الروسي"), ("مسلحون مجهولون", "تنظيم داعش"), ("كتائب القسام", "حركة حماس")],
)
def test_a_vaguer_or_a_wider_name_contradicts_nobody(one: str, other: str) -> None:
    assert incident(deed("a", one), deed("b", other)).contests() == ()


def test_names_of_one_side_are_one_value() -> None:
    told = incident(deed("a", "الطيران الروسي"), deed("b", "الجيش الروسي"), deed("c", "الجيش الروسي"), deed("d", "التحالف"))
    actors = told.matrix()["actor"]
    assert [(v.value, len(v.claims)) for v in actors] == [("Russian Armed Forces", 3), ("the coalition", 1)]


def test_a_vaguer_name_stands_with_the_only_side_that_it_can_mean() -> None:
    one = incident(deed("a", "التحالف العربي"), deed("b", "التحالف")).matrix()["actor"]
    assert [v.value for v in one] == ["Saudi-led coalition"]
    several = incident(deed("a", "التحالف العربي"), deed("b", "التحالف"), deed("c", "التحالف الدولي")).matrix()["actor"]
    assert {v.value for v in several} == {"Saudi-led coalition", "US-led coalition", "the coalition"}


def test_a_fight_told_from_both_sides_is_no_contest() -> None:
    told = incident(deed("a", "قوات النظام", "الجيش الحر"), deed("b", "الجيش الحر", "قوات النظام"))
    assert "actor" not in told.contested()


def test_a_source_that_names_both_differs_from_neither() -> None:
    both = report("b", ("وقع قصف الطيران الروسي وقوات النظام على الحي.", ""), actors=["الطيران الروسي", "قوات النظام"])
    assert incident(deed("a", "الطيران الروسي"), both).contests() == ()


def test_a_vague_phrase_of_a_name_stands_with_the_side_of_that_name() -> None:
    told = incident(deed("a", "الجيش الروسي"), deed("b", "قوات روسية"), deed("c", "القوات الروسية"))
    assert len(told.matrix()["actor"]) == 1


# Tolls


def test_tolls_stand_in_the_order_of_their_reports() -> None:
    told = incident(toll("c", "12", 9), toll("a", "5", 7, MONITOR), toll("b", "9", 8, HELMETS))
    assert [(t.published, t.value, t.step, t.latest) for t in told.tolls("killed")] == [
        ("2020-07-07", "5", "first", False), ("2020-07-08", "9", "higher", False), ("2020-07-09", "12", "higher", True),
    ]  # fmt: skip
    assert told.contests() == (), "it has risen"
    assert told.number("killed") == (5, 12)


def test_a_later_toll_of_a_source_supersedes_its_earlier_one() -> None:
    told = incident(toll("a", "5", 7, MONITOR), toll("b", "9", 8, MONITOR), toll("c", "6", 7, HELMETS))
    assert [(t.value, t.superseded) for t in told.tolls("killed")] == [("5", True), ("6", False), ("9", False)]
    assert told.number("killed") == (6, 9)


def test_a_toll_that_its_report_replaces_is_shown_as_superseded_and_in_no_range() -> None:
    text = "ارتفعت حصيلة القتلى من 5 إلى 9"
    told = incident(assembled(text, found(text, "القتلى", "HARM kill")))
    assert [(t.value, t.superseded, t.latest) for t in told.tolls("killed")] == [("5", True, False), ("9", False, True)]
    assert told.number("killed") == (9, 9)


def test_parts_stand_under_their_total_and_never_above_it() -> None:
    part = incident(toll("a", "14 شخصا", rest=" بينهم ثلاثة أطفال"))
    assert part.number("killed") == (14, 14)
    several = report("a", ("قتل 14 شخصا في القرية.", ""), ("قتل 5 أشخاص في السوق.", ""), killed=["14 شخصا", "5 أشخاص"])
    (only,) = incident(several).tolls("killed")
    assert (only.value, [c.value for c in only.parts]) == ("14", ["5"])
    assert incident(several).number("killed") == (14, 14)


def test_an_open_toll_says_nothing_beside_an_exact_one_as_high() -> None:
    exact, vague, more = toll("a", "12 شخصا"), toll("b", "عدد من الأشخاص"), toll("c", "أكثر من 20 شخصا")
    assert incident(vague).number("killed") == (2, None)
    assert incident(exact, vague).number("killed") == (12, 12)
    assert incident(exact, more).number("killed") == (12, None)


def test_numbers_that_cannot_both_be_right_are_a_contest() -> None:
    told = incident(toll("a", "9", source=MONITOR), toll("b", "20", source=HELMETS), toll("c", "20"))
    assert phrases(told) == ["killed: 9 (Syrian Observatory for Human Rights) against 20 (White Helmets, c)"]
    assert incident(toll("a", "9"), toll("b", "تسعة")).contests() == ()


def test_a_later_and_lower_toll_is_a_contest() -> None:
    told = incident(toll("a", "20", 7, MONITOR), toll("b", "9", 9, HELMETS))
    assert [t.step for t in told.tolls("killed")] == ["first", "lower"] and told.contested() == ("killed",)


def test_a_denial_is_a_contest_and_in_no_range() -> None:
    denied = report("b", ("نفت وزارة الدفاع الروسية قصف القرية.", "وزارة الدفاع الروسية"), places=["القرية"])
    told = incident(toll("a", "9"), denied)
    assert phrases(told) == ["type: denied: ASSAULT aerial (Ministry of Defence of Russia)"]


def test_that_nobody_was_hurt_is_no_contest_where_nobody_says_more() -> None:
    text = "وقع قصف على القرية ولم يسفر عن قتلى"
    unhurt = assembled(text, found(text, "قصف", "ASSAULT aerial"), found(text, "قتلى", "HARM kill", status="negated"))
    assert incident(unhurt).contests() == ()
    assert incident(unhurt, toll("b", "9")).contests() == (Contest("type", "denied", (Side("HARM kill", ("d",)),)),)


def test_dead_of_two_sides_are_two_tolls_and_no_contest() -> None:
    rebels = report("a", ("قتل 11 مسلحا في القرية.", ""), killed=["11"], recipients=["11 مسلحا"])
    soldiers = report("b", ("قتل 2 من جنود الجيش التركي في القرية.", ""), killed=["2"], recipients=["جنود الجيش التركي"])
    told = incident(rebels, soldiers)
    assert told.contests() == () and told.number("killed") == (2, 11)
    assert [(t.value, t.of) for t in told.tolls("killed")] == [("2", "state"), ("11", "rebels")]


def test_what_a_report_tells_and_what_it_quotes_is_no_contest() -> None:
    one = report("a", ("قتل 9 في القرية.", ""), (f"قالت {HELMETS} إنه قتل 3 في البلدة.", HELMETS), killed=["9", "3"])
    assert incident(one).contests() == ()
    said = (f"قال {MONITOR} إنه قتل 9 في القرية.", MONITOR), (f"قالت {HELMETS} إنه قتل 3 في القرية.", HELMETS)
    two = report("a", *said, killed=["9", "3"])
    assert incident(two).contested() == ("killed",)


# Voices and records


def test_equal_claims_of_one_origin_are_one_voice() -> None:
    told = incident(toll("a", "9", source=MONITOR), toll("b", "9", source=MONITOR), toll("c", "9"), toll("d", "9"))
    (value,) = told.matrix()["killed"]
    heard = voices(value.claims, {"d": "c"})
    assert [(v.origin, len(v.claims)) for v in heard] == [("Syrian Observatory for Human Rights", 2), ("text c", 2)]


def test_records_tell_what_is_contested() -> None:
    told = record(incident(toll("a", "9", source=MONITOR), toll("b", "20", source=HELMETS)), ["a", "b"])
    assert told["contested"] == ["killed"]
    sides = [{"value": "9", "sources": ["Syrian Observatory for Human Rights"]}, {"value": "20", "sources": ["White Helmets"]}]
    assert told["contests"] == [{"field": "killed", "kind": "numbers", "sides": sides}]
