"""Places, actors, outlets and adjectives of countries."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar import data_files
from khabar.resolve import actors, document_actors, outlets, places
from khabar.resolve.adjectives import countries_in, found_in
from khabar.resolve.checking import check
from khabar.resolve.document_actors import Mention, Name
from khabar.resolve.gazetteer import all_entries
from khabar.resolve.known_actors import all_known
from khabar.resolve.places import Context
from khabar.resolve.romanise import romanise


@pytest.mark.parametrize(
    ("surface", "name", "country"),
    [
        ("دمشق", "Damascus", "SYR"),
        ("ديرالزور", "Deir ez-Zor", "SYR"),
        ("محافظة الأنبار", "Anbar", "IRQ"),
        ("الانبار", "Anbar", "IRQ"),
        ("إدلب", "Idlib", "SYR"),
        ("الولايات المتحدة", "United States", "USA"),
        ("الحديدة", "Al Hudaydah", "YEM"),
        ("البادية السورية", "Syrian Desert", "SYR"),
        ("مصر", "Egypt", "EGY"),
    ],
)
def test_place(surface: str, name: str, country: str) -> None:
    found = places.resolve(surface)
    assert found.entry is not None and (found.entry.name, found.country) == (name, country)


@pytest.mark.parametrize(("context", "country"), [(Context({"LBN": 3.0}), "LBN"), (Context({"LBY": 3.0}), "LBY")])
def test_namesakes_are_told_apart_by_the_document(context: Context, country: str) -> None:
    assert places.resolve("طرابلس", context).country == country


def test_an_unknown_place_has_no_coordinates_and_says_where_its_country_is_from() -> None:
    found = places.resolve("تل الزعرور الفوقاني", Context({"SYR": 4.0}))
    assert (found.entry, found.country, found.basis, found.lat, found.named) == (None, "SYR", "context", None, "romanised")
    assert places.resolve("تل الزعرور الفوقاني").country == "?"


@pytest.mark.parametrize(
    ("surface", "country", "sector"),
    [
        ("وزير الخارجية السعودي عادل الجبير", "SAU", "GOV"),
        ("رئيس هيئة الأركان الإيرانية اللواء محمد باقري", "IRN", "MIL"),
        ("المرصد السوري لحقوق الإنسان", "SYR", "NGO"),
        ("مسلحون حوثيون", "YEM", "REB"),
        ("قوات النظام السوري", "SYR", "MIL"),
        ("الطيران الروسي", "RUS", "MIL"),
        ("الحكومة العراقية", "IRQ", "GOV"),
        ("المتظاهرين اللبنانيين", "LBN", "CVL"),
        ("قوات صالح", "YEM", "REB"),
        ("سكان حلب", "SYR", "CVL"),
        ("سفير السعودية لدى الأمم المتحدة", "SAU", "GOV"),
        ("رئيس لجنة الشؤون الخارجية بمجلس النواب الأمريكي", "USA", "LEG"),
        ("مسلحين من تنظيم داعش في ليبيا", "LBY", "REB"),
        ("رجال الأعمال المصريين والسودانيين", "---", "BUS"),
        ("نائب وزير الدفاع الروسي", "RUS", "GOV"),
        ("الفصائل المدعومة من تركيا", "?", "REB"),
        ("وزير المالية الألماني", "DEU", "GOV"),
        ("الأمم المتحدة", "IGO", "IGO"),
        ("تنظيم داعش", "---", "REB"),
        ("وكالة رويترز", "GBR", "MED"),
        ("أنقرة", "TUR", "GOV"),
        ("مدنيين فلسطينيين", "PSE", "CVL"),
    ],
)
def test_actor(surface: str, country: str, sector: str) -> None:
    found = actors.resolve(surface, when=date(2019, 5, 1))
    assert (found.country, found.sector) == (country, sector)


def test_an_unknown_actor_is_honestly_unknown() -> None:
    found = actors.resolve("زيد")
    assert (found.country, found.sector, found.basis) == ("?", "UNK", "none")


def test_adjectives() -> None:
    assert countries_in("القوات السورية والإيرانيين ومسؤول كوري جنوبي") == {"SYR": 1, "IRN": 1, "KOR": 1}


def test_outlet() -> None:
    found = outlets.resolve("سانا")
    assert found is not None and found.affiliation == "official"
    assert outlets.resolve("صحيفة لا وجود لها") is None


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_resolvers_never_fail(text: str) -> None:
    places.resolve(text, Context({"SYR": 1.0}))
    actors.resolve(text, Context({"SYR": 1.0}), date(2015, 8, 1))
    countries_in(text)


def test_every_gazetteer_entry_is_sound() -> None:
    for _, entry in all_entries():
        assert entry.country == "?" or (len(entry.country) == 3 and entry.country.isupper())
        assert entry.kind in places.KIND_WEIGHT
        assert (entry.lat is None) == (entry.lon is None)
        assert entry.lat is None or (-90 <= entry.lat <= 90 and -180 <= (entry.lon or 0) <= 180)


@pytest.mark.parametrize(
    ("surface", "name", "country"),
    [
        ("شمال العراق", "Northern Iraq", "IRQ"),
        ("شرقي حلب", "Eastern Aleppo", "SYR"),
        ("وسط السودان", "Central Sudan", "SDN"),
        ("ريف حلب الشمالي", "Northern Aleppo", "SYR"),
        ("الحدود السورية", "Syrian border", "SYR"),
        ("الحدود مع لبنان", "Lebanese border", "LBN"),
        ("الأراضي التركية", "Turkey", "TUR"),
        ("قرب منبج", "Manbij", "SYR"),
        ("ريف محافظة حماة", "Hama", "SYR"),
        ("قناة السويس المصرية", "Suez Canal", "EGY"),
        ("دير الزور", "Deir ez-Zor", "SYR"),
        ("مطار دمشق الدولي", "Damascus International Airport", "SYR"),
    ],
)
def test_parts_borders_and_surroundings(surface: str, name: str, country: str) -> None:
    found = places.resolve(surface)
    assert (found.name, found.country) == (name, country)


def test_a_distance_moves_the_point() -> None:
    city, there = places.resolve("عدن"), places.resolve("40 كيلومترا شمال غرب عدن")
    assert city.lat and city.lon and there.lat and there.lon
    assert 0.2 < there.lat - city.lat < 0.3 and 0.2 < city.lon - there.lon < 0.3
    assert (there.where_prec, there.geo_precision, there.radius) == (2, 2, 10.0)


@pytest.mark.parametrize(
    ("surface", "where_prec", "geo_precision"), [("منبج", 1, 1), ("محافظة الأنبار", 4, 3), ("مصر", 6, 3), ("البحر الأحمر", 7, 3)]
)
def test_exactness(surface: str, where_prec: int, geo_precision: int) -> None:
    found = places.resolve(surface)
    assert (found.where_prec, found.geo_precision) == (where_prec, geo_precision)


def test_an_unknown_hospital_is_near_the_town_it_is_named_for() -> None:
    found = places.resolve("مستشفى ظهران الجنوب المركزي")
    assert (found.country, found.basis, found.kind, found.where_prec) == ("SAU", "part", "facility", 2)


@given(st.floats(-80, 80), st.floats(-180, 180), st.integers(0, 359), st.integers(0, 2000))
def test_a_shifted_point_is_as_far_away_as_told(lat: float, lon: float, bearing: int, km: int) -> None:
    there = places._shifted(lat, lon, bearing, km)
    a, b = math.radians(lat), math.radians(there[0])
    angle = math.acos(min(1, max(-1, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(there[1] - lon)))))
    assert angle * places.EARTH == pytest.approx(km, abs=1)


def test_romanised_names_can_be_spoken() -> None:
    assert romanise("الزعرور") == "Al-Zarur"
    assert romanise("كفر سجنة") == "Kafr Sajna"


@pytest.mark.parametrize(
    ("surface", "day", "name"),
    [
        ("الرئيس التركي", date(2005, 6, 1), "Ahmet Necdet Sezer"),
        ("الرئيس التركي", date(2015, 8, 1), "Recep Tayyip Erdoğan"),
        ("رئيس الوزراء التركي", date(2005, 6, 1), "Recep Tayyip Erdoğan"),
        ("رئيس وزراء بريطانيا", date(2015, 8, 1), "David Cameron"),
        ("المستشارة الألمانية", date(2010, 1, 1), "Angela Merkel"),
        ("وزير الخارجية السوري", date(2015, 8, 1), "Walid Muallem"),
    ],
)
def test_an_office_without_a_name_is_its_holder_on_the_day(surface: str, day: date, name: str) -> None:
    found = actors.resolve(surface, when=day)
    assert (found.name, found.basis) == (name, "office")


def test_an_office_is_not_given_to_anyone_without_a_day() -> None:
    assert actors.resolve("الرئيس التركي").name is None


def test_namesakes_follow_their_terms() -> None:
    assert actors.resolve("أردوغان", when=date(2010, 1, 1)).role == "Prime Minister of Turkey"
    assert actors.resolve("أردوغان", when=date(2020, 1, 1)).role == "President of Turkey"


def _in_document(text: str, surfaces: list[str], names: list[tuple[str, str]]) -> dict[str, tuple[str, str, str]]:
    mentions = [Mention(s, text.index(s)) for s in surfaces]
    found = [Name(text.index(n), n, kind) for n, kind in names]
    context = places.context_of([n for n, kind in names if kind == "GPE"], countries_in(text))
    values = document_actors.resolve_all(mentions, found, text, context, date(2019, 5, 1))
    return {s: (v.country, v.sector, v.basis) for s, v in values.items()}


def test_a_short_name_is_who_was_named_in_full() -> None:
    text = "التقى وزير الصحة اليمني سالم الدوعني الوفد. وقال الدوعني إن الوضع صعب."
    found = _in_document(text, ["وزير الصحة اليمني سالم الدوعني", "الدوعني"], [("سالم الدوعني", "PER")])
    assert found["الدوعني"] == ("YEM", "GOV", "text")


def test_a_bare_noun_is_the_last_named_of_its_kind() -> None:
    text = "أعلنت حركة حماس موقفها، وقالت مصادر في الحركة ذلك. ورد المتحدث باسم الحركة."
    found = _in_document(text, ["حركة حماس", "المتحدث باسم الحركة"], [("حركة حماس", "ORG")])
    assert found["المتحدث باسم الحركة"] == ("PSE", "REB", "text")


def test_others_are_more_of_those_named_before() -> None:
    text = "قتل ثلاثة جنود أتراك وأصيب آخرون."
    assert _in_document(text, ["جنود أتراك", "آخرون"], [])["آخرون"] == ("TUR", "MIL", "text")


def test_where_nobody_tells_a_country_it_is_the_one_spoken_of() -> None:
    text = "في حلب قتل القصف مدنيين. وفي إدلب نزح السكان."
    assert _in_document(text, ["مدنيين"], [("حلب", "GPE"), ("إدلب", "GPE")])["مدنيين"] == ("SYR", "CVL", "context")


def test_the_data_files_are_sound() -> None:
    assert list(check()) == []


def test_a_wrong_row_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "# head\nفلان\tSomebody\tperson\tSYR\tXXX\toffice\t2015\t\n"
    monkeypatch.setattr(data_files, "text_of", lambda package, name: rows)
    with pytest.raises(data_files.DataFileError, match=r"actors\.tsv, line 2 \(Somebody\)"):
        all_known()


def test_a_row_with_a_missing_column_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "text_of", lambda package, name: "# head\n\nواحد\tاثنان\n")
    with pytest.raises(data_files.DataFileError, match="line 3: 2 columns, 3 expected"):
        data_files.table_of("khabar.resolve", "demonyms.tsv", 3)


@pytest.mark.parametrize(
    ("written", "plainly"),
    [
        ("قوات_الدعم_السريع", "قوات الدعم السريع"),
        ("المتحدث باسم #حماس", "المتحدث باسم حماس"),
        ("مُحَمَّد بن سَلْمان", "محمد بن سلمان"),
        ("الشُّرطة_الرُّوسِيّة", "الشرطة الروسية"),
    ],
)
def test_actors_are_found_behind_hashtags_and_vowel_signs(written: str, plainly: str) -> None:
    found = actors.resolve(written, when=date(2024, 5, 3))
    assert found == actors.resolve(plainly, when=date(2024, 5, 3))
    assert found.basis in ("name", "words")


@pytest.mark.parametrize(
    ("written", "plainly"),
    [("دير_الزور", "دير الزور"), ("#الفاشر", "الفاشر"), ("شمال_غرب_إدلب", "شمال غرب إدلب"), ("حَلَب", "حلب"), ("غـ.ـزة", "غزة")],
)
def test_places_are_found_behind_hashtags_and_vowel_signs(written: str, plainly: str) -> None:
    found = places.resolve(written)
    assert found == places.resolve(plainly)
    assert found.country != "?"


def test_adjectives_are_found_in_hashtags_where_they_stand() -> None:
    text = "بيان #الحكومة_اليمنية عن الشُّرطة الرُّوسِيّة"
    assert [(text[at : at + 3], country) for at, country in found_in(text)] == [("الي", "YEM"), ("الر", "RUS")]
