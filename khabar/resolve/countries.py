"""Countries by whatever a person calls them: ISO-3, ISO-2, an English or an Arabic name."""

from difflib import get_close_matches
from functools import cache

from khabar.data_files import table_of
from khabar.text.normalise import fold, has_arabic


@cache
def _english() -> dict[str, str]:
    """Folded codes and English names -> ISO-3; a code goes before a name that reads the same."""
    rows = table_of("khabar.resolve", "countries.tsv", 3)
    found = {fold(code): iso3 for iso3, iso2, _ in rows for code in (iso3, iso2) if code}
    for iso3, _, names in rows:
        for name in names.split("|"):
            found.setdefault(_key(name), iso3)
    return found


def _key(name: str) -> str:
    return fold(name.replace("&", " and ").replace(".", "")).removeprefix("the ")


def resolve(name: str) -> str | None:
    """The ISO-3 code of a country by its code or name, None where it is none. The case does not matter."""
    if not has_arabic(name):
        return _english().get(_key(name))
    from khabar.resolve.gazetteer import candidates

    return next((entry.country for entry in candidates(name) if entry.kind == "country"), None)


def near(name: str) -> list[str]:
    """Up to three countries that may have been meant, as "SYR (Syria)"."""
    names = {row[0]: row[2].partition("|")[0] for row in table_of("khabar.resolve", "countries.tsv", 3)}
    known = _english()
    if has_arabic(name):
        from khabar.resolve.gazetteer import all_entries

        known = {fold(n): entry.country for _, entry in all_entries() if entry.kind == "country" for n in entry.names}
    swapped = [key for key in known if sorted(key) == sorted(_key(name))]
    keys = swapped + get_close_matches(_key(name), list(known), n=6, cutoff=0.6)
    return [f"{code} ({names[code]})" for code in dict.fromkeys(known[key] for key in keys) if code in names][:3]
