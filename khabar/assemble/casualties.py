"""How many: the numbers of dead, injured and displaced of each event, as whole expressions, completed by rule where the tagger has
linked none.

Numbers stand in few places: right behind the trigger (مقتل 14 شخصا), right before it (14 قتيلا), right before the victims, or in the
form of the victims' own noun (جنديين). That is a rule, not something to learn from few examples.
"""

from collections.abc import Iterator, Sequence

from khabar.assemble.counts import Numbers, Roles, is_listed
from khabar.assemble.tolls import superseded
from khabar.document.model import COUNTS
from khabar.resolve.numbers import UNKNOWN, by_form
from khabar.tagger.tagged import Bounds, TaggedEvent
from khabar.text.normalise import fold
from khabar.text.prepared import Prepared

NOUNS = 5
"""Words of what is counted, between a number and the verb behind it (45 ألف شخص فروا)."""

VIOLENT = ("HARM", "ASSAULT")
"""Event types that have numbers of dead, injured and displaced."""
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
    for name in COUNTS if event.type in VIOLENT and event.mode != "abduct" else ():
        for span in _given(event.roles.get(name, ()), numbers):
            kind = "casualties" if span in numbers.joint else "displaced" if role == "displaced" else name
            roles[kind] = (*roles.get(kind, ()), span)
    if role:
        found = _completed(event, role, roles, numbers)
        if found and found not in numbers.joint:
            roles[role] = numbers.pair(found)
    if event.status == "negated":
        roles = {name: tuple(s for s in spans if not _is_nobody(name, s, numbers.source)) for name, spans in roles.items()}
    counted = [s for name in COUNTS for s in roles.get(name, ())]
    victims = roles.get("recipients", ())
    if victims:
        roles["recipients"] = tuple(v for v in victims if not any(s[0] <= v[0] and v[1] <= s[1] and s in numbers.spans for s in counted))
    return roles


def _given(spans: Sequence[Bounds], numbers: Numbers) -> Iterator[Bounds]:
    """The whole numbers that the tagger's spans lie in, each once. What gives no number (عدد in عدد القتلى, a name) is none."""
    nouns = {span: numbers.told_by_noun(span) for span in spans if not numbers.has(span)}
    counting = [nouns.get(span, span) for span in spans if span not in nouns or by_form(numbers.source[slice(*span)]) != UNKNOWN]
    return iter(dict.fromkeys(whole for span in counting for over in numbers.over(span) for whole in numbers.pair(over)))


def _completed(event: TaggedEvent, role: str, roles: Roles, numbers: Numbers) -> Bounds | None:
    """The number of a word of harm, where the tagger has none, or another one than that right before a noun for victims (14 قتيلا)."""
    start, end = event.span
    own = numbers.before(start) if is_listed(numbers.source[start:end], "victims") else None
    if own and own not in roles.get(role, ()):
        return own
    if roles.get(role) or roles.get("casualties"):
        return None
    return next((span for span in _places(event, role, numbers) if span), None)


def _is_nobody(role: str, span: Bounds, source: str) -> bool:
    """أحد in لم يقتل أحد."""
    return role in COUNTS and is_listed(source[slice(*span)], "nobody")


def _places(event: TaggedEvent, role: str, numbers: Numbers) -> Iterator[Bounds | None]:
    """Where the number of an event may stand, the likeliest place first."""
    start, end = event.span
    victims = event.roles.get("recipients", ())
    yield numbers.total(event.span)
    yield numbers.met(event.span)
    yield numbers.behind(end)
    if fold(numbers.source[start:end]).endswith("وا"):
        yield numbers.before(start, NOUNS)
    yield from (numbers.before(v[0]) for v in victims)
    if role == "displaced":
        yield numbers.counting(end)
        yield numbers.driven(start, NOUNS)
    else:
        yield numbers.one_more(end)
    yield from (numbers.own(v) for v in victims)
    if is_listed(numbers.source[start:end], "of-victims"):
        yield numbers.next_noun(end)
    if is_listed(numbers.source[start:end], "victims"):
        yield numbers.own(event.span)


def _with_joint(events: Sequence[TaggedEvent], found: Sequence[Roles], numbers: dict[int, Numbers]) -> list[Roles]:
    """Numbers of dead and wounded together that no event has go to the words of harm in their phrase, or else to the last event of
    violence before them."""
    roles = [dict(each) for each in found]
    for sentence, here in numbers.items():
        violent = [n for n, e in enumerate(events) if e.sentence == sentence and e.type in VIOLENT]
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
    harmed = {span for _, span, _ in claims}
    return [
        {role: tuple(s for s in spans if _is_own(event, role, s, kinds, harmed)) for role, spans in roles.items()}
        for event, roles in zip(events, found, strict=True)
    ]


def _is_own(event: TaggedEvent, role: str, span: Bounds, kinds: dict[Bounds, str], harmed: set[Bounds]) -> bool:
    """Whether a number is an event's: of this kind, and, for an attack, told of no word of harm."""
    joint = role == "casualties"
    return role not in COUNTS or (kinds.get(span, role) == role and (event.type == "HARM" or joint or span not in harmed))
