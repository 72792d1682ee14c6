"""Labelled reports as if the tagger had read them: for scoring, and for learning, the steps behind the tagger alone."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from khabar.assemble.assemble import assemble, group
from khabar.assemble.scorer import Likelihoods
from khabar.document.model import LEARNED, Article, Document
from khabar.evaluation.score import F1, match, overlap
from khabar.pipeline import Pipeline
from khabar.tagger.coreference import mention_of
from khabar.tagger.pairs import features
from khabar.tagger.tagged import Bounds, PairScores, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.tagger.tagger import Tagger
from khabar.text.prepared import Prepared, prepare

Item = Mapping[str, Any]


def in_order(document: Item) -> list[Item]:
    """The events of a labelled report in text order."""
    return sorted(document["events"], key=lambda e: (e["start"], e["end"]))


def article_of(document: Item) -> Article:
    """A labelled report as it would come in."""
    return Article(document["id"], document["text"], document.get("published") or None, document.get("title"), document.get("outlet"))


def tagged_of(document: Item, text: Prepared) -> Tagged:
    """A labelled report as a tagger would have read it, without scores of pairs. text: its text, prepared."""
    starts = [start for start, _ in text.sentences]

    def sentence(span: Item) -> int:
        return bisect_right(starts, span["start"]) - 1

    def event(number: int, item: Item) -> TaggedEvent:
        roles = {role: tuple(map(_bounds, item.get(role, []))) for role in LEARNED}
        hedge = _bounds(item["hedge"]) if item.get("hedge") else None
        status = item.get("status", "actual")
        return TaggedEvent(_bounds(item), sentence(item), item["type"], item.get("mode"), status, hedge, roles, number, 1.0)

    def cue(item: Item) -> TaggedCue:
        content = _bounds(item["content"]) if item.get("content") else None
        return TaggedCue(_bounds(item["cue"]), sentence(item["cue"]), item["certainty"], tuple(map(_bounds, item["sources"])), content)

    return Tagged(
        tuple(TaggedEntity(_bounds(e), e["type"]) for e in document["entities"]),
        tuple(sorted(map(_bounds, document["times"]))),
        tuple(event(n, e) for n, e in enumerate(in_order(document))),
        tuple(map(cue, document["attributions"])),
    )


def _bounds(span: Item) -> Bounds:
    return span["start"], span["end"]


def with_scores(tagged: Tagged, text: Prepared, tagger: Tagger) -> Tagged:
    """The labelled mentions with what the model says of their pairs."""
    mentions = [mention_of(event, text.source) for event in tagged.events]
    return replace(tagged, scores=tagger.score_given(text, [e.span for e in tagged.events], mentions))


def document_of_labels(labels: Item, read: Document | None = None) -> Document:
    """The document of a labelled report as if all of it, coreference and outcomes too, had been read right. read: the report as it was
    read, of which the vectors of the sentences are taken."""
    text = prepare(labels["text"])
    meanings = {bisect_right(text.sentences, (e.start, len(labels["text"]))) - 1: e.meaning for e in read.events} if read else {}
    tagged = tagged_of(labels, text)
    events = tuple(replace(event, meaning=meanings.get(event.sentence, b"")) for event in tagged.events)
    pairs = tuple(combinations(range(len(events)), 2))
    unscored = np.zeros(len(pairs), np.float32)
    scores = PairScores(pairs, unscored, unscored, features([mention_of(event, text.source) for event in events], pairs))
    return assemble(article_of(labels), text, replace(tagged, events=events, scores=scores), _LabelScorer(in_order(labels), pairs))


class _LabelScorer:
    """A scorer of pairs that says what the labels say. Outcomes of one attack are one incident with it, whatever their own events are."""

    def __init__(self, events: Sequence[Item], pairs: Sequence[tuple[int, int]]) -> None:
        self.events, self.pairs = events, pairs

    def score(self, columns: np.ndarray) -> Likelihoods:
        """See khabar.assemble.scorer.PairScorer."""
        same = [a["event"] == b["event"] for a, b in self._each()]
        outcome = [a["event"] == b.get("of") or b["event"] == a.get("of") for a, b in self._each()]
        incident = [_incident(a) == _incident(b) for a, b in self._each()]
        return Likelihoods(*(np.array(said, np.float32).reshape(-1) for said in (same, outcome, incident)))

    def _each(self) -> Iterator[tuple[Item, Item]]:
        return ((self.events[i], self.events[j]) for i, j in self.pairs)


def _incident(event: Item) -> Any:
    return event.get("incident") or event.get("of") or event["event"]


def score_coreference(gold: Iterable[Item], nlp: Pipeline) -> F1:
    """F1 of the pairs of labelled mentions of one report that are one event, where mentions and their arguments are given."""
    right = wanted = found = 0
    for document in gold:
        text = prepare(document["text"])
        tagged = with_scores(tagged_of(document, text), text, nlp.tagger)
        numbers = [event.event for event in group(article_of(document), text, tagged, nlp.scorer)]
        for (a, m), (b, n) in combinations(zip(in_order(document), numbers, strict=True), 2):
            same = a["event"] == b["event"]
            right += same and m == n
            wanted += same
            found += m == n
    return F1(right, wanted, found)


def score_outcomes(gold: Sequence[Item], predicted: Sequence[Item]) -> F1:
    """F1 of the links from an outcome word to its attack within one report: both triggers overlap those of the labels."""
    right = wanted = found = 0
    by_id = {p["id"]: p for p in predicted}
    for document in gold:
        known = _outcomes(document["events"], "of")
        links = _outcomes(by_id.get(document["id"], {"events": []})["events"], "outcome_of")
        right += len(match(known, links, _same_link))
        wanted += len(known)
        found += len(links)
    return F1(right, wanted, found)


def _outcomes(events: Sequence[Item], link: str) -> list[Item]:
    """Each mention of an outcome, with the mentions of its attack in the same report as "attacks"."""
    linked = [{**e, "attacks": [a for a in events if a["event"] == e.get(link)]} for e in events if e.get(link)]
    return [e for e in linked if e["attacks"]]


def _same_link(a: Item, b: Item) -> bool:
    return overlap(a, b) and any(overlap(x, y) for x in a["attacks"] for y in b["attacks"])
