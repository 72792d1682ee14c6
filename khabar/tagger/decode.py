"""From the model's scores to spans. Pure numpy, no model in sight."""

from collections.abc import Sequence

import numpy as np

Run = tuple[int, int, int]
"""(first word, last word, label)."""

NEVER = np.float32(-1e4)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    scores: np.ndarray = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return scores


def bio_transitions(kinds: int) -> np.ndarray:
    """(1 + 2 kinds)²: 0 where a tag may follow another, NEVER elsewhere. Tags: O, B-0, I-0, B-1, I-1, ..."""
    size = 1 + 2 * kinds
    moves = np.zeros((size, size), np.float32)
    for inside in range(2, size, 2):
        moves[:, inside] = NEVER
        moves[[inside - 1, inside], inside] = 0
    return moves


def viterbi(scores: np.ndarray, lengths: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """The best legal tag sequences. scores: (rows, words, tags) log-probabilities; lengths: (rows,) words of each row;
    moves: bio_transitions. Returns (rows, words) tags, 0 beyond a row's length."""
    rows, words, _ = scores.shape
    path = np.zeros((rows, words), np.int64)
    if not rows or not words:
        return path
    inside = np.arange(words)[None] < lengths[:, None]
    path = np.where(inside, scores.argmax(-1), 0)
    before = np.concatenate([np.zeros((rows, 1), np.int64), path[:, :-1]], 1)
    # The best tag of each word, taken alone, is nearly always a legal sequence, and then it is the best one.
    broken = np.flatnonzero(((moves[before, path] < 0) & inside).any(1))
    if len(broken):
        path[broken] = _search(scores[broken], lengths[broken], moves)
    return path


def _search(scores: np.ndarray, lengths: np.ndarray, moves: np.ndarray) -> np.ndarray:
    rows, words, tags = scores.shape
    path = np.zeros((rows, words), np.int64)
    back = np.zeros((rows, words, tags), np.int64)
    best = scores[:, 0] + np.where(moves[0] < 0, NEVER, 0)
    for word in range(1, words):
        total = best[:, :, None] + moves[None]
        back[:, word] = total.argmax(1)
        moved = total.max(1) + scores[:, word]
        best = np.where((word < lengths)[:, None], moved, best)
    tag = best.argmax(1)
    index = np.arange(rows)
    for word in range(words - 1, -1, -1):
        alive = word < lengths
        path[alive, word] = tag[alive]
        tag = np.where(alive, back[index, word, tag], tag) if word else tag
    return path


def runs(tags: np.ndarray) -> list[Run]:
    """The spans of one BIO tag sequence; the label is the kind's number."""
    found: list[Run] = []
    for word in np.flatnonzero(tags):
        tag = int(tags[word])
        if tag % 2:
            found.append((int(word), int(word), tag // 2))
        elif found and found[-1][1] == word - 1:
            found[-1] = (found[-1][0], int(word), found[-1][2])
    return found


_PAIRS = {"”": "“", "»": "«", ")": "(", "]": "[", '"': '"'}


def tight(words: list[str], first: int) -> tuple[int, int]:
    """The first and last word of a span without the signs at its ends; brackets and quotes that pair up inside it stay.

    words: the span's words; first: the number of the first of them in its window. A span of signs alone stays as it is.
    """
    start, end = 0, len(words) - 1
    while start < end and _is_sign(words[start]) and not _closes(words, start, end):
        start += 1
    while end > start and _is_sign(words[end]) and not _closes(words, start, end):
        end -= 1
    return first + start, first + end


def _is_sign(word: str) -> bool:
    return not any(c.isalnum() for c in word)


def _closes(words: list[str], start: int, end: int) -> bool:
    """Whether the span's outermost sign has its partner inside: “داعش”, تنظيم (داعش)."""
    closing = words[end]
    if closing in _PAIRS and words[start:end].count(_PAIRS[closing]) % 2 == 1:
        return True
    opening = words[start]
    return any(opening == o and c in words[start + 1 : end + 1] and o != c for c, o in _PAIRS.items())


def heads(scores: np.ndarray, bias: float) -> list[tuple[int, int, int, float]]:
    """Triggers or cues of one window. scores: (words, labels) log-probabilities for O, I, kind 0, kind 1, ...; bias is taken
    off O. Returns (first word, last word, kind, probability)."""
    shifted = scores.copy()
    shifted[:, 0] -= bias
    best = shifted.argmax(-1)
    found: list[tuple[int, int, int, float]] = []
    for word in np.flatnonzero(best):
        label = int(best[word])
        if label == 1:
            if found and found[-1][1] == word - 1:
                found[-1] = (found[-1][0], int(word), found[-1][2], found[-1][3])
            continue
        sure = float(1 - np.exp(scores[word, 0]))
        found.append((int(word), int(word), label - 2, sure))
    return found


def best_span(logits: np.ndarray, segments: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first and last word with the highest start + end score, start <= end, of those that lie in one of `segments` (first and
    past-last word). logits: (words, 2). Without a segment all words are one."""
    found: list[tuple[float, int, int]] = []
    for first, past in segments or [(0, len(logits))]:
        start, end = logits[first:past, 0], logits[first:past, 1]
        total = np.maximum.accumulate(start) + end
        last = int(total.argmax())
        found.append((float(total[last]), first + int(start[: last + 1].argmax()), first + last))
    return max(found, key=lambda one: one[0])[1:]
