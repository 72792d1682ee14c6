"""What the handlers work with: the settings, the store and the pipeline of one server. A handler gets it by a parameter `desk: Desk`."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from khabar.document.model import Article, Document
from khabar.errors import StoreError
from khabar.store.store import Store
from khabar.web.jobs import Jobs
from khabar.web.settings import Settings

if TYPE_CHECKING:
    from khabar.pipeline import Pipeline, Unread


@dataclass
class Opened:
    """An open desk. reading: held while the pipeline reads, which only one thread may do at a time. jobs: what is read in the
    background."""

    settings: Settings
    store: Store

    def __post_init__(self) -> None:
        self.reading = Lock()
        self.jobs = Jobs(self)

    def prepare(self) -> None:
        """Begin to take into memory what is counted, while the first pages are asked for."""

        def prepared() -> None:
            with suppress(StoreError):  # whoever asks is told
                self.store.prepare()

        Thread(target=prepared, name="khabar-prepare", daemon=True).start()

    def close(self) -> None:
        """Stop what is going on, and let go of the database."""
        self.jobs.stop()
        self.store.close()

    @property
    def now(self) -> str:
        """The time, ISO, to the second."""
        return self.settings.clock().isoformat(timespec="seconds")

    def try_pipe(self, articles: Iterable[Article]) -> Iterator["Document | Unread"]:
        """As Pipeline.try_pipe, one article at a time, so that others get their turn between two."""
        for article in articles:
            with self.reading:
                read = list(self.nlp.try_pipe([article]))
            yield from read

    @cached_property
    def nlp(self) -> "Pipeline":
        """The pipeline, loaded when something is first read."""
        import khabar

        return khabar.load(self.settings.model)


def _of_request(request: Request) -> Opened:
    desk: Opened = request.app.state.desk
    return desk


Desk = Annotated[Opened, Depends(_of_request)]
"""The type of a handler's parameter that is to be the open desk."""
