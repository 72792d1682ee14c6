"""Rough stems of Arabic words: enough to see that غارة, الغارات and غاراتها are one word. Not a morphological analysis."""

import re

from khabar.text.normalise import fold

# سيطر (to control) begins like a future verb, and is not one.
_PARTICLES = re.compile(r"^(?!سيطر)(?:[وف]?(?:ال|بال|كال|لل)|[وف]س(?=[يتنا])|[وفبلك](?=.{3})|س(?=[يتنا]))(?=.{3})")
_PREFIX = re.compile(r"^[يتنما](?=.{3})")
_SUFFIX = re.compile(r"(?<=.{3})(?:هما|هم|ها|ين|ان|ون|ات|وا|يه|ه|ت|ا|ي)$")
_LONG_VOWELS = re.compile(r"(?<=.)[اوي](?=.)")


def without_particles(folded: str) -> str:
    """A folded word without the particles and the article written together with it."""
    return _PARTICLES.sub("", folded)


def stem(word: str) -> str:
    """A rough consonant skeleton of one word."""
    bare = _PREFIX.sub("", without_particles(fold(word)))
    shorter = _SUFFIX.sub("", _SUFFIX.sub("", bare))
    return _LONG_VOWELS.sub("", shorter) if len(shorter) > 3 else shorter
