"""Speakers: the chain of those who pass a statement on, and whose it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from khabar.data_files import strings_of
from khabar.document.model import COUNTS, Actor, Attribution, Document, Event
from khabar.incidents.bodies import voice_of, voice_of_outlet
from khabar.text.normalise import fold

UNNAMED = "the report"
"""Heads the chain of a report whose outlet is not known."""
_DETAILS = ("places", "times", "weapons", *COUNTS)
SHORT = 2
"""Words of a source that may be the short form of another one."""
_DEFINITE = re.compile(r"[وف]?(?:[بك]?ال|لل)\w")


@dataclass(frozen=True, slots=True)
class Speaker:
    """name: to show. body: what he is or speaks for, "" where he cannot be told from others."""

    name: str
    body: str


class Speakers:
    """The speakers of one report."""

    def __init__(self, document: Document, actors: Mapping[str, Actor]) -> None:
        self._document, self._actors = document, actors
        self._people = tuple(e.text for e in document.entities if e.type == "PER")
        said = {source.text for a in document.attributions for source in a.sources}
        self._sources = {surface: _bare(surface) for surface in sorted(said & actors.keys(), key=lambda s: (-len(s), s))}

    def chain(self, statements: Sequence[Attribution]) -> tuple[tuple[str, ...], str, str]:
        """Of statements, innermost first: the names from the outlet to the innermost speaker; the origin, which is the innermost one who
        can be told from others, else whom the outlet has the report from, else ""; and the body that this one speaks for."""
        document = self._document
        speakers = [found for statement in reversed(statements) if (found := self._of(statement))]
        passed_on = [document.origin] if document.origin else []
        names = tuple(dict.fromkeys([document.outlet or UNNAMED, *passed_on, *(s.name for s in speakers)]))
        told = next((s for s in reversed(speakers) if s.body), None)
        if told is not None:
            return names, told.name, told.body
        return names, document.origin or "", voice_of_outlet(document.origin or document.outlet) or document.origin or ""

    def _of(self, statement: Attribution) -> Speaker | None:
        surface = statement.sources[0].text if statement.sources else statement.antecedent
        if not surface:
            return None
        actor = self._actors.get(self._fullest(surface))
        nobody = self._is_anonymous(surface, actor)
        return Speaker(actor.name if actor and actor.name and not nobody else surface, "" if nobody else voice_of(actor))

    def _fullest(self, surface: str) -> str:
        """The longest source of the report that holds all words of a short one: who is introduced by office and name is cited by name."""
        actor, words = self._actors.get(surface), _bare(surface)
        if not words or len(words) > SHORT or (actor is not None and actor.name):
            return surface
        return next((other for other, held in self._sources.items() if words <= held), surface)

    def _is_anonymous(self, surface: str, actor: Actor | None) -> bool:
        words = fold(surface).split()
        first = words[0].removeprefix("ال") if words else ""
        if first.startswith(_words("anonymous.papers")):
            return actor is None or not (actor.name or actor.basis == "words")
        return first.startswith(_words("anonymous.words")) and not any(name in surface for name in self._people)

    def tells(self, event: Event, statements: Sequence[Attribution]) -> bool:
        """Whether a mention tells of its event: with a word that brings it up, or with a detail, and not in mere response. "The attack
        shows that ..." tells nothing of the attack; "they condemned the attack on the town" does not either."""
        if statements and _begins(statements[0].cue.text, "reactions.cues"):
            return False
        start = next((a for a, b in self._document.sentences if a <= event.start < b), event.start)
        if any(_begins(word, "reactions.objects") for word in self._document.text[start : event.start].split()):
            return False
        details = sum(bool(event.roles.get(role)) for role in _DETAILS)
        parties = all(event.roles.get(role) for role in ("actors", "recipients"))
        if details or parties or event.certainty == "claimed":
            return True
        return not statements and not _DEFINITE.match(event.text)


def _bare(surface: str) -> frozenset[str]:
    """The words of a phrase without article and signs."""
    return frozenset(word.removeprefix("ال") for word in re.findall(r"\w+", fold(surface)))


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(map(fold, strings_of("khabar.incidents", "incidents.toml", key)))


def _begins(word: str, key: str) -> bool:
    """Whether a word begins with one of a list, with or without a particle."""
    folded = fold(word)
    return folded.startswith(_words(key)) or folded.lstrip("وفبل").removeprefix("ال").startswith(_words(key))
