"""Documents of the corpus as training examples: windows with the labels of every head."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from khabar.tagger import labels
from khabar.tagger.pairs import Mention, arguments_of
from khabar.tagger.windows import Pieces, Window, windows
from khabar.text.normalise import plain
from khabar.text.prepared import prepare

IGNORE = -100


@dataclass
class Anchor:
    """A trigger or cue with all that hangs on it. word: its word in the window; span: its sentence's words (start, end).

    tags: (links or sources, words of the sentence), 0 O, 1 B, 2 I. content: first and last word in the sentence, or IGNORE.
    """

    word: int
    span: tuple[int, int]
    kind: int
    tags: np.ndarray
    content: tuple[int, int] = (IGNORE, IGNORE)
    mode: int = IGNORE
    status: int = IGNORE
    event: str = ""
    outcome_of: str = ""
    mention: Mention | None = None


@dataclass
class Example:
    """A window with the labels of its words (heads, words) and its anchors. weight: how much it counts in the loss. paired: whether it
    is labelled which triggers are one event."""

    window: Window
    tags: np.ndarray
    triggers: list[Anchor] = field(default_factory=list)
    cues: list[Anchor] = field(default_factory=list)
    weight: float = 1.0
    paired: bool = True


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def labelled(corpus: Path) -> list[dict[str, Any]]:
    """The labelled reports to learn from: train.jsonl and sets/train/*.jsonl of a corpus folder."""
    return [d for path in (corpus / "train.jsonl", *sorted((corpus / "sets" / "train").glob("*.jsonl"))) for d in documents(path)]


def held_out(corpus: Path) -> dict[str, list[dict[str, Any]]]:
    """The labelled reports to choose by: "dev" (dev.jsonl) and "sets" (sets/dev/*.jsonl)."""
    sets = sorted((corpus / "sets" / "dev").glob("*.jsonl"))
    return {"dev": list(documents(corpus / "dev.jsonl")), "sets": [d for path in sets for d in documents(path)]}


def raw(corpus: Path) -> list[dict[str, Any]]:
    """The unlabelled reports: raw*.jsonl.gz of a corpus folder."""
    return [d for path in sorted(corpus.glob("raw*.jsonl.gz")) for d in documents(path)]


def examples(document: dict[str, Any], pieces: Pieces, weight: float = 1.0) -> list[Example]:
    """The windows of one labelled document."""
    return [_example(window, document, weight) for window in windows(prepare(document["text"]).words, pieces)]


class _Words:
    """Finds the words of a span in a window."""

    def __init__(self, window: Window, text: str) -> None:
        self.window, self.text = window, text
        self.at = {k: i for i, w in enumerate(window.words) for k in range(w.start, w.end)}

    def of(self, span: dict[str, Any] | None) -> tuple[int, int] | None:
        """First and last word of the span; None when it is not (wholly) in the window."""
        if span is None:
            return None
        first, last = self.at.get(span["start"]), self.at.get(span["end"] - 1)
        return None if first is None or last is None else (first, last)

    def proclitic(self, span: dict[str, Any], first: int) -> int:
        left = len(plain(self.text[self.window.words[first].start : span["start"]]).text)
        return left if left < labels.PROCLITIC_SIZES else 0


def _example(window: Window, document: dict[str, Any], weight: float) -> Example:
    find = _Words(window, document["text"])
    tags = np.zeros((5, len(window.words)), np.int64)
    tags[4] = IGNORE
    example = Example(window, tags, weight=weight)

    def mark(row: int, span: dict[str, Any], begin: int, inside: int) -> tuple[int, int] | None:
        place = find.of(span)
        if place is not None:
            tags[row, place[0]] = begin
            tags[row, place[0] + 1 : place[1] + 1] = inside
            tags[4, place[0]] = find.proclitic(span, place[0])
        return place

    for entity in document["entities"]:
        begin = labels.ENTITY_TAGS.index("B-" + entity["type"])
        mark(0, entity, begin, begin + 1)
    for time in document["times"]:
        mark(1, time, 1, 2)
    for event in document["events"]:
        place = mark(2, event, labels.TRIGGER_TAGS.index(event["type"]), 1)
        if place is not None:
            example.triggers.append(_trigger(event, place[0], find, tags))
    for item in document["attributions"]:
        place = mark(3, item["cue"], labels.CUE_TAGS.index(item["certainty"]), 1)
        if place is not None:
            example.cues.append(_cue(item, place[0], find, tags))
    return example


def _sentence(window: Window, word: int) -> tuple[int, int]:
    number = window.sentence[word]
    start = end = word
    while start > 0 and window.sentence[start - 1] == number:
        start -= 1
    while end < len(window.words) and window.sentence[end] == number:
        end += 1
    return start, end


def _fill(row: np.ndarray, spans: list[dict[str, Any]], find: _Words, start: int, tags: np.ndarray) -> None:
    for span in spans:
        place = find.of(span)
        if place is None or place[0] < start or place[1] >= start + len(row):
            continue
        row[place[0] - start] = 1
        row[place[0] - start + 1 : place[1] - start + 1] = 2
        tags[4, place[0]] = find.proclitic(span, place[0])


def _trigger(event: dict[str, Any], word: int, find: _Words, tags: np.ndarray) -> Anchor:
    span = _sentence(find.window, word)
    linked = np.zeros((len(labels.LINKS), span[1] - span[0]), np.int64)
    for row, name in zip(linked, labels.LINKS, strict=True):
        spans = [event["hedge"]] if name == "hedge" and event.get("hedge") else event.get(name, []) if name != "hedge" else []
        _fill(row, spans, find, span[0], tags)
    mode = event.get("mode") or ""
    status = event.get("status", "actual")
    arguments = arguments_of({role: [s["text"] for s in event.get(role, [])] for role in labels.LINKS[:-1]})
    mention = Mention(event["type"], mode, status, event["text"], find.window.sentence[word], arguments)
    return Anchor(
        word,
        span,
        labels.ANCHORS.index(event["type"]),
        linked,
        mode=labels.MODES.index(mode) if mode in labels.MODES else 0,
        status=labels.STATUSES.index(status),
        event=event["event"],
        outcome_of=event.get("of") or event.get("outcome_of") or "",
        mention=mention,
    )


def _cue(item: dict[str, Any], word: int, find: _Words, tags: np.ndarray) -> Anchor:
    span = _sentence(find.window, word)
    row = np.zeros((1, span[1] - span[0]), np.int64)
    _fill(row[0], item["sources"], find, span[0], tags)
    content = (IGNORE, IGNORE)
    place = find.of(item.get("content"))
    if place is not None and place[0] >= span[0] and place[1] < span[1]:
        content = (place[0] - span[0], place[1] - span[0])
        tags[4, place[0]] = find.proclitic(item["content"], place[0])
    return Anchor(word, span, labels.ANCHORS.index("cue"), row, content)
