"""What is looked at in a database: pages of a list, facets, the map, the timeline, who accuses whom. All of it is answered from columns
that were written with the incidents; nothing is put together anew."""

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import Connection, Engine

from khabar.store import campaigns, lists, reports
from khabar.store.conditions import chosen, conditions_of
from khabar.store.database import translate_errors
from khabar.store.filters import Filters, checked
from khabar.store.lists import Entry, Page
from khabar.store.reports import ReportedIncident, ReportPage
from khabar.store.rows import Known

if TYPE_CHECKING:  # what counts needs numpy, which a list on the command line does without
    from khabar.store.charts import Accusation, Spot, Timeline
    from khabar.store.columns import Chosen, Columns
    from khabar.store.facets import Facets
    from khabar.store.profiles import Listing, Party, PlaceEntry, PlaceProfile, Profile

_MAKING = Lock()


class Views:
    """The part of the store that answers these."""

    target: str
    _reader: Engine
    _kept: "Columns | None" = None

    def _columns(self, db: Connection) -> "Columns":
        """What is counted, as it is now."""
        from khabar.store.columns import Columns

        with _MAKING:
            self._kept = self._kept or Columns()
        return self._kept.renewed(db)

    def _meant(self, db: Connection, **filters: Unpack[Filters]) -> "tuple[Columns, Chosen]":
        """What is counted, and which incidents of it are meant."""
        from khabar.store.masks import chosen_of, masks_of

        columns = self._columns(db)
        return columns, chosen_of(columns, masks_of(columns, checked(**filters)))

    @translate_errors
    def page(self, limit: int | None = 50, cursor: str | None = None, sort: str = "newest", **filters: Unpack[Filters]) -> Page:
        """A page of a list of incidents. limit: at most so many, None for all. cursor: where the page before ended (its `next`). sort: one
        of khabar.store.lists.SORTS. InputError where one of them, or a filter, is wrong."""
        conditions = conditions_of(checked(**filters))
        with self._reader.connect() as db:
            return lists.page(db, conditions, limit, cursor, sort)

    @translate_errors
    def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Some incidents as a list gives them, in the order of their ids; those that are gone are left out."""
        with self._reader.connect() as db:
            return lists.entries(db, ids)

    @translate_errors
    def beside(self, known: Known) -> list[dict[str, Any]]:
        """The records of the incidents that a campaign holds, by their days; of an incident, those of the campaigns that hold it."""
        with self._reader.connect() as db:
            if known.incident.level == "campaign":
                return campaigns.parts_of(db, known.incident.id)
            return [entry.record for entry in lists.entries(db, known.part_of)]

    def each_entry(self, limit: int | None = None, **filters: Unpack[Filters]) -> Iterator[Entry]:
        """Incidents as a list gives them, newest first, read some at a time. limit: at most so many."""
        return (entry for ids in self._ids(limit, **filters) for entry in self.entries(ids))

    @translate_errors
    def _ids(self, limit: int | None, **filters: Unpack[Filters]) -> list[list[str]]:
        """The ids of incidents, newest first, in parts."""
        with self._reader.connect() as db:
            ids = list(db.execute(chosen(checked(**filters)).limit(limit)).scalars())
        return [ids[start : start + lists.CHUNK] for start in range(0, len(ids), lists.CHUNK)]

    @translate_errors
    def prepare(self) -> None:
        """Take the columns that are counted into memory, so that the first who asks need not wait for it: seconds for a large database."""
        with self._reader.connect() as db:
            self._columns(db)

    @translate_errors
    def facets(self, **filters: Unpack[Filters]) -> "Facets":
        """How many incidents each value of each filter would leave, the other filters staying as they are."""
        from khabar.store import facets

        with self._reader.connect() as db:
            return facets.facets(self._columns(db), checked(**filters))

    @translate_errors
    def spots(self, **filters: Unpack[Filters]) -> "list[Spot]":
        """The places of the incidents, one for each point on the map, those with the most incidents first."""
        from khabar.store import charts

        with self._reader.connect() as db:
            return charts.spots(*self._meant(db, **filters))

    @translate_errors
    def timeline(self, step: str | None = None, **filters: Unpack[Filters]) -> "Timeline":
        """How many incidents of each type began in each stretch of time. step: "day", "month", "year"; None: what is legible in a chart."""
        from khabar.store import charts

        with self._reader.connect() as db:
            return charts.timeline(*self._meant(db, **filters), step)

    @translate_errors
    def accusations(self, limit: int = 200, **filters: Unpack[Filters]) -> "list[Accusation]":
        """Who says of whom that they did it, the most frequent first. limit: at most so many pairs."""
        from khabar.store import charts

        with self._reader.connect() as db:
            return charts.accusations(*self._meant(db, **filters), limit)

    @translate_errors
    def reports(self, limit: int = 50, cursor: str | None = None, outlet: str | None = None, state: str | None = None) -> ReportPage:
        """A page of the list of reports, the newest first. outlet, state ("new", "read", "failed"): only such. InputError for a cursor that
        is none."""
        with self._reader.connect() as db:
            return reports.page(db, limit, cursor, outlet, state)

    @translate_errors
    def reported_incidents(self, article: str) -> list[ReportedIncident]:
        """The incidents of which a report tells, each with its events there."""
        with self._reader.connect() as db:
            return reports.reported_incidents(db, article)

    @translate_errors
    def parties(self, limit: int = 50, cursor: str | None = None, words: str | None = None) -> "Listing[Party]":
        """A page of the list of those who have to do with incidents, those with the most first. words: a part of the name. InputError for a
        cursor that is none."""
        from khabar.store import profiles

        with self._reader.connect() as db:
            return profiles.parties(db, limit, cursor, words)

    @translate_errors
    def profile(self, name: str) -> "Profile | None":
        """What one did, suffered, said and denied; None where nobody is called exactly that."""
        from khabar.store import profiles

        with self._reader.connect() as db:
            return profiles.profile(db, self._columns(db), name)

    @translate_errors
    def places(self, limit: int = 50, cursor: str | None = None, words: str | None = None) -> "Listing[PlaceEntry]":
        """A page of the list of places, those with the most incidents first. words: a part of the English or Arabic name. InputError for a
        cursor that is none."""
        from khabar.store import profiles

        with self._reader.connect() as db:
            return profiles.places(db, limit, cursor, words)

    @translate_errors
    def place_profile(self, name: str, country: str | None = None) -> "PlaceProfile | None":
        """What happened at a place, by its English or Arabic name; None where nothing did. country: which one, where several are called so;
        else the one with the most incidents. InputError where it is none."""
        from khabar.store import profiles

        with self._reader.connect() as db:
            return profiles.place_profile(db, self._columns(db), name, country)
