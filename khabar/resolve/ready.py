"""Reading all data files of the resolvers at once, so that a mistake in one is told at the start and not in the middle of a run."""

from khabar.resolve import actors, adjectives, document_actors, document_times, gazetteer, numbers, offices, outlets, places, time_phrase


def ready() -> None:
    """Read every data file. DataFileError names the file, the line and what is wrong."""
    gazetteer.named("")
    time_phrase.lexicon()
    numbers.value("")
    document_times.speaks_of_future("")
    document_actors.jihadists()
    adjectives.countries_in("")
    outlets.resolve("")
    offices.holder("-", None)
    places.resolve("-")
    actors.resolve("-")
