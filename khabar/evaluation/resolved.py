"""How well the resolvers do when the gold spans are given to them.

time.value given spans    the value is equal
place.country             of the gold place surfaces that have a country, the share with an equal one
place.name                of those that have a name, the share whose English name agrees (see same_name)
actor.country             of the gold actor surfaces, the share with an equal country
actor.sector              ... with an equal sector
actor                     ... with both
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from khabar.assemble.resolution import context_of, resolve_actors
from khabar.document.model import Entity
from khabar.evaluation.score import Accuracy
from khabar.resolve import places
from khabar.resolve.document_times import resolve_all

ROWS = ("time.value given spans", "place.country", "place.name", "actor.country", "actor.sector", "actor")
_CLASS = re.compile(
    r"\b(the|province|governorate|city|district|town|village|region|state|of|republic|islamic|kingdom|border|neighbou?rhood|mount|"
    r"mountains?|island|international|airport|area|street|square|camp|crossing|al|el|ad|ar|as|at|az|an|ash|adh|ath|ed|es|ez|er)\b"
)
_SAME = tuple(pair.split("=") for pair in ["ph=f", "dh=d", "th=t", "kh=h", "gh=g", "ck=k", "q=k", "c=k", "j=g", "z=s", "v=f", "p=b"])
"""Spellings of one Arabic letter."""


def score_resolvers(documents: Iterable[Mapping[str, Any]]) -> dict[str, Accuracy]:
    """All rows of ROWS for labelled documents (FORMAT of the corpus)."""
    counts: Counter[tuple[str, bool]] = Counter()
    for document in documents:
        for row, right in _of_document(document):
            counts[row, right] += 1
    return {row: Accuracy(counts[row, True], counts[row, True] + counts[row, False]) for row in ROWS}


def _of_document(document: Mapping[str, Any]) -> Iterable[tuple[str, bool]]:
    published = date.fromisoformat(document["published"]) if document.get("published") else None
    sentences = [(s["start"], s["end"]) for s in document.get("sentences", ())]
    times = resolve_all(document["text"], [(t["start"], t["end"]) for t in document["times"]], sentences, published)
    yield from (("time.value given spans", value.value == t["value"]) for value, t in zip(times, document["times"], strict=True))
    entities = [Entity(e["start"], e["end"], e["text"], f"n{n}", e["type"]) for n, e in enumerate(document["entities"])]
    context = context_of(document["text"], entities)
    for gold in document.get("places", ()):
        place = places.resolve(gold["surface"], context)
        if gold.get("country", "?") != "?":
            yield "place.country", place.country == gold["country"]
        if gold.get("name"):
            yield "place.name", same_name(place.name or "", gold["name"])
    labelled = document.get("actors", ())
    values = resolve_actors([a["surface"] for a in labelled], context, published, entities, document["text"])
    for gold, value in zip(labelled, values, strict=True):
        right = value.country == gold["country"], value.sector == gold["sector"]
        yield "actor.country", right[0]
        yield "actor.sector", right[1]
        yield "actor", all(right)


def same_name(a: str, b: str) -> bool:
    """Whether two English names of a place agree but for transliteration: articles, class words (province, city), vowels, doubled
    letters and letters that stand for one Arabic letter do not count (Deir ez-Zor, Dayr az Zawr). What stands behind a comma or in
    brackets is left out, unless nothing else is there."""
    return bool(_skeleton(a)) and _skeleton(a) == _skeleton(b)


def _skeleton(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    bare = re.sub(r"\(.*?\)|,.*", " ", bare)
    words = re.sub(r"[^a-z ]", " ", re.sub(r"[ʼ‘’'`ʻ]", "", bare))
    kept = _CLASS.sub(" ", words)
    letters = (kept if kept.strip() else words).replace(" ", "")
    for one, other in _SAME:
        letters = letters.replace(one, other)
    head, rest = letters[:1], letters[1:]
    head = "" if head in "aeiouy" else head
    skeleton = head + re.sub(r"[aeiouyw]|h$", "", rest)
    return re.sub(r"(.)\1+", r"\1", skeleton) or letters
