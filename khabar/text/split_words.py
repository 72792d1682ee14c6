"""Words that are split by signs so that filters do not find them: ق.ت.ل, ا/ن/ف/ج/ا/ر, قـ.ـتل (data/split_words.toml)."""

import re
import unicodedata
from functools import cache

from khabar.data_files import strings_of
from khabar.text.letters import LETTERS, MARKS, TATWEEL, levelled

FILE = "split_words.toml"
SPELLED = 4
"""Single letters with one and the same sign between them that make a word even where the list does not hold it."""
_WRITTEN = f"[{LETTERS}{MARKS}{TATWEEL}]"
_UNWRITTEN = re.compile(f"[{MARKS}{TATWEEL}]")
_ARTICLE = re.compile("[وفبكل]?ا?ل")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What any split word holds; a split word whole; its signs that a drawn-out letter shows to be no punctuation."""
    signs = f"[{re.escape(''.join(strings_of('khabar.text', FILE, 'signs')))}]"
    letter = f"[{LETTERS}]"
    # A single letter is left alone: the ه of a Hijri year has a tatweel behind it, and a full stop may follow.
    drawn = f"(?<={TATWEEL}){signs}+(?={TATWEEL})|(?<={letter}{{2}}{TATWEEL}){signs}+(?={letter})|(?<={letter}){signs}+(?={TATWEEL})"
    return re.compile(f"(?<={_WRITTEN}){signs}+(?={_WRITTEN})"), re.compile(f"{_WRITTEN}+(?:{signs}+{_WRITTEN}+)+"), re.compile(drawn)


@cache
def listed() -> tuple[re.Pattern[str], frozenset[str]]:
    """What a word of the list looks like, with particles and endings, and the abbreviations; both levelled. DataFileError where the
    file lacks a list."""
    before, stems, after = (
        "|".join(re.escape(levelled(word)) for word in strings_of("khabar.text", FILE, key))
        for key in ("affixes.before", "words", "affixes.after")
    )
    abbreviations = frozenset(map(levelled, strings_of("khabar.text", FILE, "abbreviations")))
    return re.compile(f"(?:{before})?(?:{stems})(?:{after})?"), abbreviations


def rejoined(text: str) -> str:
    """`text`, of the same length, with tatweel for the signs inside split words: normalisation leaves tatweel out."""
    inner, whole, _ = _patterns()
    return whole.sub(lambda match: _rejoined(match[0]), text) if inner.search(text) else text


def _rejoined(written: str) -> str:
    """A run of letters with signs in it, as it is to be read."""
    inner, _, drawn = _patterns()
    signs = drawn if not _is_word(inner.split(written), set(inner.findall(written))) else inner
    return signs.sub(lambda match: TATWEEL * len(match[0]), written)


def _is_word(pieces: list[str], signs: set[str]) -> bool:
    bare = [levelled(unicodedata.normalize("NFKC", _UNWRITTEN.sub("", piece))) for piece in pieces]
    word, abbreviations = listed()
    joined = "".join(bare)
    if joined in abbreviations:
        return False
    if word.fullmatch(joined):
        return True
    first, *rest = bare
    letters = (len(first) == 1 or _ARTICLE.fullmatch(first)) and all(len(piece) == 1 for piece in rest)
    return bool(letters) and len(bare) >= SPELLED and len(signs) == 1
