"""The neural tagger: prepared texts in, tagged spans and links out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from khabar.ontology.ontology import ontology
from khabar.tagger import decode, labels
from khabar.tagger.coreference import same_events
from khabar.tagger.hints import NAMES, goes_on, hints
from khabar.tagger.session import OnnxSession, Session, Settings
from khabar.tagger.snap import snap
from khabar.tagger.tagged import Bounds, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.tagger.windows import Pieces, Window, windows
from khabar.text.prepared import Prepared
from khabar.text.words import without_proclitic

BATCH_TOKENS = 1600
"""Tokens, padding counted, that go through the encoder at once: more does not run faster on a processor."""
LINK_WORDS = 4000
"""Words, padding counted, that go through the link graph at once."""

_ENTITY_MOVES = decode.bio_transitions(len(labels.ENTITY_TYPES))
_PLAIN_MOVES = decode.bio_transitions(1)
_MODES_OF = {kind: np.array([mode == "" or mode in entry.modes for mode in labels.MODES]) for kind, entry in ontology().types.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    """A window of a batch: which text it is of, and where its words' states begin among the batch's."""

    document: int
    window: Window
    source: str
    proclitics: np.ndarray
    base: int

    def span(self, first: int, last: int) -> Bounds:
        """Words to offsets, without signs at the ends and without the proclitics of the first word."""
        words = self.window.words
        first, last = decode.tight([word.text for word in words[first : last + 1]], first)
        return without_proclitic(words[first], int(self.proclitics[first]), self.source), words[last].end

    def sentence(self, word: int) -> tuple[int, int]:
        """First and past-last word of the sentence (as far as it is in the window) that holds `word`."""
        numbers = self.window.sentence
        start = end = word
        while start > 0 and numbers[start - 1] == numbers[word]:
            start -= 1
        while end < len(numbers) and numbers[end] == numbers[word]:
            end += 1
        return start, end


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A trigger or cue on its way through the link graph. kind: an event type or "cue"; label: event type or certainty.
    rows: its sentence's words in the window."""

    place: _Place
    words: tuple[int, int]
    kind: str
    label: str
    confidence: float
    rows: tuple[int, int]


@dataclass
class _Found:
    """The findings of one text as they come in."""

    entities: list[TaggedEntity] = field(default_factory=list)
    times: list[Bounds] = field(default_factory=list)
    cues: list[TaggedCue] = field(default_factory=list)
    events: list[TaggedEvent] = field(default_factory=list)
    vectors: list[np.ndarray] = field(default_factory=list)


class Tagger:
    """session: the model. pieces: its tokeniser. settings: its decoding settings."""

    def __init__(self, session: Session, pieces: Pieces, settings: Settings) -> None:
        self.session, self.pieces, self.settings = session, pieces, settings

    @classmethod
    def load(cls, folder: Path, threads: int | None = None) -> "Tagger":
        """From a model folder: read.onnx, link.onnx, pair.onnx, tokenizer.json, settings.json."""
        return cls(OnnxSession(folder, threads), Pieces.load(folder / "tokenizer.json"), Settings.load(folder / "settings.json"))

    def tag(self, texts: Sequence[Prepared]) -> list[Tagged]:
        """Tag several texts together."""
        found = [_Found() for _ in texts]
        cut = [(n, w) for n, text in enumerate(texts) for w in windows(text.words, self.pieces)]
        for batch in _batches(cut):
            states, anchors = self._read(batch, texts, found)
            for group in _link_batches(anchors):
                self._link(group, states, found)
        return [self._finish(f, text.source) for f, text in zip(found, texts, strict=True)]

    def _read(self, batch: list[tuple[int, Window]], texts: Sequence[Prepared], found: list[_Found]) -> tuple[np.ndarray, list[_Anchor]]:
        """Read one batch of windows: entities and times are found at once, triggers and cues returned as anchors."""
        inputs, lengths = _pad([w for _, w in batch])
        states, *logits = self.session.read(*inputs)
        entities, times, triggers, cues, proclitics = (decode.log_softmax(head) for head in logits)
        entities[..., 0] -= self.settings.entity
        times[..., 0] -= self.settings.time
        entity_tags = decode.viterbi(entities, lengths, _ENTITY_MOVES)
        time_tags = decode.viterbi(times, lengths, _PLAIN_MOVES)
        anchors: list[_Anchor] = []
        for row, (number, window) in enumerate(batch):
            size = len(window.words)
            place = _Place(number, window, texts[number].source, proclitics[row].argmax(-1), row * states.shape[1])
            found[number].entities += [
                TaggedEntity(place.span(a, b), labels.ENTITY_TYPES[kind]) for a, b, kind in decode.runs(entity_tags[row, :size])
            ]
            found[number].times += [place.span(a, b) for a, b, _ in decode.runs(time_tags[row, :size])]
            for a, b, kind, sure in decode.heads(triggers[row, :size], self.settings.trigger):
                name = labels.EVENT_TYPES[kind]
                anchors.append(_Anchor(place, (a, b), name, name, sure, place.sentence(a)))
            for a, b, kind, sure in decode.heads(cues[row, :size], self.settings.cue):
                anchors.append(_Anchor(place, (a, b), "cue", labels.CERTAINTIES[kind], sure, place.sentence(a)))
        return states.reshape(-1, states.shape[-1]), anchors

    def _link(self, group: list[_Anchor], states: np.ndarray, found: list[_Found]) -> None:
        """Find what belongs to each anchor of a group."""
        length = max(a.rows[1] - a.rows[0] for a in group)
        rows, mask = np.zeros((len(group), length), np.int64), np.zeros((len(group), length), bool)
        for n, a in enumerate(group):
            size = a.rows[1] - a.rows[0]
            rows[n, :size] = a.place.base + np.arange(*a.rows)
            mask[n, :size] = True
        spot = np.array([a.words[0] - a.rows[0] for a in group])
        kind = np.array([labels.ANCHORS.index(a.kind) for a in group])
        links, sources, content, modes, statuses, vectors = self.session.link(states, rows, mask, spot, kind)
        biases = np.array([self.settings.hedge if name == "hedge" else self.settings.role for name in labels.LINKS])
        role_tags = _link_tags(links, mask.sum(1), biases)
        source_tags = _link_tags(sources[:, :, None], mask.sum(1), np.array([self.settings.source]))
        for n, a in enumerate(group):
            size = a.rows[1] - a.rows[0]
            to = found[a.place.document]
            if a.kind == "cue":
                others = [b.words[0] for b in group if b.place is a.place and b.kind == "cue" and b.rows == a.rows]
                to.cues.append(_cue(a, source_tags[n, 0, :size], content[n, :size], others))
            else:
                to.events.append(self._event(a, role_tags[n, :, :size], modes[n], statuses[n]))
                to.vectors.append(vectors[n])

    def _event(self, a: _Anchor, tags: np.ndarray, modes: np.ndarray, statuses: np.ndarray) -> TaggedEvent:
        roles = {name: _spans(a, row) for name, row in zip(labels.LINKS, tags, strict=True)}
        hedges = roles.pop("hedge")
        scores = np.where(_MODES_OF[a.kind], modes, decode.NEVER)
        scores[0] -= self.settings.mode
        mode = labels.MODES[int(scores.argmax())] or None
        status = labels.STATUSES[int(statuses.argmax())]
        hedge = hedges[0] if hedges else None
        sentence = a.place.window.sentence[a.words[0]]
        return TaggedEvent(a.place.span(*a.words), sentence, a.kind, mode, status, hedge, roles, 0, round(a.confidence, 4))

    def _finish(self, found: _Found, source: str) -> Tagged:
        order = sorted(range(len(found.events)), key=lambda n: found.events[n].span)
        cues = sorted(found.cues, key=lambda c: c.span)
        events, cues = snap([found.events[n] for n in order], cues, found.entities, found.times)
        vectors = [found.vectors[n] for n in order]
        return Tagged(
            tuple(sorted(found.entities, key=lambda e: e.span)),
            tuple(sorted(found.times)),
            tuple(same_events(events, vectors, source, self.session.pair, self.settings.same_event)),
            tuple(cues),
        )


def _batches(cut: list[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together, at most BATCH_TOKENS with padding."""
    batch: list[tuple[int, Window]] = []
    for item in sorted(cut, key=lambda c: len(c[1].ids)):
        if batch and len(item[1].ids) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _link_batches(anchors: list[_Anchor]) -> Iterator[list[_Anchor]]:
    group: list[_Anchor] = []
    for anchor in sorted(anchors, key=lambda a: a.rows[1] - a.rows[0]):
        if group and (anchor.rows[1] - anchor.rows[0]) * (len(group) + 1) > LINK_WORDS:
            yield group
            group = []
        group.append(anchor)
    if group:
        yield group


def _pad(found: list[Window]) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """The inputs of the read graph, and the number of words of each window."""
    tokens, words = max(len(w.ids) for w in found), max(len(w.words) for w in found)
    ids, mask = np.ones((len(found), tokens), np.int64), np.zeros((len(found), tokens), bool)
    first, last = np.zeros((len(found), words), np.int64), np.zeros((len(found), words), np.int64)
    told = np.zeros((len(found), words, len(NAMES)), np.float32)
    for row, window in enumerate(found):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = True
        first[row, : len(window.words)] = window.first
        last[row, : len(window.words)] = window.last
        told[row, : len(window.words)] = hints(window.words)
    return (ids, mask, first, last, told), np.array([len(w.words) for w in found])


def _link_tags(logits: np.ndarray, lengths: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """(N, S, links, 3) logits -> (N, links, S) tags; bias: one for each link."""
    count, words, links, _ = logits.shape
    scores = decode.log_softmax(logits).transpose(0, 2, 1, 3)
    scores[..., 0] -= bias[None, :, None]
    scores = scores.reshape(count * links, words, 3)
    return decode.viterbi(scores, np.repeat(lengths, links), _PLAIN_MOVES).reshape(count, links, words)


def _spans(a: _Anchor, tags: np.ndarray) -> tuple[Bounds, ...]:
    return tuple(a.place.span(a.rows[0] + i, a.rows[0] + j) for i, j, _ in decode.runs(tags))


def _cue(a: _Anchor, tags: np.ndarray, content: np.ndarray, others: list[int]) -> TaggedCue:
    start, end = decode.best_span(content)
    for other in sorted(others):
        # The same speaker goes on in a participle (مضيفا، مشيرا إلى): that is a statement of its own.
        if a.words[0] < a.rows[0] + start < other <= a.rows[0] + end and goes_on(a.place.window.words[other].text):
            end = other - 1 - a.rows[0]
            break
    said = a.place.span(a.rows[0] + start, a.rows[0] + end)
    return TaggedCue(a.place.span(*a.words), a.place.window.sentence[a.words[0]], a.label, _spans(a, tags), said)
