"""Labelled sets of reports and what Khabar makes of their texts: each set is read into a database of its own.

A set is a list of labelled reports (docs/usage.md) of which each event carries "incident": mentions of one real event, and of the
outcomes that came from it, share it, in one report and in different ones. Ids of different sets are not comparable.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from khabar.document.model import Article, Document
from khabar.evaluation.given import article_of, document_of_labels
from khabar.evaluation.score import overlap
from khabar.incidents.episodes import families
from khabar.incidents.incidents import Incident
from khabar.pipeline import Pipeline
from khabar.store.store import Store, article_key

Item = Mapping[str, Any]
Mention = tuple[str, str, int]
"""A mention: its set, its report, its number among the counted ones: of the labels from 0, of those that only Khabar found from -1 down."""
Group = tuple[str, str]
"""An incident: its set, its id."""


@dataclass(frozen=True, slots=True)
class SetRead:
    """A labelled set with what was read of it. gold: the labelled reports. predicted: the same reports as read, in their JSON form, an
    event's "incident" the id of its incident or None. incidents: these by id."""

    name: str
    gold: Sequence[Item]
    predicted: Mapping[str, Item]
    incidents: Mapping[str, Incident]


@dataclass(frozen=True, slots=True)
class Aligned:
    """The counted mentions of some sets. gold, found: mention -> its incident by the labels, and by Khabar; a mention that both have is
    in both. labels, events: mention -> its labelled event, and the event that Khabar read."""

    gold: dict[Mention, Group]
    found: dict[Mention, Group]
    labels: dict[Mention, Item]
    events: dict[Mention, Item]


def read_set(name: str, gold: Sequence[Item], nlp: Pipeline) -> tuple[SetRead, SetRead]:
    """Read the texts of a labelled set anew and put their events together: from the bare texts, and with the labels taken for what was
    read of each report (events, roles, times, coreference, outcomes)."""
    documents = list(nlp.pipe(map(_with_url, gold)))
    given = [document_of_labels(labels, read) for labels, read in zip(gold, documents, strict=True)]
    return put_together(name, gold, documents), put_together(name, gold, given)


def _with_url(report: Item) -> Article:
    return replace(article_of(report), url=report.get("url"))


def put_together(name: str, gold: Sequence[Item], documents: Iterable[Document]) -> SetRead:
    """A labelled set with its reports as they were read (`documents`, by the ids of the labelled ones), put together in a database of
    their own."""
    keys = {report["id"]: article_key(_with_url(report)) for report in gold}
    read = {document.id: document for document in documents}
    with TemporaryDirectory(prefix="khabar-set-") as folder:
        store = Store.open(Path(folder) / "set.db")
        for report in gold:
            store.add_article(_with_url(report), name, "given")
        for document in read.values():
            store.save(replace(document, id=keys[document.id]))
        incidents = {known.incident.id: known.incident for known in store.incidents()}
        store.close()
    home = {(episode.document, event): i.id for i in incidents.values() for episode in i.episodes for event in episode.events}
    predicted = {}
    for document in read.values():
        data = document.to_dict()
        events = [event | {"incident": home.get((keys[document.id], event["id"]))} for event in data["events"]]
        predicted[document.id] = data | {"events": events}
    return SetRead(name, gold, predicted, incidents)


def counted(event: Item) -> bool:
    """Whether an event counts: it is of a type that makes incidents, and told as something that happened, or denied."""
    return event["type"] in families() and event.get("status", "actual") in ("actual", "negated")


def align(sets: Iterable[SetRead]) -> Aligned:
    """Match the mentions of labels and readings: in the order of the text as given, each labelled one takes the first free one whose
    trigger overlaps."""
    found = Aligned({}, {}, {}, {})
    for each in sets:
        for document in each.gold:
            _align(found, each.name, document, each.predicted.get(document["id"], {"events": ()}))
    return found


def _align(to: Aligned, name: str, document: Item, predicted: Item) -> None:
    labels = list(filter(counted, document["events"]))
    free = dict(enumerate(filter(_placed, predicted["events"])))
    for number, label in enumerate(labels):
        mention = name, document["id"], number
        to.gold[mention], to.labels[mention] = (name, label["incident"]), label
        twin = next((n for n, event in free.items() if overlap(label, event)), None)
        if twin is not None:
            to.events[mention] = free.pop(twin)
            to.found[mention] = name, to.events[mention]["incident"]
    for n, event in free.items():
        mention = name, document["id"], -1 - n
        to.events[mention], to.found[mention] = event, (name, event["incident"])


def _placed(event: Item) -> bool:
    return counted(event) and bool(event.get("incident"))
