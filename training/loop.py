"""The one optimisation loop: progress bar, warm-up and linear decay, averaged weights, resumable from its last checkpoint."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

CHECKPOINT_EVERY = 200
AVERAGE_EVERY = 8
"""Steps between the weights that are averaged."""


def seed_all(seed: int) -> None:
    """Fix every source of randomness that training uses."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def device() -> torch.device:
    """The GPU when there is one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@cache
def precision() -> torch.dtype:
    """The number format that trains faster here: bf16 on a GPU; on a processor what a trial of both says (some have no bf16)."""
    if device().type == "cuda":
        return torch.bfloat16
    weight = torch.randn(1536, 384, requires_grad=True)
    seconds: dict[torch.dtype, float] = {}
    for kind in (torch.float32, torch.bfloat16) * 5:
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=kind == torch.bfloat16):
            nn.functional.linear(torch.ones(1024, 384), weight).sum().backward()  # type: ignore[no-untyped-call]
        seconds[kind] = min(seconds.get(kind, float("inf")), time.perf_counter() - start)
    return min(seconds, key=lambda kind: seconds[kind])


def optimise(
    name: str,
    model: nn.Module,
    groups: Iterable[dict[str, Any]],
    batches: Sequence[Any],
    loss_of: Callable[[Any], Tensor],
    checkpoint: Path,
    *,
    warmup: float = 0.06,
    clip: float = 1.0,
    averaged: float = 0.0,
) -> None:
    """Train `model` in place over `batches`, one step each.

    groups: AdamW parameter groups. loss_of: batch -> scalar loss; its randomness is seeded by the step, so that a resumed
    run goes on as the unbroken one would. checkpoint: a file kept while the run lasts; an existing one is resumed
    from. averaged: the share of the last steps whose weights are averaged: steadier than the last ones.
    """
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), eps=1e-6, fused=True)
    total = len(batches)
    peak = max(1, int(total * warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / peak, max(0.0, (total - s) / (total - peak + 1))))
    mean_model = AveragedModel(model) if averaged else None
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        if mean_model:
            mean_model.load_state_dict(state["mean"])
        first = state["step"]
    model.train()
    where = next(model.parameters()).device.type
    loss_column = TextColumn("loss {task.fields[loss]:.3f}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), loss_column, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        task = progress.add_task(name, total=total, completed=first, loss=0.0)
        mean = 0.0
        for step in range(first, total):
            seed_all(step)
            with torch.autocast(where, torch.bfloat16, enabled=precision() == torch.bfloat16):
                loss = loss_of(batches[step])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_((p for p in model.parameters() if p.grad is not None), clip)
            optimiser.step()
            schedule.step()
            if mean_model and step >= total * (1 - averaged) and (step % AVERAGE_EVERY == 0 or step == total - 1):
                mean_model.update_parameters(model)
            mean = float(loss.detach()) if step == first else 0.95 * mean + 0.05 * float(loss.detach())
            progress.update(task, advance=1, loss=mean)
            if not progress.console.is_terminal and step % 50 == 0:
                progress.console.print(f"{name} step {step}/{total} loss {mean:.4f}")
            if (step + 1) % CHECKPOINT_EVERY == 0:
                _save(checkpoint, model, mean_model, optimiser, schedule, step + 1)
    checkpoint.unlink(missing_ok=True)
    if mean_model:
        model.load_state_dict(mean_model.module.state_dict())
    model.eval()


def _save(path: Path, model: nn.Module, mean_model: nn.Module | None, optimiser: Any, schedule: Any, step: int) -> None:
    partial = path.with_suffix(".part")
    states = {"model": model, "optimiser": optimiser, "schedule": schedule} | ({"mean": mean_model} if mean_model else {})
    torch.save({name: part.state_dict() for name, part in states.items()} | {"step": step}, partial)
    partial.replace(path)
