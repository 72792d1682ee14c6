"""Decoding of scores, windows, coreference: without a model."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.pipeline import MODEL
from khabar.tagger import decode
from khabar.tagger.pairs import FEATURES, Mention, arguments_of, features
from khabar.tagger.stems import stem
from khabar.tagger.windows import MAX_TOKENS, Pieces, windows
from khabar.text.prepared import prepare


@given(st.integers(1, 4), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_viterbi_is_legal_and_best(kinds: int, words: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = decode.log_softmax(random.normal(size=(1, words, 1 + 2 * kinds)).astype(np.float32))
    moves = decode.bio_transitions(kinds)
    path = decode.viterbi(scores, np.array([words]), moves)[0]
    previous = 0
    for tag in path:
        assert moves[previous, tag] == 0
        previous = tag
    greedy = scores[0].argmax(-1)
    legal = all(moves[a, b] == 0 for a, b in zip([0, *greedy], greedy, strict=False))
    assert not legal or (path == greedy).all()


def test_viterbi_keeps_rows_of_different_length_apart() -> None:
    random = np.random.default_rng(0)
    scores = decode.log_softmax(random.normal(size=(2, 6, 3)).astype(np.float32))
    moves = decode.bio_transitions(1)
    together = decode.viterbi(scores, np.array([6, 3]), moves)
    assert (together[1, :3] == decode.viterbi(scores[1:, :3], np.array([3]), moves)[0]).all()
    assert not together[1, 3:].any()


def test_runs() -> None:
    assert decode.runs(np.array([0, 1, 2, 0, 3, 3, 4])) == [(1, 2, 0), (4, 4, 1), (5, 6, 1)]


def test_heads_join_a_second_word_and_take_the_bias_off_nothing() -> None:
    scores = decode.log_softmax(np.array([[0.0, -9, 1.0], [0.0, 3.0, -9], [1.0, -9, 0.5]], np.float32))
    assert [(a, b, kind) for a, b, kind, _ in decode.heads(scores, 0.0)] == [(0, 1, 0)]
    assert [(a, b, kind) for a, b, kind, _ in decode.heads(scores, 1.0)] == [(0, 1, 0), (2, 2, 0)]


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_best_span_is_the_best(words: int, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(words, 2))
    start, end = decode.best_span(logits, [])
    best = max(logits[i, 0] + logits[j, 1] for i in range(words) for j in range(i, words))
    assert start <= end and logits[start, 0] + logits[end, 1] == pytest.approx(best)


@pytest.mark.parametrize(("a", "b"), [("غارة", "الغارات"), ("القصف", "بقصف"), ("مباحثات", "المباحثات")])
def test_stems_of_one_word_agree(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_pair_features_have_their_columns() -> None:
    first = Mention("ASSAULT", "aerial", "actual", "غارة", 0, arguments_of({"places": ["حلب"]}))
    second = Mention("ASSAULT", "aerial", "actual", "الغارات", 1, arguments_of({"places": ["حلب"], "times": ["أمس"]}))
    row = dict(zip(FEATURES, features([first, second], [(0, 1)])[0].tolist(), strict=True))
    assert row["same type"] == row["same stem"] == row["next sentence"] == row["same mode"] == 1
    assert row["shared argument"] == 0.5 and row["shared places"] == 1 and row["other places"] == 0
    assert row["later is definite"] == 1 and row["earlier is harm"] == 0
    assert row["same sentence"] == 0


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces.load(MODEL / "tokenizer.json")


def test_windows_hold_every_word_once_and_fit(pieces: Pieces) -> None:
    text = "\n".join("قال المتحدث إن القوات تقدمت نحو المدينة، " * n for n in (1, 3, 60, 2))
    prepared = prepare(text)
    found = windows(prepared.words, pieces)
    assert [w.start for window in found for w in window.words] == [w.start for sentence in prepared.words for w in sentence]
    assert all(len(window.ids) <= MAX_TOKENS for window in found)
    assert all(len(window.words) == len(window.first) == len(window.last) == len(window.sentence) for window in found)
    assert len(found) > 2


def test_a_word_without_end_is_still_one_word(pieces: Pieces) -> None:
    found = windows(prepare("ا" * 100_000).words, pieces)
    assert len(found) == 1 and len(found[0].ids) < 20


@given(st.integers(1, 12), st.integers(0, 2**32 - 1), st.sets(st.integers(0, 12), max_size=4))
def test_best_span_lies_in_one_segment(words: int, seed: int, walls: set[int]) -> None:
    cuts = [-1, *sorted(wall for wall in walls if wall < words), words]
    segments = [(a + 1, b) for a, b in pairwise(cuts) if a + 1 < b]
    logits = np.random.default_rng(seed).normal(size=(words, 2))
    start, end = decode.best_span(logits, segments)
    allowed = [(i, j) for a, b in segments or [(0, words)] for i in range(a, b) for j in range(i, b)]
    assert (start, end) in allowed
    assert logits[start, 0] + logits[end, 1] == pytest.approx(max(logits[i, 0] + logits[j, 1] for i, j in allowed))
