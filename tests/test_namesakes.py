"""Places that share a name, everyday words that are names of places, and the villages of the lists."""

import pytest

from khabar.resolve import local_places, places
from khabar.resolve.adjectives import countries_in
from khabar.resolve.gazetteer import all_entries, key_of
from khabar.resolve.places import Context, context_of


def speaking_of(*countries: str) -> Context:
    return Context(dict.fromkeys(countries, 2.0))


def in_text(surface: str, text: str, names: list[str]) -> places.PlaceValue:
    return places.resolve(surface, context_of([*names, surface], countries_in(text), text))


@pytest.mark.parametrize(
    ("surface", "country", "name"),
    [
        ("القنيطرة", "SYR", "Quneitra"),
        ("القنيطرة", "MAR", "Kenitra"),
        ("الزهراء", "SYR", "Al-Zahraa"),
        ("الزهراء", "LBY", "Zahra"),
        ("الحمرا", "LBN", "Hamra"),
        ("العيون", "MAR", "Laayoune"),
        ("طرابلس", "LBN", "Tripoli"),
        ("معسكر", "DZA", "Mascara"),
        ("الميدان", "SYR", "Midan"),
        ("الميدان", "IDN", "Medan"),
        ("لحج", "YEM", "Lahij"),
        ("الساحل", "EGY", "As Sahil"),
    ],
)
def test_the_country_spoken_of_decides(surface: str, country: str, name: str) -> None:
    found = places.resolve(surface, speaking_of(country))
    assert (found.country, found.name) == (country, name)


@pytest.mark.parametrize("surface", ["الزهراء", "الحمرا"])
def test_a_small_namesake_in_a_country_not_spoken_of_is_not_meant(surface: str) -> None:
    found = places.resolve(surface, speaking_of("DZA"))
    assert (found.entry, found.country, found.basis) == (None, "DZA", "context")


@pytest.mark.parametrize(
    "surface", ["معسكر", "الميدان", "ساحة", "المطار", "الحصن", "القلعة", "الساحل", "الدولة", "الأوسط", "المالكي", "أمان"]
)
@pytest.mark.parametrize("context", [places.NO_CONTEXT, speaking_of("IRQ")])
def test_an_everyday_word_is_no_place(surface: str, context: Context) -> None:
    assert places.resolve(surface, context).entry is None


def test_a_region_with_an_everyday_name_is_meant_where_a_country_of_it_is_spoken_of() -> None:
    assert places.resolve("الساحل", speaking_of("MLI", "EGY")).name == "Sahel"
    assert places.resolve("الساحل", speaking_of("SYR")).entry is None
    assert places.resolve("منطقة الساحل").name == "Sahel"


def test_an_everyday_word_is_a_place_where_the_text_uses_it_as_a_name() -> None:
    text = "وصل الوفد إلى مدينة معسكر صباحا."
    found = in_text("معسكر", text, [])
    assert found.entry is not None and found.country == "DZA"
    assert in_text("معسكر", "هاجم المسلحون معسكر الجيش صباحا.", []).entry is None
    assert in_text("المالكي", "انفجرت عبوة في حي المالكي بدمشق.", ["دمشق"]).country == "SYR"
    assert in_text("المالكي", "استقبل المالكي وفدا من البصرة.", ["البصرة"]).entry is None


def test_the_word_before_a_name_tells_which_country_has_such_a_place() -> None:
    assert in_text("القنيطرة", "قصفت طائرات إسرائيلية ريف القنيطرة ليلا.", []).country == "SYR"
    assert in_text("القنيطرة", "أوقفت الشرطة المغربية مشتبها به في القنيطرة.", []).country == "MAR"


def test_a_larger_namesake_leaves_no_doubt_about_the_country() -> None:
    assert in_text("الميدان", "تجمع متظاهرون في الميدان وسط القاهرة.", ["القاهرة"]).country == "EGY"
    assert in_text("الكرامة", "انفجرت سيارة في الكرامة شرق الرقة.", ["الرقة"]).country == "SYR"
    assert in_text("الرصافة", "انفجرت سيارة في الرصافة ببغداد.", ["بغداد"]).country == "IRQ"


def test_a_village_is_known_where_its_country_is_spoken_of() -> None:
    text = "قصفت الطائرات السورية بلدة كفرسجنة قرب إدلب."
    found = in_text("كفرسجنة", text, ["إدلب"])
    assert (found.country, found.kind, found.where_prec) == ("SYR", "city", 1)
    assert found.entry is not None and found.entry.admin1 == "Idlib"


def test_of_several_villages_of_a_name_the_province_spoken_of_decides() -> None:
    names = [e for e in local_places.named(key_of("الزيادية")) if e.country == "SYR"]
    assert len({e.admin1 for e in names}) > 1
    found = places.resolve("الزيادية", Context({"SYR": 2.0}, {("SYR", "Idlib"): 1.0}))
    assert found.entry is not None and found.entry.admin1 == "Idlib"


def test_where_nothing_tells_them_apart_only_the_country_is_known() -> None:
    found = places.resolve("الزيادية", speaking_of("SYR"))
    assert (found.entry, found.country, found.lat) == (None, "SYR", None)
    assert len(found.others) > 1


def test_villages_are_no_evidence_of_a_country() -> None:
    assert context_of(["الزيادية"], countries_in("")).countries == {}


@pytest.mark.parametrize(
    ("surface", "name", "kind"),
    [
        ("ميناء الحديدة", "Port of Hodeidah", "facility"),
        ("ميناء جازان", "Jazan Port", "facility"),
        ("جبل قنديل", "Qandil Mountains", "area"),
    ],
)
def test_what_bears_the_name_of_a_town_is_not_the_town(surface: str, name: str, kind: str) -> None:
    found = places.resolve(surface, speaking_of("YEM", "SAU", "IRQ"))
    assert (found.name, found.kind) == (name, kind)


def test_a_direction_with_an_adjective_of_country() -> None:
    found = places.resolve("الجنوب السوري")
    assert (found.name, found.country, found.where_prec) == ("Southern Syria", "SYR", 6)


def test_every_local_place_is_sound_and_found_by_its_key() -> None:
    rows = local_places.all_entries()
    assert len(rows) > 60_000
    for _, key, entry in rows[::97]:
        assert entry in local_places.named(key)
    for _, _, entry in rows:
        assert len(entry.country) == 3 and entry.kind in places.KIND_WEIGHT and entry.name
        assert entry.lat is not None and -90 <= entry.lat <= 90 and entry.lon is not None and -180 <= entry.lon <= 180


def test_no_place_is_in_both_files() -> None:
    known = {(key_of(name), e.country): e for _, e in all_entries() if e.lat is not None for name in e.names}
    for _, key, entry in local_places.all_entries():
        other = known.get((key, entry.country))
        if other is not None and other.kind != "province" and entry.kind != "province":
            assert (other.lat, other.lon) != (entry.lat, entry.lon), entry.name
