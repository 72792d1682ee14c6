"""The claim matrix of one incident, for a person."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from khabar.cli.listing import pieces_of, pieces_of_record, what, when, where
from khabar.cli.terminal import flow, isolate
from khabar.document.model import COUNTS
from khabar.incidents.claims import Claim
from khabar.incidents.contests import Contest
from khabar.incidents.linking import Link
from khabar.incidents.matrix import Value, Voice, voices
from khabar.incidents.origins import TEXT, independent
from khabar.incidents.parts import Record
from khabar.incidents.tolls import Toll
from khabar.store.rows import Known

REPORTS, VALUES, VOICES, LINKS, NAMES = 5, 4, 3, 3, 3
"""How many reports, values of a field, origins of a value, links, and names in a phrase are shown; --full shows all."""
_STEPS = {"first": "first", "higher": "rising", "same": "again", "lower": "lower"}
_VICTIMS = {"state": "of the state", "rebels": "of the rebels"}
T = TypeVar("T")


def show_matrix(known: Known, console: Console, fields: Collection[str] = (), full: bool = False, beside: Sequence[Record] = ()) -> None:
    """Everything claimed of one incident: its reports, then field by field what is contested, each value with the number of its independent
    origins, and what each origin says with chain and quote. Numbers stand in the order in which they were reported.

    fields: only these, and nothing of its reports and links. full: all of each part, else its first items. beside: of a campaign
    the incidents that it holds, of an incident the campaigns that hold it.
    """
    _Matrix(known, console, full).show(fields, beside)


class _Matrix:
    def __init__(self, known: Known, console: Console, full: bool) -> None:
        self.known, self.console, self.full = known, console, full
        self.contests: dict[str, list[Contest]] = {}
        for contest in known.incident.contests():
            self.contests.setdefault(contest.field, []).append(contest)

    def show(self, fields: Collection[str], beside: Sequence[Record]) -> None:
        known, incident = self.known, self.known.incident
        self.console.print(Text(f"{what(incident)} · {where(incident)} · {when(incident)}", style="bold"))
        told = ("report", incident.documents), ("outlet", incident.outlets), ("independent source", known.origins)
        self.line([incident.id, *(f"· {_count(len(each), name)}" for name, each in told)], 0)
        origins = known.origins if self.full else known.origins[: REPORTS + 1]
        more = [f"and {len(known.origins) - len(origins)} more"] if len(known.origins) > len(origins) else []
        self.line(["independent sources:", *_listed([*(_origin(known, o) for o in origins), *([more] if more else [])])], 0)
        if not fields:
            self.items(incident.documents, REPORTS, "report", 2, lambda d: self.line(_report(known, d), 2, "dim"))
        if beside and not fields:
            name = "incident" if incident.level == "campaign" else "campaign"
            self.console.print(Text(f"{'holds' if name == 'incident' else 'part of'} {_count(len(beside), name)}", style="bold"))
            self.items(beside, REPORTS, name, 2, lambda r: self.line(pieces_of_record(r), 2))
        for field, values in incident.matrix().items():
            if not fields or field in fields:
                self.heading(field)
                self.tolls(field, values) if field in COUNTS else self.values(values)
        if incident.links and not fields:
            self.console.print(Text("why these reports are one incident", style="bold"))
            self.items(incident.links, LINKS, "link", 2, self.link)

    def line(self, pieces: Iterable[str], indent: int, style: str = "", deeper: int = 2) -> None:
        """Pieces in lines of the console's width, from the second on indented deeper."""
        self.console.print(Text(" " * indent + flow(pieces, self.console.width - indent, indent + deeper), style=style))

    def items(self, found: Sequence[T], most: int, name: str, indent: int, show: Callable[[T], None]) -> None:
        """Each item, or the first ones and how many more there are."""
        for item in found if self.full or len(found) == most + 1 else found[:most]:
            show(item)
        if not self.full and len(found) > most + 1:
            self.line([f"and {_count(len(found) - most, name, 'more ')} (--full)"], indent, "dim")

    def heading(self, field: str) -> None:
        contests = self.contests.get(field, ())
        self.console.print(Text(field + (" (contested)" if contests else ""), style="bold"))
        for contest in contests:
            self.line(self.contest(contest), 2, "italic")

    def contest(self, contest: Contest) -> list[str]:
        """A contest as pieces of a line: 9 (White Helmets) against 20+ (SANA). Of many sides only the first, of many numbers the ends."""
        found, sides = [["denied:"]] if contest.kind == "denied" else [], contest.sides
        folded = not self.full and len(sides) > NAMES
        if folded:
            sides = (sides[0], sides[-1]) if contest.kind == "numbers" else sides[:NAMES]
        for number, side in enumerate(sides):
            against = ["against"] if number and contest.kind != "denied" else []
            shown = side.sources if self.full else side.sources[:NAMES]
            more = [[f"{len(side.sources) - len(shown)} more"]] if len(side.sources) > len(shown) else []
            names = _listed([*([isolate(name)] for name in shown), *more])
            found.append([*against, isolate(side.value), f"({names[0]}", *names[1:]])
            found[-1][-1] += ")," if contest.kind == "denied" and number < len(sides) - 1 else ")"
        if folded:
            found.append([f"and {len(contest.sides) - len(sides)} more{' between' if contest.kind == 'numbers' else ''}"])
        return [piece for part in found for piece in part]

    def values(self, values: Sequence[Value]) -> None:
        self.items(values, VALUES, "value", 2, self.value)

    def value(self, value: Value) -> None:
        self.claimed([*(["not:"] if value.denied else []), isolate(value.value)], value.claims)

    def tolls(self, field: str, values: Sequence[Value]) -> None:
        """Tolls one after the other, then what is denied."""
        found = self.known.incident.tolls(field)
        self.items(found, VALUES, "toll", 2, lambda toll: self.toll(toll, alone=len(found) == 1))
        self.values([v for v in values if v.denied or not found])

    def toll(self, toll: Toll, alone: bool) -> None:
        steps = [] if alone else [_STEPS[toll.step]]
        steps += ["superseded"] if toll.superseded else ["latest"] if toll.latest and not alone else []
        told = [f"· {part}" for part in (_VICTIMS.get(toll.of), _counted(toll.counted), toll.published, ", ".join(steps)) if part]
        self.claimed([isolate(toll.value), *told], toll.claims)
        parts = {(c.value, c.quote): c for c in toll.parts if c.value != toll.value}
        if parts:
            self.line(["of these", *_listed([isolate(c.value), f"«{isolate(c.quote)}»"] for c in parts.values())], 4, "dim")

    def claimed(self, told: list[str], claims: Sequence[Claim]) -> None:
        """A value, how many independent origins it has, and what each of those who say it says."""
        origins = len(independent(claims, self.known.groups))
        self.line([*told, f"· {_count(origins, 'source')}"], 2)
        self.items(voices(claims, self.known.groups), VOICES, "claim", 4, self.voice)

    def voice(self, voice: Voice) -> None:
        first, reports = voice.claims[0], len({c.document for c in voice.claims})
        chain = _listed(([isolate(name)] for name in first.chain), " →")
        more = [f"(and {_count(reports - 1, 'report', 'more ')})"] if reports > 1 else []
        self.line([*chain, f"«{isolate(first.quote)}»", first.certainty, *more], 4, "dim")

    def link(self, link: Link) -> None:
        pair = [_report(self.known, episode.rpartition("/")[0], short=True) for episode in (link.a, link.b)]
        why = _listed(([reason] for reason in link.why), ";")
        self.line([*_listed(pair, " +"), "—", *why, f"({link.score:g})"], 2)


def _count(number: int, name: str, before: str = "") -> str:
    """1 report, 2 reports, 3 more reports."""
    return f"{number:,} {before}{name}{'' if number == 1 else 's'}"


def _counted(days: str) -> str:
    """The days that a toll counts."""
    first, _, last = days.partition("/")
    return f"counts {first} to {last}" if days else ""


def _listed(items: Iterable[list[str]], sign: str = ",") -> list[str]:
    """The pieces of several items, with a sign after each item but the last."""
    found = list(items)
    return [piece for item in found[:-1] for piece in (*item[:-1], item[-1] + sign)] + [piece for item in found[-1:] for piece in item]


def _origin(known: Known, origin: str) -> list[str]:
    """An origin: a speaker's name, or the text that nobody else is named for, by its outlet and title."""
    article = origin.removeprefix(TEXT)
    return _report(known, article, short=True) if origin != article else [isolate(origin)]


def _report(known: Known, article: str, short: bool = False) -> list[str]:
    """A report by its outlet and title, where these are known. short: without date and id."""
    head = known.heads.get(article)
    if head is None:
        return [article]
    if short:
        return [isolate(part) for part in (head.outlet, head.title) if part] or [isolate(head.name)]
    return pieces_of(head)
