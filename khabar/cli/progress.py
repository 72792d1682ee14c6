"""How far a long run is: a bar on a terminal, a plain line every ten seconds elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

EVERY = 10.0
"""Seconds between two plain lines."""
SETTLED = 0.5
"""Seconds before which a rate says nothing."""
OnProgress = Callable[[int, int | None, int], None]
"""Called with: how many articles are done, of how many (None: not yet known), how many failed."""


@contextmanager
def progress(console: "Console | None" = None) -> Iterator[OnProgress]:
    """A function to call after each article. console: where the bar is shown, if it shares the terminal with the output."""
    if sys.stderr.isatty():
        with _bar(console) as on_progress:
            yield on_progress
    else:
        yield _lines(time.monotonic)


def _lines(clock: Callable[[], float]) -> OnProgress:
    last, since = clock(), _Phase(clock)

    def on_progress(done: int, total: int | None, failed: int) -> None:
        nonlocal last
        seconds = since(total)
        if clock() - last >= EVERY:
            last = clock()
            click.echo(f"khabar: {state(done, total, failed, seconds)}", err=True)

    return on_progress


class _Phase:
    """Seconds since the run has gone from finding articles to reading them: the two have different rates."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._begun = clock, clock()
        self._total: int | None = None

    def __call__(self, total: int | None) -> float:
        if total != self._total:
            self._begun, self._total = self._clock(), total
        return self._clock() - self._begun


def state(done: int, total: int | None, failed: int, seconds: float) -> str:
    """A run in words: 120 of 1,306 read · 12.3/s · 1 min 36 s left · 2 failed."""
    parts = [f"{done:,} of {total:,} read" if total is not None else f"{done:,} found"]
    if done and seconds >= SETTLED:
        rate = done / seconds
        parts += [f"{rate:.1f}/s"] + ([f"{duration((total - done) / rate)} left"] if total is not None and total > done else [])
    return " · ".join(parts + ([f"{failed:,} failed"] if failed else []))


def duration(seconds: float) -> str:
    """A span of time as a person says it: 8 s, 1 min 36 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


@contextmanager
def _bar(console: "Console | None") -> Iterator[OnProgress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"))
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as bar:
        task, since = bar.add_task("", total=None), _Phase(time.monotonic)

        def on_progress(done: int, total: int | None, failed: int) -> None:
            bar.update(task, completed=done, total=total, description=state(done, total, failed, since(total)))

        yield on_progress
