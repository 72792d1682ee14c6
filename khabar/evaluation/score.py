"""Scores of predicted documents against gold ones, micro-averaged over all documents.

    entity         start, end and type equal
    time.span      time spans overlap (IoU >= 0.5)
    time.value     such a span whose value is equal too
    trigger        event triggers overlap
    event          triggers overlap and types are equal
    mode, status   of the events so matched, the share with an equal mode (where gold has one) or status
    role           event matched, role equal, argument spans with IoU >= 0.5; role.NAME: one role; role.strict: equal spans
    cue            attribution cues overlap
    source         cue matched, source spans with IoU >= 0.5; a dropped source: one antecedent contains the other
    content        cue matched, contents with IoU >= 0.7
    certainty      of the cues so matched, the share with an equal certainty
    coreference    pairs of gold triggers of one document that are one event

Matching is greedy and one to one: gold spans in text order, each takes the free predicted span with the highest IoU.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from khabar.document.model import LEARNED

Item = Mapping[str, Any]
Pair = tuple[Item, Item]

F1_ROWS = (
    "entity",
    "time.span",
    "time.value",
    "trigger",
    "event",
    "role",
    "role.strict",
    *(f"role.{r}" for r in LEARNED),
    "cue",
    "source",
    "content",
    "coreference",
)
ACCURACY_ROWS = ("mode", "status", "certainty")


@dataclass(frozen=True, slots=True)
class F1:
    """Counts of one row: right (matched), gold, predicted."""

    right: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """right / predicted, 0 where nothing is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """right / gold, 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def value(self) -> float:
        """2PR / (P + R)."""
        return f1(self.precision, self.recall)

    def to_dict(self) -> dict[str, float]:
        """Rounded to four digits, with the counts."""
        scores = {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.value, 4)}
        return scores | {"gold": self.gold, "pred": self.predicted}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """right of `of`."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """right / of, 0 of none."""
        return self.right / self.of if self.of else 0.0

    def to_dict(self) -> dict[str, float]:
        """Rounded to four digits, with the count."""
        return {"accuracy": round(self.value, 4), "of": self.of}


def f1(precision: float, recall: float) -> float:
    """2PR / (P + R), 0 where both are 0."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def iou(a: Item, b: Item) -> float:
    """Shared length over joint length of two spans."""
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return shared / (max(a["end"], b["end"]) - min(a["start"], b["start"])) if shared > 0 else 0.0


def match(gold: Iterable[Item], predicted: Sequence[Item], agree: Callable[[Item, Item], bool]) -> list[Pair]:
    """Greedy one-to-one matching of spans that agree."""
    free = dict(enumerate(predicted))
    pairs = []
    for item in sorted(gold, key=lambda s: s["start"]):
        fitting = [(iou(item, other), -n) for n, other in free.items() if agree(item, other)]
        if fitting:
            pairs.append((item, free.pop(-max(fitting)[1])))
    return pairs


def at_least(share: float) -> Callable[[Item, Item], bool]:
    """Agreement of spans whose IoU reaches `share`."""
    return lambda a, b: iou(a, b) >= share


def overlap(a: Item, b: Item) -> bool:
    """Agreement of spans that share a character."""
    return iou(a, b) > 0


class _Counts:
    def __init__(self) -> None:
        self.f1: Counter[tuple[str, int]] = Counter()
        self.shares: Counter[tuple[str, int]] = Counter()

    def add(self, row: str, right: int, gold: int, predicted: int) -> None:
        for column, number in enumerate((right, gold, predicted)):
            self.f1[row, column] += number

    def tell(self, row: str, right: bool) -> None:
        self.shares[row, 0] += right
        self.shares[row, 1] += 1


def score(gold: Iterable[Item], predicted: Iterable[Item]) -> dict[str, F1 | Accuracy]:
    """All rows for documents in the documented form, matched by "id"; a gold document without a twin counts as empty."""
    counts = _Counts()
    by_id = {document["id"]: document for document in predicted}
    for document in gold:
        twin = by_id.get(document["id"], {})
        _entities(counts, document["entities"], twin.get("entities", []))
        _times(counts, document["times"], twin.get("times", []))
        _events(counts, document["events"], twin.get("events", []))
        _coreference(counts, document["events"], twin.get("events", []))
        _attributions(counts, document["attributions"], twin.get("attributions", []))
    rows: dict[str, F1 | Accuracy] = {name: F1(*(counts.f1[name, n] for n in range(3))) for name in F1_ROWS}
    return rows | {name: Accuracy(counts.shares[name, 0], counts.shares[name, 1]) for name in ACCURACY_ROWS}


def _entities(counts: _Counts, gold: Sequence[Item], predicted: Sequence[Item]) -> None:
    left, right = ({(e["start"], e["end"], e["type"]) for e in side} for side in (gold, predicted))
    counts.add("entity", len(left & right), len(gold), len(predicted))


def _times(counts: _Counts, gold: Sequence[Item], predicted: Sequence[Item]) -> None:
    counts.add("time.span", len(match(gold, predicted, at_least(0.5))), len(gold), len(predicted))
    same = match(gold, predicted, lambda a, b: iou(a, b) >= 0.5 and a["value"] == b.get("value"))
    counts.add("time.value", len(same), len(gold), len(predicted))


def _events(counts: _Counts, gold: Sequence[Item], predicted: Sequence[Item]) -> None:
    counts.add("trigger", len(match(gold, predicted, overlap)), len(gold), len(predicted))
    pairs = match(gold, predicted, lambda a, b: overlap(a, b) and a["type"] == b.get("type"))
    counts.add("event", len(pairs), len(gold), len(predicted))
    for mine, other in pairs:
        if mine.get("mode"):
            counts.tell("mode", mine["mode"] == other.get("mode"))
        counts.tell("status", mine.get("status", "actual") == other.get("status", "actual"))
    for role in LEARNED:
        near = sum(len(match(a.get(role, []), b.get(role, []), at_least(0.5))) for a, b in pairs)
        equal = sum(len(match(a.get(role, []), b.get(role, []), at_least(1.0))) for a, b in pairs)
        totals = [sum(len(e.get(role, [])) for e in side) for side in (gold, predicted)]
        for row, right in (("role", near), ("role.strict", equal), (f"role.{role}", near)):
            counts.add(row, right, *totals)


def _coreference(counts: _Counts, gold: Sequence[Item], predicted: Sequence[Item]) -> None:
    told = {id(a): b.get("event", b.get("id")) for a, b in match(gold, predicted, overlap)}
    for a, b in combinations(gold, 2):
        same = a["event"] == b["event"]
        said = id(a) in told and id(b) in told and told[id(a)] == told[id(b)]
        counts.add("coreference", same and said, same, said)


def _attributions(counts: _Counts, gold: Sequence[Item], predicted: Sequence[Item]) -> None:
    pairs = match([{**a["cue"], "of": a} for a in gold], [{**a["cue"], "of": a} for a in predicted], overlap)
    counts.add("cue", len(pairs), len(gold), len(predicted))
    sources = contents = 0
    for a, b in ((left["of"], right["of"]) for left, right in pairs):
        counts.tell("certainty", a["certainty"] == b.get("certainty"))
        sources += _same_sources(a, b)
        if a.get("content") and b.get("content"):
            contents += iou(a["content"], b["content"]) >= 0.7
    counts.add("source", sources, _source_count(gold), _source_count(predicted))
    counts.add("content", contents, *(sum(bool(a.get("content")) for a in side) for side in (gold, predicted)))


def _same_sources(gold: Item, predicted: Item) -> int:
    if gold["sources"]:
        return len(match(gold["sources"], predicted.get("sources", []), at_least(0.5)))
    mine, other = gold.get("antecedent"), predicted.get("antecedent")
    return int(bool(mine and other and (mine in other or other in mine)))


def _source_count(attributions: Sequence[Item]) -> int:
    return sum(len(a.get("sources", [])) or bool(a.get("antecedent")) for a in attributions)
