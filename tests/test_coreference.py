"""Which mentions are one event, and what came of which attack: grouping, evidence, and the shipped scorer on texts of our own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import khabar
from khabar.assemble.assemble import resolve
from khabar.assemble.average_link import joined
from khabar.assemble.coreference import CAUSED, SAME, grouped
from khabar.assemble.evidence import COLUMNS, columns
from khabar.assemble.scorer import Likelihoods
from khabar.document.model import Article
from khabar.evaluation.given import score_coreference, score_outcomes, tagged_of
from khabar.tagger.coreference import mention_of
from khabar.tagger.pairs import features
from khabar.tagger.tagged import PairScores, TaggedEvent
from khabar.text.prepared import prepare


def event(kind: str = "ASSAULT") -> TaggedEvent:
    return TaggedEvent((0, 1), 0, kind, None, "actual", None, {}, 0, 1.0)


def test_groups_are_joined_while_the_mean_over_all_their_pairs_is_high() -> None:
    pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    assert joined(4, dict(zip(pairs, [0.9, 0.2, 0.1, 0.3, 0.8, 0.1], strict=True)), 0.5) == [0, 0, 2, 0]


def test_one_strong_contradiction_parts_what_one_likeness_would_join() -> None:
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert joined(3, dict(zip(pairs, [0.95, 0.02, 0.7], strict=True)), 0.5) == [0, 0, 2]
    assert joined(3, dict(zip(pairs, [0.95, 0.5, 0.7], strict=True)), 0.5) == [0, 0, 0]


@given(st.integers(2, 7), st.integers(0, 2**32 - 1), st.floats(0.1, 0.9))
def test_every_join_is_as_sure_as_asked_and_none_is_missed(count: int, seed: int, least: float) -> None:
    random = np.random.default_rng(seed)
    pairs = [(i, j) for j in range(count) for i in range(j)]
    probabilities = random.random(len(pairs))
    home = joined(count, dict(zip(pairs, probabilities.tolist(), strict=True)), least)
    members = {h: [n for n in range(count) if home[n] == h] for h in home}
    known = dict(zip(pairs, probabilities, strict=True))
    for a in members:
        assert a == min(members[a])
        for b in members:
            if a < b:
                between = [known[min(x, y), max(x, y)] for x in members[a] for y in members[b]]
                assert np.mean(between) < least + 1e-9


def test_an_outcome_takes_the_likeliest_attack_and_an_attack_none() -> None:
    events = [event(), event(), event("HARM")]
    pairs = [(0, 1), (0, 2), (1, 2)]
    low, one = np.full(3, SAME / 2), np.full(3, 0.9)
    found = grouped(events, pairs, Likelihoods(low, np.array([0.99, CAUSED, CAUSED + 0.2]), one))
    assert [e.outcome_of for e in found] == [None, None, 1]
    assert len({e.episode for e in found}) == 1
    assert [e.outcome_of for e in grouped(events, pairs, Likelihoods(low, np.full(3, CAUSED / 2), one))] == [None] * 3


def test_what_is_told_of_two_incidents_is_neither_one_event_nor_an_outcome() -> None:
    events = [event(), event("HARM"), event()]
    apart = Likelihoods(np.array([0.0, 1.5 * SAME, 0.0]), np.array([0.95, 0.0, 0.6]), np.array([0.95, 0.01, 0.01]))
    found = grouped(events, [(0, 1), (0, 2), (1, 2)], apart)
    assert [e.episode for e in found] == [0, 0, 1] and [e.event for e in found] == [0, 1, 2]
    assert [e.outcome_of for e in found] == [None, 0, None]


TEXT = "شنت طائرات غارة على سرمدا يوم 3 مارس 2021 أسفرت عن مقتل خمسة مدنيين.\nوفي 7 مارس 2021 استهدفت غارة ثانية بلدة كفرنبل فقتل سبعة."


def labelled(*events: tuple[str, str, dict[str, str]]) -> dict[str, object]:
    def span(words: str) -> dict[str, object]:
        start = TEXT.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    found = [
        {**span(trigger), "type": kind, "event": f"e{n}", **{role: [span(words)] for role, words in roles.items()}}
        for n, (trigger, kind, roles) in enumerate(events)
    ]
    places = [{**span(name), "type": "GPE"} for name in ("سرمدا", "كفرنبل")]
    times = [span("3 مارس 2021"), span("7 مارس 2021")]
    return {"id": "d", "published": "2021-03-08", "text": TEXT, "entities": places, "times": times, "events": found, "attributions": []}


def test_the_evidence_tells_other_days_other_towns_and_other_numbers() -> None:
    document = labelled(
        ("غارة على", "ASSAULT", {"places": "سرمدا", "times": "3 مارس 2021"}),
        ("مقتل", "HARM", {"killed": "خمسة"}),
        ("غارة ثانية", "ASSAULT", {"places": "كفرنبل", "times": "7 مارس 2021"}),
        ("قتل سبعة", "HARM", {"killed": "سبعة"}),
    )
    text = prepare(TEXT)
    pairs = ((0, 1), (0, 2), (1, 3))
    tagged = tagged_of(document, text)
    known = features([mention_of(event, TEXT) for event in tagged.events], pairs)
    tagged = replace(tagged, scores=PairScores(pairs, np.array([1.0, 2.0, 3.0]), np.zeros(3), known))
    article = Article("d", TEXT, "2021-03-08")
    rows = columns(tagged.events, tagged.scores, text, None, resolve(article, text, tagged))
    row = {pair: dict(zip(COLUMNS, values.tolist(), strict=True)) for pair, values in zip(pairs, rows, strict=True)}
    assert row[0, 2]["days agree or not"] == -1 and row[0, 2]["same towns or not"] == -1
    assert row[0, 1]["days agree or not"] == 0 and row[0, 1]["sentence days agree or not"] == 1
    assert row[1, 3]["numbers agree or not"] == -1
    assert row[0, 2]["model: same"] == 2 and row[0, 2]["model: same, against the best other later mention"] == 1


@pytest.fixture(scope="module")
def nlp() -> khabar.Pipeline:
    return khabar.load()


def test_an_attack_told_again_is_one_event_and_its_dead_came_from_it(nlp: khabar.Pipeline) -> None:
    text = (
        "قتل 12 مدنيا الاثنين في قصف مدفعي على سوق بلدة سرمدا، وفق الدفاع المدني.\n"
        "وقال مسعفون إن القصف أصاب محال تجارية وسط السوق.\nوأضاف شهود أن الهجوم أسفر أيضا عن جرح ثلاثة."
    )
    events = nlp.read(text, "2021-03-09").events
    attacks = {e.event for e in events if e.type == "ASSAULT"}
    dead = [e for e in events if e.type == "HARM"]
    assert len(attacks) == 1 and dead
    assert {e.outcome_of for e in dead} == attacks
    assert len({e.episode for e in events}) == 1
    assert all(e.outcome_of is None for e in events if e.type != "HARM")


def test_scores_of_given_mentions_and_of_outcome_links(nlp: khabar.Pipeline) -> None:
    document = labelled(("غارة على", "ASSAULT", {"places": "سرمدا"}), ("غارة ثانية", "ASSAULT", {"places": "كفرنبل"}))
    assert score_coreference([document], nlp).gold == 0
    harm = {"start": 0, "end": 3, "event": "h", "of": "a", "outcome_of": "a"}
    attack = {"start": 10, "end": 14, "event": "a"}
    right = {"id": "d", "events": [harm, attack]}
    wrong = {"id": "d", "events": [{**harm, "outcome_of": "b"}, attack, {"start": 20, "end": 24, "event": "b"}]}
    assert score_outcomes([right], [right]).value == 1
    assert score_outcomes([right], [wrong]).value == 0
