"""How many: the numbers of dead, injured and displaced of each event, as whole expressions, completed by rule where the tagger has
linked none.

Numbers stand in few places: right behind the trigger (مقتل 14 شخصا), right before it (14 قتيلا), right before the victims, or in the
form of the victims' own noun (جنديين). That is a rule, not something to learn from few examples.
"""

from collections.abc import Iterator, Sequence

from khabar.assemble.counts import Numbers, Roles, is_listed
from khabar.assemble.tolls import superseded
from khabar.document.model import COUNTS
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold
from khabar.text.prepared import Prepared

NOUNS = 5
"""Words of what is counted, between a number and the verb behind it (45 ألف شخص فروا)."""

_ROLE = {"kill": "killed", "injure": "injured", "displace": "displaced"}


def casualties(events: Sequence[TaggedEvent], text: Prepared) -> tuple[list[Roles], frozenset[Bounds]]:
    """The roles of each event, with its numbers (COUNTS) put right: whole expressions of the text, each of one kind, those of the
    displaced and of dead and wounded together in roles of their own, and completed where the tagger has none. And the numbers that
    later ones of the text replace."""
    numbers = {n: Numbers(text, n) for n in {e.sentence for e in events if _may_count(e)}}
    found = [_roles(e, numbers[e.sentence]) if e.sentence in numbers else e.roles for e in events]
    roles = _of_one_kind(events, _with_joint(events, found, numbers), text.source)
    return roles, superseded(events, roles, numbers)


def _may_count(event: TaggedEvent) -> bool:
    return event.type == "HARM" or any(event.roles.get(role) for role in COUNTS)


def _roles(event: TaggedEvent, numbers: Numbers) -> Roles:
    role = _ROLE.get(event.mode or "") if event.type == "HARM" else None
    roles = {name: spans for name, spans in event.roles.items() if name not in COUNTS}
    for name in COUNTS:
        given = [s for span in event.roles.get(name, ()) if not _is_total(span, numbers.source) for s in numbers.over(span)]
        old = {new: was for was, new in numbers.changes.items()}
        whole = [s for span in given for s in (old.get(span), span, numbers.changes.get(span)) if s]
        for span in dict.fromkeys(whole):
            kind = "casualties" if span in numbers.joint else "displaced" if role == "displaced" else name
            roles[kind] = (*roles.get(kind, ()), span)
    if role and not roles.get(role) and not roles.get("casualties"):
        found = _found(event, role, numbers)
        if found and found not in numbers.joint:
            was = [old for old, new in numbers.changes.items() if new == found]
            roles[role] = (*was, found)
    if event.status == "negated":
        roles = {name: tuple(s for s in spans if not _is_nobody(name, s, numbers.source)) for name, spans in roles.items()}
    counted = [s for name in COUNTS for s in roles.get(name, ())]
    victims = roles.get("recipients", ())
    if victims:
        roles["recipients"] = tuple(v for v in victims if not any(s[0] <= v[0] and v[1] <= s[1] and s in numbers.spans for s in counted))
    return roles


def _is_total(span: Bounds, source: str) -> bool:
    """عدد in عدد القتلى is no number."""
    return is_listed(source[slice(*span)], "totals") and fold(source[span[1] : span[1] + 3])[:2] == "ال"


def _is_nobody(role: str, span: Bounds, source: str) -> bool:
    """أحد in لم يقتل أحد."""
    return role in COUNTS and is_listed(source[slice(*span)], "nobody")


def _found(event: TaggedEvent, role: str, numbers: Numbers) -> Bounds | None:
    return next((span for span in _places(event, role, numbers) if span), None)


def _places(event: TaggedEvent, role: str, numbers: Numbers) -> Iterator[Bounds | None]:
    """Where the number of an event may stand, the likeliest place first."""
    start, end = event.span
    word = numbers.source[start:end]
    victims = event.roles.get("recipients", ())
    yield numbers.total(event.span)
    yield numbers.behind(end)
    if is_listed(word, "victims"):
        yield numbers.before(start)
    if fold(word).endswith("وا"):
        yield numbers.before(start, NOUNS)
    yield from (numbers.before(v[0]) for v in victims)
    if role == "displaced":
        yield numbers.counting(end)
    else:
        yield numbers.one_more(end)
    yield from (numbers.own(v) for v in victims)


def _with_joint(events: Sequence[TaggedEvent], found: Sequence[Roles], numbers: dict[int, Numbers]) -> list[Roles]:
    """Numbers of dead and wounded together that no event has go to the words of harm in their phrase, or else to the last event of
    violence before them."""
    roles = [dict(each) for each in found]
    for sentence, here in numbers.items():
        violent = [n for n, e in enumerate(events) if e.sentence == sentence and e.type in ("HARM", "ASSAULT")]
        for span, phrase in here.joint.items():
            inside = [n for n in violent if phrase[0] <= events[n].span[0] < phrase[1]]
            having = [n for n in violent if span in roles[n].get("casualties", ())]
            before = [n for n in violent if events[n].span[0] < span[0]][-1:]
            for n in inside or having or before:
                roles[n]["casualties"] = tuple(dict.fromkeys([*roles[n].get("casualties", ()), span]))
    return roles


def _of_one_kind(events: Sequence[TaggedEvent], found: Sequence[Roles], source: str) -> list[Roles]:
    """A number is of one kind: where words of harm disagree, it belongs to the noun right behind it, or else to the last word of harm
    before it."""
    harms = [(e.span, roles) for e, roles in zip(events, found, strict=True) if e.type == "HARM"]
    claims = [(trigger, span, role) for trigger, roles in harms for role in COUNTS for span in roles.get(role, ())]
    kinds = {span: role for trigger, span, role in sorted(claims) if trigger[0] < span[0]}
    kinds |= {span: role for trigger, span, role in claims if span[1] <= trigger[0] and not source[span[1] : trigger[0]].strip()}
    return [
        {role: tuple(s for s in spans if role not in COUNTS or kinds.get(s, role) == role) for role, spans in roles.items()}
        for roles in found
    ]
