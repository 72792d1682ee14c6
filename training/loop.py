"""The one optimisation loop: progress bar, bf16, warm-up and linear decay, resumable from its last checkpoint."""

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor, nn

CHECKPOINT_EVERY = 200


def seed_all(seed: int) -> None:
    """Fix every source of randomness that training uses."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def device() -> torch.device:
    """The GPU when there is one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


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
) -> None:
    """Train `model` in place over `batches`, one step each.

    groups: AdamW parameter groups. loss_of: batch -> scalar loss; its randomness is seeded by the step, so that a resumed
    run goes on as the unbroken one would. checkpoint: a file kept while the run lasts; an existing one is resumed from.
    """
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), eps=1e-6, fused=True)
    total = len(batches)
    peak = max(1, int(total * warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / peak, max(0.0, (total - s) / (total - peak + 1))))
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
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
            with torch.autocast(where, torch.bfloat16):
                loss = loss_of(batches[step])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_((p for p in model.parameters() if p.grad is not None), clip)
            optimiser.step()
            schedule.step()
            mean = float(loss.detach()) if step == first else 0.95 * mean + 0.05 * float(loss.detach())
            progress.update(task, advance=1, loss=mean)
            if not progress.console.is_terminal and step % 50 == 0:
                progress.console.print(f"{name} step {step}/{total} loss {mean:.4f}")
            if (step + 1) % CHECKPOINT_EVERY == 0:
                _save(checkpoint, model, optimiser, schedule, step + 1)
    checkpoint.unlink(missing_ok=True)
    model.eval()


def _save(path: Path, model: nn.Module, optimiser: Any, schedule: Any, step: int) -> None:
    partial = path.with_suffix(".part")
    torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "step": step}, partial)
    partial.replace(path)
