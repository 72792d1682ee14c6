"""Scores of the incidents that were put together over the reports of labelled sets.

    link       pairs of mentions of different reports that are one incident
    inside     pairs of mentions of one report that are one incident
    telling    pairs of reports that tell of one incident: each (report, incident) that was found stands for that of the labels with
               which it shares most mentions, the largest first, each for another one
    b3         B-cubed over the mentions that both have
    type, day, country, place, actor, target, killed, injured: the cells of an analyst's table, see khabar.evaluation.cells
    cells      all of these together
    incident   the share of labelled incidents of which any mention is in an incident

    NAME given events: link, telling and b3 where all that is to be found in a single report is given

A mention that only the labels have, or only Khabar, takes part in the missing or wrong pairs. All rows are of all sets together;
a pair never spans two sets.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from khabar.evaluation.bcubed import BCubed, bcubed
from khabar.evaluation.cells import score_cells
from khabar.evaluation.labelled_sets import Aligned, Group, Item, Mention, SetRead, align, read_set
from khabar.evaluation.mistakes import Mistakes, find_mistakes
from khabar.evaluation.score import F1, Accuracy
from khabar.pipeline import Pipeline

GIVEN = ("link", "telling", "b3")
"""Rows that are also told for sets whose labels are given."""
Row = F1 | Accuracy | BCubed
Telling = tuple[Group, str]
"""An incident and a report that tells of it."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """rows: all rows of the module. mistakes: all mistakes that were made from the bare texts."""

    rows: Mapping[str, Row]
    mistakes: Mistakes


def evaluate_sets(sets: Mapping[str, Sequence[Item]], nlp: Pipeline) -> Evaluation:
    """The scores of labelled sets, name -> reports, read from their bare texts."""
    read = [read_set(name, gold, nlp) for name, gold in sets.items()]
    bare, given = [bare for bare, _ in read], [given for _, given in read]
    return Evaluation(score_incidents(bare, given), find_mistakes(bare))


def score_incidents(bare: Sequence[SetRead], given: Sequence[SetRead] = ()) -> dict[str, Row]:
    """All rows for sets that have been read: from their bare texts, and with their labels given."""
    alone = score_links(align(given)) if given else {}
    return score_links(align(bare)) | score_cells(bare) | {f"{n} given events": row for n, row in alone.items() if n in GIVEN}


def score_links(mentions: Aligned) -> dict[str, Row]:
    """The rows link, inside, telling and b3."""
    gold, found = mentions.gold, mentions.found
    both = {m: (gold[m], found[m]) for m in gold if m in found}
    inside = F1(*(_pairs((m[1], group) for m, group in groups.items()) for groups in (both, gold, found)))
    right, wanted, given = (_pairs(groups.values()) for groups in (both, gold, found))
    link = F1(right - inside.right, wanted - inside.gold, given - inside.predicted)
    return {"link": link, "inside": inside, "telling": _telling(gold, found), "b3": _b3(gold, found)}


def _pairs(groups: Iterable[Hashable]) -> int:
    """How many pairs of items are in one group."""
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def _tellings(groups: Mapping[Mention, Group]) -> dict[Telling, list[Mention]]:
    found: dict[Telling, list[Mention]] = defaultdict(list)
    for mention, group in groups.items():
        found[group, mention[1]].append(mention)
    return found


def _telling(gold: Mapping[Mention, Group], found: Mapping[Mention, Group]) -> F1:
    wanted, given = _tellings(gold), _tellings(found)
    stands: list[tuple[Group, Group]] = []
    taken: set[Telling] = set()
    for telling, members in sorted(given.items(), key=lambda t: (-len(t[1]), t[0])):
        shared = Counter((gold[m], m[1]) for m in members if m in gold)
        best = next((t for t, _ in sorted(shared.items(), key=lambda t: (-t[1], t[0])) if t not in taken), None)
        if best is not None:
            taken.add(best)
            stands.append((telling[0], best[0]))
    return F1(_pairs(stands), _pairs(group for group, _ in wanted), _pairs(group for group, _ in given))


def _b3(gold: Mapping[Mention, Group], found: Mapping[Mention, Group]) -> BCubed:
    both = [m for m in gold if m in found]
    if not both:
        return BCubed(0.0, 0.0, len(gold), len(found))
    score = bcubed({m: gold[m] for m in both}, {m: found[m] for m in both})
    return BCubed(score.precision, score.recall, len(gold), len(found))
