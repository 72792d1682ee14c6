"""Reports made for the tests of reviews: what they say, and what was read in them, without a model."""

from dataclasses import replace

from khabar.assemble.assemble import assemble
from khabar.document.model import Article, Document
from khabar.store.reviews import By
from khabar.store.store import Store, article_key
from khabar.tagger.tagged import Tagged, TaggedEntity
from khabar.text.prepared import prepare
from tests.building import at, found

SARA, OMAR = By("سارة", "2020-07-09T10:00:00+00:00"), By("omar", "2020-07-09T11:00:00+00:00")
STRIKE = "قصفت طائرات مدينة سراقب في 5 تموز 2020 وقتل 7 مدنيين."
AGAIN = "قالت مصادر محلية إن طائرات قصفت سراقب في 5 تموز 2020 ما أدى إلى مقتل 9 مدنيين."
LATER = "استهدفت غارة سراقب في 5 تموز 2020 وأسفرت عن مقتل 12 شخصا."
OTHER = "قصفت مدفعية مدينة سرت في 6 تموز 2020."


def strike(text: str, outlet: str, trigger: str, dead: str = "", place: str = "سراقب") -> tuple[Article, Document]:
    """A report of a strike. dead: the word of killing and the words of the number of dead, with | between them."""
    when = _day(text)
    events = [found(text, trigger, "ASSAULT aerial", 0, places=[place], times=[when])]
    if dead:
        killing, number = dead.split("|")
        events.append(found(text, killing, "HARM kill", 0, killed=[number]))
    tagged = Tagged((TaggedEntity(at(text, place), "GPE"),), (at(text, when),), tuple(events))
    article = Article(outlet, text, "2020-07-07", None, outlet)
    return article, assemble(replace(article, id=article_key(article)), prepare(text), tagged)


def _day(text: str) -> str:
    start = text.index("في ") + 3
    return text[start : text.index("2020") + 4]


def keep(store: Store, *told: tuple[Article, Document]) -> list[str]:
    """Put reports into a store; their keys."""
    for article, document in told:
        store.add_article(article, "test", "given")
        store.save(document)
    return [document.id for _, document in told]


FIRST = strike(STRIKE, "أ", "قصفت", "قتل|7 مدنيين")
SECOND = strike(AGAIN, "ب", "قصفت", "مقتل|9 مدنيين")
THIRD = strike(LATER, "ج", "استهدفت", "مقتل|12 شخصا")
ELSEWHERE = strike(OTHER, "د", "قصفت", place="سرت")
