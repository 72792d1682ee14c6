"""Reading in the background: one batch at a time, in a thread of its own, with its progress to be looked at meanwhile. A server that is
stopped leaves whole articles; what it has kept and not read is read with the next batch."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import khabar
from khabar.errors import InputError, StoreError
from khabar.ingest import Ingest, Summary

if TYPE_CHECKING:
    from khabar.web.desk import Opened

KEPT = 200
"""Jobs that are remembered."""
SHOWN = 50
"""Failures that are told of a job."""
PATIENCE = 5.0
"""Seconds that the end of a server waits for the article that is being read."""

Work = Callable[[Ingest], Summary]


class _StoppedError(Exception):
    """The server ends."""


@dataclass
class Job:
    """A batch. names: of what was handed over; work: takes and reads it. outlet, published: for reports that come without. state: waiting,
    taking, reading, done, stopped. problem: why it ended early."""

    id: str
    names: tuple[str, ...]
    begun: str
    work: Work
    outlet: str | None = None
    published: str | None = None
    state: str = "waiting"
    ended: str | None = None
    problem: str | None = None
    summary: Summary = field(default_factory=Summary)

    def to_dict(self) -> dict[str, Any]:
        """As the API gives it."""
        told = self.summary
        return {
            "id": self.id,
            "state": self.state,
            "names": list(self.names),
            "begun": self.begun,
            "ended": self.ended,
            "taken": told.new + told.duplicate,
            "new": told.new,
            "known": told.duplicate,
            "waiting": told.waiting,
            "done": told.done,
            "read": told.read,
            "others": dict(sorted(told.languages.items())),
            "failed": len(told.failures),
            "failures": [{"where": where, "reason": reason} for where, reason in told.failures[:SHOWN]],
            "problem": self.problem,
        }


class Jobs:
    """The jobs of a desk."""

    def __init__(self, desk: "Opened") -> None:
        self._desk, self._queue, self._lock = desk, SimpleQueue[Job | None](), Lock()
        self._known: dict[str, Job] = {}
        self._thread: Thread | None = None
        self._stopping = False

    def add(self, names: tuple[str, ...], work: Work, outlet: str | None = None, published: str | None = None) -> Job:
        """Read something when its turn comes. names, work, outlet, published: see Job."""
        job = Job(secrets.token_hex(8), names, self._desk.now, work, outlet, published)
        with self._lock:
            self._known[job.id] = job
            for old in [j.id for j in self._known.values() if j.ended][: max(0, len(self._known) - KEPT)]:
                del self._known[old]
            if self._thread is None:
                self._thread = Thread(target=self._run, name="khabar-jobs", daemon=True)
                self._thread.start()
        self._queue.put(job)
        return job

    def get(self, id: str) -> Job | None:
        """A job by its id."""
        return self._known.get(id)

    def all(self) -> list[Job]:
        """All that are remembered, the newest first."""
        with self._lock:
            return list(self._known.values())[::-1]

    def stop(self) -> None:
        """End after the article that is being read."""
        self._stopping = True
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        while (job := self._queue.get()) is not None and not self._stopping:
            self._read(job)

    def _read(self, job: Job) -> None:
        job.state = "taking"
        try:
            job.summary = job.work(self._ingest(job))
            job.state = "done"
        except _StoppedError:
            job.state, job.problem = "stopped", "the server was stopped; what is left is read with the next batch"
        except (InputError, StoreError) as error:
            job.state, job.problem = "stopped", str(error)
        except Exception as error:  # whatever it is, the next batch is to be read
            job.state, job.problem = "stopped", f"an error of Khabar's own ({type(error).__name__})"
        job.ended = self._desk.now

    def _ingest(self, job: Job) -> Ingest:
        from khabar.web.security.fetching import guarded_web

        now, store = self._desk.now, self._desk.store
        run = store.begin_run(now, khabar.__version__, "shipped", {"outlet": job.outlet, "published": job.published})
        told = self._told(job)
        return Ingest(store, self._desk, web=guarded_web(), today=now[:10], outlet=job.outlet, published=job.published, run=run, told=told)

    def _told(self, job: Job) -> Callable[[Summary], None]:
        def told(summary: Summary) -> None:
            job.summary = summary
            job.state = "taking" if summary.waiting is None else "reading"
            if self._stopping:
                raise _StoppedError

        return told
