"""Incidents by level: occasions, sums and campaigns. What is there already is put together anew
(khabar.store.database)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("incidents", sa.Column("level", sa.String(8), nullable=False, server_default="incident"))
    op.create_index("incidents_campaigns", "incidents", ["level", "country", "day", "first"])
