"""What the words around a place name say: a direction, a distance, nearness, a border (data/places.toml)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from khabar.data_files import toml_of
from khabar.resolve import numbers
from khabar.text.normalise import fold


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """core: the words that name the place, folded. bearing: degrees, with `english` the adjective of the direction. km: distance from
    the place. near: whether it is somewhere about the place. border, land: whether it is the border (with_: with the one named)
    or the territory of a country. central: whether it is its middle."""

    core: str
    bearing: int | None = None
    english: str | None = None
    km: int | None = None
    near: bool = False
    border: bool = False
    with_: bool = False
    land: bool = False
    central: bool = False

    @property
    def says_more(self) -> bool:
        """Whether anything but a name was found."""
        return self.bearing is not None or self.km is not None or self.near or self.border or self.land or self.central


@cache
def _relations() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Relation -> its phrases as folded words, the longest first."""
    table: dict[str, Any] = toml_of("khabar.resolve", "places.toml")["relations"]
    return {
        name: tuple(sorted((tuple(fold(p).split()) for p in phrases), key=len, reverse=True))
        for name, phrases in table.items()
        if isinstance(phrases, list)
    }


@cache
def _directions() -> dict[str, tuple[int, str]]:
    table = toml_of("khabar.resolve", "places.toml")["directions"]
    return {fold(name): (entry["bearing"], entry["english"]) for name, entry in table.items()}


@cache
def central() -> str:
    """The English adjective of وسط."""
    word: str = toml_of("khabar.resolve", "places.toml")["relations"]["central"]
    return word


def parse(surface: str) -> PlacePhrase:
    """Take a place phrase apart: 40 كيلومترا شمال غرب عدن is (core عدن, bearing 315, km 40)."""
    words = fold(surface).split()
    km, words = _distance(words)
    border = _begins(words, "border")
    words = words[border:]
    with_ = bool(border) and _begins(words, "with") > 0
    words = words[with_:]
    near = _begins(words, "near")
    words = words[near:]
    bearing, english, words = _direction(words)
    inside = _begins(words, "inside")
    central_ = inside > 0 and words[:1] == ["وسط"]
    words = words[inside:]
    if bearing is None:
        bearing, english, words = _trailing(words)
    land = _begins(words, "land")
    words = words[land:]
    while len(words) > 1 and (words[0],) in _relations()["from"]:
        words = words[1:]
    return PlacePhrase(" ".join(words), bearing, english, km, near > 0, border > 0, with_, land > 0, central_)


def _begins(words: list[str], relation: str) -> int:
    """How many words at the start are a phrase of that relation; never all of them."""
    return next((len(p) for p in _relations()[relation] if len(p) < len(words) and tuple(words[: len(p)]) == p), 0)


def _distance(words: list[str]) -> tuple[int | None, list[str]]:
    """Kilometres named at the start, and the words behind them."""
    units = {p[0] for p in _relations()["kilometres"]}
    at = next((n for n, word in enumerate(words[:-1]) if word in units), None)
    if at is None:
        return None, words
    return numbers.value(" ".join(words[:at])), words[at + 1 :]


def _direction(words: list[str]) -> tuple[int | None, str | None, list[str]]:
    """A direction at the start: شمال غرب عدن, شرقي مدينة حلب."""
    for size in (2, 1):
        found = _directions().get(" ".join(words[:size])) if len(words) > size else None
        if found:
            return *found, words[size:]
    return None, None, words


def _trailing(words: list[str]) -> tuple[int | None, str | None, list[str]]:
    """A direction as an adjective at the end: ريف حلب الشمالي."""
    if len(words) > 1 and words[-1].startswith("ال"):
        for size in (2, 1):
            tail = " ".join(w.removeprefix("ال").removesuffix("ه") for w in words[-size:])
            found = _directions().get(tail) if len(words) > size else None
            if found:
                return *found, words[:-size]
    return None, None, words
