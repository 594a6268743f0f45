"""What a client is told when a request comes to nothing: JSON with a code, never a traceback."""

import secrets
from http import HTTPStatus

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)


def error_response(
    status: int, message: str, *, code: str = "", headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error as data; `code` is the status's own name unless given."""
    code = code or HTTPStatus(status).name
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


async def http_error(_request: Request, error: Exception) -> Response:
    """Starlette's own refusals: an unknown address, a method that is not allowed."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return Response(status_code=status, headers=error.headers)
    message = f"{status.description or status.phrase}."
    return error_response(status, message, headers=dict(error.headers or {}))


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
            response = _unexpected(error, scope["path"])
            await response(scope, receive, send)


def _unexpected(error: Exception, path: str) -> Response:
    reference = secrets.token_hex(6)
    log.error("unexpected error", id=reference, path=path, exc_info=error)
    message = f"Something went wrong; it has been logged as {reference}."
    return error_response(HTTPStatus.INTERNAL_SERVER_ERROR, message)
