"""Search over the levelled text of the articles: a word is found whatever its spelling and whatever is written together with it
(حلب, بحلب, وحلب; مكتبة, المكتبة; مسؤول, مسئول)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from khabar.store.rows import Head
from khabar.text.normalise import fold

PREFIXES = tuple(
    conjunction + preposition for conjunction in ("", "و", "ف") for preposition in ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال")
)
"""What may be written together with the beginning of a noun."""
_ARTICLE = "ال"
_STRIPPED = sorted((p for p in PREFIXES if p not in ("", _ARTICLE)), key=len, reverse=True)
_HAMZAS = ("ؤ", "ئ", "أ")
SHORTEST = 3
"""Letters of a word that remain at least when a prefix is taken off."""
Group = frozenset[str]
"""The levelled forms of one word that is looked for."""

_SQLITE = """SELECT {what} FROM search JOIN folded f ON f.rowid = search.rowid WHERE search MATCH :q"""
_POSTGRES = """SELECT {what} FROM folded f WHERE to_tsvector('simple', text) @@ to_tsquery('simple', :q)"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that holds the words, and the sentence in which they stand. marks: where in the sentence (code points, end exclusive)."""

    article: Head
    sentence: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: how many articles in all, and the best of them."""

    total: int
    found: list[Hit]


def groups_of(db: Connection, words: str) -> list[Group]:
    """The forms of each word, of which an article must hold one. A prefix of the word itself is taken off where that is as frequent."""
    return [_forms(word, db) for word in words.split() if fold(word)]


def _forms(word: str, db: Connection) -> Group:
    stems = {fold(word)} | {fold(word.replace(old, new)) for old in _HAMZAS if old in word[1:] for new in _HAMZAS}
    stems |= {s.removeprefix(_ARTICLE) for s in stems if len(s.removeprefix(_ARTICLE)) >= SHORTEST}
    for stem in sorted(stems):
        bare = _without_prefix(stem)
        if bare and _count(db, [frozenset({bare, _ARTICLE + bare})]) >= max(1, _count(db, [frozenset({stem, _ARTICLE + stem})])):
            stems |= {bare}
    return frozenset(prefix + stem for stem in stems for prefix in PREFIXES)


def _without_prefix(word: str) -> str | None:
    return next((word[len(p) :] for p in _STRIPPED if word.startswith(p) and len(word) - len(p) >= SHORTEST), None)


def _count(db: Connection, groups: Sequence[Group]) -> int:
    return int(db.execute(text(_statement(db, "count(*)")), {"q": _query(db, groups)}).scalar_one())


def found(db: Connection, groups: Sequence[Group], limit: int) -> tuple[int, list[str]]:
    """How many articles hold a form of every word, and the keys of the best of them."""
    if not groups:
        return 0, []
    order = "rank, f.article" if db.dialect.name == "sqlite" else "f.article"
    rows = db.execute(text(f"{_statement(db, 'f.article')} ORDER BY {order} LIMIT :n"), {"q": _query(db, groups), "n": limit})
    return _count(db, groups), [str(row[0]) for row in rows]


def _statement(db: Connection, what: str) -> str:
    return (_SQLITE if db.dialect.name == "sqlite" else _POSTGRES).format(what=what)


def _query(db: Connection, groups: Sequence[Group]) -> str:
    """The groups in the language of the database's search. Levelled words hold letters and digits only."""
    if db.dialect.name == "sqlite":
        return " AND ".join("(" + " OR ".join(f'"{form}"' for form in sorted(group)) + ")" for group in groups)
    return " & ".join("(" + " | ".join(map(_phrase, sorted(group))) + ")" for group in groups)


def _phrase(form: str) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in form.split()) + ")"


def sentence_of(document: Mapping[str, Any], groups: Sequence[Group]) -> str:
    """The first sentence of a document that holds the most of the words; its title where no sentence holds any."""
    best, most = str(document["title"] or ""), 0
    for place in document["sentences"]:
        sentence = document["text"][place["start"] : place["end"]]
        folded = f" {fold(sentence)} "
        held = sum(any(f" {form} " in folded for form in group) for group in groups)
        if held > most:
            best, most = sentence, held
    return best or document["text"][:200]


def hit(article: Head, document: Mapping[str, Any], groups: Sequence[Group]) -> Hit:
    """An article that was found, with its best sentence."""
    sentence = sentence_of(document, groups)
    return Hit(article, sentence, marks_in(sentence, groups))


def marks_in(sentence: str, groups: Sequence[Group]) -> tuple[tuple[int, int], ...]:
    """Where the words that are looked for stand in a sentence."""
    forms = frozenset().union(*groups)
    words = re.finditer(r"[\w\u064b-\u0652\u0670]+", sentence)
    return tuple(word.span() for word in words if fold(word[0]) in forms)
