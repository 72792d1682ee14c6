"""Independent origins: how many bodies attest a thing, whoever repeats them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from khabar.incidents.bodies import is_press
from khabar.incidents.claims import Claim
from khabar.incidents.speakers import UNNAMED
from khabar.resolve import outlets
from khabar.text.normalise import fold

TEXT = "text "
"""Before the id of a text that is an origin itself."""
FEW = 3
"""Bodies that count for one text, those that it quotes most: whoever gathers nine voices on a fight has not found nine witnesses."""


def origin_of(claim: Claim, groups: Mapping[str, str]) -> str:
    """The one whom a claim is of: a body, or the text ("text ID", one for all its copies). groups: document -> the group of its copies."""
    return claim.body or claim.origin or TEXT + groups.get(claim.document, claim.document)


def independent(claims: Iterable[Claim], groups: Mapping[str, str]) -> tuple[str, ...]:
    """The origins of claims, each by the name that is given most often. groups: document -> the group of its copies.

    A body is one origin, whoever speaks for it or quotes it. Sources that cannot be told from others and private persons count as the
    outlet that quotes them. An outlet that quotes a body is no origin besides it, nor is one that another outlet is quoted for or copied
    by, and of the bodies that one text quotes a FEW count. Who only refers or responds to what happened attests nothing: he is an origin
    only where nobody else is.
    """
    every = list(claims)
    return _origins([c for c in every if c.tells], groups) or _origins(every, groups)[:1]


def _origins(claims: Sequence[Claim], groups: Mapping[str, str]) -> tuple[str, ...]:
    quoted: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    own: dict[str, tuple[str, set[str]]] = {}
    quoting: set[str] = set()
    present = {_outlet(claim) for claim in claims}
    for claim in claims:
        outlet, origin = _outlet(claim), _identity(claim.origin)
        text = groups.get(claim.document, claim.document)
        if not origin or origin == outlet:
            own.setdefault(text, (claim.body, set()))[1].add(outlet)
            continue
        quoting.add(outlet)
        if origin not in present:  # else its own text tells whose this is
            body = claim.body or claim.origin
            quoted[text][body] += 1
            names[body][claim.origin] += 1
    counted = {body for bodies in quoted.values() for body in _few(bodies)}
    for text, (body, tellers) in sorted(own.items()):
        if not tellers & quoting:
            quoting |= tellers
            counted.add(body or TEXT + text)
            names[body or TEXT + text][TEXT + text] += 1
    return tuple(sorted(min(given := names[body], key=lambda name: (name.startswith(TEXT), -given[name], name)) for body in counted))


def _few(bodies: Mapping[str, int]) -> list[str]:
    """The FEW bodies that a text quotes most, and of outlets among them one: a review of the press is no row of witnesses."""
    ranked = sorted(bodies, key=lambda body: (-bodies[body], body))
    press = [body for body in ranked if is_press(body)]
    return [body for body in ranked if body not in press[1:]][:FEW]


def _outlet(claim: Claim) -> str:
    """The outlet of the report, or the report itself where it is not known."""
    return claim.document if claim.chain[0] == UNNAMED else _identity(claim.chain[0])


@cache
def _identity(name: str) -> str:
    """One name for all names of an outlet."""
    known = outlets.resolve(name) if name else None
    return known.name if known else fold(name)
