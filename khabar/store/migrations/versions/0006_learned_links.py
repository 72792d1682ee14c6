"""Episodes keep the words in which they are told, and links the likelihood of their pair: what was read before is put together anew
(khabar.store.database), the tables stay as they are."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass
