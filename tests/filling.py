"""Filling a store with reports that are read already."""

from khabar.document.model import Article, Document
from khabar.store.store import Store

Told = list[tuple[Article, Document]]
"""Articles, each with what was read in it."""


def fill(store: Store, told: Told) -> None:
    for article, document in told:
        assert store.add_article(article, "examples", "given")
        store.save(document)
