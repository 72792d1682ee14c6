"""Reviews with who, when, before and after, anchored to the words of reports; accounts, sessions and the audit log."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

JSON, TEXT = sa.JSON(), sa.Text()
SQLITE_KEPT = "CREATE TRIGGER audit_{verb} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
POSTGRES_KEPT = (
    "CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
    "CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()",
)


def _need(name: str, kind: sa.types.TypeEngine) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, kind, nullable=False)


def _number() -> sa.Column:  # type: ignore[type-arg]
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def upgrade() -> None:
    remarks = list(op.get_bind().execute(sa.text("SELECT * FROM reviews ORDER BY id")).mappings())
    op.drop_table("reviews")
    _reviews()
    _accounts()
    _audit()
    _incidents()
    _keep(remarks)


def _reviews() -> None:
    s = sa.String
    op.create_table(
        "reviews",
        _number(),
        _need("kind", s(8)),
        sa.Column("incident", s(16)),
        _need("decision", s(16)),
        *(_need(n, k) for n, k in (("before", JSON), ("after", JSON), ("note", TEXT), ("reviewer", TEXT), ("at", s(32)))),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("reviews.id")),
        sa.Column("undone", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_reviews_incident", "reviews", ["incident"])
    op.create_table(
        "anchors",
        sa.Column("review", sa.Integer, sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        *(_need(n, k) for n, k in (("part", sa.Integer()), ("article", s(32)), ("start", sa.Integer()), ("end", sa.Integer()))),
    )
    op.create_index("ix_anchors_article", "anchors", ["article"])
    op.create_table(
        "readings",
        sa.Column("article", s(32), sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        _need("data", JSON),
        _need("meanings", JSON),
    )


def _accounts() -> None:
    s = sa.String
    op.create_table(
        "users",
        _number(),
        sa.Column("name", s(64), nullable=False, unique=True),
        _need("role", s(8)),
        _need("password", TEXT),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        _need("created", s(32)),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.LargeBinary(32), primary_key=True),
        sa.Column("user", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        *(_need(n, k) for n, k in (("csrf", s(64)), ("created", s(32)), ("expires", s(32)))),
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_index("ix_sessions_expires", "sessions", ["expires"])


def _audit() -> None:
    s = sa.String
    op.create_table(
        "audit",
        _number(),
        *(_need(n, k) for n, k in (("at", s(32)), ("user", s(64)), ("address", s(64)), ("action", s(32)), ("detail", JSON))),
    )
    for column in ("at", "user", "action"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in [SQLITE_KEPT.format(verb=verb) for verb in ("UPDATE", "DELETE")] if sqlite else POSTGRES_KEPT:
        op.execute(statement)


def _incidents() -> None:
    """The judgement of each incident, its decision, and how unsure the reading of it is."""
    op.add_column("incidents", sa.Column("uncertainty", sa.Float(), nullable=False, server_default="0"))
    op.add_column("incidents", sa.Column("judgement", sa.Integer()))
    op.add_column("incidents", sa.Column("reviewed", sa.String(16), nullable=False, server_default=""))
    for column in ("judgement", "reviewed"):
        op.create_index(f"ix_incidents_{column}", "incidents", [column])
    op.create_index("incidents_newest", "incidents", ["day", "id", "first", "reviewed"])
    op.create_index("incidents_to_review", "incidents", ["judgement", "contested", "uncertainty", "id"])


def _keep(remarks: list[Any]) -> None:
    """The remarks of before: notes, anchored to the episodes that their incident then had."""
    reviews = sa.table("reviews", *map(sa.column, ("id", "kind", "incident", "decision", "note", "reviewer", "at")),
                       sa.column("before", JSON), sa.column("after", JSON))  # fmt: skip
    anchors = sa.table("anchors", *map(sa.column, ("review", "position", "part", "article", "start", "end")))
    db = op.get_bind()
    for row in remarks:
        told = {"field": row["field"], "value": row["value"]} if row["field"] else {}
        same = {name: row[name] for name in ("incident", "note", "reviewer", "at")}
        values = {**same, "kind": "note", "decision": "noted", "before": {}, "after": told}
        number = db.execute(sa.insert(reviews).values(values).returning(reviews.c.id)).scalar_one()
        found = [
            {"review": number, "position": n, "part": 0, "article": article, "start": start, "end": end}
            for n, (article, start, end) in enumerate(_triggers(db, row["incident"]))
        ]
        if found:
            db.execute(sa.insert(anchors), found)


def _triggers(db: sa.Connection, incident: str) -> Iterator[tuple[str, int, int]]:
    """Where the events of an incident stand in their reports."""
    episodes = sa.table("episodes", sa.column("id"), sa.column("incident"), sa.column("data", JSON))
    for data in db.execute(sa.select(episodes.c.data).where(episodes.c.incident == incident).order_by(episodes.c.id)).scalars():
        yield from ((data["document"], c["start"], c["end"]) for c in data["claims"] if c["field"] == "type")
