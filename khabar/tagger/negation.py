"""No casualties: لم يسفر الانفجار عن قتلى and its kin deny the outcome, and the attack took place all the same (data/negation.toml)."""

from collections.abc import Sequence
from functools import cache

from khabar.data_files import toml_of
from khabar.tagger.tagged import TaggedEvent
from khabar.text.normalise import fold, plain
from khabar.text.words import words

_COMMAS = frozenset("،,؛;:")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, toml_of("khabar.tagger", "negation.toml")[name]))


@cache
def _reach() -> int:
    return int(toml_of("khabar.tagger", "negation.toml")["reach"])


def _is(word: str, *names: str) -> bool:
    forms = {word, word[1:]} if word[:1] in ("و", "ف") else {word}
    return any(forms & _listed(name) for name in names)


def outcome_status(event: TaggedEvent, before: str, trigger: str, after: str) -> str | None:
    """The status of an outcome or an attack that a denial of casualties settles, None where none does.

    before, after: the sentence before and after the trigger; trigger: its words. An outcome that is denied is "negated"; an attack
    that the tagger takes for denied because its outcome is, is "actual".
    """
    if event.type != "HARM" and (event.type, event.status) != ("ASSAULT", "negated"):
        return None
    near = _folded(before)[-_reach() - 2 :]
    for at in range(len(near) - 1, -1, -1):
        scope = near[at + 1 :]
        if _denies(near[at], [*scope, fold(trigger)]):
            return _within(event, scope, fold(trigger))
    alone = event.type == "ASSAULT" and not any(_is(word, "not", "without") for word in near)
    return "actual" if alone and _is_without_outcome(_folded(after)) else None


def _folded(text: str) -> list[str]:
    """The words of a text. A sign keeps its place: it ends a clause."""
    return [fold(w.text) or w.text for w in words(plain(text))]


def _is_without_outcome(after: Sequence[str]) -> bool:
    """Whether a denial of outcomes follows: (هاجموا الحاجز) دون أن يصاب أحد."""
    for at, word in enumerate(after[:-1]):
        scope = after[at + 1 : at + 1 + _reach()]
        if _denies(word, scope) and any(_is_outcome(w) for w in scope):
            return True
    return False


def _denies(word: str, scope: Sequence[str]) -> bool:
    following = scope[0]
    if _is(word, "not"):
        return _is(following, "causing", "happening")
    if following == "ان":
        # دون أن يسفر: what follows tells; دون أن يؤكد مقتل denies nothing.
        return _is(word, "without") and len(scope) > 1 and _is(scope[1], "causing", "happening")
    return _is(word, "without") and _is(following.removeprefix("ال"), "causing", "happening", "there-is", "outcomes")


def _within(event: TaggedEvent, scope: Sequence[str], trigger: str) -> str | None:
    if any(_is(word, "ends") for word in scope):
        return None
    told = [n for n, word in enumerate(scope) if _is_outcome(word)]
    if event.type == "ASSAULT":
        caused = any(_is(word, "causing") for word in scope[:2])
        return "actual" if (told or caused) and scope else None
    closed = bool(told) and any(word in _COMMAS for word in scope[told[0] :])
    return "negated" if _is_outcome(trigger) and not closed else None


def _is_outcome(word: str) -> bool:
    return _is(word, "outcomes") or _is(word.removeprefix("ال"), "outcomes")
