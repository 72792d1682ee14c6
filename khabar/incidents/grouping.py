"""Groups of episodes that are one incident, from the likelihoods of their pairs (average-link clustering).

The two groups that are likeliest one are joined as long as the mean over all pairs between them is high enough: one strong link between
two large groups does not join them. A pair without a link counts as unlikely, and so do two episodes of one report: only much likeness
to what others tell brings them together (a report often tells of one event twice). Two that are ruled out (khabar.incidents.apart) never
come together. The result does not depend on the order of what is given.
"""

from collections.abc import Mapping, Sequence

from khabar.assemble.average_link import joined
from khabar.incidents.apart import apart, limit
from khabar.incidents.episodes import Episode


def grouped(episodes: Sequence[Episode], likelihoods: Mapping[tuple[str, str], float]) -> list[list[Episode]]:
    """The groups. likelihoods: of pairs of ids, each pair once, in any order."""
    ordered = sorted(episodes, key=lambda e: e.id)
    number = {episode.id: n for n, episode in enumerate(ordered)}
    known = {(number[a], number[b]): likely for (a, b), likely in likelihoods.items() if a in number and b in number}

    def compatible(left: Sequence[int], right: Sequence[int]) -> bool:
        return not any(apart(ordered[i], ordered[j]) for i in left for j in right)

    groups: dict[int, list[Episode]] = {}
    for episode, home in zip(ordered, joined(len(ordered), known, limit("join"), compatible), strict=True):
        groups.setdefault(home, []).append(episode)
    return list(groups.values())
