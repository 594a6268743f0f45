"""What a client is told when a request comes to nothing: what GraphQL says, never a traceback."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.http_errors import refusal

WORDS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too much is to be done at once; try again in a moment.",
}


def error_response(
    status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error as data; `code` is the status's own name unless given."""
    error = {"message": message, "extensions": {"code": code or HTTPStatus(status).name}}
    return JSONResponse({"errors": [error]}, status, headers)


def refused(error: Exception) -> JSONResponse:
    """The answer that GraphQL's endpoint would give; what nobody foresaw is logged and masked."""
    status, headers, body = refusal(error)
    return JSONResponse(body, status, headers)


async def http_error(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: an unknown address, a method that is not allowed."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return Response(status_code=status, headers=error.headers)
    message = WORDS.get(status, f"{status.phrase}.")
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "nothing")
        message = f"{request.method} is not possible here; allowed: {allowed}."
    return error_response(status, message, headers=error.headers)


class Masked:
    """Logs what nobody foresaw under an id, and tells the client the id alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise  # too late to say anything: the server cuts the connection
            await refused(error)(scope, receive, send)
