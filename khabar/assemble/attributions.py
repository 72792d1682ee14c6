"""Attribution chains: dropped sources, nesting, and which statements hold an event."""

from collections.abc import Sequence
from functools import cache

from khabar.assemble.speakers import Speaker, Speakers
from khabar.data_files import toml_of
from khabar.document.model import Attribution, Span
from khabar.tagger.tagged import Bounds, TaggedCue
from khabar.text.normalise import fold


def attributions(text: str, cues: Sequence[TaggedCue]) -> tuple[Attribution, ...]:
    """Cues (in text order) as attributions with ids a1, a2, ...

    Where a cue has no source of its own, the last speaker before it (see Speakers) is its source, if the sentence names him, else its
    antecedent. A cue inside another's
    content is that one's child; of several the narrowest is the parent.
    """
    together = by_sentence(cues)
    spans = [_passed_on(text, cue, [cues[n] for n in together[cue.sentence]]) for cue in cues]
    found: list[Attribution] = []
    speakers = Speakers()
    for number, cue in enumerate(cues):
        parent = narrowest(spans, cue.span, number, together[cue.sentence])
        nested = parent is not None
        dropped = not cue.sources and not is_impersonal(text, cue)
        speaker = speakers.last(text[slice(*cue.span)], nested) if dropped else None
        antecedent = speakers.fullest(speaker) if speaker and speaker.sentence != cue.sentence else None
        # A speaker whom the sentence itself names is a source.
        named = (speaker.span,) if speaker and not antecedent else cue.sources
        sources = tuple(span_of(text, s) for s in named)
        if cue.sources:
            speakers.add(Speaker(sources[0].text, cue.sources[0], cue.sentence, nested))
        held = spans[number]
        content = span_of(text, held) if held else None
        above = f"a{parent + 1}" if parent is not None else None
        found.append(Attribution(f"a{number + 1}", span_of(text, cue.span), sources, antecedent, cue.certainty, content, above))
    return tuple(found)


@cache
def _cues(kind: str) -> frozenset[str]:
    """The words of one list of data/cues.toml, folded."""
    return frozenset(fold(word) for word in toml_of("khabar.assemble", "cues.toml")[kind].split())


def is_impersonal(text: str, cue: TaggedCue) -> bool:
    """Whether a cue has no speaker to look for (يعتقد, أنباء)."""
    word = fold(text[slice(*cue.span)])
    return cue.certainty == "reported" or bool({word, word.removeprefix("ال")} & _cues("impersonal"))


def _passed_on(text: str, cue: TaggedCue, cues: Sequence[TaggedCue]) -> Bounds | None:
    """The content of a cue. Where an outlet passes on another's words (نقلت الصحيفة عن فلان قوله إن ...), that other's cue stands
    between the outlet's and its content: the content then begins with the other's name."""
    if cue.content is None or fold(text[slice(*cue.span)]) not in _cues("passing"):
        return cue.content
    start, end = cue.content
    for other in cues:
        if cue.span[1] <= other.span[0] and other.span[1] <= start and other.sentence == cue.sentence and other.content:
            speaker = min([s[0] for s in other.sources if cue.span[1] <= s[0]] + [other.span[0]])
            about = text.rfind(" عن ", cue.span[1], speaker + 1)
            return (about + 1 if about >= 0 and about + 4 == speaker else speaker), max(end, other.content[1])
    return start, end


def span_of(text: str, bounds: Bounds) -> Span:
    """The span with its words."""
    return Span(bounds[0], bounds[1], text[bounds[0] : bounds[1]])


def by_sentence(cues: Sequence[TaggedCue]) -> dict[int, list[int]]:
    """Sentence -> the numbers of its cues."""
    found: dict[int, list[int]] = {}
    for number, cue in enumerate(cues):
        found.setdefault(cue.sentence, []).append(number)
    return found


def holding(contents: Sequence[Bounds | None], span: Bounds, among: Sequence[int]) -> list[int]:
    """Which of the contents numbered `among` hold `span`, narrowest first. A content never leaves its cue's sentence, so those
    of one sentence are enough."""
    found = [(c[1] - c[0], n) for n in among if (c := contents[n]) and c[0] <= span[0] and span[1] <= c[1]]
    return [n for _, n in sorted(found)]


def narrowest(contents: Sequence[Bounds | None], span: Bounds, skip: int, among: Sequence[int]) -> int | None:
    """The narrowest content among those numbered `among` that holds `span` and is not `skip`; contents of equal extent do not
    nest in a circle: the earlier one counts as the outer."""
    own = contents[skip]
    for n in holding(contents, span, among):
        if n != skip and (own is None or contents[n] != own or n < skip):
            return n
    return None
