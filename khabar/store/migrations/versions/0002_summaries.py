"""Articles that are summaries of feeds, the address at which each was asked for, and whom its outlet has it from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("articles", sa.Column("origin", sa.Text()))
    op.add_column("articles", sa.Column("address", sa.Text()))
    op.add_column("articles", sa.Column("is_summary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_articles_url", "articles", ["url"])
    op.create_index("ix_articles_address", "articles", ["address"])
