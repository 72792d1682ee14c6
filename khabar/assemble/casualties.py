"""How many: the number beside a word of death or injury, where the tagger has linked none.

Numbers stand in few places: right behind the trigger (مقتل 14 شخصا), right before it (14 قتيلا), right before the victims, or in the
form of the victims' own noun (جنديين). That is a rule, not something to learn from few examples.
"""

from functools import cache

from khabar.data_files import toml_of
from khabar.resolve.numbers import counts_itself, is_bound_word, is_number_word
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold, plain
from khabar.text.words import Word, without_proclitic, words

NEAR = 70
"""Characters around the trigger or the victims in which a number is looked for."""
MOST_BOUNDS = 4
"""Words like ما لا يقل عن that may stand between trigger and number."""

FAR = 140
"""Characters behind a word for the victims in which the number of a total is looked for."""

_ROLE = {"kill": "killed", "injure": "injured"}


def with_casualties(event: TaggedEvent, source: str) -> dict[str, tuple[Bounds, ...]]:
    """The roles of an event, with killed or injured completed by rule where the tagger has none. Their spans are words of the
    text, as all others."""
    role = _ROLE.get(event.mode or "") if event.type == "HARM" else None
    given = event.roles.get(role or "", ())
    if role is None or any(fold(source[slice(*span)]) not in _listed("totals") for span in given):
        return event.roles
    found = _total(event, source) or _beside(event, source)
    return {**event.roles, role: (found,)} if found else event.roles


def _total(event: TaggedEvent, source: str) -> Bounds | None:
    """The number behind "the number of the dead": عدد القتلى ارتفع إلى 35."""
    before = _words(source, max(0, event.span[0] - NEAR), event.span[0])
    if not before or fold(before[-1].text) not in _listed("totals"):
        return None
    line = source.find("\n", event.span[1], event.span[1] + FAR)
    behind = _words(source, event.span[1], line if line >= 0 else event.span[1] + FAR)
    stop = next((n for n, w in enumerate(behind) if w.text == "."), len(behind))
    first = next((n for n in range(1, stop) if fold(behind[n - 1].text) in _listed("reaches") and _is_number(behind[n].text)), None)
    if first is None:
        return None
    last = first
    while last < len(behind) and _is_number(behind[last].text):
        last += 1
    return _span(behind[first:last], source)


def _beside(event: TaggedEvent, source: str) -> Bounds | None:
    victims = event.roles.get("recipients", ())
    places = [_behind(source, event.span[1]), _before(source, event.span[0]), *(_before(source, v[0]) for v in victims)]
    found = next((place for place in places if place), None)
    return found or next((noun for v in victims if (noun := _own(source, v))), None)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, toml_of("khabar.assemble", "casualties.toml")[name]))


@cache
def _is_number(word: str) -> bool:
    return is_number_word(word)


def _behind(source: str, at: int) -> Bounds | None:
    found = _words(source, at, at + NEAR)
    first = 0
    while first < min(len(found), MOST_BOUNDS) and is_bound_word(found[first].text):
        first += 1
    last = first
    while last < len(found) and _is_number(found[last].text):
        last += 1
    return _span(found[first:last], source)


def _before(source: str, at: int) -> Bounds | None:
    found = _words(source, max(0, at - NEAR), at)
    first = len(found)
    while first and _is_number(found[first - 1].text):
        first -= 1
    return _span(found[first:], source)


def _own(source: str, victims: Bounds) -> Bounds | None:
    """The victims' noun, when its form alone gives the number."""
    found = _words(source, *victims)[:1]
    return _span(found, source) if found and counts_itself(found[0].text) else None


def _words(source: str, start: int, end: int) -> list[Word]:
    """Words of source[start:end], in offsets of `source`."""
    return [Word(w.start + start, w.end + start, w.text, w.spaced) for w in words(plain(source[start:end]))]


def _span(found: list[Word], source: str) -> Bounds | None:
    if not found:
        return None
    glued = found[0].text.startswith("و") and _is_number(found[0].text[1:])
    return without_proclitic(found[0], int(glued), source), found[-1].end
