"""The tables. One schema for SQLite and PostgreSQL; migrations/versions builds it, a test compares both."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()


def _of_article(**rest: Any) -> Column[str]:
    """A column that names the article a row is of, and goes with it."""
    return Column("article", String(32), ForeignKey("articles.id", ondelete="CASCADE"), **rest)


def _of_episode(name: str, **rest: Any) -> Column[str]:
    """A column that names an episode a row is of, and goes with it."""
    return Column(name, String(48), ForeignKey("episodes.id", ondelete="CASCADE"), **rest)


def _of_incident(**rest: Any) -> Column[str]:
    """A column that names the incident a row is of, and goes with it."""
    return Column("incident", String(16), ForeignKey("incidents.id", ondelete="CASCADE"), **rest)


runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("started", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("model", String(64), nullable=False),
    Column("settings", JSON, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published", String(10)),
    Column("published_basis", String(16), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("url", Text, index=True),
    Column("source", Text, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("error", Text),
    Column("signature", LargeBinary),
    Column("origin", Text),
    Column("address", Text, index=True),
    Column("is_summary", Boolean, nullable=False, server_default=false()),
)

failures = Table(
    "failures",
    metadata,
    Column("where", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    _of_article(primary_key=True),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("data", JSON, nullable=False),
)

events = Table(
    "events",
    metadata,
    _of_article(primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("event", String(16), nullable=False),
    Column("type", String(16), nullable=False, index=True),
    Column("mode", String(24)),
    Column("status", String(16), nullable=False),
    Column("first", String(10), index=True),
    Column("last", String(10)),
    Column("country", String(4), index=True),
    Column("place", Text),
    Column("certainty", String(16)),
    Column("confidence", Float, nullable=False),
)

actors = Table(
    "actors",
    metadata,
    _of_article(primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("surface", Text, nullable=False),
    Column("name", Text, index=True),
    Column("country", String(4), nullable=False),
    Column("sector", String(4), nullable=False),
)

places = Table(
    "places",
    metadata,
    _of_article(primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("surface", Text, nullable=False),
    Column("name", Text, index=True),
    Column("country", String(4), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
)

attributions = Table(
    "attributions",
    metadata,
    _of_article(primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("cue", Text, nullable=False),
    Column("source", Text),
    Column("certainty", String(16), nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("type", String(16), nullable=False, index=True),
    Column("mode", String(24)),
    Column("first", String(10), index=True),
    Column("last", String(10), index=True),
    Column("country", String(4), index=True),
    Column("place", Text, index=True),
    Column("lat", Float),
    Column("lon", Float),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False, index=True),
    Column("contested", Boolean, nullable=False),
    Column("uncertainty", Float, nullable=False, server_default="0"),
    Column("judgement", Integer, index=True),
    Column("reviewed", String(16), nullable=False, server_default="", index=True),
    Column("day", String(10), nullable=False, server_default=""),
    Column("cause", String(16)),
    Column("place_ar", Text),
    Column("radius", Float),
    Column("where_prec", Integer),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("outlets", Integer, nullable=False, server_default="0"),
    Column("level", String(8), nullable=False, server_default="incident"),
    Column("mark", BigInteger, nullable=False, server_default="0", index=True),
    Index("incidents_newest", "day", "id", "first", "reviewed"),
    Index("incidents_campaigns", "level", "country", "day", "first"),
)
"""What lists, facets and the map ask for; kept narrow, since they run over all of it. day: the last day, "" where none is known: the order
of lists. reports, outlets, origins: how many. mark: a hash of what is kept of it, by which a change is known."""

records = Table("records", metadata, _of_incident(primary_key=True), Column("data", JSON, nullable=False))
"""Each incident as a flat record (khabar.incidents.records), so that a list need not put it together anew."""

incident_outlets = Table(
    "incident_outlets",
    metadata,
    _of_incident(primary_key=True),
    Column("outlet", Text, primary_key=True),
    Index("incident_outlets_by_name", "outlet", "incident"),
    sqlite_with_rowid=False,
)

parties = Table(
    "parties",
    metadata,
    _of_incident(primary_key=True),
    Column("role", String(8), primary_key=True),
    Column("name", Text, primary_key=True),
    Index("parties_by_name", "name", "role", "incident"),
    sqlite_with_rowid=False,
)
"""Who has to do with an incident. role: did, suffered (claimed of them), said, denied (by them)."""

accusations = Table(
    "accusations",
    metadata,
    _of_incident(primary_key=True),
    Column("source", Text, primary_key=True),
    Column("accused", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Who says of whom that they did it."""

episodes = Table(
    "episodes",
    metadata,
    Column("id", String(48), primary_key=True),
    _of_article(nullable=False, index=True),
    Column("incident", String(16), index=True),
    Column("data", JSON, nullable=False),
    Column("meaning", LargeBinary, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("key", String(96), primary_key=True),
    _of_episode("episode", primary_key=True, index=True),
)

links = Table(
    "links",
    metadata,
    _of_episode("a", primary_key=True),
    _of_episode("b", primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("why", JSON, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    _of_episode("episode", primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("field", String(16), nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("low", Integer),
    Column("high", Integer),
    Column("origin", Text, nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("quote", Text, nullable=False),
)

folded = Table(
    "folded",
    metadata,
    _of_article(primary_key=True),
    Column("text", Text, nullable=False),
)
"""The levelled text of each article, which the search reads (FTS5 or tsvector stand beside it, see the first migration)."""

Index("links_both", links.c.b, links.c.a)
Index("incidents_to_review", incidents.c.judgement, incidents.c.contested, incidents.c.uncertainty, incidents.c.id)
