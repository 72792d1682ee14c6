"""Reports whose sentences are told by given sources, and the incident of which they all tell: built without a model."""

from collections.abc import Sequence

from khabar.assemble.assemble import assemble
from khabar.document.model import Article, Document
from khabar.incidents.episodes import episodes
from khabar.incidents.incidents import Incident
from khabar.tagger.tagged import Bounds, Tagged, TaggedCue, TaggedEntity, TaggedEvent
from khabar.text.prepared import prepare

TRIGGERS = {"قصف": "ASSAULT aerial", "القصف": "ASSAULT aerial", "الهجوم": "ASSAULT aerial", "قتل": "HARM kill", "مقتل": "HARM kill"}
FIGHTS = ("الحرب", "العدوان", "غارة", "غارات", "الغارات", "هجوم", "هجمات", "الهجمات", "معارك", "المعارك", "حملة")
TRIGGERS |= dict.fromkeys(FIGHTS, "ASSAULT aerial")
TRIGGERS |= {"حصار": "COERCE restrict", "احتجاجات": "PROTEST demo", "الاحتجاجات": "PROTEST demo", "محادثات": "CONSULT visit"}
"""Words that are triggers, with type and mode."""
CUES = {"قال": "said", "قالت": "said", "أعلن": "said", "أعلنت": "said", "أشاد": "said", "نفت": "denied", "نفى": "denied"}
"""Words of saying, with their certainty."""


def report(
    name: str,
    *told: tuple[str, str],
    outlet: str | None = None,
    published: str = "2020-07-08",
    people: Sequence[str] = (),
    towns: Sequence[str] = (),
    **roles: list[str],
) -> Document:
    """A report of sentences, each with the words of its source ("" where it vouches itself). people: names of persons. towns:
    of places. roles: words that stand in a role wherever they follow a trigger in its sentence."""
    text = " ".join(sentence for sentence, _ in told)
    prepared = prepare(text)
    events: list[TaggedEvent] = []
    cues: list[TaggedCue] = []
    for number, ((start, end), (_, source)) in enumerate(zip(prepared.sentences, told, strict=True)):
        words = {text[a:b]: (a, b) for a, b in _words(text, start, end)}
        if source:
            cue = next(word for word in words if word in CUES)
            at = text.index(source, start)
            cues.append(TaggedCue(words[cue], number, CUES[cue], ((at, at + len(source)),), (at + len(source), end)))
        for word in words.keys() & TRIGGERS.keys():
            kind, mode = TRIGGERS[word].split()
            behind = words[word][1]
            spans = {role: tuple(at for each in given if (at := _after(text, each, behind, end))) for role, given in roles.items()}
            events.append(TaggedEvent(words[word], number, kind, mode, "actual", None, spans, 0, 0.9))
    named = sorted((text.index(name), name, kind) for kind, some in (("PER", people), ("GPE", towns)) for name in some)
    names = tuple(TaggedEntity((at, at + len(name)), kind) for at, name, kind in named)
    times = {at for each in events for at in each.roles.get("times", ())}
    tagged = Tagged(names, tuple(sorted(times)), tuple(sorted(events, key=lambda e: e.span)), tuple(cues))
    return assemble(Article(name, text, published, None, outlet), prepared, tagged)


def _words(text: str, start: int, end: int) -> list[Bounds]:
    found, at = [], start
    for word in text[start:end].split():
        at = text.index(word, at)
        found.append((at, at + len(word.rstrip(".,،"))))
    return found


def _after(text: str, words: str, start: int, end: int) -> Bounds | None:
    at = text.find(words, start, end)
    return (at, at + len(words)) if at >= 0 else None


def incident(*reports: Document) -> Incident:
    """One incident of all that the reports tell, whether or not they would be linked."""
    told = [episode for each in reports for episode in episodes(each)]
    return Incident("i", tuple(sorted(told, key=lambda e: (e.published or "", e.id))), ())
