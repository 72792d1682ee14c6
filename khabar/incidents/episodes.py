"""Episodes: the events that one report tells, its mentions of one event and that event's outcome put together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, reduce

from khabar.data_files import toml_of
from khabar.document.model import EXACT, Actor, Document, Event, Place, Quantity
from khabar.incidents.claims import Claim, Report, claims_of
from khabar.incidents.levels import goes_on, level_of
from khabar.incidents.spans import span_of
from khabar.incidents.words import Wording, Words, words_of

PACKAGE = "khabar.incidents"
UNTIMED = 3
"""Days before publication within which an event without a date of its own is taken to have happened."""
_LEAD = {"ASSAULT": 0, "COERCE": 0, "PROTEST": 1, "HARM": 2, "CONSULT": 0}


@dataclass(frozen=True, slots=True)
class Episode:
    """What one report tells of one event.

    id: document/number. family: as in data/incidents.toml, or the cause of what nobody did ("nature", "accident"). type, mode: of its
    leading mention. first, last: days between which it took place, both inclusive; dated: whether the words of a
    mention date it; exact: whether they do to the day. place:
    or None. actors, targets: (country, sector) pairs that are known. killed, injured, displaced: (low, high), either open, or None.
    meaning: the leading sentence as a vector (see TaggedEvent). events: ids of the mentions, in text order. types, modes: of all mentions.
    wording: the words in which it is told. level: one of LEVELS (khabar.incidents.levels).
    """

    id: str
    document: str
    outlet: str | None
    published: str | None
    family: str
    type: str
    mode: str | None
    status: str
    first: date | None
    last: date | None
    exact: bool
    place: Place | None
    actors: frozenset[tuple[str, str]]
    targets: frozenset[tuple[str, str]]
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    meaning: bytes
    events: tuple[str, ...]
    claims: tuple[Claim, ...]
    displaced: tuple[int | None, int | None] | None = None
    types: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    wording: Wording = field(default_factory=Wording)
    dated: bool = False
    level: str = "incident"

    def __repr__(self) -> str:
        kind = f"{self.type} {self.mode}" if self.mode else self.type
        return f"<Episode {self.id}: {kind}, {len(self.claims)} claims>"

    @property
    def parties(self) -> frozenset[tuple[str, str]]:
        """Actors and targets."""
        return self.actors | self.targets


@cache
def families() -> dict[str, str]:
    """Event type -> family; types that are missing make no incident."""
    return {kind: family for family, kinds in toml_of(PACKAGE, "incidents.toml")["families"].items() for kind in kinds}


def episodes(document: Document) -> tuple[Episode, ...]:
    """The episodes of a document, in text order: an event with all its mentions, and the outcomes that came from it. Events that are only
    wished, feared or planned make none; denied ones do: they are claims too."""
    report = Report(document)
    told: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in document.events:
        # What nobody did is no violence: it never comes together with an attack.
        family = event.cause or families().get(event.type)
        if family is None or event.status in ("hypothetical", "future"):
            continue
        # Documents that were read before there were episodes have none.
        told[family, event.episode or event.outcome_of or event.event].append(event)
    return tuple(_episode(report, family, mentions, number) for number, ((family, _), mentions) in enumerate(told.items(), 1))


def _episode(report: Report, family: str, mentions: Sequence[Event], number: int) -> Episode:
    told = reduce(_joined, (_single(report, event, family) for event in mentions))
    told = replace(told, id=f"{report.document.id}/{number}", level=level_of(report, mentions))
    if told.level == "campaign" and told.last and told.published and goes_on(report, mentions):
        told = replace(told, last=max(told.last, date.fromisoformat(told.published)), exact=False)
    return told if told.level == "incident" else _lasting(told, mentions)


def _lasting(episode: Episode, mentions: Sequence[Event]) -> Episode:
    """A sum or a whole, with all the days that its mentions say it covers."""
    spans = [span for event in mentions if (span := span_of(event, episode.published))]
    if not spans:
        return episode
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    last = max(last, episode.last or last) if episode.level == "campaign" else last
    return replace(episode, first=first, last=last, exact=first == last, dated=True)


def _single(report: Report, event: Event, family: str) -> Episode:
    document, actors = report.document, report.actors
    first, last, dated = _days(event, document.published)
    return Episode(
        "",
        document.id,
        document.outlet,
        document.published,
        family,
        event.type,
        event.mode,
        event.status,
        first,
        last,
        dated and first == last,
        report.places.get(event.location or "") or _beside(report, event),
        _parties(event, "actors", actors),
        _parties(event, "recipients", actors),
        _count(event, "killed"),
        _count(event, "injured"),
        event.meaning,
        (event.id,),
        claims_of(report, event),
        _count(event, "displaced"),
        frozenset((event.type,)),
        frozenset((event.mode,)) if event.mode else frozenset(),
        _wording(report, event),
        dated,
    )


def _wording(report: Report, event: Event) -> Wording:
    def words(*roles: str) -> Words:
        return frozenset().union(*(words_of(span.text) for role in roles for span in event.roles.get(role, ())))

    sentence = report.words_of_sentence(event.start)
    return Wording(words_of(event.text), sentence, words("places"), words("actors"), words("recipients"), words("about"))


def _beside(report: Report, event: Event) -> Place | None:
    """For an event that no place is linked to: the town or quarter named in its sentence that stands nearest to it, unless it is part of
    the name of a party."""
    parties = [span for role in ("actors", "recipients") for span in event.roles.get(role, ())]
    found = [
        (abs(start - event.start), start, place)
        for start, place in report.places_in(report.sentence(event.start))
        if place.kind in ("city", "quarter", "facility") and place.lat is not None and not any(p.start <= start < p.end for p in parties)
    ]
    return min(found, key=lambda f: f[:2])[2] if found else None


def _days(event: Event, published: str | None) -> tuple[date | None, date | None, bool]:
    when = event.date
    if when.earliest and when.latest:
        return date.fromisoformat(when.earliest), date.fromisoformat(when.latest), when.basis in EXACT
    if published is None:
        return None, None, False
    last = date.fromisoformat(published)
    return last - timedelta(UNTIMED), last, False


def _parties(event: Event, role: str, actors: dict[str, Actor]) -> frozenset[tuple[str, str]]:
    found = (actors.get(span.text) for span in event.roles.get(role, ()))
    return frozenset((a.country, a.sector) for a in found if a is not None and a.country != "?" and a.sector != "UNK")


def _count(event: Event, role: str) -> tuple[int | None, int | None] | None:
    """The largest number of people told in a role; parts (بينهم) are not added."""
    numbers = [q for q in event.roles.get(role, ()) if isinstance(q, Quantity) and q.counts]
    best = max(numbers, key=lambda q: q.low or q.high or 0, default=None)
    return (best.low, best.high if best.unit == "people" else None) if best else None


def overlap(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    """Whether two ranges share a number; None is open."""
    low = max(a[0] or 0, b[0] or 0)
    highs = [h for h in (a[1], b[1]) if h is not None]
    return not highs or low <= min(highs)


@cache
def _same_modes() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in toml_of(PACKAGE, "incidents.toml")["modes"]["same"])


def modes_alike(a: str, b: str) -> bool:
    """Whether two modes are used for one another."""
    return a == b or any(a in group and b in group for group in _same_modes())


def _joined(a: Episode, b: Episode) -> Episode:
    """a with what b adds. The attack leads, not its outcome; the narrower date and place hold."""
    lead = b if _LEAD.get(b.type, 1) < _LEAD.get(a.type, 1) else a
    when = max((a, b), key=_date_rank)
    place = a.place if b.place is None or (a.place is not None and _detail(a.place) >= _detail(b.place)) else b.place
    return replace(
        a,
        type=lead.type,
        mode=lead.mode or (a.mode if a.type == lead.type else b.mode if b.type == lead.type else None),
        status=lead.status,
        meaning=lead.meaning,
        first=when.first,
        last=when.last,
        exact=when.exact,
        dated=when.dated,
        place=place,
        actors=a.actors | b.actors,
        targets=a.targets | b.targets,
        killed=a.killed or b.killed,
        injured=a.injured or b.injured,
        displaced=a.displaced or b.displaced,
        events=(*a.events, *b.events),
        claims=(*a.claims, *b.claims),
        types=a.types | b.types,
        modes=a.modes | b.modes,
        wording=a.wording | b.wording,
    )


def _date_rank(episode: Episode) -> tuple[bool, bool, int]:
    """How well an episode is dated: to the day, by its own words, narrowly."""
    days = (episode.last - episode.first).days if episode.first and episode.last else 0
    return episode.exact, episode.dated, -days


def _detail(place: Place) -> int:
    return ("country", "province", "area", None, "city", "quarter", "facility").index(place.kind)
