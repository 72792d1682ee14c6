"""Reading all data files of the text layer at once, so that a mistake in one is told at the start and not in the middle of a run."""

from khabar.text import datelines, debris, split_words


def ready() -> None:
    """Read every data file. DataFileError names the file and what is wrong."""
    split_words.rejoined("")
    split_words.listed()
    datelines.signatures()
    for name in debris.PATTERNS:
        debris.pattern(name)
    for name in debris.WORDS:
        debris.words(name)
