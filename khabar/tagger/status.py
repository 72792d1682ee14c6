"""Whether an event happened, where the words beside its trigger settle it (data/status.toml)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from khabar.data_files import rules_of
from khabar.ontology.ontology import ontology
from khabar.tagger.negation import outcome_status
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold

NEAR = 120
"""How many code points before and after a trigger are looked at."""
_PLACES = ("trigger", "before", "after")


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(status, where, pattern) of every rule, in the file's order. DataFileError names the rule that is wrong."""
    return rules_of("khabar.tagger", "status.toml", _rule)


def _rule(rule: Mapping[str, str]) -> tuple[str, str, re.Pattern[str]]:
    if rule["status"] not in ontology().statuses or rule["where"] not in _PLACES:
        raise ValueError(f"status {rule['status']!r} or where {rule['where']!r} is unknown")
    return rule["status"], rule["where"], re.compile(rule["pattern"])


def with_status(event: TaggedEvent, sentence: Bounds, text: str) -> TaggedEvent:
    """The event with the status of the first rule that fits the words around its trigger in `sentence`, else as it is. That nobody came
    to harm is told first (khabar.tagger.negation)."""
    start, end = event.span
    denied = outcome_status(event, text[max(sentence[0], start - NEAR) : start], text[start:end], text[end : sentence[1]][:NEAR])
    if denied:
        return replace(event, status=denied)
    around = {
        "trigger": fold(text[start:end]),
        "before": fold(text[max(sentence[0], start - NEAR) : start]).strip(),
        "after": " " + fold(text[end : min(sentence[1], end + NEAR)]).strip(),
    }
    status = next((status for status, where, pattern in _rules() if pattern.search(around[where])), event.status)
    return replace(event, status=status)
