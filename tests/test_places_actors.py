"""Places, actors, outlets and adjectives of countries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.resolve import actors, outlets, places
from khabar.resolve.adjectives import countries_in
from khabar.resolve.gazetteer import all_entries
from khabar.resolve.places import Context


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
    assert (found.entry, found.country, found.basis) == (None, "SYR", "context")
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
        ("المتظاهرين اللبنانيين", "LBN", "OPP"),
        ("الأمم المتحدة", "IGO", "IGO"),
        ("تنظيم داعش", "---", "REB"),
        ("وكالة رويترز", "GBR", "MED"),
        ("أنقرة", "TUR", "GOV"),
        ("مدنيين فلسطينيين", "PSE", "CVL"),
    ],
)
def test_actor(surface: str, country: str, sector: str) -> None:
    found = actors.resolve(surface, year=2019)
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
    actors.resolve(text, Context({"SYR": 1.0}), 2015)
    countries_in(text)


def test_every_gazetteer_entry_is_sound() -> None:
    for _, entry in all_entries():
        assert entry.country == "?" or (len(entry.country) == 3 and entry.country.isupper())
        assert entry.kind in places.KIND_WEIGHT
        assert (entry.lat is None) == (entry.lon is None)
        assert entry.lat is None or (-90 <= entry.lat <= 90 and -180 <= (entry.lon or 0) <= 180)
