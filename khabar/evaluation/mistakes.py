"""The worst mistakes in putting incidents together, each with its kind: what to mend first.

A false join is an incident in which several labelled ones came together (or one and mentions that the labels do not have); a miss is a
labelled incident of which mentions lie apart. A mistake costs as many pairs of mentions as it makes wrong. Mentions are named by report and
offsets (code points, end exclusive); no words of the reports are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations
from typing import Any

from khabar.data_files import toml_of
from khabar.evaluation.labelled_sets import Aligned, Group, Item, Mention, SetRead, align, counted
from khabar.evaluation.score import overlap
from khabar.incidents.episodes import families
from khabar.tagger.stems import without_particles
from khabar.text.normalise import fold

Facts = Mapping[str, frozenset[Any]]
"""What is known of some mentions together: the values of each of FACTS."""
FACTS = ("type", "family", "day", "place", "country", "party", "number", "sum", "practice")
AROUND = 20
"""Characters beside a trigger that are looked at for the words of a sum or a practice."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: report, start and end (code points)."""

    report: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.report} {self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one incident in one way. kind: in words. pairs: of mentions that are wrong by it. first, second: the largest such
    part of it, by a mention of either side."""

    kind: str
    pairs: int
    first: Place
    second: Place

    def to_dict(self) -> dict[str, Any]:
        """As JSON: the places as "report start-end"."""
        return {"kind": self.kind, "pairs": self.pairs, "first": str(self.first), "second": str(self.second)}


@dataclass(frozen=True, slots=True)
class Mistakes:
    """joins: false joins, misses: what lies apart, each the worst first."""

    joins: tuple[Mistake, ...]
    misses: tuple[Mistake, ...]

    def to_dict(self, worst: int) -> dict[str, Any]:
        """As JSON: pairs by kind, and so many of the worst."""
        both = {"joins": self.joins, "misses": self.misses}
        return {name: {"kinds": by_kind(found), "worst": [m.to_dict() for m in found[:worst]]} for name, found in both.items()}


def by_kind(mistakes: Iterable[Mistake]) -> dict[str, int]:
    """Kind -> pairs of mentions, the worst first."""
    found: Counter[str] = Counter()
    for mistake in mistakes:
        found[mistake.kind] += mistake.pairs
    return dict(sorted(found.items(), key=lambda kind: (-kind[1], kind[0])))


def find_mistakes(sets: Sequence[SetRead]) -> Mistakes:
    """All mistakes of sets that have been read."""
    mentions = align(sets)
    reports = {(each.name, d["id"]): (d, each.predicted.get(d["id"], {})) for each in sets for d in each.gold}
    joins = (_joins(members, mentions, reports) for members in _grouped(mentions.found, mentions.found).values())
    misses = (_misses(members, mentions, reports) for members in _grouped(mentions.gold, mentions.gold).values())
    return Mistakes(_ordered(joins), _ordered(misses))


def _ordered(by_incident: Iterable[Iterable[Mistake]]) -> tuple[Mistake, ...]:
    return tuple(sorted(chain.from_iterable(map(_merged, by_incident)), key=lambda m: (-m.pairs, m.kind, str(m.first), str(m.second))))


Reports = Mapping[tuple[str, str], tuple[Item, Item]]
"""(set, report) -> its labels, and what was read of it."""


def _joins(members: Sequence[Mention], mentions: Aligned, reports: Reports) -> Iterator[Mistake]:
    """The false joins of one incident that was found."""
    parts = _grouped(members, mentions.gold)
    stray = parts.pop(None, [])
    for left, right in combinations(parts.values(), 2):
        kind = _why_apart(_labelled(mentions, reports, left), _labelled(mentions, reports, right))
        yield _mistake(kind, mentions, left, right)
    for mention, rest in _with_rest(stray, members):
        yield _mistake(_why_stray(mentions.events[mention], reports[mention[:2]][0]), mentions, [mention], rest)


def _misses(members: Sequence[Mention], mentions: Aligned, reports: Reports) -> Iterator[Mistake]:
    """The misses of one labelled incident."""
    parts = _grouped(members, mentions.found)
    lost = parts.pop(None, [])
    for left, right in combinations(parts.values(), 2):
        yield _mistake(_why_not(_read(mentions, reports, left), _read(mentions, reports, right)), mentions, left, right)
    for mention, rest in _with_rest(lost, members):
        yield _mistake(_why_lost(mentions.labels[mention], reports[mention[:2]][1]), mentions, [mention], rest)


def _with_rest(some: Sequence[Mention], members: Iterable[Mention]) -> Iterator[tuple[Mention, list[Mention]]]:
    """Each of some mentions with the others that it makes pairs with, each pair once."""
    rest = dict.fromkeys(members)
    for mention in some:
        del rest[mention]
        if rest:
            yield mention, list(rest)


def _merged(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """The mistakes of one incident, one of each kind, which shows the largest of them."""
    found: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        found[mistake.kind].append(mistake)
    for same in found.values():
        yield replace(max(same, key=lambda m: m.pairs), pairs=sum(m.pairs for m in same))


def _grouped(members: Iterable[Mention], groups: Mapping[Mention, Group]) -> dict[Group | None, list[Mention]]:
    found: dict[Group | None, list[Mention]] = defaultdict(list)
    for mention in members:
        found[groups.get(mention)].append(mention)
    return found


def _mistake(kind: str, mentions: Aligned, left: Sequence[Mention], right: Sequence[Mention]) -> Mistake:
    return Mistake(kind, len(left) * len(right), _place(mentions, left[0]), _place(mentions, right[0]))


def _place(mentions: Aligned, mention: Mention) -> Place:
    event = mentions.labels.get(mention) or mentions.events[mention]
    return Place(mention[1], event["start"], event["end"])


def _why_apart(a: Facts, b: Facts) -> str:
    """What tells two labelled incidents apart that were joined."""
    if _outcome_and_attack(a, b):
        return "outcome with another attack"
    for name, kind in (("practice", "general practice with a single event"), ("sum", "sum with a single event")):
        if bool(a[name]) != bool(b[name]):
            return kind
    return _differing(a, b) or "alike in type, day and place, or told without them"


def _why_not(a: Facts, b: Facts) -> str:
    """Why the mentions of one labelled incident may have been kept apart, by what was read of them."""
    if a["family"].isdisjoint(b["family"]):
        return "told with a trigger of another family"
    if _outcome_and_attack(a, b):
        return "outcome apart from its attack"
    if not a["day"] or not b["day"]:
        return _differing(a, b, "country place number") or "one of them undated"
    return _differing(a, b) or "alike, and not joined"


def _outcome_and_attack(a: Facts, b: Facts) -> bool:
    """Whether one side tells only of an outcome, the other only of what may have led to it."""
    return any(x["type"] == {"HARM"} and "HARM" not in y["type"] for x, y in ((a, b), (b, a)))


def _differing(a: Facts, b: Facts, names: str = "country day place type number party") -> str | None:
    kinds = {
        "country": "another country",
        "day": "another day",
        "place": "another place in one country",
        "type": "another trigger type",
        "number": "another number",
        "party": "other parties",
    }
    return next((kinds[n] for n in names.split() if a[n] and b[n] and a[n].isdisjoint(b[n])), None)


def _why_lost(label: Item, read: Item) -> str:
    """Why a labelled mention is in no incident."""
    reason = _why_not_counted(label, read)
    return f"read as {reason}" if reason else "mention not found"


def _why_stray(event: Item, labels: Item) -> str:
    """Why a mention is in an incident that the labels do not count."""
    reason = _why_not_counted(event, labels)
    return f"labelled as {reason}" if reason else "mention that the labels do not have"


def _why_not_counted(event: Item, report: Item) -> str | None:
    """What the other reading of a report, labels or Khabar, takes a mention for that it does not count; None where it has none there."""
    other = next((e for e in report.get("events", ()) if overlap(event, e) and not counted(e)), None)
    if other is None:
        return None
    return "planned, wished or feared" if other["type"] in families() else "a type that makes no incident"


def _labelled(mentions: Aligned, reports: Reports, members: Sequence[Mention]) -> Facts:
    """What the labels say of some mentions."""
    return _facts([(mentions.labels[m], *reports[m[:2]]) for m in members], _labelled_facts)


def _read(mentions: Aligned, reports: Reports, members: Sequence[Mention]) -> Facts:
    """What was read of some mentions."""
    return _facts([(mentions.events[m], *reports[m[:2]]) for m in members], _read_facts)


def _facts(items: Iterable[tuple[Item, Item, Item]], of: Callable[[Item, Item, Item], Iterator[tuple[str, Any]]]) -> Facts:
    found: dict[str, set[Any]] = defaultdict(set)
    for event, labels, read in items:
        found["type"].add(event["type"])
        found["family"].add(families()[event["type"]])
        found["party"].update(fold(s["text"]) for s in event.get("recipients", ()))
        found["sum"].update(filter(None, [_is_sum(labels["text"], event)]))
        found["practice"].update(filter(None, [_is_practice(labels["text"], event)]))
        for name, value in of(event, labels, read):
            found[name].add(value)
    return {name: frozenset(found[name]) for name in FACTS}


def _labelled_facts(event: Item, labels: Item, read: Item) -> Iterator[tuple[str, Any]]:
    values = {(t["start"], t["end"]): t["value"] for t in labels["times"]}
    yield from (("day", value[:10]) for s in event.get("times", ()) if (value := values.get((s["start"], s["end"])) or "")[4:5] == "-")
    places = {place["surface"]: place for place in read.get("places", ())}
    for span in event.get("places", ()):
        known = places.get(span["text"])
        yield "place", (known and known["name"]) or fold(span["text"])
        if known and known["country"] != "?":
            yield "country", known["country"]
    yield from (("number", (role, fold(s["text"]))) for role in ("killed", "injured") for s in event.get(role, ()))


def _read_facts(event: Item, labels: Item, read: Item) -> Iterator[tuple[str, Any]]:
    date = event["date"]
    if date["earliest"] and date["earliest"] == date["latest"] and date["basis"] != "publication":
        yield "day", date["earliest"]
    place = next((p for p in read.get("places", ()) if p["id"] == event["location"]), None)
    if place:
        yield "country", place["country"]
        if place["kind"] != "country":
            yield "place", place["name"] or fold(place["surface"])
    yield from (("number", (role, s["low"], s["high"])) for role in ("killed", "injured") for s in event.get(role, ()))


@cache
def _words(table: str, key: str) -> tuple[str, ...]:
    return tuple(map(fold, toml_of("khabar.evaluation", "mistakes.toml")[table][key]))


def _is_sum(text: str, event: Item) -> bool:
    before = fold(text[max(0, event["start"] - AROUND) : event["start"]])
    number = any(word.isdecimal() for word in before.split()[-1:])
    return number or before.endswith(_words("sum", "before")) or _bare(text, event) in _words("sum", "words")


def _is_practice(text: str, event: Item) -> bool:
    after = fold(text[event["end"] : event["end"] + AROUND])
    return after.startswith(_words("practice", "after")) or _bare(text, event) in _words("practice", "words")


def _bare(text: str, event: Item) -> str:
    """The last word of a trigger without what is written together with it."""
    return without_particles(fold(text[event["start"] : event["end"]]).rpartition(" ")[2])
