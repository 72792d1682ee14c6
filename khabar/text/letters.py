"""The letters and marks of Arabic writing, as parts of regular expressions."""

MARKS = r"\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u08D3-\u08FF"
"""Vowel signs and other marks above or below a letter; for use inside [ ]."""

TATWEEL = "\u0640"
"""The sign that draws a word out."""

LETTERS = r"\u0621-\u063F\u0641-\u064A\u066E-\u066F\u0671-\u06D3\u06D5\uFB50-\uFDFF\uFE70-\uFEFC"
"""Letters of the Arabic script, presentation forms among them; for use inside [ ]."""

_LEVEL = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": None, "گ": "ك", "ڤ": "ف", "پ": "ب", "چ": "ج"}
)


def levelled(text: str) -> str:
    """`text` with hamza carriers, alif maqsura and taa marbuta levelled: spellings that are often taken for one another."""
    return text.translate(_LEVEL)
