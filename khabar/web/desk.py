"""What the handlers work with: the settings, the store and the pipeline of one server. A handler gets it by a parameter `desk: Desk`."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from khabar.store.store import Store
from khabar.web.settings import Settings

if TYPE_CHECKING:
    from khabar.pipeline import Pipeline


@dataclass
class Opened:
    """An open desk. reading: held while the pipeline reads, which only one thread may do at a time."""

    settings: Settings
    store: Store

    def __post_init__(self) -> None:
        self.reading = Lock()

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
