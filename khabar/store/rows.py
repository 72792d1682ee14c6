"""Rows of the tables: writing what was read of one article, finding what it may be linked to, putting incidents together anew. Each
function works inside the caller's transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from khabar.document.model import Document
from khabar.incidents.apart import limit
from khabar.incidents.blocking import home_keys, search_keys
from khabar.incidents.copies import groups_of
from khabar.incidents.episodes import Episode
from khabar.incidents.evidence import Source, source_of
from khabar.incidents.incidents import Incident, assemble, incident_of
from khabar.incidents.judgements import JudgedIncident
from khabar.incidents.keeping import from_json, to_json
from khabar.incidents.linking import Link, links_of
from khabar.incidents.records import record
from khabar.store import decisions
from khabar.store import schema as s
from khabar.store.campaigns import campaigns_of
from khabar.store.entries import entry_of, storable
from khabar.text.normalise import fold

CHUNK = 500
"""Values of one IN (...)."""


@dataclass(frozen=True, slots=True)
class Head:
    """An article by what a person knows it: id: its key; name: its id in the source."""

    id: str
    name: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """An incident with what is needed to show it. groups: article -> the group of its copies. heads: article -> its head. part_of: the
    campaigns that hold it (see khabar.incidents.parts)."""

    incident: Incident
    groups: Mapping[str, str]
    heads: Mapping[str, Head] = field(default_factory=dict)
    part_of: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The origins as a person knows them: a speaker's name, or outlet and title of the text that nobody else is named for."""
        return tuple(self._named(origin) for origin in self.origins)

    def _named(self, origin: str) -> str:
        head = self.heads.get(origin.removeprefix("text "))
        if head is None or not origin.startswith("text "):
            return origin
        return ": ".join(part for part in (head.outlet, head.title) if part) or head.name

    def __repr__(self) -> str:
        return f"{repr(self.incident)[:-1]}, independent sources: {len(self.origins)}>"

    @property
    def origins(self) -> tuple[str, ...]:
        """Who independently attests it."""
        return self.incident.origins(self.groups)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def forget(db: Connection, article: str) -> set[str]:
    """Remove what was read of an article; returns the episodes of others that were linked to it."""
    own = {row[0] for row in db.execute(select(s.episodes.c.id).where(s.episodes.c.article == article))}
    if not own:
        return set()
    linked = {x for each in _links_at(db, own) for x in (each.a, each.b)}
    _dissolve(db, own)
    for table in (s.episodes, s.documents, s.events, s.actors, s.places, s.attributions, s.folded):
        db.execute(delete(table).where(table.c.article == article))
    return linked - own


def remove(db: Connection, article: str) -> bool:
    """Remove an article and all that was read in it, and put its incidents together anew; False where there is none."""
    touched = forget(db, article)
    gone = db.execute(delete(s.articles).where(s.articles.c.id == article)).rowcount
    regroup(db, touched)
    return bool(gone)


def at_address(db: Connection, addresses: Iterable[str | None]) -> list[tuple[str, bool]]:
    """The articles that are at one of the addresses, or were asked for there, and whether each is a summary."""
    named = sorted({address for address in addresses if address})
    if not named:
        return []
    t = s.articles.c
    found = db.execute(select(t.id, t.is_summary).where(or_(t.url.in_(named), t.address.in_(named))).order_by(t.id))
    return [(str(key), bool(summary)) for key, summary in found]


def _dissolve(db: Connection, ids: Iterable[str]) -> None:
    """Remove the incidents that hold any of the episodes."""
    for part in _chunks(ids):
        held = {row[0] for row in db.execute(select(s.episodes.c.incident).where(s.episodes.c.id.in_(part)))} - {None}
        db.execute(delete(s.incidents).where(s.incidents.c.id.in_(held)))


def _links_at(db: Connection, ids: Iterable[str]) -> set[Link]:
    """The links that begin or end at any of the episodes."""
    found: set[Link] = set()
    for part in _chunks(ids):
        rows = db.execute(select(s.links).where(or_(s.links.c.a.in_(part), s.links.c.b.in_(part))))
        found |= {Link(a, b, score, tuple(why)) for a, b, score, why in rows}
    return found


def write(db: Connection, d: Document, run: int | None, signature: bytes) -> None:
    data = d.to_dict()
    data["text"] = storable(data["text"])
    db.execute(insert(s.documents).values(article=d.id, run=run, data=data))
    placed = {p.id: p for p in d.places}
    events = [
        {
            **{name: getattr(e, name) for name in ("id", "event", "type", "mode", "status", "certainty", "confidence")},
            "first": e.date.earliest,
            "last": e.date.latest,
            "country": placed[e.location].country if e.location else None,
            "place": placed[e.location].name if e.location else None,
        }
        for e in d.events
    ]
    said = [
        {"id": a.id, "cue": a.cue.text, "source": a.sources[0].text if a.sources else a.antecedent, "certainty": a.certainty}
        for a in d.attributions
    ]
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (s.events, events),
        (s.actors, [_columns(a, "id surface name country sector") for a in d.actors]),
        (s.places, [_columns(p, "id surface name country lat lon") for p in d.places]),
        (s.attributions, said),
        (s.folded, [{"text": storable(fold(f"{d.title or ''} {d.text}"))}]),
    ]
    for table, values in rows:
        if values:
            db.execute(
                insert(table),
                [{"article": d.id, **{k: storable(v) if isinstance(v, str) else v for k, v in row.items()}} for row in values],
            )
    db.execute(update(s.articles).where(s.articles.c.id == d.id).values(state="read", error=None, signature=signature))


def _columns(item: Any, names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names.split()}


def keep(db: Connection, document: Document, found: Sequence[Episode], signature: bytes, run: int | None, touched: set[str]) -> None:
    """Write a document and its episodes, and let them join or found incidents. touched: the episodes of others that were linked to what was
    there of it before."""
    write(db, document, run, signature)
    for episode in found:
        write_episode(db, episode)
    pairs = [(episode, other) for episode in found for other in near(db, episode)]
    links = links_of(pairs, sources_of(db, {e.document for pair in pairs for e in pair}))
    if links:
        db.execute(insert(s.links), [{"a": x.a, "b": x.b, "score": x.score, "why": list(x.why)} for x in links])
    regroup(db, touched | {e.id for e in found})


def write_episode(db: Connection, e: Episode) -> None:
    db.execute(insert(s.episodes).values(id=e.id, article=e.document, data=to_json(e), meaning=e.meaning))
    keys = sorted(home_keys(e))
    if keys:
        db.execute(insert(s.keys), [{"key": key, "episode": e.id} for key in keys])
    claims = [
        {
            **_columns(c, "field low high certainty negated"),
            **{name: storable(getattr(c, name)) for name in ("value", "origin", "quote")},
            "episode": e.id,
            "number": number,
        }
        for number, c in enumerate(e.claims)
    ]
    if claims:
        db.execute(insert(s.claims), claims)


def near(db: Connection, episode: Episode) -> list[Episode]:
    """The kept episodes of other articles that may be the same event."""
    ids: set[str] = set()
    for part in _chunks(search_keys(episode)):
        ids |= {row[0] for row in db.execute(select(s.keys.c.episode).where(s.keys.c.key.in_(part)))}
    return [e for e in episodes_of(db, ids) if e.document != episode.document]


def episodes_of(db: Connection, ids: Iterable[str]) -> list[Episode]:
    found: list[Episode] = []
    for part in _chunks(ids):
        rows = db.execute(select(s.episodes.c.data, s.episodes.c.meaning).where(s.episodes.c.id.in_(part)))
        found += [from_json(data, bytes(meaning)) for data, meaning in rows]
    return sorted(found, key=lambda e: e.id)


def episodes_in(db: Connection, articles: Iterable[str]) -> list[Episode]:
    """The kept episodes of some articles."""
    ids: set[str] = set()
    for part in _chunks(articles):
        ids |= set(db.execute(select(s.episodes.c.id).where(s.episodes.c.article.in_(part))).scalars())
    return episodes_of(db, ids)


def document(db: Connection, article: str) -> dict[str, Any] | None:
    """What was read of an article, as its JSON form."""
    return db.execute(select(s.documents.c.data).where(s.documents.c.article == article)).scalar()


HEAD = tuple(s.articles.c[name] for name in ("id", "name", "outlet", "title", "published", "url"))


def heads_of(db: Connection, articles: Iterable[str]) -> dict[str, Head]:
    """Article -> its head."""
    found: dict[str, Head] = {}
    for part in _chunks(articles):
        found |= {row[0]: Head(*row) for row in db.execute(select(*HEAD).where(s.articles.c.id.in_(part)))}
    return found


def heads_like(db: Connection, id: str, limit: int) -> list[Head]:
    """The articles whose key begins so, or whose name is that; the name goes first."""
    t = s.articles.c
    for condition in (t.name == id, t.id.startswith(id.lower(), autoescape=True)):
        rows = db.execute(select(*HEAD).where(condition).order_by(t.id).limit(limit)).all()
        if rows:
            return [Head(*row) for row in rows]
    return []


def signatures_of(db: Connection, articles: Iterable[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in _chunks(articles):
        rows = db.execute(select(s.articles.c.id, s.articles.c.signature).where(s.articles.c.id.in_(part)))
        found |= {key: bytes(data) for key, data in rows if data}
    return found


def sources_of(db: Connection, articles: Iterable[str]) -> dict[str, Source]:
    """Article -> what is compared of it when its episodes are linked."""
    found: dict[str, Source] = {}
    t = s.articles.c
    for part in _chunks(articles):
        rows = db.execute(select(t.id, t.title, s.folded.c.text, t.signature).join(s.folded).where(t.id.in_(part)))
        found |= {key: source_of(text, title, bytes(data or b"")) for key, title, text, data in rows}
    return found


def regroup(db: Connection, touched: Iterable[str]) -> None:
    """Put together anew all episodes that are linked, at any remove, to those touched."""
    members, frontier = set(touched), set(touched)
    links: set[Link] = set()
    while frontier:
        found = _links_at(db, frontier)
        links |= found
        strong = {x for each in found if each.score >= limit("join") for x in (each.a, each.b)}
        frontier = (strong | _decided_with(db, frontier)) - members
        members |= frontier
    group = episodes_of(db, members)
    _dissolve(db, members)
    articles = {e.document for e in group}
    signatures, heads = signatures_of(db, articles), heads_of(db, articles)
    for incident in decisions.decided(db, assemble(group, links)):
        write_incident(db, _known(incident, signatures, heads))


def _decided_with(db: Connection, ids: Iterable[str]) -> set[str]:
    """The episodes of the reports that analysts' decisions name together with those of the given episodes."""
    articles = decisions.companions(db, {name.rpartition("/")[0] for name in ids})
    return {e.id for e in episodes_in(db, articles)}


def _uncertainty(db: Connection, incident: Incident) -> float:
    """How unsure the reading of an incident is, 0 to 1: for each of its reports that of the least sure mention, on average."""
    sure: dict[tuple[str, str], float] = {}
    for part in _chunks(incident.documents):
        rows = db.execute(select(s.events.c.article, s.events.c.id, s.events.c.confidence).where(s.events.c.article.in_(part)))
        sure |= {(article, name): value for article, name, value in rows}
    doubts = [1 - min((sure.get((e.document, name), 1.0) for name in e.events), default=1.0) for e in incident.episodes]
    return round(sum(doubts) / len(doubts), 4)


def write_incident(db: Connection, known: Known) -> None:
    """Write an incident with what lists ask of it, in place of what was there, and make it the home of its episodes."""
    incident = known.incident
    judgement = incident.judged if isinstance(incident, JudgedIncident) else None
    review = {
        "uncertainty": _uncertainty(db, incident),
        "judgement": judgement and judgement.id,
        "reviewed": judgement.decision if judgement else "",
    }
    db.execute(delete(s.incidents).where(s.incidents.c.id == incident.id))
    for table, values in entry_of(incident, record(incident, known.sources), review):
        if values:
            db.execute(insert(table), values)
    for part in _chunks(e.id for e in incident.episodes):
        db.execute(update(s.episodes).where(s.episodes.c.id.in_(part)).values(incident=incident.id))


def refill(db: Connection) -> None:
    """Write anew the incidents of which there is no record: an older version of Khabar wrote them."""
    missing = select(s.incidents.c.id).where(s.incidents.c.id.not_in(select(s.records.c.incident)))
    for part in _chunks(db.execute(missing).scalars()):
        for known in load(db, part):
            write_incident(db, known)


def load(db: Connection, ids: Sequence[str]) -> list[Known]:
    """Incidents by id, in the order given; those that are gone are left out."""
    by_incident: dict[str, list[Episode]] = {}
    for part in _chunks(ids):
        for name, data, meaning in db.execute(
            select(s.episodes.c.incident, s.episodes.c.data, s.episodes.c.meaning).where(s.episodes.c.incident.in_(part))
        ):
            by_incident.setdefault(name, []).append(from_json(data, bytes(meaning)))
    links: dict[str, list[Link]] = {}
    home = {e.id: name for name, group in by_incident.items() for e in group}
    for part in _chunks(home):
        for a, b, score, why in db.execute(select(s.links).where(s.links.c.a.in_(part))):
            if home.get(a) == home.get(b):
                links.setdefault(home[a], []).append(Link(a, b, score, tuple(why)))
    articles = {e.document for group in by_incident.values() for e in group}
    signatures, heads = signatures_of(db, articles), heads_of(db, articles)
    kept = [replace(incident_of(by_incident[name], links.get(name, [])), id=name) for name in ids if name in by_incident]
    found = [_known(incident, signatures, heads) for incident in decisions.judged_by(db, kept, _judgements(db, ids))]
    records = [data for part in _chunks(ids) for data in db.execute(_RECORDS.where(s.records.c.incident.in_(part))).scalars()]
    held = campaigns_of(db, records)
    return [replace(known, part_of=tuple(held.get(known.incident.id, ()))) for known in found]


_RECORDS = select(s.records.c.data)


def _judgements(db: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Incident -> the number of the judgement that holds for it."""
    t = s.incidents.c
    found: dict[str, int] = {}
    for part in _chunks(ids):
        rows = db.execute(select(t.id, t.judgement).where(t.id.in_(part), t.judgement.is_not(None)))
        found |= {row.id: row.judgement for row in rows}
    return found


def _known(incident: Incident, signatures: Mapping[str, bytes], heads: Mapping[str, Head]) -> Known:
    own = {d: heads[d] for d in incident.documents if d in heads}
    return Known(incident, groups_of({d: signatures[d] for d in incident.documents if d in signatures}), own)
