"""The language of a text in Arabic letters, by its frequent words and its letters (data/languages.toml)."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from khabar.data_files import toml_of
from khabar.text.normalise import plain

NONE = "und"
"""The code of a text in other letters."""
LEAST_SHARE = 0.15
"""Share of a text's letters below which Arabic ones are quotations in a text of another script."""
MOST_WORDS = 400
"""Words looked at."""
LEAST_SCORE = 1.5
"""What speaks for another language than Arabic, at least: a foreign name in an Arabic headline does not."""
SHARED = 0.5
"""Weight of a word that holds a letter which several languages have and Arabic has not."""
_WORD = re.compile(r"[\u0621-\u063A\u0641-\u065F\u066E-\u06D3\u06D5\u06FA-\u06FD\u06FE\u0750-\u077F]+")
_LEVEL = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ـ": None})


@dataclass(frozen=True, slots=True)
class _Language:
    words: frozenset[str]
    letters: frozenset[str]
    shared: frozenset[str]
    prefixes: tuple[str, ...]

    def score(self, word: str, level: str) -> float:
        """How much a word speaks for the language: 1, SHARED or 0."""
        if level in self.words or not self.letters.isdisjoint(word):
            return 1.0
        if self.prefixes and len(level) > 4 and level.startswith(self.prefixes):
            return 1.0
        return 0.0 if self.shared.isdisjoint(word) else SHARED


@cache
def _languages() -> dict[str, _Language]:
    found = {}
    for code, data in toml_of("khabar.text", "languages.toml").items():
        words = frozenset(word.translate(_LEVEL) for word in data["words"].split())
        letters, shared = (frozenset(data.get(name, "")) for name in ("letters", "shared"))
        found[code] = _Language(words, letters, shared, tuple(data.get("prefixes", ())))
    return found


def language_name(code: str) -> str:
    """The English name of a language by its code; the code itself where it is not known."""
    data = toml_of("khabar.text", "languages.toml").get(code)
    return str(data["name"]) if data else code


def arabic_share(text: str) -> float:
    """The share of a text's words in Arabic letters that are among the most usual ones of Arabic or have its article: near 0 where letters
    stand in the wrong order or encoding, 0.3 to 0.6 in a report."""
    words: list[str] = _WORD.findall(text[: 20 * MOST_WORDS])
    arabic = _languages()["ar"]
    usual = sum(level in arabic.words or level.startswith(arabic.prefixes) for level in (word.translate(_LEVEL) for word in words))
    return usual / max(len(words), 1)


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language: "ar", one of the others of languages.toml, or "und" where it is not in Arabic letters.

    Where nothing speaks for another language (a name, a word), a text in Arabic letters is Arabic."""
    # Presentation forms become letters; the letters that tell languages apart stay.
    words = _WORD.findall(text if not re.search(r"[\uFB50-\uFDFF\uFE70-\uFEFC]", text) else plain(text).text)[:MOST_WORDS]
    letters = sum(map(len, words))
    if not letters or letters < LEAST_SHARE * sum(c.isalpha() for c in text[: 20 * MOST_WORDS]):
        return NONE
    scores: Counter[str] = Counter()
    for word, times in Counter(words).items():
        level = word.translate(_LEVEL)
        scores.update({code: times * language.score(word, level) for code, language in _languages().items()})
    best = max(scores, key=lambda code: (scores[code], code == "ar"))
    return best if scores[best] >= LEAST_SCORE and scores[best] > scores["ar"] else "ar"
