"""Who has spoken so far in a document, for statements that drop their speaker (وأضاف). Words: data/speakers.toml."""

from dataclasses import dataclass
from functools import cache, lru_cache

from khabar.data_files import toml_of
from khabar.resolve.actors import resolve
from khabar.resolve.gazetteer import candidates
from khabar.tagger.tagged import Bounds
from khabar.text.normalise import fold

REMEMBERED = 60
"""How many speakers back a dropped one is looked for."""
_STATES = ("country", "capital")


@dataclass(frozen=True, slots=True)
class Speaker:
    """source: his words; span: where they stand; sentence: in which. nested: whether he spoke inside another's words."""

    source: str
    span: Bounds
    sentence: int
    nested: bool


class Speakers:
    """The speakers of a document, in the order in which they speak."""

    def __init__(self) -> None:
        self._named: list[Speaker] = []

    def add(self, speaker: Speaker) -> None:
        self._named = [*self._named[1 - REMEMBERED :], speaker]

    def last(self, cue: str, nested: bool) -> Speaker | None:
        """The speaker that a cue without one goes on with: the last one that agrees with it in gender. Outlets pass words on and do not go
        on speaking, and who spoke inside another's words is no speaker outside of them: both count only where nobody else is."""
        fitting = [s for s in self._named if (nested or not s.nested) and not _is_outlet(s.source)]
        gender = gender_of_cue(cue)
        agreeing = [s for s in self._named if not _disagree(gender, gender_of_noun(s.source))]
        best = [s for s in agreeing if s in fitting] or agreeing or fitting or self._named
        return best[-1] if best else None

    def fullest(self, speaker: Speaker) -> str:
        """His longest mention so far: the one that holds all words of `speaker` (المصدر: مصدر بارز في المعارضة)."""
        words = _words(speaker.source)
        return max((s.source for s in self._named if words <= _words(s.source)), key=len)


def _disagree(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def gender_of_cue(cue: str) -> str | None:
    """ "f" (أضافت, تقول, مشيرة), "m" (أضاف, يقول, مشيرا), or None where the form does not tell: nouns, plurals."""
    word = fold(cue)
    if word.startswith("ال") or word.endswith(("وا", "ون", "ين")) or word in _listed("neither"):
        return None
    if word.endswith(("ت", "ه")) or (word.startswith("ت") and word not in _listed("masculine_verbs")):
        return "f"
    return "m"


@lru_cache(maxsize=1 << 12)
def _is_outlet(source: str) -> bool:
    return resolve(source).sector == "MED"


@lru_cache(maxsize=1 << 12)
def gender_of_noun(phrase: str) -> str | None:
    """Of the first word of a noun phrase: "f" (الوزارة, مصادر, a state), "m" (وزير, بيان), or None where it does not tell."""
    first = fold(phrase).split(" ", 1)[0]
    bare = first.removeprefix("ال")
    if bare in _listed("masculine"):
        return "m"
    if bare in _listed("feminine") or (first.startswith("ال") and first.endswith("ه")):
        return "f"
    return "f" if any(entry.kind in _STATES for entry in candidates(phrase)) else None


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in toml_of("khabar.assemble", "speakers.toml")[name].split())


def _words(source: str) -> frozenset[str]:
    words = frozenset(word.removeprefix("ال") for word in fold(source).split())
    return words - _listed("pointing") or words
