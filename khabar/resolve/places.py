"""Places: names of places to English name, country, coordinates and how exact they are, through one gazetteer file.

>>> from khabar.resolve import places
>>> places.resolve("دير الزور").country
'SYR'
>>> places.resolve("40 كيلومترا شمال غرب عدن").where_prec
2
"""

import math
from dataclasses import dataclass, replace
from functools import cache

from khabar.data_files import toml_of
from khabar.resolve import adjectives
from khabar.resolve.gazetteer import Entry, candidates, country_entry, key_of
from khabar.resolve.namesakes import namesakes
from khabar.resolve.place_context import NO_CONTEXT, Context, class_kinds, context_of, is_common_noun, without_class_words
from khabar.resolve.place_phrase import PlacePhrase, central, parse
from khabar.resolve.romanise import romanise
from khabar.text.normalise import fold, plain

KIND_WEIGHT = {
    "country": 8.0,
    "capital": 3.5,
    "province": 4.5,
    "area": 4.0,
    "facility": 4.0,
    "city": 0.0,
    "quarter": 1.0,
    "town": -0.5,
    "district": -0.5,
    "subdistrict": -1.0,
    "village": -1.5,
}
"""A name that is a country's is nearly always meant as such; a province or a place kept by hand beats a small town."""
KINDS = {"capital": "city", "town": "city", "village": "city", "district": "area", "subdistrict": "area"}
"""Kind of the gazetteer -> kind of a place, where they differ."""
CONTEXT_WEIGHT = 8.0
PROVINCE_WEIGHT = 2.0
CLASS_WEIGHT = 6.0
"""محافظة حماة is the province, مدينة حماة the town."""
KEPT_BY_HAND = 3.5
"""A town that the press is known to name beats its namesakes, by the name that it goes by first (not الحوطة as لحج)."""
DISTRICT_WEIGHT = 3.0
EARTH = 6371.0
"""Kilometres from the middle of the sphere to its surface."""
LOCAL = ("village", "town", "quarter", "subdistrict", "district")
WIDE = ("country", "province", "area")
"""Kinds that are no point on a map."""
_ACLED = {1: 1, 2: 2, 3: 2}
__all__ = ["NO_CONTEXT", "Context", "PlaceValue", "context_of", "geo_precision_of", "resolve"]


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """entry: the gazetteer's, or None. name: English; named: how it was found: "gazetteer", "composed" (Northern Iraq), "romanised"
    (in Latin letters by rule, for a place that no list has) or "none". country: ISO-3 or "?". kind: kind of place or None. basis:
    "gazetteer", "adjective", "part" (of another place that the phrase names), "context" (the country of its neighbours in the text)
    or "none". lat, lon: degrees or None. radius: km within which the place lies, or None. where_prec: exactness as UCDP grades it (1
    exact to 7 international). others: other entries of that name, best first, with scores."""

    entry: Entry | None
    name: str | None
    named: str
    country: str
    kind: str | None
    basis: str
    lat: float | None = None
    lon: float | None = None
    radius: float | None = None
    where_prec: int | None = None
    others: tuple[tuple[float, Entry], ...] = ()

    @property
    def geo_precision(self) -> int | None:
        """Exactness as ACLED grades it, see geo_precision_of."""
        return geo_precision_of(self.where_prec)


def geo_precision_of(where_prec: int | None) -> int | None:
    """ACLED's grade of exactness (1 exact, 2 near or part of a district, 3 a province or larger) for UCDP's."""
    return _ACLED.get(where_prec, 3) if where_prec else None


def resolve(surface: str, context: Context = NO_CONTEXT) -> PlaceValue:
    """The likeliest place that the words mean.

    context: what the document speaks of (see context_of): it decides between namesakes and gives the country of a name that the
    gazetteer lacks (basis "context").
    """
    surface = plain(surface).text
    found = _ranked(surface, context)
    if found:
        return _of_entry(found[0][1], tuple(found[1:]))
    phrase = parse(surface)
    if phrase.border:
        return _border(phrase, context)
    if phrase.says_more:
        found = _ranked(phrase.core, context)
        # الرحيب الشرقي is a village of its own, not the east of another.
        behind = phrase.bearing is not None and fold(surface).startswith(phrase.core)
        if found and not (behind and found[0][1].kind in LOCAL):
            return _moved(_of_entry(found[0][1], tuple(found[1:])), phrase)
        countries = adjectives.countries_in(phrase.core) if phrase.land or phrase.bearing is not None else None
        if countries and (country := country_entry(countries.most_common(1)[0][0])):
            return _moved(replace(_of_entry(country, ()), basis="adjective"), phrase)
    return _landscape(surface, context) or _unknown(surface, phrase, context)


def _landscape(surface: str, context: Context) -> PlaceValue | None:
    """جبل قنديل, where the gazetteer has قنديل as the mountains that they are."""
    first, _, rest = surface.strip().partition(" ")
    if class_kinds().get(fold(first)) != "area" or not rest:
        return None
    found = [item for item in _ranked(rest, context) if item[1].kind == "area"]
    return _of_entry(found[0][1], tuple(found[1:])) if found else None


def _ranked(surface: str, context: Context) -> list[tuple[float, Entry]]:
    """The entries that the name may mean, likeliest first; an adjective of country behind it (السويس المصرية) is evidence."""
    words = surface.split()
    entries, country = namesakes(surface, context).entries, None
    if not entries and len(words) > 1:
        country = next(iter(adjectives.countries_in(words[-1])), None)
        entries = namesakes(" ".join(words[:-1]), _speaking_of(context, country)).entries if country else ()
    kinds = {class_kinds().get(word) for word in fold(surface).split()[:-1]}
    # ريف القنيطرة: the word before the name in the text tells of which country it is, not whether the province or its seat is meant.
    told = {entry.country for entry in entries if entry.kind == context.kinds.get(fold(surface))}
    scored = []
    for entry in entries:
        said = (CONTEXT_WEIGHT if country == entry.country else 0.0) + (CLASS_WEIGHT if entry.kind in kinds else 0.0)
        said += CLASS_WEIGHT if entry.country in told else 0.0
        scored.append((_score(entry, context, surface) + said, entry))
    return sorted(scored, key=lambda item: (-item[0], item[1].name, item[1].lat or 0.0, item[1].lon or 0.0))


def _speaking_of(context: Context, country: str) -> Context:
    """The context with one more country named beyond doubt."""
    return replace(context, certain=frozenset(context.countries if context.certain is None else context.certain) | {country})


def _score(entry: Entry, context: Context, surface: str) -> float:
    near = PROVINCE_WEIGHT if (entry.country, entry.admin1) in context.provinces else 0.0
    near += DISTRICT_WEIGHT if entry.admin2 and (entry.country, entry.admin2) in context.districts else 0.0
    first = key_of(without_class_words(surface)) == key_of(entry.names[0])
    hand = KEPT_BY_HAND if entry.kind == "city" and entry.source != "geonames" and first else 0.0
    known = KIND_WEIGHT.get(entry.kind, 0.0) + hand + math.log10(entry.population + 10)
    return known + CONTEXT_WEIGHT * context.share_of(entry) + near


@cache
def _precision() -> dict[str, tuple[int, float]]:
    return {kind: (pair[0], float(pair[1])) for kind, pair in toml_of("khabar.resolve", "places.toml")["precision"].items()}


def _of_entry(entry: Entry, others: tuple[tuple[float, Entry], ...]) -> PlaceValue:
    exact = "nowhere" if entry.country == "?" else entry.kind
    if entry.source in ("near", "district") and entry.kind not in ("country", "province", "capital"):
        exact = max(exact, entry.source, key=lambda kind: _precision()[kind][0])
    prec, radius = _precision()[exact]
    kind = KINDS.get(entry.kind, entry.kind)
    where = entry.lat, entry.lon, (radius or None) if entry.lat is not None else None
    return PlaceValue(entry, entry.name, "gazetteer", entry.country, kind, "gazetteer", *where, prec, others)


def _moved(value: PlaceValue, phrase: PlacePhrase) -> PlaceValue:
    """The value of a place near, in a part of or at a distance from the one given."""
    entry = value.entry
    wide = entry is not None and entry.kind in WIDE
    english = phrase.english if phrase.bearing is not None else central() if phrase.central else None
    name = f"{english} {value.name}" if english else value.name
    found = replace(value, name=name, named="composed" if english else value.named)
    if phrase.km is not None and value.lat is not None and value.lon is not None and phrase.bearing is not None:
        lat, lon = _shifted(value.lat, value.lon, phrase.bearing, phrase.km)
        return replace(found, lat=lat, lon=lon, radius=max(5.0, phrase.km / 4), where_prec=2, kind=None if wide else value.kind)
    if wide or not (phrase.near or english or phrase.km is not None):
        return found
    return replace(found, radius=max(_precision()["near"][1], float(phrase.km or 0)), where_prec=_precision()["near"][0])


def _shifted(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` from (lat, lon) in the direction of `bearing`, in degrees to four digits. Formula: destination point on a
    great circle, sphere of radius EARTH."""
    angle, course, start = km / EARTH, math.radians(bearing), math.radians(lat)
    end = math.asin(math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(course))
    turn = math.atan2(math.sin(course) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(end))
    return round(math.degrees(end), 4), round((lon + math.degrees(turn) + 180) % 360 - 180, 4)


def _border(phrase: PlacePhrase, context: Context) -> PlaceValue:
    """الحدود السورية, الحدود مع سوريا, الحدود التركية العراقية: borders by the countries named."""
    named = [c for word in phrase.core.replace("-", " ").split() for c in adjectives.countries_in(word)]
    for entry in candidates(phrase.core.split(" مع ")[-1]):
        named += [entry.country] if entry.kind == "country" else []
    distinct = list(dict.fromkeys(named))
    if not distinct:
        return _unknown("الحدود " + phrase.core, phrase, context)
    english = "-".join(adjectives.english(c) for c in distinct)
    return PlaceValue(None, f"{english} border", "composed", distinct[0] if len(distinct) == 1 else "?", "area", "adjective", where_prec=5)


def _unknown(surface: str, phrase: PlacePhrase, context: Context) -> PlaceValue:
    """A place that the gazetteer lacks: its kind by the class word, its country by an adjective, a place that is part of its name, or
    the document; its name in Latin letters."""
    kind = class_kinds().get(fold(surface).split(" ")[0].removeprefix("ال")) if surface.strip() else None
    name, named = (None, "none") if fold(surface) in class_kinds() or is_common_noun(surface) else _composed(surface)
    undecided = namesakes(surface, context).undecided
    if undecided:
        kinds = {KINDS.get(e.kind, e.kind) for e in undecided}
        others = tuple((0.0, entry) for entry in undecided)
        kind = kinds.pop() if len(kinds) == 1 else kind
        return PlaceValue(None, undecided[0].name, "gazetteer", undecided[0].country, kind, "context", others=others)
    countries = adjectives.countries_in(surface)
    if countries:
        return PlaceValue(None, name, named, countries.most_common(1)[0][0], kind, "adjective")
    part = _part(surface, context) if kind else None
    if part is not None:
        prec, radius = _precision()["near"]
        wide = part.kind in WIDE
        found = PlaceValue(None, name, named, part.country, kind, "part")
        if wide or part.lat is None:
            return found
        return replace(found, lat=part.lat, lon=part.lon, radius=radius, where_prec=prec)
    country = context.likeliest()
    return PlaceValue(None, name, named, country or "?", kind, "context" if country else "none")


def _part(surface: str, context: Context) -> Entry | None:
    """A well-known place whose name stands at the end of a longer one (مستشفى ظهران الجنوب), or the town that a port or an airport is
    called after."""
    words = surface.split()
    after_town = bool(words) and fold(words[0]) in _named_after()
    for start in range(1, len(words)):
        for end in range(len(words), start, -1):
            found = _ranked(" ".join(words[start:end]), context)
            named = start == 1 and after_town and bool(found) and found[0][1].kind in ("city", "town")
            if found and (end - start > 1 or named or found[0][1].kind in ("country", "province", "capital")):
                return found[0][1]
    return None


@cache
def _named_after() -> frozenset[str]:
    return frozenset(fold(word) for word in toml_of("khabar.resolve", "places.toml")["named-after"]["words"])


@cache
def _templates() -> list[tuple[list[str], list[str], str]]:
    """Class words before and behind a name, and the English of both; the longest first."""
    found = []
    for arabic, english in toml_of("khabar.resolve", "places.toml")["english"].items():
        before, after = (fold(part).split() for part in arabic.split("*"))
        found.append((before, after, english))
    return sorted(found, key=lambda item: -len(item[0]) - len(item[1]))


def _composed(surface: str) -> tuple[str | None, str]:
    """An English name made of the class word's English and the name in Latin letters, and how it was made."""
    words = plain(surface).text.split()
    levelled = [fold(word) for word in words]
    for before, after, english in _templates():
        a, b = len(before), len(words) - len(after)
        if b > a and levelled[:a] == before and levelled[b:] == after:
            known = candidates(" ".join(words[a:b]))
            inner = known[0].name if known and known[0].kind != "country" else romanise(" ".join(words[a:b]))
            return english.format(inner), "romanised"
    name = romanise(surface)
    return (name, "romanised") if name else (None, "none")
