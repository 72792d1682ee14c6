"""Reading all data files of the resolvers at once, so that a mistake in one is told at the start and not in the middle of a run."""

from khabar.resolve import (
    actors,
    adjectives,
    document_actors,
    gazetteer,
    local_places,
    numbers,
    offices,
    outlets,
    places,
    tense,
    time_phrase,
)


def ready() -> None:
    """Read every data file. DataFileError names the file, the line and what is wrong."""
    gazetteer.named("")
    local_places.named("")
    time_phrase.lexicon()
    numbers.value("")
    tense.speaks_of_future("")
    document_actors.jihadists()
    adjectives.countries_in("")
    outlets.resolve("")
    offices.holder("-", None)
    places.resolve("-")
    actors.resolve("-")
