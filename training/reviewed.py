"""Sentences of raw reports that were read one by one and put right: data/reviewed.jsonl.

A line is one sentence, by offsets into its report's text alone (the texts are their publishers'): {"id", "start", "end", "events":
[{"trigger": [start, end], "type", "mode", "status", "hedge": [start, end], role: [[start, end]]}], "attributions": [{"cue": [start,
end], "certainty", "sources": [[start, end]], "content": [start, end] or null}]}. They were made as the corpus was, by a language model
under its guide, on sentences where the tagger was in doubt. Names and times were not reviewed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from khabar.document.model import LEARNED
from khabar.tagger.windows import Pieces
from khabar.text.prepared import prepare
from training.corpus import IGNORE, Example, examples

BEFORE, AFTER = 350, 150
"""Characters of the report around a sentence that are read with it, from the sentence's start or to its end that they reach."""
UNREVIEWED = (0, 1)
"""Rows of the labels that say nothing here: entities and times."""


def sentences() -> list[dict[str, Any]]:
    """The reviewed sentences, in the order of the file."""
    return [json.loads(line) for line in files("training").joinpath("data/reviewed.jsonl").read_text("utf-8").splitlines()]


def reviewed_examples(reports: Iterable[Mapping[str, Any]], pieces: Pieces) -> Iterator[Example]:
    """A window for each reviewed sentence of `reports`: labelled in that sentence alone, the rest is left out of the loss."""
    texts = {report["id"]: report["text"] for report in reports}
    for sentence in sentences():
        if sentence["id"] in texts:
            yield from _examples(sentence, texts[sentence["id"]], pieces)


def _examples(sentence: Mapping[str, Any], text: str, pieces: Pieces) -> Iterator[Example]:
    spans = prepare(text).sentences
    start = min((a for a, _ in spans if sentence["start"] - BEFORE <= a <= sentence["start"]), default=sentence["start"])
    end = max((b for _, b in spans if sentence["end"] <= b <= sentence["end"] + AFTER), default=sentence["end"])

    def span(bounds: Sequence[int]) -> dict[str, Any]:
        return {"start": bounds[0] - start, "end": bounds[1] - start, "text": text[bounds[0] : bounds[1]]}

    def event(number: int, item: Mapping[str, Any]) -> dict[str, Any]:
        roles = {role: [span(s) for s in item.get(role, [])] for role in LEARNED}
        hedge = {"hedge": span(item["hedge"])} if item.get("hedge") else {}
        kept = {name: item[name] for name in ("type", "mode", "status") if name in item}
        return {**span(item["trigger"]), **kept, **roles, **hedge, "event": f"e{number}"}

    def attribution(item: Mapping[str, Any]) -> dict[str, Any]:
        content = span(item["content"]) if item["content"] else None
        return {"cue": span(item["cue"]), "certainty": item["certainty"], "sources": [span(s) for s in item["sources"]], "content": content}

    events = [event(number, item) for number, item in enumerate(sentence["events"])]
    said = [attribution(item) for item in sentence["attributions"]]
    document = {"text": text[start:end], "entities": [], "times": [], "events": events, "attributions": said}
    for example in examples(document, pieces):
        inside = [sentence["start"] <= word.start + start < sentence["end"] for word in example.window.words]
        if any(inside):
            example.tags[UNREVIEWED, :] = IGNORE
            example.tags[2:4, [not here for here in inside]] = IGNORE
            example.paired = False
            yield example
