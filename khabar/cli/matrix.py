"""The claim matrix of one incident, for a person."""

from collections.abc import Collection, Iterable, Iterator

from rich.console import Console
from rich.text import Text

from khabar.cli.listing import pieces_of, what, when, where
from khabar.cli.terminal import flow, isolate
from khabar.incidents.claims import Claim
from khabar.incidents.matrix import Value
from khabar.incidents.origins import independent
from khabar.store.rows import Known


def show_matrix(known: Known, console: Console, fields: Collection[str] = ()) -> None:
    """Everything claimed of one incident: its reports, then field by field each value, by how many independent origins it is claimed, and
    each claim with its chain and quote. fields: only these, and nothing of its reports and links."""
    incident, width = known.incident, console.width
    console.print(Text(f"{what(incident)} · {where(incident)} · {when(incident)}", style="bold"))
    told = ("report", incident.documents), ("outlet", incident.outlets), ("independent source", known.origins)
    console.print(flow([incident.id, *(f"· {len(each):,} {name}{'' if len(each) == 1 else 's'}" for name, each in told)], width, 2))
    console.print(flow(["independent sources:", *_listed(_origin(known, o) for o in known.origins)], width, 2))
    for document in incident.documents if not fields else ():
        console.print("  " + flow(_report(known, document), width - 2, 2), style="dim")
    contested = incident.contested()
    for field, values in incident.matrix().items():
        if fields and field not in fields:
            continue
        console.print(Text(field + (" (contested)" if field in contested else ""), style="bold"))
        for value in values:
            console.print("  " + flow(_value(known, value), width - 2, 2))
            for claim in _once(value.claims):
                console.print(Text("    " + flow(claim, width - 4, 4), style="dim"))
    if incident.links and not fields:
        console.print(Text("why these reports are one incident", style="bold"))
        for link in incident.links:
            pair = [_report(known, episode.rpartition("/")[0], short=True) for episode in (link.a, link.b)]
            why = _listed(([reason] for reason in link.why), ";")
            console.print("  " + flow([*_listed(pair, " +"), "—", *why, f"({link.score:g})"], width - 2, 2))


def _value(known: Known, value: Value) -> list[str]:
    origins = len(independent(value.claims, known.groups))
    sources = f"· {origins} source{'s' if origins > 1 else ''}"
    return [*(["not:"] if value.denied else []), isolate(value.value), sources]


def _once(claims: tuple[Claim, ...]) -> Iterator[list[str]]:
    """Each claim as pieces of a line, those that read the same once."""
    told = {(c.chain, c.quote, c.certainty): None for c in claims}
    for chain, quote, certainty in told:
        yield [*_listed(([isolate(name)] for name in chain), " →"), f"«{isolate(quote)}»", certainty]


def _listed(items: Iterable[list[str]], sign: str = ",") -> list[str]:
    """The pieces of several items, with a sign after each item but the last."""
    found = list(items)
    return [piece for item in found[:-1] for piece in (*item[:-1], item[-1] + sign)] + [piece for item in found[-1:] for piece in item]


def _origin(known: Known, origin: str) -> list[str]:
    """An origin: a speaker's name, or the text that nobody else is named for, by its outlet and title."""
    article = origin.removeprefix("text ")
    return _report(known, article, short=True) if origin != article else [isolate(origin)]


def _report(known: Known, article: str, short: bool = False) -> list[str]:
    """A report by its outlet and title, where these are known. short: without date and id."""
    head = known.heads.get(article)
    if head is None:
        return [article]
    if short:
        return [isolate(part) for part in (head.outlet, head.title) if part] or [isolate(head.name)]
    return pieces_of(head)
