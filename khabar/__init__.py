"""Khabar reads Arabic news: who reports that who did what to whom, where and when."""

from typing import TYPE_CHECKING

from khabar.document.model import Article, Document
from khabar.pipeline import Pipeline, load

if TYPE_CHECKING:
    from khabar.store.store import Store


def open(target: str) -> "Store":
    """A database of articles and incidents. target: a file name (SQLite) or a postgresql+psycopg:// URL; it is created where it does not
    exist. StoreError where it cannot be opened."""
    from khabar.store.store import Store

    return Store.open(target)


__version__ = "0.1.0"
__all__ = ["Article", "Document", "Pipeline", "load", "open"]
