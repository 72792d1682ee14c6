"""The neural tagger: prepared texts in, tagged spans and links out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from khabar.ontology.ontology import ontology
from khabar.tagger import decode, labels
from khabar.tagger.coreference import mention_of, score_pairs
from khabar.tagger.cues import content_segments, settled
from khabar.tagger.datelines import outside, with_agencies
from khabar.tagger.hints import goes_on, hints
from khabar.tagger.pairs import Mention
from khabar.tagger.quotes import with_whole_quotations
from khabar.tagger.session import OnnxSession, Session, Settings
from khabar.tagger.snap import snap
from khabar.tagger.status import with_status
from khabar.tagger.tagged import Bounds, PairScores, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.tagger.time_spans import joined_times
from khabar.tagger.windows import Pieces, Window, windows
from khabar.text.prepared import Prepared
from khabar.text.words import without_proclitic

LINK_WORDS = 2500
"""Words, padding counted, that go through the link graph at once."""

_ENTITY_MOVES = decode.bio_transitions(len(labels.ENTITY_TYPES))
_PLAIN_MOVES = decode.bio_transitions(1)
_MODES_OF = {kind: np.array([mode == "" or mode in entry.modes for mode in labels.MODES]) for kind, entry in ontology().types.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    """A window, the text that it is of, and how many letters a span leaves out of each of its words."""

    window: Window
    source: str
    proclitics: np.ndarray

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

    @property
    def start(self) -> int:
        """Its offset in the text."""
        return self.place.window.words[self.words[0]].start


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

    def tag(self, text: Prepared) -> Tagged:
        """Tag one text. Its windows go through the model one by one: the ranges of int8 arithmetic are those of what is read
        together, and a report must be read alike in any company."""
        found = _Found()
        for window in windows(text.words, self.pieces):
            local = _Found()
            states, anchors = self._read(window, text.source, local)
            for group in _groups([a for a in anchors if not text.in_dateline(a.start)]):
                self._link(group, states, local)
            _merge(found, local, text)
        found.entities = with_agencies(found.entities, text.datelines)
        return self._finish(found, text.source)

    def score_given(self, text: Prepared, triggers: Sequence[Bounds], mentions: Sequence[Mention]) -> PairScores:
        """What the model says of pairs of events whose triggers and arguments are given, in text order: for evaluation and training.
        Every trigger must lie in a word of the text (ValueError)."""
        vectors: dict[int, np.ndarray] = {}
        for window in windows(text.words, self.pieces):
            place = _Place(window, text.source, np.zeros(len(window.words), np.int64))
            inside = {n: word for n, span in enumerate(triggers) if n not in vectors and (word := window.word_at(span)) is not None}
            if not inside:
                continue
            states, _ = self._read(window, text.source, _Found())
            anchors = [_Anchor(place, (w, w), mentions[n].type, "", 1.0, place.sentence(w)) for n, w in inside.items()]
            numbers = dict(zip(map(id, anchors), inside, strict=True))
            for group in _groups(anchors):
                linked = self.session.link(states, *_link_inputs(group))
                vectors |= {numbers[id(anchor)]: vector for anchor, vector in zip(group, linked[-1], strict=True)}
        if len(vectors) < len(triggers):
            raise ValueError("a trigger lies in no word of the text")
        return score_pairs(mentions, [vectors[n] for n in range(len(triggers))], self.session.pair)

    def _read(self, window: Window, source: str, found: _Found) -> tuple[np.ndarray, list[_Anchor]]:
        """Read one window: entities and times are found at once, triggers and cues returned as anchors with the word states."""
        states, *logits = self.session.read(*inputs_of(window))
        entities, times, triggers, cues, proclitics = (decode.log_softmax(head) for head in logits)
        entities[..., 0] -= self.settings.entity
        times[..., 0] -= self.settings.time
        place = _Place(window, source, proclitics[0].argmax(-1))
        size = np.array([len(window.words)])
        for a, b, kind in decode.runs(decode.viterbi(entities, size, _ENTITY_MOVES)[0]):
            found.entities.append(TaggedEntity(place.span(a, b), labels.ENTITY_TYPES[kind]))
        spans = [place.span(a, b) for a, b, _ in decode.runs(decode.viterbi(times, size, _PLAIN_MOVES)[0])]
        found.times += joined_times(spans, source)
        anchors: list[_Anchor] = []
        for a, b, kind, sure in decode.heads(triggers[0], self.settings.trigger):
            name = labels.EVENT_TYPES[kind]
            anchors.append(_Anchor(place, (a, b), name, name, sure, place.sentence(a)))
        for a, b, kind, sure in settled(window.words, window.sentence, decode.heads(cues[0], self.settings.cue)):
            anchors.append(_Anchor(place, (a, b), "cue", labels.CERTAINTIES[kind], sure, place.sentence(a)))
        return states[0], anchors

    def _link(self, group: list[_Anchor], states: np.ndarray, found: _Found) -> None:
        """Find what belongs to each anchor of a group."""
        rows, mask, spot, kind = _link_inputs(group)
        links, sources, content, modes, statuses, vectors = self.session.link(states, rows, mask, spot, kind)
        biases = np.array([self.settings.hedge if name == "hedge" else self.settings.role for name in labels.LINKS])
        role_tags = _link_tags(links, mask.sum(1), biases)
        source_tags = _link_tags(sources[:, :, None], mask.sum(1), np.array([self.settings.source]))
        for n, a in enumerate(group):
            size = a.rows[1] - a.rows[0]
            if a.kind == "cue":
                others = [b.words[0] for b in group if b.kind == "cue" and b.rows == a.rows]
                found.cues.append(_cue(a, source_tags[n, 0, :size], content[n, :size], others))
            else:
                event = self._event(a, role_tags[n, :, :size], modes[n], statuses[n])
                found.events.append(replace(event, meaning=self._meaning(states[slice(*a.rows)])))
                found.vectors.append(vectors[n])

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

    def _meaning(self, states: np.ndarray) -> bytes:
        """(words, width) states of a sentence -> its mean, without what all sentences share, as signed bytes."""
        mean = states.mean(0)
        if self.settings.centre:
            mean = mean / (np.linalg.norm(mean) or 1.0) - np.array(self.settings.centre, np.float32)
        return bytes((mean / (np.linalg.norm(mean) or 1.0) * 127).round().astype(np.int8).tobytes())

    def _finish(self, found: _Found, source: str) -> Tagged:
        order = sorted(range(len(found.events)), key=lambda n: found.events[n].span)
        events = [found.events[n] for n in order]
        vectors = [found.vectors[n] for n in order]
        return Tagged(
            tuple(sorted(found.entities, key=lambda e: e.span)),
            tuple(sorted(found.times)),
            tuple(replace(event, event=number) for number, event in enumerate(events)),
            tuple(sorted(found.cues, key=lambda c: c.span)),
            score_pairs([mention_of(event, source) for event in events], vectors, self.session.pair),
        )


def _merge(found: _Found, local: _Found, text: Prepared) -> None:
    """Add the findings of one window to those of its text."""
    events, cues = snap(local.events, sorted(local.cues, key=lambda c: c.span), local.entities, local.times, text.source)
    events, cues = outside(events, cues, text.datelines)
    found.events += [with_status(event, text.sentences[event.sentence], text.source) for event in events]
    found.cues += [with_whole_quotations(cue, text.sentences[cue.sentence], text.source) for cue in cues]
    found.entities += local.entities
    found.times += local.times
    found.vectors += local.vectors


def _groups(anchors: list[_Anchor]) -> Iterator[list[_Anchor]]:
    """Anchors with sentences of like length together, at most LINK_WORDS with padding; those of one sentence stay together."""
    group: list[_Anchor] = []
    for anchor in sorted(anchors, key=lambda a: (a.rows[1] - a.rows[0], a.rows)):
        size = anchor.rows[1] - anchor.rows[0]
        if group and size * (len(group) + 1) > LINK_WORDS and group[-1].rows != anchor.rows:
            yield group
            group = []
        group.append(anchor)
    if group:
        yield group


def _link_inputs(group: Sequence[_Anchor]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """rows, mask, anchor and kind of the link graph."""
    length = max(a.rows[1] - a.rows[0] for a in group)
    rows, mask = np.zeros((len(group), length), np.int64), np.zeros((len(group), length), bool)
    for n, a in enumerate(group):
        size = a.rows[1] - a.rows[0]
        rows[n, :size] = np.arange(*a.rows)
        mask[n, :size] = True
    spot = np.array([a.words[0] - a.rows[0] for a in group])
    return rows, mask, spot, np.array([labels.ANCHORS.index(a.kind) for a in group])


def inputs_of(window: Window) -> tuple[np.ndarray, ...]:
    """The inputs of the read graph for one window: ids, mask, first, last, hints."""
    ids = np.array([window.ids])
    return ids, np.ones(ids.shape, bool), np.array([window.first]), np.array([window.last]), hints(window.words)[None]


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
    cue = a.words[0] - a.rows[0]
    segments = content_segments(a.place.window.words[slice(*a.rows)], cue, a.words[1] - a.rows[0], decode.runs(tags))
    start, end = decode.best_span(content, segments)
    for other in sorted(others):
        # The same speaker goes on in a participle (مضيفا، مشيرا إلى): that is a statement of its own.
        if a.words[0] < a.rows[0] + start < other <= a.rows[0] + end and goes_on(a.place.window.words[other].text):
            end = other - 1 - a.rows[0]
            break
    said = a.place.span(a.rows[0] + start, a.rows[0] + end)
    return TaggedCue(a.place.span(*a.words), a.place.window.sentence[a.words[0]], a.label, _spans(a, tags), said)
