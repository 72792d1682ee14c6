"""Levels: whether a mention names one occasion, a sum of several, or a whole that goes on (a war, a siege, a general practice)."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from khabar.data_files import strings_of, toml_of
from khabar.document.model import COUNTS, LEVELS, Event
from khabar.incidents.claims import Report
from khabar.incidents.spans import span_of
from khabar.resolve.numbers import value
from khabar.tagger.stems import without_particles
from khabar.text.normalise import fold

PACKAGE, DATA = "khabar.incidents", "levels.toml"
SHARE = 3
"""One mention of so many decides."""
PASSED = 2
"""Words passed over at most between a trigger and what is said of it: its other adjectives."""
BESIDE = 6
"""Words on either side of a trigger among which an adverb is looked for."""
_YEARS = (1900, 2100)
_WORD = re.compile(r"[^\s\"'«»()\[\]،؛:.,؟!]+")
_PRONOUN = re.compile(r"(?<=...)(?:ها|هم|ه|نا)$")
_CLAUSE = re.compile(r"[،؛:.\n؟!]")


@cache
def _listed(key: str) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in strings_of(PACKAGE, DATA, key))


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(_listed(key))


def _limit(table: str, name: str) -> int:
    return int(toml_of(PACKAGE, DATA)[table][name])


def level_of(report: Report, mentions: Sequence[Event]) -> str:
    """The level of what some mentions tell: one of LEVELS. Outcomes follow what they came from; of the others the wider level holds that
    more than a third tell, since later mentions are shorter (the fighting that goes on since May ... the fighting)."""
    leading = [event for event in mentions if event.type != "HARM"] or mentions
    counts = Counter(_Mention(report, event).level() for event in leading)
    return next((level for level in reversed(LEVELS) if counts[level] * SHARE > counts.total()), LEVELS[0])


def goes_on(report: Report, mentions: Sequence[Event]) -> bool:
    """Whether some mentions tell of a whole as one that goes on when it is reported."""
    return any(_Mention(report, event).lasts() for event in mentions)


class _Mention:
    """A mention with the words beside it. forms: the trigger as it stands and without what is written together with it. before, after: the
    words beside it as far as its clause reaches; rest: as far as its sentence does. days: for so long its own words say that it lasts."""

    def __init__(self, report: Report, event: Event) -> None:
        start, end = report.sentence_around(event.start)
        before, rest = report.document.text[start : event.start], report.document.text[event.end : end]
        self.event = event
        self.before = _words(_CLAUSE.split(before)[-1])
        self.after = _words(_CLAUSE.split(rest)[0])
        self.rest = _words(rest)
        self.forms = _forms(fold(event.text).rpartition(" ")[2])
        span = span_of(event, report.document.published)
        self.days = (span[1] - span[0]).days if span else 0

    def level(self) -> str:
        if self.event.type == "HARM":
            return "sum" if self._is_toll_of_days() else "incident"
        if self._is_practice() or self._is_whole():
            return "campaign"
        return "sum" if self._is_counted() else "incident"

    def _is_whole(self) -> bool:
        if self._leads("campaign.but", self.rest, PASSED):
            return False
        if self._is_one_of("campaign.wholes") or self._is_known():
            return True
        ranked = not _names("campaign.ranked").isdisjoint([*self.before[-PASSED:], *self.after[: PASSED + 1]])
        long = (self.days >= _limit("campaign", "days") and not ranked) or self._ends("campaign.since")
        return (self._is_one_of("campaign.lasting") and (long or self.lasts())) or (self._is_one_of("campaign.fights") and long)

    def lasts(self) -> bool:
        """Whether words beside it say that it goes on."""
        return self._leads("campaign.after", _definite(self.after), PASSED) or self._ends("campaign.before") or self._ends("campaign.since")

    def _is_practice(self) -> bool:
        beside = [self.before[-BESIDE:], self.after[:BESIDE]]
        often = any(f" {sign} " in f" {' '.join(words)} " for words in beside for sign in _listed("practice.near"))
        return often or self._leads("practice.after", _definite(self.after), PASSED)

    def _is_counted(self) -> bool:
        several = self._ends("sum.before") or self._leads("sum.after", self.after, 1)
        return self._is_one_of("sum.counted") and (several or _is_number(self.before[-1:]))

    def _is_toll_of_days(self) -> bool:
        return any(self.event.roles.get(name) for name in COUNTS) and self.days >= _limit("sum", "days")

    def _is_one_of(self, key: str) -> bool:
        return not self.forms.isdisjoint(_names(key))

    def _is_known(self) -> bool:
        rest = self.after[len(_definite(self.after)) :]
        return any(f"{' '.join([form, *rest])} ".startswith(f"{name} ") for form in self.forms for name in _listed("campaign.known"))

    def _leads(self, key: str, words: Sequence[str], passed: int) -> bool:
        """Whether words begin with a sign, so many others passed over at most."""
        rests = [f"{' '.join(words[at:])} " for at in range(min(passed + 1, len(words)))]
        return any(rest.startswith(f"{sign} ") for rest in rests for sign in _listed(key))

    def _ends(self, key: str) -> bool:
        said = f" {' '.join(self.before)}"
        return any(said.endswith(f" {sign}") for sign in _listed(key))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _forms(word: str) -> frozenset[str]:
    """A folded word as it stands, without particles and article, and without a pronoun behind it."""
    bare = without_particles(word)
    owned = _PRONOUN.sub("", bare)
    return frozenset((word, bare, owned, f"{owned[:-1]}ه" if owned != bare and owned.endswith("ت") else owned))


def _definite(words: Sequence[str]) -> list[str]:
    """The words as far as they have an article: the adjectives of a definite noun."""
    return list(takewhile(lambda word: word.startswith("ال"), words))


def _is_number(words: Sequence[str]) -> bool:
    """Whether a word is a number of three or more, and no year."""
    number = value(words[0]) if words else None
    return number is not None and number >= 3 and not _YEARS[0] <= number <= _YEARS[1]
