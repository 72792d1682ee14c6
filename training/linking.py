"""The scorer of links between reports (khabar.incidents.linking), learned from labelled sets: python -m training.linking CORPUS

Each set counts twice: as its reports are labelled, and as the package's tagger reads them. Every two episodes of one family of different
reports are a pair; they are one incident where most of their labelled mentions are. Also counts the words of the raw reports
(khabar/incidents/data/words.tsv). Takes about ten minutes.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

import khabar
from khabar.document.model import Document
from khabar.evaluation.given import article_of, document_of_labels
from khabar.evaluation.labelled_sets import counted
from khabar.evaluation.score import match, overlap
from khabar.incidents import linking, words
from khabar.incidents.copies import signature
from khabar.incidents.episodes import Episode, episodes
from khabar.incidents.evidence import COLUMNS, columns, source_of
from training.corpus import raw
from training.grouping import graph_of

Item = Mapping[str, Any]
Telling = tuple[Episode, Any]
"""An episode and the labelled incident of most of its mentions, None where it is none of the labelled ones."""
ENSEMBLES = 3


def main(corpus: Path) -> None:
    """Count the words, learn the scorer, and put both into the package."""
    count_words(raw(corpus), Path(words.__file__).parent / "data" / "words.tsv")
    nlp = khabar.load()
    rows: list[tuple[float, ...]] = []
    same: list[bool] = []
    for path in sorted((corpus / "sets" / "train").glob("*.jsonl")):
        labels = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        read = list(nlp.pipe(map(article_of, labels)))
        for documents in (read, [document_of_labels(item, document) for item, document in zip(labels, read, strict=True)]):
            for row, one in table_of(labels, documents):
                rows.append(row)
                same.append(one)
        print(f"{path.stem}: {len(rows):,} pairs, {sum(same):,} of one incident", flush=True)
    linking.GRAPH.parent.mkdir(exist_ok=True)
    linking.GRAPH.write_bytes(fit(rows, same))


def count_words(reports: Iterable[Item], path: Path) -> None:
    """Write in how many of 10,000 reports each word occurs."""
    found: Counter[str] = Counter()
    total = 0
    for report in reports:
        found.update(words.words_of(report["text"]))
        total += 1
    share = {word: round(count * words.REPORTS / total) for word, count in sorted(found.items())}
    head = (
        f"# In how many of {words.REPORTS:,} Arabic news reports a word occurs, as khabar.incidents.words cuts it; rarer ones than"
        f" {words.RARE} are left out.\n# Counted over {total:,} reports of 2015 to 2025 by training.linking.\n"
    )
    path.write_text(head + "".join(f"{word}\t{count}\n" for word, count in share.items() if count >= words.RARE), "utf-8")


def table_of(labels: Sequence[Item], documents: Sequence[Document]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """The columns of every pair of episodes of one set, and whether they are one incident."""
    sources = {d.id: source_of(f"{d.title or ''} {d.text}", d.title, signature(d.text)) for d in documents}
    found = [telling for item, document in zip(labels, documents, strict=True) for telling in tellings(item, document)]
    for (a, one), (b, other) in combinations(found, 2):
        if a.document != b.document and a.family == b.family:
            yield columns(a, b, sources[a.document], sources[b.document]), one is not None and one == other


def tellings(labels: Item, document: Document) -> Iterator[Telling]:
    """The episodes of a document."""
    known = list(filter(counted, labels["events"]))
    read = [event for event in document.to_dict()["events"] if counted(event)]
    home = {event["id"]: label["incident"] for label, event in match(known, read, overlap)}
    for episode in episodes(document):
        incidents = Counter(home[name] for name in episode.events if name in home)
        yield episode, max(incidents, key=lambda i: (incidents[i], i), default=None)


def fit(rows: Sequence[tuple[float, ...]], same: Sequence[bool]) -> bytes:
    """Boosted trees as an ONNX graph. rows: of COLUMNS. Each tree sees some columns only, so that no single one decides, and several
    ensembles are averaged: one pair more or less makes large incidents fall apart."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    table, wanted = np.array(rows, np.float32), np.array(same)
    models = [
        HistGradientBoostingClassifier(
            max_iter=250, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=30, l2_regularization=5.0, max_features=0.4,
            early_stopping=False, random_state=seed,
        ).fit(table, wanted)
        for seed in range(ENSEMBLES)
    ]  # fmt: skip
    return graph_of(models, len(COLUMNS))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
