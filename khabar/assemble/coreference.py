"""Which mentions of a document are one event, and which attack an outcome came from.

Each pair of mentions has probabilities (learned, from the evidence of khabar.assemble.evidence). Groups are joined as long as the
mean over all their pairs is high enough: one strong contradiction parts what one word of likeness would join. First the episodes are
found: all that is told of one event and of what came from it. Outcomes with their attacks are found inside these, and
so are events, but for pairs that are twice as likely one as they need to be.
"""

import heapq
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from khabar.assemble.scorer import Likelihoods
from khabar.tagger.pairs import OUTCOME
from khabar.tagger.tagged import TaggedEvent

EPISODE = 0.45
"""Least mean probability at which two groups are one episode."""
SHARE = 0.3
"""How much the likelihoods of the two narrower links, which know the model's own word on a pair, count for that of an episode."""
SAME = 0.17
"""Least mean probability at which two groups of one episode are one event."""
CAUSED = 0.4
"""Least probability at which an outcome is an attack's."""


def grouped(events: Sequence[TaggedEvent], pairs: Sequence[tuple[int, int]], likelihoods: Likelihoods) -> list[TaggedEvent]:
    """The events (in text order) with the numbers of their events, of the attacks that outcomes came from, and of their episodes.
    likelihoods: of the pairs."""
    narrow = np.maximum(likelihoods.same, likelihoods.outcome)
    episode = _mixed(likelihoods.incident, narrow)
    episodes = _numbered(joined(len(events), pairs, episode, EPISODE))
    inside = np.array([episodes[i] == episodes[j] for i, j in pairs], bool)
    found = _numbered(joined(len(events), pairs, np.where(inside, likelihoods.same, likelihoods.same / 2), SAME))
    attacks = _attacks(events, found, pairs, np.where(inside, likelihoods.outcome, 0.0))
    return [replace(e, event=n, outcome_of=attacks.get(n), episode=episode) for e, n, episode in zip(events, found, episodes, strict=True)]


def _mixed(incident: np.ndarray, narrow: np.ndarray) -> np.ndarray:
    """The weighted mean of two probabilities in log odds."""
    odds = (1 - SHARE) * _log_odds(incident) + SHARE * _log_odds(narrow)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _log_odds(probabilities: np.ndarray) -> np.ndarray:
    bounded = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _numbered(groups: Sequence[int]) -> list[int]:
    """Groups numbered from 0 in the order in which they appear."""
    numbers = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    return [numbers[group] for group in groups]


def joined(count: int, pairs: Sequence[tuple[int, int]], probabilities: np.ndarray, least: float) -> list[int]:
    """Group `count` mentions by average link: the two groups with the highest mean probability over all pairs between them are joined
    while that mean is at least `least`; a pair that is not given counts as 0. Returns a group for each mention: its first member."""
    total: dict[int, dict[int, float]] = {n: {} for n in range(count)}
    for (i, j), probability in zip(pairs, probabilities.tolist(), strict=True):
        total[i][j] = total[j][i] = probability
    size = dict.fromkeys(range(count), 1)
    home = list(range(count))
    heap = [(-p, i, j, 1, 1) for i, row in total.items() for j, p in row.items() if i < j and p >= least]
    heapq.heapify(heap)
    while heap:
        _, i, j, size_i, size_j = heapq.heappop(heap)
        if size.get(i) != size_i or size.get(j) != size_j:
            continue
        size[i] += size.pop(j)
        for k, p in total.pop(j).items():
            if k != i:
                total[k].pop(j)
                total[i][k] = total[k][i] = total[i].get(k, 0.0) + p
        total[i].pop(j)
        home = [i if h == j else h for h in home]
        for k, p in total[i].items():
            mean = p / (size[i] * size[k])
            if mean >= least:
                a, b = min(i, k), max(i, k)
                heapq.heappush(heap, (-mean, a, b, size[a], size[b]))
    return home


def _attacks(
    events: Sequence[TaggedEvent], numbers: Sequence[int], pairs: Sequence[tuple[int, int]], outcome: np.ndarray
) -> dict[int, int]:
    """Event of outcome words -> the event that it came from: the likeliest over all pairs of their mentions."""
    best: dict[int, tuple[float, int]] = {}
    for (i, j), probability in zip(pairs, outcome.tolist(), strict=True):
        for harm, attack in ((i, j), (j, i)):
            fits = events[harm].type == OUTCOME and events[attack].type != OUTCOME
            if fits and probability >= CAUSED and probability > best.get(numbers[harm], (0.0, 0))[0]:
                best[numbers[harm]] = (probability, numbers[attack])
    return {harm: attack for harm, (_, attack) in best.items()}
