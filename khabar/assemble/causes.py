"""What harmed people where nobody attacked them: earthquakes, floods, road accidents, fires. They are no ASSAULT, and the deaths in them
say so. Words: data/causes.toml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from khabar.data_files import toml_of
from khabar.document.model import CAUSES
from khabar.tagger.tagged import Bounds, Tagged, TaggedEvent
from khabar.text.normalise import fold
from khabar.text.prepared import Prepared
from khabar.text.words import Word

SUBJECT = 10
"""Words between a force of nature and the verb by which it strikes: (زلزال) بلغت قوته ست درجات (ضرب)."""
BACK = 3
"""Sentences before a word of harm in which its cause may be told, where a report tells of no attack."""
_PARTICLES = frozenset("وفبلك")


@dataclass(frozen=True, slots=True)
class _Cause:
    """A phrase for a cause. kind: one of CAUSES; first, last: its words in the sentence; start, end: where it stands in the text."""

    kind: str
    first: int
    last: int
    start: int
    end: int


def with_causes(tagged: Tagged, text: Prepared) -> tuple[Tagged, list[str | None]]:
    """`tagged` without the attacks that were none, and the cause of each event that is left: "nature", "accident", or None."""
    sentences = _sentences(tagged, text)
    told = {n: s.causes for n, s in sentences.items() if s.causes}
    if not told and not any(_is_drowning(e, text) for e in tagged.events):
        return tagged, [None] * len(tagged.events)
    events = tuple(e for e in tagged.events if not (e.type == "ASSAULT" and _is_none(e, sentences[e.sentence], tagged.events)))
    nobody = [e.type == "HARM" and not _has_doer(e, sentences[e.sentence]) for e in events]
    own = [_cause(e, sentences[e.sentence], events) if by_nobody else None for e, by_nobody in zip(events, nobody, strict=True)]
    known = {e.event: cause for e, cause in zip(reversed(events), reversed(own), strict=True) if cause}
    attacked = any(e.type == "ASSAULT" for e in events)
    found = [
        (cause or known.get(e.event) or (None if attacked else _earlier(e, told))) if by_nobody else None
        for e, cause, by_nobody in zip(events, own, nobody, strict=True)
    ]
    return replace(tagged, events=events), found


def _sentences(tagged: Tagged, text: Prepared) -> dict[int, "_Sentence"]:
    """The sentences with attacks or harm, and those before them. Where somebody meant it, none tells of an accident."""
    violent = {e.sentence for e in tagged.events if e.type in ("ASSAULT", "HARM")}
    found = {n: _Sentence(text, n) for n in sorted({n for last in violent for n in range(max(0, last - BACK), last + 1)})}
    if any(s.causes for s in found.values()) and any(_forms(w.text) & _listed("intent") for words in text.words for w in words):
        for sentence in found.values():
            sentence.causes = [c for c in sentence.causes if c.kind != "accident"]
    return found


def _is_drowning(event: TaggedEvent, text: Prepared) -> bool:
    return event.type == "HARM" and bool(_forms(text.source[slice(*event.span)]) & _listed("drowned"))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, toml_of("khabar.assemble", "causes.toml")[name]))


@cache
def _phrases() -> Mapping[str, list[tuple[str, list[frozenset[str]]]]]:
    """First word -> (kind, the words of the phrase) of each phrase that begins with it, the longest first."""
    found: dict[str, list[tuple[str, list[frozenset[str]]]]] = {}
    for kind in CAUSES:
        for phrase in toml_of("khabar.assemble", "causes.toml")[kind]:
            words = [frozenset(fold(word).removeprefix("ال") for word in place.split("|")) for place in phrase.split()]
            for first in words[0]:
                found.setdefault(first, []).append((kind, words))
    return {first: sorted(phrases, key=lambda p: -len(p[1])) for first, phrases in found.items()}


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> frozenset[str]:
    """A word folded, without ال and one-letter particles as far as it has them."""
    folded = fold(word)
    found = {folded, folded.removeprefix("ال")}
    if folded[:1] in _PARTICLES:
        found |= {folded[1:], folded[1:].removeprefix("ال")}
    return frozenset(found | ({folded[2:]} if folded.startswith("لل") else set()))


class _Sentence:
    """The words of a sentence and the causes that it names."""

    def __init__(self, text: Prepared, number: int) -> None:
        self.words: Sequence[Word] = text.words[number]
        self.forms = [_forms(word.text) for word in self.words]
        self.causes = list(self._causes())

    def is_listed(self, at: int, name: str) -> bool:
        """Whether the word at a place stands in a list; none does outside of the sentence."""
        return 0 <= at < len(self.forms) and bool(self.forms[at] & _listed(name))

    def at(self, offset: int) -> int:
        """The place of the word that holds an offset of the text."""
        return next((n for n, w in enumerate(self.words) if w.end > offset), len(self.words))

    def _causes(self) -> Iterator[_Cause]:
        at = 0
        while at < len(self.words):
            found = next((p for form in sorted(self.forms[at]) for p in _phrases().get(form, ()) if self._fits(p[1], at)), None)
            last = at + len(found[1]) - 1 if found else at
            if found and not (self.is_listed(at - 1, "names") or self.is_listed(last + 1, "figures") or self._is_much(last)):
                yield _Cause(found[0], at, last, self.words[at].start, self.words[last].end)
            at = last + 1

    def _fits(self, phrase: Sequence[frozenset[str]], at: int) -> bool:
        return at + len(phrase) <= len(self.forms) and all(self.forms[at + n] & words for n, words in enumerate(phrase))

    def _is_much(self, last: int) -> bool:
        """عاصفة من الانتقادات."""
        return last + 2 < len(self.words) and self.words[last + 1].text == "من" and not self.words[last].text.startswith("ال")


def _is_none(event: TaggedEvent, here: _Sentence, events: Sequence[TaggedEvent]) -> bool:
    """Whether an attack is none: its trigger is a word for a cause, or a cause is what strikes."""
    for cause in here.causes:
        if cause.start < event.span[1] and event.span[0] < cause.end:
            return cause.kind == "nature" or not _is_attacked(event, here, events)
    trigger = here.at(event.span[0])
    if not here.is_listed(trigger, "strikes") or _has_doer(event, here):
        return False
    ahead = [c for c in here.causes if c.last < trigger and trigger - c.last <= SUBJECT and not here.is_listed(c.first - 1, "when")]
    behind = [c for c in here.causes if trigger < c.first <= trigger + 2]
    return bool(ahead or behind) and not _is_attacked(event, here, events)


def _is_attacked(event: TaggedEvent, here: _Sentence, events: Sequence[TaggedEvent]) -> bool:
    """Whether the sentence tells of an attack besides this one."""
    words = any(
        here.is_listed(at, "attack")
        for at in range(len(here.words))
        if here.words[at].end <= event.span[0] or here.words[at].start >= event.span[1]
    )
    return words or any(
        e.type == "ASSAULT" and e.sentence == event.sentence and e.span != event.span and not _near(e, here) for e in events
    )


def _near(event: TaggedEvent, here: _Sentence) -> bool:
    """Whether an attack may be none itself: its trigger is a cause or a verb by which one strikes."""
    return any(c.start < event.span[1] and event.span[0] < c.end for c in here.causes) or here.is_listed(here.at(event.span[0]), "strikes")


def _has_doer(event: TaggedEvent, here: _Sentence) -> bool:
    """Whether somebody does it: an actor that is no cause."""

    def is_cause(span: Bounds) -> bool:
        return any(c.start < span[1] and span[0] < c.end for c in here.causes)

    return any(not is_cause(span) for span in event.roles.get("actors", ()))


def _cause(event: TaggedEvent, here: _Sentence, events: Sequence[TaggedEvent]) -> str | None:
    """The cause of a harm that its own sentence tells."""
    trigger = here.at(event.span[0])
    if here.is_listed(trigger, "drowned"):
        return "accident"
    fitting = [c for c in here.causes if c.last < trigger or _is_reason(c, trigger, here, events)]
    if not fitting:
        return None
    nearest = min(fitting, key=lambda c: _distance(c.first, c.last, trigger))
    attacks = [here.at(e.span[0]) for e in events if e.type == "ASSAULT" and e.sentence == event.sentence]
    attacks += [at for at in range(len(here.words)) if here.is_listed(at, "attack")]
    if nearest.kind == "accident" and attacks:
        # A fire or a fallen house may come from an attack.
        return None
    far = _distance(nearest.first, nearest.last, trigger)
    return None if any(_distance(at, at, trigger) < far for at in attacks) else nearest.kind


def _distance(first: int, last: int, at: int) -> int:
    return first - at if first > at else at - last


def _is_reason(cause: _Cause, trigger: int, here: _Sentence, events: Sequence[TaggedEvent]) -> bool:
    """Whether a cause behind a word of harm is said to be its cause: في زلزال, جراء اندلاع حريق, ضحايا السيول."""
    at = cause.first - 1
    while at > trigger and here.is_listed(at, "happening"):
        at -= 1
    glued = fold(here.words[cause.first].text)[:1] in ("ب", "ل") or fold(here.words[at + 1].text)[:1] == "ب"
    return at <= trigger or glued or here.is_listed(at, "because")


def _earlier(event: TaggedEvent, told: Mapping[int, Sequence[_Cause]]) -> str | None:
    """The cause that the sentences before tell."""
    found = [told[n][-1].kind for n in range(event.sentence - 1, event.sentence - 1 - BACK, -1) if n in told]
    return found[0] if found else None
