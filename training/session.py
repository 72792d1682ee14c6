"""Torch models behind the tagger's Session interface, one or several averaged: for teachers and for comparison with int8."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from training.loop import device
from training.model import Tagger

TINY = 1e-9


class TorchSession:
    """models: taggers with one vocabulary; with several, their probabilities are averaged. `rows` of states and vectors hold
    all models' side by side."""

    def __init__(self, models: Sequence[Tagger]) -> None:
        self.device = device()
        self.models = [model.to(self.device).eval() for model in models]

    def _call(self, method: Callable[..., Tensor | tuple[Tensor, ...]], arrays: Sequence[np.ndarray]) -> list[Tensor]:
        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16):
            found = method(*(torch.from_numpy(np.ascontiguousarray(a)).to(self.device) for a in arrays))
        return [t.float().cpu() for t in (found if isinstance(found, tuple) else (found,))]

    def read(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, last: np.ndarray, hints: np.ndarray) -> list[np.ndarray]:
        """See khabar.tagger.session.Session."""
        found = [self._call(model.read, (ids, mask, first, last, hints)) for model in self.models]
        states = torch.cat([f[0] for f in found], -1)
        return [states.numpy(), *(_mean(found, head) for head in range(1, len(found[0])))]

    def link(self, states: np.ndarray, rows: np.ndarray, mask: np.ndarray, anchor: np.ndarray, kind: np.ndarray) -> list[np.ndarray]:
        """See khabar.tagger.session.Session."""
        parts = np.split(states, len(self.models), -1)
        found = [self._call(m.link, (part, rows, mask, anchor, kind)) for m, part in zip(self.models, parts, strict=True)]
        for one in found:
            one[2] = one[2].masked_fill(~torch.from_numpy(mask)[..., None], -1e4).transpose(1, 2)
        content = _mean(found, 2).swapaxes(1, 2)
        vectors = torch.cat([f[5] for f in found], -1).numpy()
        return [_mean(found, 0), _mean(found, 1), content, _mean(found, 3), _mean(found, 4), vectors]

    def pair(self, left: np.ndarray, right: np.ndarray, features: np.ndarray) -> np.ndarray:
        """See khabar.tagger.session.Session."""
        sides = zip(np.split(left, len(self.models), -1), np.split(right, len(self.models), -1), self.models, strict=True)
        logits = [self._call(model.pair, (a, b, features))[0] for a, b, model in sides]
        return torch.stack(logits).mean(0).numpy()


def _mean(found: Sequence[Sequence[Tensor]], head: int) -> np.ndarray:
    """Mean probabilities over the models, as logarithms; one model's logits stay as they are up to a constant."""
    return torch.stack([f[head].log_softmax(-1) for f in found]).exp().mean(0).clamp_min(TINY).log().numpy()
