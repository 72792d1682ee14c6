"""Which words of a window are cues: what the model found, put right where the words beside it settle it (data/cue_rules.toml)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from khabar.data_files import rules_of, toml_of
from khabar.tagger import labels
from khabar.text.normalise import fold
from khabar.text.words import Word

Found = tuple[int, int, int, float]
"""(first word, last word, number in labels.CERTAINTIES, confidence)."""

BEFORE, AFTER = 8, 12
"""How many words of the sentence before and after a word a rule sees."""
SETTLED = 0.5
"""The confidence of a cue that only a rule found."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """certainty: the number of the cue's certainty, or None where the word is no cue."""

    certainty: int | None
    word: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules in the file's order. DataFileError names the rule that is wrong."""
    return rules_of("khabar.tagger", "cue_rules.toml", _rule)


def _rule(rule: Mapping[str, str]) -> _Rule:
    certainty = None if rule["cue"] == "no" else labels.CERTAINTIES.index(rule["cue"])
    before, after = (re.compile(rule.get(name, "")) for name in ("before", "after"))
    return _Rule(certainty, re.compile(rule["word"]), before, after)


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one list of data/cue_rules.toml, folded."""
    return frozenset(fold(word) for word in toml_of("khabar.tagger", "cue_rules.toml")[name].split())


def _forms(word: str) -> tuple[str, ...]:
    """A word folded, and without و or ف."""
    folded = fold(word)
    return (folded, folded[1:]) if folded[:1] in ("و", "ف") else (folded,)


@lru_cache(maxsize=100_000)
def _rules_of(word: str) -> tuple[_Rule, ...]:
    """The rules whose word pattern fits a word, with or without و and ف."""
    forms = _forms(word)
    return tuple(rule for rule in _rules() if any(rule.word.fullmatch(form) for form in forms))


def settled(words: Sequence[Word], sentence: Sequence[int], found: Sequence[Found]) -> list[Found]:
    """The cues of a window. words, sentence: its words and their sentences' numbers; found: the model's cues, in order."""
    cues = {cue[0]: cue for cue in found}
    covered = {word: cue[0] for cue in found for word in range(cue[0], cue[1] + 1)}
    for word, certainty in _fitting(words, sentence):
        if certainty is None:
            cues.pop(covered.get(word, -1), None)
        elif word not in covered:
            cues[word] = (word, word, certainty, SETTLED)
    for first in {verb for first in cues if (verb := _doubling(words, first, cues)) is not None}:
        del cues[first]
    return [cues[first] for first in sorted(cues)]


def _fitting(words: Sequence[Word], sentence: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """Words that a rule fits, with its certainty."""
    for place, word in enumerate(words):
        rules = _rules_of(word.text)
        if rules:
            before, after = _around(words, sentence, place)
            rule = next((r for r in rules if r.before.search(before) and r.after.search(after)), None)
            if rule:
                yield place, rule.certainty


def _around(words: Sequence[Word], sentence: Sequence[int], place: int) -> tuple[str, str]:
    def folded(places: range) -> str:
        return " ".join(fold(words[k].text) for k in places if sentence[k] == sentence[place])

    return folded(range(max(0, place - BEFORE), place)), folded(range(place + 1, min(len(words), place + 1 + AFTER)))


def _doubling(words: Sequence[Word], first: int, cues: Mapping[int, Found]) -> int | None:
    """The cue that only doubles the preposition `first`: وفق ما قال الوزير is one cue, its preposition."""
    if fold(words[first].text) not in listed("according"):
        return None
    following = behind(words, first)
    return following if following in cues and (following > first + 1 or fold(words[first].text).endswith("ما")) else None


def behind(words: Sequence[Word], cue: int) -> int:
    """The first word behind `cue` that is not a particle between it and its source."""
    place = cue + 1
    while place < len(words) and fold(words[place].text) in listed("between"):
        place += 1
    return place


def content_segments(words: Sequence[Word], first: int, last: int, sources: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Where the content of a cue may lie in its sentence `words`, as first and past-last words: it holds neither the cue (its first
    and last word) nor a source that follows the cue. What somebody calls something follows, and has no comma. sources: their runs."""
    walls = [(first, last), *((a, b) for a, b, _ in sources if a > last)]
    naming = not listed("naming").isdisjoint(_forms(words[first].text)) and (first == 0 or fold(words[first - 1].text) != "حد")
    if naming:
        held = {place for a, b in walls for place in range(a, b + 1)}
        walls += [(k, k) for k in range(last + 1, len(words)) if words[k].text == "،" and k not in held]
    walls.sort()
    starts = [last + 1 if naming else 0, *(b + 1 for _, b in walls)]
    ends = [*(a for a, _ in walls), len(words)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
