"""Documents built from given findings, without a model."""

from khabar.assemble.assemble import assemble
from khabar.document.model import Article, Document
from khabar.tagger.tagged import Bounds, Tagged, TaggedEvent
from khabar.text.prepared import prepare


def at(text: str, words: str, nth: int = 0) -> Bounds:
    """Where words stand in a text, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def assembled(text: str, *events: TaggedEvent) -> Document:
    """The document of a text in which the tagger has found these events."""
    return assemble(Article("d", text, "2020-07-08"), prepare(text), Tagged(events=events))


def found(text: str, trigger: str, label: str, number: int = 0, nth: int = 0, status: str = "actual", **roles: list[str]) -> TaggedEvent:
    """An event as the tagger finds it. label: type and mode (HARM kill); number: of the event that it is a mention of."""
    span = at(text, trigger, nth)
    sentence = next(n for n, (start, end) in enumerate(prepare(text).sentences) if start <= span[0] < end)
    kind, _, mode = label.partition(" ")
    spans = {role: tuple(at(text, words) for words in given) for role, given in roles.items()}
    return TaggedEvent(span, sentence, kind, mode or None, status, None, spans, number, 0.9)
