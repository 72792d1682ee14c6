"""Supervised training of the tagger on labelled windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from khabar.tagger import labels
from khabar.tagger.hints import NAMES, hints
from khabar.tagger.pairs import features
from training.corpus import IGNORE, Anchor, Example
from training.loop import device, optimise
from training.model import Tagger

PADDING = 32
"""Lengths are rounded up to a multiple of this."""
AVERAGED = 0.3
"""The share of the last steps whose weights are averaged."""
HEAD_WEIGHTS = (1.0, 1.0, 2.0, 1.0, 1.0)
"""Weight of the loss of entities, times, triggers, cues and proclitics: all else hangs on the triggers."""


@dataclass(frozen=True)
class Recipe:
    """How one model is trained. batch: windows a step. hidden: share of words whose tokens are masked as noise."""

    epochs: int = 20
    batch: int = 4
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    hidden: float = 0.08
    decay: float = 0.95
    seed: int = 0


class Batch:
    """Windows as padded tensors."""

    def __init__(self, items: Sequence[Example], where: torch.device, hidden: float, mask_id: int, random: np.random.Generator) -> None:
        tokens = _padded(max(len(e.window.ids) for e in items))
        self.width = _padded(max(len(e.window.words) for e in items))
        ids = np.ones((len(items), tokens), np.int64)
        mask = np.zeros((len(items), tokens), bool)
        first, last = (np.zeros((len(items), self.width), np.int64) for _ in range(2))
        told = np.zeros((len(items), self.width, len(NAMES)), np.float32)
        tags = np.full((5, len(items), self.width), IGNORE, np.int64)
        for row, item in enumerate(items):
            window = item.window
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = True
            # Triggers are hidden twice as often: their hints and their surroundings must do.
            chance = np.where(item.tags[2] > 0, 2 * hidden, hidden)
            for word in np.flatnonzero(random.random(len(window.words)) < chance):
                ids[row, window.first[word] : window.last[word] + 1] = mask_id
            first[row, : len(window.words)] = window.first
            last[row, : len(window.words)] = window.last
            told[row, : len(window.words)] = hints(window.words)
            tags[:, row, : len(window.words)] = item.tags
        self.items = items
        arrays = (ids, mask, first, last, told, tags)
        self.ids, self.mask, self.first, self.last, self.hints, self.tags = (torch.from_numpy(a).to(where) for a in arrays)
        self.weights = torch.tensor([e.weight for e in items], device=where)

    def anchors(self) -> list[tuple[int, Anchor]]:
        """All triggers, then all cues, each with its row."""
        return [(r, a) for kind in ("triggers", "cues") for r, e in enumerate(self.items) for a in getattr(e, kind)]


def _padded(length: int) -> int:
    """`length` rounded up. On a processor every new shape of a bf16 product is compiled: there must be few of them."""
    return -(-length // PADDING) * PADDING


def _cross(logits: Tensor, target: Tensor, weights: Tensor | None = None) -> Tensor:
    """Summed cross entropy over the last axis, in float32; `weights` broadcast over the first axis."""
    loss = F.cross_entropy(logits.float().flatten(0, -2), target.flatten(), ignore_index=IGNORE, reduction="none")
    loss = loss.view(target.shape)
    return loss.sum() if weights is None else (loss.flatten(1).sum(1) * weights).sum()


def loss_of(model: Tagger, batch: Batch) -> Tensor:
    """The sum of all heads' losses for a batch, per word."""
    states, *logits = model.read(batch.ids, batch.mask, batch.first, batch.last, batch.hints)
    total = torch.zeros((), device=states.device)
    for head, tags, scale in zip(logits, batch.tags, HEAD_WEIGHTS, strict=True):
        total = total + scale * _cross(head, tags, batch.weights)
    anchors = batch.anchors()
    if anchors:
        total = total + _link_loss(model, batch, states.flatten(0, 1), anchors)
    count = sum(len(e.window.words) * e.weight for e in batch.items)
    return total / count * 4


def _link_loss(model: Tagger, batch: Batch, states: Tensor, anchors: list[tuple[int, Anchor]]) -> Tensor:
    where = states.device
    length, count, links = _padded(max(a.span[1] - a.span[0] for _, a in anchors)), _padded(len(anchors)), len(labels.LINKS)
    rows, mask = np.zeros((count, length), np.int64), np.zeros((count, length), bool)
    role_tags = np.full((count, length, links), IGNORE, np.int64)
    source_tags = np.full((count, length), IGNORE, np.int64)
    for n, (row, a) in enumerate(anchors):
        size = a.span[1] - a.span[0]
        rows[n, :size] = row * batch.width + np.arange(*a.span)
        mask[n, :size] = True
        if a.event:
            role_tags[n, :size] = a.tags.T
        else:
            source_tags[n, :size] = a.tags[0]
    spare = count - len(anchors)

    def of_anchors(values: list[Any], spare_value: Any) -> Tensor:
        return torch.tensor([*values, *[spare_value] * spare], device=where)

    spot = of_anchors([a.word - a.span[0] for _, a in anchors], 0)
    kind = of_anchors([a.kind for _, a in anchors], 0)
    weights = of_anchors([batch.items[r].weight for r, _ in anchors], 0.0)
    keep = torch.from_numpy(mask).to(where)
    roles, sources, content, mode, status, vectors = model.link(states, torch.from_numpy(rows).to(where), keep, spot, kind)
    content = content.float().masked_fill(~keep[..., None], -1e4)
    loss = _cross(roles, torch.from_numpy(role_tags).to(where), weights)
    loss = loss + _cross(sources, torch.from_numpy(source_tags).to(where), weights)
    for end in range(2):
        target = of_anchors([[a.content[end]] for _, a in anchors], [IGNORE])
        loss = loss + _cross(content[:, None, :, end], target, weights)
    loss = loss + _cross(mode[:, None], of_anchors([[a.mode] for _, a in anchors], [IGNORE]), weights)
    loss = loss + _cross(status[:, None], of_anchors([[a.status] for _, a in anchors], [IGNORE]), weights)
    return loss + _pair_loss(model, vectors, anchors, batch)


def _pair_loss(model: Tagger, vectors: Tensor, anchors: list[tuple[int, Anchor]], batch: Batch) -> Tensor:
    left, right, wanted, weights, rows = [], [], [], [], []
    for number, item in enumerate(batch.items):
        own = [n for n, (row, a) in enumerate(anchors) if row == number and a.event and item.paired]
        own.sort(key=lambda n: anchors[n][1].word)
        pairs = [(i, j) for i in range(len(own)) for j in range(i + 1, len(own))]
        if not pairs:
            continue
        found = [anchors[n][1] for n in own]
        rows.append(features([a.mention for a in found], pairs))  # type: ignore[misc]
        left += [own[i] for i, _ in pairs]
        right += [own[j] for _, j in pairs]
        wanted += [(found[i].event == found[j].event, _is_outcome(found[i], found[j])) for i, j in pairs]
        weights += [item.weight / len(own)] * len(pairs)
    if not left:
        return vectors.sum() * 0
    told = torch.from_numpy(np.concatenate(rows)).to(vectors.device)
    # The pair head is small: in float32 its many shapes cost nothing.
    with torch.autocast(vectors.device.type, enabled=False):
        logits = model.pair(vectors[left].float(), vectors[right].float(), told)
    loss = F.binary_cross_entropy_with_logits(logits, torch.tensor(wanted, dtype=torch.float, device=logits.device), reduction="none")
    return (loss * torch.tensor(weights, device=logits.device)[:, None]).sum() * 2


def _is_outcome(a: Anchor, b: Anchor) -> bool:
    """Whether one of two triggers is an outcome of the other's event."""
    return a.event == b.outcome_of or b.event == a.outcome_of


def groups(model: Tagger, recipe: Recipe) -> list[dict[str, object]]:
    """Parameter groups: lower layers of the encoder move less (rate * decay per layer from the top)."""
    encoder = model.encoder
    found: list[dict[str, object]] = []
    top = len(encoder.layers)
    for depth, layer in enumerate(encoder.layers):
        found.append({"params": list(layer.parameters()), "lr": recipe.encoder_rate * recipe.decay ** (top - 1 - depth)})
    low = [*encoder.positions.parameters(), *encoder.norm.parameters()]
    found.append({"params": low, "lr": recipe.encoder_rate * recipe.decay**top})
    inside = {id(p) for p in encoder.parameters()}
    found.append({"params": [p for p in model.parameters() if id(p) not in inside], "lr": recipe.head_rate})
    return found


def finetune(model: Tagger, items: Sequence[Example], recipe: Recipe, mask_id: int, checkpoint: Path, name: str = "tagger") -> None:
    """Train `model` in place on `items`."""
    random = np.random.default_rng(recipe.seed)
    where = device()
    model.to(where)
    batches = []
    for _ in range(recipe.epochs):
        order = random.permutation(len(items))
        chunks = [order[i : i + 16 * recipe.batch] for i in range(0, len(order), 16 * recipe.batch)]
        # Windows of like length share a batch, so that little is padding; the batches come in random order.
        sorted_chunks = [sorted(c, key=lambda i: len(items[i].window.ids)) for c in chunks]
        epoch = [c[i : i + recipe.batch] for c in sorted_chunks for i in range(0, len(c), recipe.batch)]
        batches.extend(epoch[i] for i in random.permutation(len(epoch)))

    def step_loss(numbers: Sequence[int]) -> Tensor:
        noise = np.random.default_rng((recipe.seed, int(torch.randint(2**31, ()))))
        return loss_of(model, Batch([items[i] for i in numbers], where, recipe.hidden, mask_id, noise))

    optimise(name, model, groups(model, recipe), batches, step_loss, checkpoint, averaged=AVERAGED)
