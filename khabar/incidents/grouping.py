"""Groups of episodes that are one incident, from the likelihoods of their pairs (average-link clustering).

The two groups that are likeliest one are joined as long as the mean over all pairs between them is high enough: one strong link between
two large groups does not join them. A pair without a link counts as unlikely, and so do two episodes of one report: only much likeness
to what others tell brings them together (a report often tells of one event twice). Two that are ruled out (khabar.incidents.apart) never
come together. The result does not depend on the order of what is given.
"""

import heapq
from collections.abc import Mapping, Sequence

from khabar.incidents.apart import apart, limit
from khabar.incidents.episodes import Episode


def grouped(episodes: Sequence[Episode], likelihoods: Mapping[tuple[str, str], float]) -> list[list[Episode]]:
    """The groups. likelihoods: of pairs of ids, each pair once, in any order."""
    groups = _Groups(sorted(episodes, key=lambda e: e.id), likelihoods)
    groups.join_all(limit("join"))
    return list(groups.members.values())


class _Groups:
    """Groups that grow, by the number of their first episode. between: the sum of the likelihoods of all pairs between two groups."""

    def __init__(self, episodes: Sequence[Episode], likelihoods: Mapping[tuple[str, str], float]) -> None:
        self.members = {n: [episode] for n, episode in enumerate(episodes)}
        number = {episode.id: n for n, episode in enumerate(episodes)}
        self.between: dict[int, dict[int, float]] = {n: {} for n in self.members}
        for (a, b), likelihood in likelihoods.items():
            if a in number and b in number:
                i, j = number[a], number[b]
                self.between[i][j] = self.between[j][i] = likelihood

    def join_all(self, least: float) -> None:
        """Join while any two groups are at least so likely one."""
        heap = [self._entry(i, j) for i, row in self.between.items() for j in row if i < j]
        heapq.heapify(heap)
        while heap:
            negative, i, j, size, other = heapq.heappop(heap)
            if -negative < least:
                break
            if len(self.members.get(i, ())) != size or len(self.members.get(j, ())) != other or not self._compatible(i, j):
                continue
            self._join(i, j)
            for k in self.between[i]:
                heapq.heappush(heap, self._entry(min(i, k), max(i, k)))

    def _entry(self, i: int, j: int) -> tuple[float, int, int, int, int]:
        size, other = len(self.members[i]), len(self.members[j])
        return -self.between[i][j] / (size * other), i, j, size, other

    def _compatible(self, i: int, j: int) -> bool:
        return not any(apart(a, b) for a in self.members[i] for b in self.members[j])

    def _join(self, i: int, j: int) -> None:
        self.members[i] += self.members.pop(j)
        row = self.between.pop(j)
        row.pop(i)
        self.between[i].pop(j)
        for k, likelihood in row.items():
            self.between[k].pop(j)
            self.between[i][k] = self.between[k][i] = self.between[i].get(k, 0.0) + likelihood
