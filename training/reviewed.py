"""Attributions of raw reports that were read one by one and put right: data/attributions.jsonl.

A line is one sentence of a report of raw.jsonl.gz, by offsets alone (the texts are their publishers'): {"id", "start", "end",
"attributions": [{"cue": [start, end], "certainty", "sources": [[start, end]], "content": [start, end] or null}]}. They were made
as the corpus was, by a language model under its guide, on sentences where the tagger was in doubt.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

Sentence = Mapping[str, Any]


def sentences() -> dict[str, list[Sentence]]:
    """Report id -> its reviewed sentences."""
    found: dict[str, list[Sentence]] = {}
    for line in files("training").joinpath("data/attributions.jsonl").read_text("utf-8").splitlines():
        sentence = json.loads(line)
        found.setdefault(sentence["id"], []).append(sentence)
    return found


def put_right(document: dict[str, Any], loose: dict[str, Any], reviewed: Sequence[Sentence]) -> dict[str, Any]:
    """A report as the tagger read it, with the attributions of the reviewed sentences in place of its own.

    loose: the same report, read with a lower bar for cues. Outside the reviewed sentences, cues that only the loose reading has
    are marked "uncertain": training leaves those words out.
    """

    def is_reviewed(item: Mapping[str, Any]) -> bool:
        return any(s["start"] <= item["cue"]["start"] < s["end"] for s in reviewed)

    text = document["text"]
    sure = [item for item in document["attributions"] if not is_reviewed(item)]
    known = {item["cue"]["start"] for item in sure}
    unsure = [{**i, "uncertain": True} for i in loose["attributions"] if i["cue"]["start"] not in known and not is_reviewed(i)]
    read = [_attribution(item, text) for s in reviewed for item in s["attributions"] if s["end"] <= len(text)]
    return {**document, "attributions": [*sure, *unsure, *read]}


def _attribution(item: Mapping[str, Any], text: str) -> dict[str, Any]:
    def span(bounds: Sequence[int]) -> dict[str, Any]:
        return {"start": bounds[0], "end": bounds[1], "text": text[bounds[0] : bounds[1]]}

    content = span(item["content"]) if item["content"] else None
    return {"cue": span(item["cue"]), "certainty": item["certainty"], "sources": [span(s) for s in item["sources"]], "content": content}
