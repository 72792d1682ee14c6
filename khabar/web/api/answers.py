"""Answers with an ETag, so that what has not changed is not sent again."""

import hashlib
import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute

GEOJSON = "application/geo+json"


class Tagged(APIRoute):
    """A route whose answers to GET bear an ETag; a request that names it gets 304 and no body. Streams bear none."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await handler(request)
            if request.method not in ("GET", "HEAD") or response.status_code != 200 or isinstance(response, StreamingResponse):
                return response
            tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = "no-cache"
            if tag in (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")):
                return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
            return response

        return tagged


def json_answer(data: Any, kind: str = "application/json") -> Response:
    """Data as JSON, Arabic as itself. Not checked against the description once more: tests do that."""
    return Response(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False), media_type=kind)


def documented(model: type, description: str, kind: str = "application/json", **more: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI description says of an answer of another kind than plain JSON."""
    return {200: {"model": model, "description": description, "content": {kind: {}}, **more}}
