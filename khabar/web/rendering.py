"""From a template and values to a page. Everything in a page is escaped, and nothing in it is a script or a style of its own."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from khabar.ontology.ontology import ontology
from khabar.web.language import isolate, language_of
from khabar.web.wording import Wording, quad_of

STATIC = "/static"
BUILT = Path(__file__).parent / "static" / "dist"
"""The front end as `make web` builds it."""
THEMES = ("light", "dark")
_MAIN = "src/main.ts"


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("khabar.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    found.globals |= {"quad_of": quad_of, "quads": {name: quad_of(name) for name in ontology().types}}
    found.filters["isolate"] = isolate
    found.filters["field_name"] = lambda field, language: language.named("field", field)
    return found


@cache
def _assets() -> dict[str, Any]:
    """The front end's script and style sheets: {"script": address, "styles": addresses}. Nothing where it is not built: the pages work
    without, unadorned."""
    manifest = BUILT / "manifest.json"
    if not manifest.is_file():
        return {"script": None, "styles": []}
    main = json.loads(manifest.read_text("utf-8"))[_MAIN]
    return {"script": f"{STATIC}/{main['file']}", "styles": [f"{STATIC}/{name}" for name in main.get("css", ())]}


def address(path: str, given: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """A path with its query: what is given, changed; None and "" leave a name out, a list gives it several times."""
    kept = {name: value for name, value in {**(given or {}), **changed}.items() if value not in (None, "", [])}
    query = urlencode({name: _plain(value) for name, value in kept.items()}, doseq=True)
    return f"{path}?{query}" if query else path


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def render(request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> HTMLResponse:
    """A page in the language of the request. values: what the template shows."""
    language = language_of(request)
    asked = request.query_params.get("lang")
    theme, who = request.cookies.get("theme"), getattr(request.state, "who", None)
    found = {
        "t": language,
        "w": Wording(language),
        "_": language.gettext,
        "counted": language.counted,
        "named": language.named,
        "address": lambda path, given=None, **changed: address(path, given, **{"lang": asked, **changed}),
        "path": request.url.path,
        "query": list(request.query_params.multi_items()),
        "theme": theme if theme in THEMES else None,
        "assets": _assets(),
        "who": who,
        "csrf": getattr(who, "csrf", ""),
        **values,
    }
    page = _environment().get_template(template).render(found)
    return HTMLResponse(page, status, {"Vary": "Accept-Language, Cookie", **(headers or {})})
