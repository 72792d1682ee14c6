"""What lists, facets, the map and charts ask of incidents, kept as columns and tables beside them; filled by khabar.store.database."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for column in (
        sa.Column("day", sa.String(10), nullable=False, server_default=""),
        sa.Column("cause", sa.String(16)),
        sa.Column("place_ar", sa.Text()),
        sa.Column("radius", sa.Float()),
        sa.Column("where_prec", sa.Integer()),
        sa.Column("killed_low", sa.Integer()),
        sa.Column("killed_high", sa.Integer()),
        sa.Column("outlets", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("mark", sa.BigInteger(), nullable=False, server_default="0"),
    ):
        op.add_column("incidents", column)
    op.create_index("ix_incidents_mark", "incidents", ["mark"])
    op.create_index("ix_incidents_place", "incidents", ["place"])
    _beside("records", sa.Column("data", sa.JSON(), nullable=False))
    _beside("incident_outlets", sa.Column("outlet", sa.Text(), primary_key=True))
    _beside("parties", sa.Column("role", sa.String(8), primary_key=True), sa.Column("name", sa.Text(), primary_key=True))
    _beside("accusations", sa.Column("source", sa.Text(), primary_key=True), sa.Column("accused", sa.Text(), primary_key=True))
    op.create_index("incident_outlets_by_name", "incident_outlets", ["outlet", "incident"])
    op.create_index("parties_by_name", "parties", ["name", "role", "incident"])


def _beside(name: str, *columns: "sa.Column[Any]") -> None:
    """A table whose rows are of an incident and go with it."""
    incident: sa.Column[str] = sa.Column("incident", sa.String(16), sa.ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    op.create_table(name, incident, *columns, sqlite_with_rowid=name == "records")
