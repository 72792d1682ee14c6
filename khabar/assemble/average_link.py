"""Average-link clustering: groups grow while the mean over all pairs between two of them is high enough."""

import heapq
from collections.abc import Callable, Mapping, Sequence


def joined(
    count: int,
    likelihoods: Mapping[tuple[int, int], float],
    least: float,
    compatible: Callable[[Sequence[int], Sequence[int]], bool] | None = None,
) -> list[int]:
    """Group `count` items: the two groups with the highest mean over all pairs between them are joined while that mean is at least
    `least`. likelihoods: of pairs of items, each pair once; one that is missing counts as 0. compatible: whether two groups may come
    together at all. Returns a group for each item: its first member."""
    between: dict[int, dict[int, float]] = {n: {} for n in range(count)}
    for (i, j), likelihood in likelihoods.items():
        between[i][j] = between[j][i] = likelihood
    members = {n: [n] for n in range(count)}
    heap = [(-p, i, j, 1, 1) for i, row in between.items() for j, p in row.items() if i < j and p >= least]
    heapq.heapify(heap)
    while heap:
        _, i, j, size_i, size_j = heapq.heappop(heap)
        if len(members.get(i, ())) != size_i or len(members.get(j, ())) != size_j:
            continue
        if compatible is not None and not compatible(members[i], members[j]):
            continue
        members[i] += members.pop(j)
        for k, p in between.pop(j).items():
            if k != i:
                between[k].pop(j)
                between[i][k] = between[k][i] = between[i].get(k, 0.0) + p
        between[i].pop(j)
        for k, p in between[i].items():
            mean = p / (len(members[i]) * len(members[k]))
            if mean >= least:
                a, b = min(i, k), max(i, k)
                heapq.heappush(heap, (-mean, a, b, len(members[a]), len(members[b])))
    home = {item: group for group, items in members.items() for item in items}
    return [home[item] for item in range(count)]
