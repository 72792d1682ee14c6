"""Whether the words around a time expression speak of what is to come (data/tense.toml)."""

import re
from functools import cache

from khabar.data_files import toml_of
from khabar.text.normalise import fold

NEAR = 12
"""Words before a time expression that are looked at for its tense; half as many after it."""
_STOP = re.compile(r"[\"«»“”:.]")
"""Signs behind an expression at which other words begin."""
_AND = ("و", "ف")


def speaks_of_future(before: str, after: str = "") -> bool:
    """Whether the words around an expression point ahead (سيزور ... الخميس).

    The sign nearest before it decides: a verb of saying there is dated by the expression itself (قال إنه سيزور is not, قال الجمعة
    is), and ends the search. Behind the expression signs count only up to a word that begins what somebody said that day
    (قال يوم الاثنين إنه سيزور).
    """
    signs = _signs()
    words = fold(before).split()[-NEAR:]
    if words and _bare(words[-1]) in signs.since:
        return False
    for at in range(len(words) - 1, -1, -1):
        if signs.ahead(words, at):
            return True
        if words[at] in signs.content:
            break
        if _bare(words[at]) in signs.speech:
            return False
    behind = fold(_STOP.split(after)[0]).split()[: NEAR // 2]
    stop = next((n for n, word in enumerate(behind) if word in signs.content), len(behind))
    return any(signs.ahead(behind[:stop], at) for at in range(stop))


def is_appointment(before: str) -> bool:
    """Whether a date follows a word for what has one (انتخابات, قمة, حتى), and no verb tells that it was held: such a date may as well
    lie ahead."""
    signs = _signs()
    for word in reversed(fold(before).split()[-NEAR:]):
        bare = _bare(word)
        if bare in signs.held or bare in signs.since:
            return False
        if bare in signs.appointments or bare.removeprefix("ل") in signs.appointments:
            return True
    return False


def goes_on_from_event(expression: str, after: str) -> bool:
    """Whether a word follows a period by which it is counted from an event (بعد يومين من الهجوم, على الهجوم)."""
    words = fold(after).split()[:1]
    backwards = fold(expression).startswith(_signs().before)
    return bool(words) and words[0] in (_signs().event_behind if backwards else _signs().event)


def _bare(word: str) -> str:
    return word[1:] if word.startswith(_AND) and len(word) > 3 else word


class _Signs:
    """tense.toml, folded. speech: verbs that the time of saying belongs to. content: words that begin what is said. event,
    event_behind: words that tie a period to an event it follows or comes before. since: words whose time has begun. appointments,
    held: see is_appointment."""

    def __init__(self) -> None:
        data = toml_of("khabar.resolve", "tense.toml")
        self._words, self._phrases = _split(data["words"])
        self._scheduled, self._past = frozenset(map(fold, data["scheduled"])), frozenset(map(fold, data["past"]))
        self._not_before_that = frozenset(map(fold, data["told"]))
        self._prefixes = tuple(data["prefixes"])
        self._stop = frozenset(fold(w) for w in data["not"] if not w.endswith("*"))
        self._stems = tuple(fold(w) for w in data["not"] if w.endswith("*"))
        self.before = fold(data["before"])
        names = ("content", "event", "event-behind", "speech", "since", "appointments", "held")
        lists = [frozenset(map(fold, data[name])) for name in names]
        self.content, self.event, self.event_behind, self.speech, self.since, self.appointments, self.held = lists

    def ahead(self, words: list[str], at: int) -> bool:
        """Whether the word at that place says that something is to come."""
        word = words[at]
        bare = _bare(word)
        if word in self._words or bare in self._words or any(words[at : at + len(p)] == list(p) for p in self._phrases):
            return True
        if self._is_future_verb(word) or self._is_future_verb(bare):
            return True
        before = words[at - 1] if at else ""
        if bare in self._scheduled:
            return before not in self._past
        # أن يجتمع: what should or may be done; قبل أن and بعد أن tell what was.
        return before == "ان" and word.startswith(("ي", "ت")) and not (at > 1 and _bare(words[at - 2]) in self._not_before_that)

    def _is_future_verb(self, word: str) -> bool:
        return word.startswith(self._prefixes) and len(word) > 3 and word not in self._stop and not word.startswith(self._stems)


def _split(words: list[str]) -> tuple[frozenset[str], list[tuple[str, ...]]]:
    """Single words, and phrases of several."""
    folded = [tuple(fold(w).split()) for w in words]
    return frozenset(w[0] for w in folded if len(w) == 1), [w for w in folded if len(w) > 1]


@cache
def _signs() -> _Signs:
    return _Signs()
