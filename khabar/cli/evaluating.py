"""khabar evaluate: labelled files in, the table of scores out."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from khabar.document.model import Article
from khabar.evaluation.bcubed import BCubed
from khabar.evaluation.labelled_sets import counted
from khabar.evaluation.mistakes import Mistake, Mistakes, by_kind
from khabar.evaluation.score import F1, Accuracy
from khabar.pipeline import Pipeline
from khabar.sources.encodings import decode
from khabar.sources.texts import InputError

_NEEDED = ("id", "text", "entities", "times", "events", "attributions")


def _bytes_of(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except FileNotFoundError:
        raise InputError(f"{source}: no such file") from None
    except OSError as error:
        raise InputError(f"{source}: {error.strerror or error}") from None


def labelled(source: str) -> list[dict[str, Any]]:
    """The documents of a .jsonl file; InputError names a line that is none."""
    found = []
    for number, line in enumerate(decode(_bytes_of(source), source).split("\n"), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{source}, line {number}: broken JSON at column {error.colno}: {error.msg}") from None
        missing = [name for name in _NEEDED if not isinstance(document, dict) or name not in document]
        if missing:
            raise InputError(f"{source}, line {number}: not a labelled document: no {', '.join(missing)}")
        found.append(document)
    if not found:
        raise InputError(f"{source}: holds no documents")
    return found


def read_again(documents: Sequence[Mapping[str, Any]], nlp: Pipeline) -> list[dict[str, Any]]:
    """Read the texts of labelled documents anew."""
    articles = [Article(d["id"], d["text"], d.get("published"), d.get("title"), d.get("outlet"), d.get("url")) for d in documents]
    return [document.to_dict() for document in nlp.pipe(articles)]


def labelled_set(source: str) -> list[dict[str, Any]]:
    """The reports of a labelled set; InputError where an event that counts has no incident."""
    documents = labelled(source)
    for document in documents:
        bare = next((e for e in document["events"] if counted(e) and "incident" not in e), None)
        if bare is not None:
            raise InputError(f'{source}, document {document["id"]}: the event at {bare["start"]}-{bare["end"]} has no "incident"')
    return documents


def table(rows: Mapping[str, F1 | Accuracy | BCubed]) -> str:
    """The scores as lines of text, in the form that the corpus's own scorer prints."""
    lines = []
    for name, row in rows.items():
        if isinstance(row, Accuracy):
            lines.append(f"{name:22} accuracy {row.value:.3f} of {row.of}")
        else:
            figures = f"P {row.precision:.3f}  R {row.recall:.3f}  F1 {row.value:.3f}"
            lines.append(f"{name:22} {figures}   gold {row.gold}  predicted {row.predicted}")
    return "\n".join(lines)


def mistakes_told(mistakes: Mistakes, worst: int) -> Iterator[str]:
    """The mistakes as lines of text: pairs of mentions by kind, and so many of the worst, by report and offsets."""
    for title, found in (("false joins", mistakes.joins), ("misses", mistakes.misses)):
        yield f"\n{title}: {sum(m.pairs for m in found):,} pairs of mentions"
        yield from (f"{pairs:>7,}  {kind}" for kind, pairs in by_kind(found).items())
        if found[:worst]:
            yield f"the worst {title}:"
        yield from map(_told, found[:worst])


def _told(mistake: Mistake) -> str:
    return f"{mistake.pairs:>7,}  {mistake.kind}: {mistake.first} and {mistake.second}"
