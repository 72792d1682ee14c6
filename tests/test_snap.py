"""Roles agree with names, times and each other."""

from khabar.tagger.decode import tight
from khabar.tagger.snap import snap
from khabar.tagger.tagged import Bounds, TaggedCue, TaggedEntity, TaggedEvent

TEXT = "قصفت قوات الرئيس السابق مقار حزب العمال الكردستاني في السويس المصرية مساء اليوم الجمعة، وانسحبت قوات الرئيس"


def at(words: str, nth: int = 0) -> Bounds:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def event(**roles: Bounds) -> TaggedEvent:
    spans = {role: (span,) for role, span in roles.items()}
    return TaggedEvent(at("قصفت"), 0, "ASSAULT", None, "actual", None, spans, 0, 0.9)


ENTITIES = (TaggedEntity(at("حزب العمال الكردستاني"), "ORG"), TaggedEntity(at("السويس"), "GPE"))
TIMES = (at("مساء اليوم الجمعة"),)


def roles_of(found: TaggedEvent) -> dict[str, list[str]]:
    return {role: [TEXT[a:b] for a, b in spans] for role, spans in found.roles.items()}


def test_a_role_does_not_cut_a_name_or_a_time() -> None:
    (found,), _ = snap([event(recipients=at("حزب العمال"), places=at("السويس المصرية"), times=at("اليوم"))], [], ENTITIES, TIMES, TEXT)
    assert roles_of(found) == {"recipients": ["حزب العمال الكردستاني"], "places": ["السويس"], "times": ["مساء اليوم الجمعة"]}


def test_one_phrase_has_one_end() -> None:
    short, long = event(actors=at("قوات")), event(actors=at("قوات الرئيس السابق"))
    cue = TaggedCue(at("قصفت"), 0, "said", (at("قوات الرئيس"),), None)
    found, cues = snap([short, long], [cue], ENTITIES, TIMES, TEXT)
    assert [roles_of(e)["actors"] for e in found] == [["قوات الرئيس السابق"]] * 2
    assert cues[0].sources == (at("قوات الرئيس"),), "sources are drawn to names only"


def test_places_in_a_row_locate_together() -> None:
    text = "قصفت الطائرات حلب وإدلب، وحماة ثم حمص"
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("حلب", "إدلب", "حماة", "حمص")]
    strike = TaggedEvent((0, 4), 0, "ASSAULT", None, "actual", None, {"places": (spans[1],)}, 0, 0.9)
    (found,), _ = snap([strike], [], [TaggedEntity(span, "GPE") for span in spans], [], text)
    assert found.roles["places"] == tuple(spans[:3])


def test_numbers_stay_as_they_are() -> None:
    (found,), _ = snap([event(killed=at("حزب"))], [], ENTITIES, TIMES, TEXT)
    assert roles_of(found) == {"killed": ["حزب"]}


def test_a_number_counts_either_the_dead_or_the_injured() -> None:
    text = "مقتل 14 شخصا وإصابة عشرات في الانفجار"

    def harm(trigger: str, **roles: tuple[Bounds, ...]) -> TaggedEvent:
        return TaggedEvent((text.index(trigger), text.index(trigger) + len(trigger)), 0, "HARM", None, "actual", None, roles, 0, 0.9)

    dead, many = ((text.index(w), text.index(w) + len(w)) for w in ("14", "عشرات"))
    kill, injure = harm("مقتل", killed=(dead, many)), harm("إصابة", injured=(many,))
    (first, second), _ = snap([kill, injure], [], [], [], text)
    assert first.roles["killed"] == (dead,) and second.roles["injured"] == (many,)


def test_signs_at_the_ends_are_left_out_but_pairs_stay() -> None:
    assert tight(["المسؤول", "”"], 4) == (4, 4)
    assert tight(["،", "حلب", "."], 0) == (1, 1)
    assert tight(["تنظيم", "“", "الدولة", "”"], 2) == (2, 5)
    assert tight(["“", "الدولة", "”"], 0) == (0, 2)
    assert tight(["»"], 3) == (3, 3)
