"""The tables of the analysts: what they decided, who they are, and the log of what was done."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, false, true

from khabar.store.schema import metadata

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),
    Column("incident", String(16), index=True),
    Column("decision", String(16), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("undoes", Integer, ForeignKey("reviews.id")),
    Column("undone", Boolean, nullable=False, server_default=false()),
)
"""One row a change, never changed but for `undone`. kind: event, incident, group, report, note or undo. incident: its id at that time, to
show. before, after: states (khabar.incidents.corrections, judgements)."""

anchors = Table(
    "anchors",
    metadata,
    Column("review", Integer, ForeignKey("reviews.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("part", Integer, nullable=False),
    Column("article", String(32), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
"""What a review is about: words of reports, which stay when reports are read again and incidents get other ids. They outlive the article:
what was decided is kept. part: the side of a merge or split. start, end: code points of the text; both 0 where it is the whole report."""

readings = Table(
    "readings",
    metadata,
    Column("article", String(32), ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("meanings", JSON, nullable=False),
)
"""What Khabar itself read of the reports whose events were corrected: an undone correction gives it back."""

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(8), nullable=False),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created", String(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("user", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created", String(32), nullable=False),
    Column("expires", String(32), nullable=False, index=True),
)
"""token: the SHA-256 of what the browser holds: who reads the table cannot log in with it."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False, index=True),
    Column("user", String(64), nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("action", String(32), nullable=False, index=True),
    Column("detail", JSON, nullable=False),
)
"""Who did what. The database itself refuses to change or remove a row."""
