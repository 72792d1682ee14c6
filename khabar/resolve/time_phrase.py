"""A time expression as words, looked up in the lists of data/times.toml."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from khabar.data_files import toml_of
from khabar.text.normalise import fold, plain

TABLES = (
    "months",
    "hijri",
    "persian",
    "feasts",
    "feast-groups",
    "named-days",
    "weekdays",
    "relative",
    "nights",
    "parts",
    "part-phrases",
    "units",
    "duals",
    "sets",
    "seasons",
    "shares",
    "decades",
    "zones",
    "vague",
    "vague-alone",
)
"""The tables of times.toml that give words a value."""
_PARTICLES = ("و", "ب", "ل", "ف", "ك")
_GLUED = re.compile(r"(?<![^\W\d_])(هذا|هذه|أمس|امس|اليوم|يوم|صباح|مساء|فجر|ليل)(ال[^\W\d_]{3,})")
"""Two words whose space was lost (أمسالسبت)."""
_BOUNDARY = re.compile(r"(?<=[^\W\d_]{2})(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where a number is glued to a word (مارس2015)."""
_BARE_ARTICLE = re.compile(r"(?<![^\W_])([وبف]?)ال[\s-]+(?=\d)")
"""The article before figures, apart from them (الـ 48)."""


def clean(text: str) -> str:
    """An expression in the plain form, with lost spaces put back, the article before figures taken off and rare spellings
    of times.toml replaced by the usual ones."""
    found = _GLUED.sub(r"\1 \2", plain(text).text)
    found = _BARE_ARTICLE.sub(r"\1", _BOUNDARY.sub(" ", found))
    for pattern, usual in _spellings():
        found = pattern.sub(usual, found)
    return " ".join(found.split())


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = toml_of("khabar.resolve", "times.toml")["spellings"]
    return tuple((re.compile(rf"(?<![^\W_]){re.escape(rare)}(?![^\W_])"), usual) for rare, usual in table.items())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """times.toml with folded keys; in each table the longest keys come first."""

    tables: dict[str, dict[str, Any]]
    plurals: frozenset[str]
    direction: dict[str, frozenset[str]]
    clock: dict[str, frozenset[str]]
    by_hundreds: int
    other_era: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The shipped word lists."""
    data = toml_of("khabar.resolve", "times.toml")
    tables = {}
    for name in TABLES:
        folded = {fold(key): value for key, value in data[name].items()}
        tables[name] = dict(sorted(folded.items(), key=lambda item: -len(item[0])))
    direction = {kind: frozenset(map(fold, forms)) for kind, forms in data["direction"].items()}
    clock = {key: frozenset(map(fold, v)) for key, v in data["clock"].items()}
    plurals, centuries = frozenset(map(fold, data["plurals"]["words"])), data["centuries"]
    return Lexicon(tables, plurals, direction, clock, centuries["by-hundreds"], frozenset(map(fold, centuries["other-era"])))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """An entry with its possible particles; the article may come before an entry that lacks it, never go from one that has it."""
    if key.startswith("ال"):
        return re.compile(rf" (?:[وبفك]?{key}|لل{key[2:]})(?= )")
    return re.compile(rf" (?:[وبلفك]?(?:ال)?|لل){key}(?= )")


class Phrase:
    """A time expression as words: folded, without particles where the rest is a known word."""

    def __init__(self, text: str) -> None:
        self.plain = clean(text)
        self.lexicon = lexicon()
        self.words = fold(self.plain).split()
        self.text = " " + " ".join(self.words) + " "
        self._found: dict[str, list[Any]] = {}
        self._said: dict[str, bool] = {}

    def first(self, table: str) -> Any:
        """The value of the first (longest) entry of a table that occurs; None if none does."""
        return next(iter(self.all(table)), None)

    def all(self, table: str) -> list[Any]:
        """The values of all entries that occur, in text order, no part of the text used twice."""
        if table not in self._found:
            self._found[table] = self._all(table)
        return self._found[table]

    def _all(self, table: str) -> list[Any]:
        found, text = [], self.text
        for key, value in self.lexicon.tables[table].items():
            if key.removeprefix("ال") not in text:
                continue
            for match in re.finditer(_pattern(key), text):
                found.append((match.start(), value))
                text = text[: match.start()] + " " + "#" * (match.end() - match.start() - 1) + text[match.end() :]
        return [value for _, value in sorted(found, key=lambda item: item[0])]

    def without(self, *tables: str) -> str:
        """The text without the entries of these tables."""
        text = self.text
        for table in tables:
            for key in self.lexicon.tables[table]:
                text = text.replace(f" {key} ", " ")
        return text

    def says(self, direction: str) -> bool:
        """Whether a word of that direction (a key of [direction] in times.toml: last, next, ago, start ...) occurs."""
        if direction not in self._said:
            self._said[direction] = self._says(self.lexicon.direction[direction])
        return self._said[direction]

    def _says(self, forms: frozenset[str]) -> bool:
        return any(w in forms or (w[1:] in forms and w[0] in _PARTICLES) for w in self.words) or any(
            " " + f + " " in self.text for f in forms if " " in f
        )

    @property
    def future(self) -> bool:
        """Whether the expression itself points ahead (المقبل)."""
        return self.says("next")

    @property
    def tail(self) -> "Phrase":
        """The words behind the last من or في: what a part is a part of (الأسبوع الأخير من الشهر الماضي)."""
        at = max((n for n, word in enumerate(self.words) if word in ("من", "في")), default=-1)
        return Phrase(" ".join(self.words[at + 1 :]))

    @property
    def bare_weekday(self) -> int | None:
        """A weekday with or without its article (آخر جمعة من رمضان)."""
        table = self.lexicon.tables["weekdays"]
        return next((n for name, n in table.items() if f" {name[2:]} " in self.text or f" {name} " in self.text), None)

    @property
    def half_of_day(self) -> str | None:
        """morning, evening, noon or night, by the first word or phrase of [clock] that occurs."""
        for half in ("morning", "evening", "noon", "night"):
            if any(f" {word} " in self.text for word in self.lexicon.clock[half]):
                return half
        return None


@lru_cache(maxsize=1 << 12)
def phrase_of(text: str) -> Phrase:
    """An expression as words; the same expressions come again and again."""
    return Phrase(text)
