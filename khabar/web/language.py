"""In which language a page answers, and how numbers, days and words are written in it.

The language is that of ?lang=ar|en, else the one kept in a cookie, else the browser's (Accept-Language), else English. The browser's region
decides on digits and names of months (ar-SY: ٤ شباط ٢٠٢٠; ar-MA: 4 فبراير 2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from fastapi import Request

LANGUAGES = ("ar", "en")
COOKIE = "language"
_HOME = {"ar": "ar", "en": "en_GB"}
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MONTH = {"ar": "MMMM", "en": "MMM"}
"""How months are written. Arabic has no short forms; asked for them, Babel may give another region's names."""


@cache
def _catalogue(code: str) -> Translations:
    """The catalogue of a language, translations/LANGUAGE/messages.po."""
    source = files("khabar.web").joinpath("translations", code, "messages.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=code))
    compiled.seek(0)
    return Translations(compiled)


def isolate(text: str) -> str:
    """A text that neither takes its direction from what stands around it nor gives it its own."""
    return f"\u2068{text}\u2069"


@dataclass(frozen=True, slots=True)
class Language:
    """code: one of LANGUAGES. locale: with the region, for numbers and days."""

    code: str
    locale: Locale

    @property
    def direction(self) -> str:
        """ "rtl" or "ltr"."""
        return "rtl" if self.code == "ar" else "ltr"

    @property
    def tag(self) -> str:
        """The locale as browsers name it, with its digits."""
        return f"{str(self.locale).replace('_', '-')}-u-nu-{'arab' if self._arabic_digits else 'latn'}"

    @property
    def _arabic_digits(self) -> bool:
        return self.locale.default_numbering_system == "arab"

    def gettext(self, text: str) -> str:
        """A text of the catalogue."""
        return str(_catalogue(self.code).gettext(text))

    def named(self, kind: str, code: str) -> str:
        """The name of a code (kind: "type", "mode", "sector", ...); the code itself where the catalogue has none."""
        return str(_catalogue(self.code).pgettext(kind, code))

    def counted(self, one: str, many: str, n: int) -> str:
        """A number with what is counted, in the form that the language wants: counted("{n} report", "{n} reports", 3)."""
        return str(_catalogue(self.code).ngettext(one, many, n)).format(n=self.number(n))

    def number(self, n: float) -> str:
        """A number with the language's digits and separators."""
        return self._digits(format_decimal(n, locale=self.locale))

    def range(self, low: int | None, high: int | None) -> str:
        """A range of numbers: 7, 7–9, at least 7, up to 9; "" where neither is known."""
        if low is None and high is None:
            return ""
        if low is None or high is None:
            return (self.gettext("up to {n}") if low is None else self.gettext("at least {n}")).format(n=self.number(low or high or 0))
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def day(self, day: str | date | None) -> str:
        """An ISO day as people write it; "" for None."""
        if not day:
            return ""
        return self._digits(format_date(_date(day), f"d {_MONTH[self.code]} y", self.locale))

    def days(self, first: str | date | None, last: str | date | None) -> str:
        """Two days as one stretch of time, each only once."""
        if not first or not last or first == last:
            return self.day(first or last)
        return self._digits(format_interval(_date(first), _date(last), f"y{_MONTH[self.code]}d", locale=self.locale))

    def listed(self, items: Sequence[str]) -> str:
        """Several items in one line: a, b and c."""
        return format_list(list(map(isolate, items)), locale=self.locale) if items else ""

    def _digits(self, text: str) -> str:
        return text.translate(_ARABIC_DIGITS) if self._arabic_digits else text


def _date(day: str | date) -> date:
    return date.fromisoformat(day[:10]) if isinstance(day, str) else day


def language_of(request: Request) -> Language:
    """The language in which a request is to be answered."""
    wanted = _accepted(request.headers.get("accept-language", ""))
    given = request.query_params.get("lang") or request.cookies.get(COOKIE)
    code = given if given in LANGUAGES else next((tag[:2] for tag in wanted), "en")
    return language(code, next((tag for tag in wanted if tag[:2] == code), None))


@cache
def language(code: str, tag: str | None = None) -> Language:
    """A language by its code. tag: the locale as a browser names it (ar-SY)."""
    for name in (tag, _HOME[code]):
        try:
            if name:
                return Language(code, Locale.parse(name, sep="-" if "-" in name else "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Language(code, Locale(code))


def _accepted(header: str) -> list[str]:
    """The tags of an Accept-Language header that are in one of LANGUAGES, the most wanted first."""
    found = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if tag[:2].lower() in LANGUAGES and tag[2:3] in ("", "-") and weight > 0:
            found.append((-weight, place, "-".join([tag[:2].lower(), *tag.split("-")[1:2]])))
    return [tag for _, _, tag in sorted(found)]
