"""What is said holds a quotation whole or not at all."""

from dataclasses import replace

from khabar.tagger.tagged import Bounds, TaggedCue

CLOSING = {"«": "»", "“": "”", '"': '"'}
"""Opening sign -> its closing sign."""


def with_whole_quotations(cue: TaggedCue, sentence: Bounds, text: str) -> TaggedCue:
    """The cue with its content drawn out over the quotations in `sentence` that it cuts through. A quotation that
    holds the cue itself bounds nothing: inside it, others are quoted."""
    if cue.content is None:
        return cue
    start, end = cue.content
    for first, last in quotations(text, sentence):
        if first <= cue.span[0] < last:
            continue
        if first < start < last and _has_words(text[first:start]):
            start = first + 1
        if first < end < last and _has_words(text[end:last]):
            end = last - 1
    return replace(cue, content=(start, end))


def _has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)


def quotations(text: str, within: Bounds) -> list[Bounds]:
    """The quotations of text[slice(*within)], their signs included, in order; one that is not closed is left out, and a
    quotation inside another is not looked for."""
    found: list[Bounds] = []
    first: int | None = None
    for place in range(*within):
        sign = text[place]
        if first is not None and sign == CLOSING[text[first]]:
            found.append((first, place + 1))
            first = None
        elif first is None and sign in CLOSING:
            first = place
    return found
