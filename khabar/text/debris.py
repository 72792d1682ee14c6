"""What a web page adds to a report and is no part of it: pointers to other reports, captions, share buttons, signatures, the frame
of embedded posts, lines in other scripts (data/debris.toml)."""

import re
from functools import cache

from khabar.data_files import DataFileError, shown, toml_of
from khabar.text.letters import levelled
from khabar.text.normalise import fold, has_arabic, plain

FILE = "debris.toml"
LONGEST = 300
"""Code points of the longest sentence that may be debris, but for one in another script."""
_OUTER = " .:…؛،,!؟?"
_STOPS = (".", "!", "؟", "?", ".)", '."')


def inside(text: str) -> list[tuple[int, int]]:
    """The parts of sentences that are not read: links, signatures of posts; in text order."""
    return [match.span() for match in _pattern("inside").finditer(text)]


def is_debris(sentence: str, first: bool = False, within: bool = False) -> bool:
    """Whether a sentence as a whole is no part of its report. first: whether it is the first of the text. within: whether it is a line
    of its own that is neither the first nor the last. A sentence without a letter is no debris."""
    if not has_arabic(sentence):
        return any(c.isalpha() for c in sentence)
    if len(sentence) > LONGEST:
        return False
    # Links are taken out first: what is left of اضغط هنا https://... is what tells. The name of an account is one word.
    told = _pattern("inside").sub(" ", sentence).replace("_", "")
    read = " ".join(levelled(plain(told).text).lower().split()).strip(_OUTER)
    if not has_arabic(read) or _pattern("patterns").fullmatch(read) or (not first and _pattern("pointers").fullmatch(read)):
        return True
    if within and not sentence.endswith(_STOPS) and _pattern("captions").fullmatch(read):
        return True
    words = fold(read).split()
    return all(word in _words("buttons") for word in words) and any(word in _words("telling") for word in words)


def goes_on(sentence: str) -> bool:
    """Whether a sentence is cut off, and what stands behind debris goes on with it: it ends in a comma or in a word that ends none."""
    if sentence.endswith(("،", ",")):
        return True
    return sentence[-1:].isalpha() and fold(sentence).split()[-1:] != [] and fold(sentence).split()[-1] in _words("open_ends")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The patterns of a list as one: levelled, but for those that are looked for in the text as written. DataFileError names the one that
    is wrong."""
    patterns = _list(name)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise DataFileError(f"{shown('khabar.text', FILE)}, {name}: {pattern!r}: {error}") from None
    if name != "inside":
        patterns = [levelled(pattern) for pattern in patterns]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold, _list(name)))


def _list(name: str) -> list[str]:
    found = toml_of("khabar.text", FILE).get(name)
    if not isinstance(found, list):
        raise DataFileError(f"{shown('khabar.text', FILE)}: there is no list {name!r}")
    return found
