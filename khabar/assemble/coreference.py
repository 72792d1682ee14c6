"""Which mentions of a document are one event, and which attack an outcome came from.

Each pair of mentions has probabilities (learned, from the evidence of khabar.assemble.evidence). Groups are joined as long as the
mean over all their pairs is high enough: one strong contradiction parts what one word of likeness would join. First the episodes are
found: all that is told of one event and of what came from it. Outcomes with their attacks are found inside these, and
so are events, but for pairs that are twice as likely one as they need to be.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from khabar.assemble.average_link import joined
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
    episodes = _numbered(joined(len(events), dict(zip(pairs, episode.tolist(), strict=True)), EPISODE))
    inside = np.array([episodes[i] == episodes[j] for i, j in pairs], bool)
    same = np.where(inside, likelihoods.same, likelihoods.same / 2)
    found = _numbered(joined(len(events), dict(zip(pairs, same.tolist(), strict=True)), SAME))
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
