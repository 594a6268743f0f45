"""What a request over HTTP asks for: its body within bounds, its parts each of its type."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import anyio
import orjson
from starlette.requests import Request

from service.api.authentication import JSON
from service.api.http_errors import TooLarge, TooSlow, WrongMethod, WrongType
from service.errors import BadRequest

BODY_SECONDS = 30
"""In which a request's body has to arrive."""
MAX_DEPTH = 40
"""Objects and lists inside each other in the variables, which filters need a dozen of."""
MAX_VALUES = 10_000
"""Of the variables, in all."""


class Asked(NamedTuple):
    """The parts of a GraphQL request."""

    query: str | None
    variables: Mapping[str, Any]
    operation_name: str | None
    extensions: Mapping[str, Any]


async def asked(request: Request, limit: int) -> Asked:
    """What a request asks; its body has at most `limit` bytes.

    Raises BadRequest, TooLarge, TooSlow, WrongMethod or WrongType.
    """
    if request.method == "GET":
        return checked(_of_address(request))
    if request.method != "POST":
        raise WrongMethod("GraphQL takes GET and POST.")
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != JSON:
        raise WrongType(f"The content type must be {JSON}.")
    return checked(_parsed(await body(request, limit)))


async def body(request: Request, limit: int) -> bytes:
    """The request's body. Raises TooLarge as soon as it passes the limit, or TooSlow."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    parts = bytearray()
    try:
        with anyio.fail_after(BODY_SECONDS):
            async for part in request.stream():
                parts += part
                if len(parts) > limit:
                    raise _too_large(limit)
    except TimeoutError as error:
        raise TooSlow("The request took too long to arrive.") from error
    return bytes(parts)


def checked(data: Any) -> Asked:
    """The parts of a request, each of its type. Raises BadRequest."""
    if not isinstance(data, dict):
        raise BadRequest("A request is one JSON object; batches are not taken.")
    for name, kind, words in (
        ("query", str, "a text"),
        ("variables", dict, "an object"),
        ("operationName", str, "a text"),
        ("extensions", dict, "an object"),
    ):
        if data.get(name) is not None and not isinstance(data[name], kind):
            raise BadRequest(f"`{name}` must be {words} or null.")
    variables = data.get("variables") or {}
    _check_size(variables)
    return Asked(
        data.get("query"), variables, data.get("operationName"), data.get("extensions") or {}
    )


def _of_address(request: Request) -> dict[str, Any]:
    """The parts as a GET request has them."""
    found: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if found.get(name):
            found[name] = _parsed(found[name])
        else:
            found.pop(name, None)
    return found


def _parsed(data: str | bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"This is no JSON: {error}.") from error


def _check_size(variables: Any) -> None:
    """Raises BadRequest for variables that are nested too deeply, or too many."""
    count, level = 0, [variables]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
        count += len(level) + sum(map(len, level))
        if count > MAX_VALUES:
            raise BadRequest(f"The variables may hold {MAX_VALUES:,} values in all.")
    raise BadRequest(f"The variables may be nested {MAX_DEPTH} levels deep.")


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"A request has at most {limit:,} bytes.")
