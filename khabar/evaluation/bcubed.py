"""B-cubed: how well predicted groups agree with true ones (Bagga and Baldwin 1998)."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from khabar.evaluation.score import f1

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BCubed:
    """precision, recall: means over all items that are in both groupings. gold, predicted: how many items each grouping has."""

    precision: float
    recall: float
    gold: int = 0
    predicted: int = 0

    @property
    def f1(self) -> float:
        """2PR / (P + R)."""
        return f1(self.precision, self.recall)

    @property
    def value(self) -> float:
        """As f1."""
        return self.f1

    def to_dict(self) -> dict[str, float]:
        """Rounded to four digits, with the counts."""
        scores = {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4)}
        return scores | {"gold": self.gold, "pred": self.predicted}


def bcubed(gold: Mapping[Item, Hashable], predicted: Mapping[Item, Hashable]) -> BCubed:
    """gold, predicted: item -> its group, for the same items. ValueError where the items differ or are none."""
    if not gold or gold.keys() != predicted.keys():
        raise ValueError("gold and predicted groups must hold the same items, at least one")
    true, found = Counter(gold.values()), Counter(predicted.values())
    shared = Counter((gold[item], predicted[item]) for item in gold)
    precision = sum(n * n / found[q] for (_, q), n in shared.items())
    recall = sum(n * n / true[g] for (g, _), n in shared.items())
    return BCubed(precision / len(gold), recall / len(gold), len(gold), len(gold))
