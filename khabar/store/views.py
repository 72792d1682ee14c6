"""What is looked at in a database: pages of a list, facets, the map, the timeline, who accuses whom. All of it is answered from columns
that were written with the incidents; nothing is put together anew."""

from typing import Unpack

from sqlalchemy import Engine

from khabar.store import charts, facets, lists
from khabar.store.charts import Accusation, Spot, Timeline
from khabar.store.database import spoken
from khabar.store.facets import Facets
from khabar.store.filters import Filters, conditions_of
from khabar.store.lists import Page


class Views:
    """The part of the store that answers these."""

    target: str
    _reader: Engine

    @spoken
    def page(self, limit: int | None = 50, cursor: str | None = None, sort: str = "newest", **filters: Unpack[Filters]) -> Page:
        """A page of a list of incidents. limit: at most so many, None for all. cursor: where the page before ended (its `next`). sort: one
        of khabar.store.lists.SORTS. InputError where one of them, or a filter, is wrong."""
        conditions = list(conditions_of(**filters).values())
        with self._reader.connect() as db:
            return lists.page(db, conditions, limit, cursor, sort)

    @spoken
    def facets(self, **filters: Unpack[Filters]) -> Facets:
        """How many incidents each value of each filter would leave, the other filters staying as they are."""
        with self._reader.connect() as db:
            return facets.facets(db, conditions_of(**filters))

    @spoken
    def spots(self, **filters: Unpack[Filters]) -> list[Spot]:
        """The places of the incidents, one for each point on the map, those with the most incidents first."""
        with self._reader.connect() as db:
            return charts.spots(db, conditions_of(**filters))

    @spoken
    def timeline(self, step: str | None = None, **filters: Unpack[Filters]) -> Timeline:
        """How many incidents of each type began in each stretch of time. step: "day", "month", "year"; None: what is legible in a chart."""
        with self._reader.connect() as db:
            return charts.timeline(db, conditions_of(**filters), step)

    @spoken
    def accusations(self, limit: int = 200, **filters: Unpack[Filters]) -> list[Accusation]:
        """Who says of whom that they did it, the most frequent first. limit: at most so many pairs."""
        with self._reader.connect() as db:
            return charts.accusations(db, conditions_of(**filters), limit)
