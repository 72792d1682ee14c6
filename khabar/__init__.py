"""Khabar reads Arabic news: who reports that who did what to whom, where and when."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike

    from khabar.document.model import Article, Document
    from khabar.pipeline import Pipeline, load
    from khabar.store.store import Store

__version__ = "0.1.0"
__all__ = ["Article", "Document", "Pipeline", "load", "open"]
_HOMES = {
    "Article": "khabar.document.model", "Document": "khabar.document.model", "Pipeline": "khabar.pipeline", "load": "khabar.pipeline",
}  # fmt: skip
"""Where the public names live: they are fetched when first asked for, because most commands need few of them."""


def open(target: "str | PathLike[str]", write: bool = False) -> "Store":
    """A database of articles and incidents, to read. target: a file name (SQLite) or a postgresql+psycopg:// URL. write: to write as well;
    it is then created where it does not exist. StoreError where it cannot be opened, or is not Khabar's."""
    from khabar.store.store import Store

    return Store.open(target) if write else Store.open_to_read(target)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'khabar' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
