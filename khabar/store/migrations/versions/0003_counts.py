"""Claims and reviews of displaced and of casualties: their field names are longer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table, nullable in (("claims", False), ("reviews", True)):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("field", existing_type=sa.String(8), type_=sa.String(16), existing_nullable=nullable)
