"""B-cubed: how well predicted groups agree with true ones (Bagga and Baldwin 1998)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from khabar.evaluation.score import f1


@dataclass(frozen=True, slots=True)
class BCubed:
    """precision, recall: means over all items."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """2PR / (P + R)."""
        return f1(self.precision, self.recall)


def bcubed(gold: Mapping[str, Hashable], predicted: Mapping[str, Hashable]) -> BCubed:
    """gold, predicted: item -> its group, for the same items. ValueError where the items differ or are none."""
    if not gold or gold.keys() != predicted.keys():
        raise ValueError("gold and predicted groups must hold the same items, at least one")
    precision = recall = 0.0
    for item in gold:
        same_gold = {other for other in gold if gold[other] == gold[item]}
        same_found = {other for other in gold if predicted[other] == predicted[item]}
        shared = len(same_gold & same_found)
        precision += shared / len(same_found)
        recall += shared / len(same_gold)
    return BCubed(precision / len(gold), recall / len(gold))
