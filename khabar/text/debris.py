"""What a web page adds to a report and is no part of it: pointers to other reports, captions, share buttons, signatures, the frame
of embedded posts, lines in other scripts (data/debris.toml)."""

import re
from functools import cache

from khabar.data_files import DataFileError, shown, strings_of
from khabar.text.letters import levelled
from khabar.text.normalise import fold, has_arabic, plain

FILE = "debris.toml"
LONGEST = 200
"""Code points of the longest sentence that may be debris, but for one in another script."""
PATTERNS = ("patterns", "pointers", "captions", "inside")
WORDS = ("buttons", "telling", "open_ends")
_OUTER = " .:…؛،,!؟?"
_STOPS = (".", "!", "؟", "?", ".)", '."')


def inside(text: str) -> list[tuple[int, int]]:
    """The parts of sentences that are not read: links, signatures of posts; in text order."""
    return [match.span() for match in pattern("inside").finditer(text)]


def is_debris(sentence: str, first: bool = False, within: bool = False) -> bool:
    """Whether a sentence as a whole is no part of its report. first: whether it is the first of the text. within: whether it is a line
    of its own that is neither the first nor the last. A sentence without a letter is no debris."""
    if not has_arabic(sentence):
        return any(c.isalpha() for c in sentence)
    if len(sentence) > LONGEST:
        return False
    # Links are taken out first: what is left of اضغط هنا https://... is what tells. The name of an account is one word.
    told = pattern("inside").sub(" ", sentence).replace("_", "")
    read = " ".join(levelled(plain(told).text).lower().split()).strip(_OUTER)
    if not has_arabic(read) or pattern("patterns").fullmatch(read) or (not first and pattern("pointers").fullmatch(read)):
        return True
    if within and not sentence.endswith(_STOPS) and pattern("captions").fullmatch(read):
        return True
    if _is_row_of_tags(sentence):
        return True
    row = fold(read).split()
    return all(word in words("buttons") for word in row) and any(word in words("telling") for word in row)


def _is_row_of_tags(sentence: str) -> bool:
    tags = sentence.split()
    return len(tags) > 1 and all(tag.startswith("#") for tag in tags)


def goes_on(sentence: str) -> bool:
    """Whether a sentence is cut off, and what stands behind debris goes on with it: it ends in a comma or in a word that ends none."""
    if sentence.endswith(("،", ",")):
        return True
    last = fold(sentence).split()[-1:]
    return sentence[-1:].isalpha() and bool(last) and last[0] in words("open_ends")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The patterns of a list (one of PATTERNS) as one: levelled, but for those that are looked for in the text as written.
    DataFileError names the one that is wrong."""
    patterns = strings_of("khabar.text", FILE, name)
    for written in patterns:
        try:
            re.compile(written)
        except re.error as error:
            raise DataFileError(f"{shown('khabar.text', FILE)}, {name}: {written!r}: {error}") from None
    if name != "inside":
        patterns = [levelled(written) for written in patterns]
    return re.compile("|".join(f"(?:{written})" for written in patterns))


@cache
def words(name: str) -> frozenset[str]:
    """A list of words (one of WORDS), folded."""
    return frozenset(map(fold, strings_of("khabar.text", FILE, name)))
