"""The first schema, and the search over levelled Arabic text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

JSON, TEXT = sa.JSON(), sa.Text()


def _article() -> sa.Column:  # type: ignore[type-arg]
    return sa.Column("article", sa.String(32), sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)


def _id() -> sa.Column:  # type: ignore[type-arg]
    return sa.Column("id", sa.String(16), primary_key=True)


def _need(name: str, kind: sa.types.TypeEngine) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, kind, nullable=False)


def _may(*columns: tuple[str, sa.types.TypeEngine]) -> list[sa.Column]:  # type: ignore[type-arg]
    return [sa.Column(name, kind) for name, kind in columns]


def upgrade() -> None:
    s = sa.String
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *(_need(n, k) for n, k in (("started", s(32)), ("version", s(32)), ("model", s(64)), ("settings", JSON))),
    )
    op.create_table(
        "articles",
        sa.Column("id", s(32), primary_key=True),
        _need("name", TEXT),
        _need("text", TEXT),
        *_may(("published", s(10))),
        _need("published_basis", s(16)),
        *_may(("title", TEXT), ("outlet", TEXT), ("url", TEXT)),
        _need("source", TEXT),
        _need("state", s(8)),
        *_may(("error", TEXT), ("signature", sa.LargeBinary())),
    )
    op.create_table("failures", sa.Column("where", TEXT, primary_key=True), _need("source", TEXT), _need("reason", TEXT))
    op.create_table("documents", _article(), sa.Column("run", sa.Integer, sa.ForeignKey("runs.id")), _need("data", JSON))
    op.create_table(
        "events",
        _article(),
        _id(),
        _need("event", s(16)),
        _need("type", s(16)),
        *_may(("mode", s(24))),
        _need("status", s(16)),
        *_may(("first", s(10)), ("last", s(10)), ("country", s(4)), ("place", TEXT), ("certainty", s(16))),
        _need("confidence", sa.Float()),
    )
    op.create_table(
        "actors", _article(), _id(), _need("surface", TEXT), *_may(("name", TEXT)), _need("country", s(4)), _need("sector", s(4))
    )
    op.create_table(
        "places",
        _article(),
        _id(),
        _need("surface", TEXT),
        *_may(("name", TEXT)),
        _need("country", s(4)),
        *_may(("lat", sa.Float()), ("lon", sa.Float())),
    )
    op.create_table("attributions", _article(), _id(), _need("cue", TEXT), *_may(("source", TEXT)), _need("certainty", s(16)))
    op.create_table(
        "incidents",
        _id(),
        _need("type", s(16)),
        *_may(
            ("mode", s(24)), ("first", s(10)), ("last", s(10)), ("country", s(4)), ("place", TEXT), ("lat", sa.Float()), ("lon", sa.Float())
        ),
        _need("reports", sa.Integer()),
        _need("origins", sa.Integer()),
        _need("contested", sa.Boolean()),
    )
    op.create_table(
        "episodes",
        sa.Column("id", s(48), primary_key=True),
        sa.Column("article", s(32), sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *_may(("incident", s(16))),
        _need("data", JSON),
        _need("meaning", sa.LargeBinary()),
    )
    episode = "episodes.id"
    op.create_table(
        "keys",
        sa.Column("key", s(96), primary_key=True),
        sa.Column("episode", s(48), sa.ForeignKey(episode, ondelete="CASCADE"), primary_key=True),
    )
    op.create_table(
        "links",
        *(sa.Column(n, s(48), sa.ForeignKey(episode, ondelete="CASCADE"), primary_key=True) for n in ("a", "b")),
        _need("score", sa.Float()),
        _need("why", JSON),
    )
    op.create_table(
        "claims",
        sa.Column("episode", s(48), sa.ForeignKey(episode, ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        _need("field", s(8)),
        _need("value", TEXT),
        *_may(("low", sa.Integer()), ("high", sa.Integer())),
        *(_need(n, k) for n, k in (("origin", TEXT), ("certainty", s(16)), ("negated", sa.Boolean()), ("quote", TEXT))),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _need("incident", s(16)),
        *_may(("field", s(8)), ("value", TEXT)),
        *(_need(n, k) for n, k in (("note", TEXT), ("reviewer", TEXT), ("at", s(32)))),
    )
    op.create_table("folded", _article(), _need("text", TEXT))
    for table, column in INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("links_both", "links", ["b", "a"])
    _search()


INDEXED = [
    ("articles", "state"), ("events", "type"), ("events", "first"), ("events", "country"), ("actors", "name"), ("places", "name"),
    ("incidents", "type"), ("incidents", "first"), ("incidents", "last"), ("incidents", "country"), ("incidents", "origins"),
    ("episodes", "article"), ("episodes", "incident"), ("keys", "episode"), ("links", "b"), ("claims", "field"), ("reviews", "incident"),
]  # fmt: skip


def _search() -> None:
    """Full-text search over the levelled texts: FTS5 in SQLite, tsvector in PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(text, content='folded', content_rowid='rowid')")
        op.execute(
            "CREATE TRIGGER folded_in AFTER INSERT ON folded BEGIN INSERT INTO search(rowid, text) VALUES (new.rowid, new.text); END"
        )
        op.execute(
            "CREATE TRIGGER folded_out AFTER DELETE ON folded BEGIN "
            "INSERT INTO search(search, rowid, text) VALUES ('delete', old.rowid, old.text); END"
        )
    else:
        op.execute("CREATE INDEX folded_search ON folded USING gin (to_tsvector('simple', text))")


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first schema")
