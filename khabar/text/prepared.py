"""A text made ready for reading: its sentences and their words, in offsets of the text itself."""

from bisect import bisect_right
from dataclasses import dataclass

from khabar.text.datelines import Dateline, dateline
from khabar.text.debris import goes_on, inside, is_debris
from khabar.text.normalise import plain
from khabar.text.sentences import LINE_ENDS, sentences
from khabar.text.words import Word, words

Span = tuple[int, int]
END = 30
"""Code points at the end of a sentence that show whether it is cut off."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """source: the text as given. sentences: (start, end) of each. words: the words of each sentence; what a page adds to the report
    (khabar.text.debris) has none. datelines: where and by whom the report was written."""

    source: str
    sentences: tuple[Span, ...]
    words: tuple[tuple[Word, ...], ...]
    datelines: tuple[Dateline, ...] = ()

    def in_dateline(self, at: int) -> bool:
        """Whether the offset `at` lies in a dateline: nothing that a report tells happens there."""
        return any(line.start <= at < line.end for line in self.datelines)


def prepare(text: str) -> Prepared:
    """Split `text` into sentences and words."""
    spans = sentences(text)
    lines = tuple(filter(None, (dateline(text, *span) for n, span in enumerate(spans) if _begins_line(text, spans, n))))
    signed = {line.start for line in lines}
    debris = [span for n, span in enumerate(spans) if span[0] not in signed and _is_debris(text, spans, n)]
    spans = _joined(text, spans, set(debris))
    unread = sorted(debris + inside(text))
    unread_starts = [start for start, _ in unread]
    starts = [start for start, _ in spans]
    found: list[list[Word]] = [[] for _ in spans]
    for word in words(plain(text)):
        number = bisect_right(starts, word.start) - 1
        skipped = bisect_right(unread_starts, word.start) - 1
        if number >= 0 and word.end <= spans[number][1] and not (skipped >= 0 and word.start < unread[skipped][1]):
            found[number].append(word)
    return Prepared(text, tuple(spans), tuple(tuple(sentence) for sentence in found), lines)


def _begins_line(text: str, spans: list[Span], number: int) -> bool:
    """Whether a sentence begins a line; also of the number past the last one."""
    if number in (0, len(spans)):
        return True
    return any(c in LINE_ENDS for c in text[spans[number - 1][1] : spans[number][0]])


def _is_debris(text: str, spans: list[Span], number: int) -> bool:
    within = 0 < number < len(spans) - 1 and _begins_line(text, spans, number) and _begins_line(text, spans, number + 1)
    return is_debris(text[slice(*spans[number])], first=number == 0, within=within)


def _joined(text: str, spans: list[Span], debris: set[Span]) -> list[Span]:
    """The sentences, those in one that debris has cut apart."""
    found: list[Span] = []
    held: list[Span] = []
    for span in spans:
        if span in debris:
            held.append(span)
            continue
        told = found[-1] if found and found[-1] not in debris else None
        if held and told and goes_on(text[max(told[0], told[1] - END) : told[1]]):
            found[-1] = (told[0], span[1])
        else:
            found += [*held, span]
        held = []
    return found + held
