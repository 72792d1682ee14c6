"""Whether an event happened, where the words beside its trigger settle it (data/status.toml)."""

import re
from dataclasses import replace
from functools import cache

from khabar.data_files import DataFileError, shown, toml_of
from khabar.ontology.ontology import ontology
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold

NEAR = 120
"""How many code points before and after a trigger are looked at."""
_PLACES = ("trigger", "before", "after")


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(status, where, pattern) of every rule, in the file's order. DataFileError names the rule that is wrong."""
    found = []
    for number, rule in enumerate(toml_of("khabar.tagger", "status.toml")["rule"], 1):
        try:
            if rule["status"] not in ontology().statuses or rule["where"] not in _PLACES:
                raise ValueError(f"status {rule['status']!r} or where {rule['where']!r} is unknown")
            found.append((rule["status"], rule["where"], re.compile(rule["pattern"])))
        except (KeyError, ValueError, re.error) as error:
            raise DataFileError(f"{shown('khabar.tagger', 'status.toml')}, rule {number}: {error}") from None
    return tuple(found)


def with_status(event: TaggedEvent, sentence: Bounds, text: str) -> TaggedEvent:
    """The event with the status of the first rule that fits the words around its trigger in `sentence`, else as it is."""
    start, end = event.span
    around = {
        "trigger": fold(text[start:end]),
        "before": fold(text[max(sentence[0], start - NEAR) : start]).strip(),
        "after": " " + fold(text[end : min(sentence[1], end + NEAR)]).strip(),
    }
    status = next((status for status, where, pattern in _rules() if pattern.search(around[where])), event.status)
    return replace(event, status=status)
