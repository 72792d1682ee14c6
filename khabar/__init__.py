"""Khabar reads Arabic news: who reports that who did what to whom, where and when."""

from khabar.document.model import Article, Document
from khabar.pipeline import Pipeline, load

__version__ = "0.1.0"
__all__ = ["Article", "Document", "Pipeline", "load"]
