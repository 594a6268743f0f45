"""/graphql over HTTP: POST, and GET for queries; every answer is JSON with codes."""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema

from service import notes
from service.api import graphiql
from service.api import schema as served
from service.api.authentication import authenticate, session_token
from service.api.context import Context
from service.api.documents import Documents, NeverRan, Operation
from service.api.errors import formatted_all
from service.api.executing import Cost, Executing
from service.api.execution.running import Answer
from service.api.http_errors import WrongMethod, refusal
from service.api.incoming import Asked, asked
from service.api.negotiating import GRAPHQL_JSON, media_type
from service.api.services import Services
from service.content.times import now
from service.errors import BadRequest

UNCACHED = {"Cache-Control": "no-store", "Vary": "Accept, Cookie, Authorization"}
ALLOWED = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}
WEBSOCKET_REFUSED = {"type": "websocket.close", "code": 1008}


def graphql_endpoint(services: Services, schema: Schema = served.schema) -> "Endpoint":
    """The ASGI application of /graphql. GraphiQL answers browsers in development."""
    return Endpoint(services, schema)


class Endpoint:
    """Strict about what comes in, and clear about what is wrong with it."""

    def __init__(self, services: Services, schema: Schema) -> None:
        self._services = services
        development = services.settings.env == "development"
        self._documents = Documents(schema, suggestions=development)
        self._executing = Executing(services, schema)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send(WEBSOCKET_REFUSED)
            return
        request = Request(scope, receive)
        if self._services.settings.env == "development" and graphiql.wants_page(request):
            await HTMLResponse(graphiql.page())(scope, receive, send)
            return
        context = Context(self._services, request, Response(None))
        try:
            response = await self._respond(request, context)
            await response(scope, receive, send)
        except ClientDisconnect:
            return
        finally:  # nobody waits for the end of the snapshot
            await context.close()

    async def _respond(self, request: Request, context: Context) -> Response:
        prepared = context.response
        prepared.media_type = media_type(request.headers.get("accept", ""))
        try:
            shown = await self._answer(request, context)
        except ClientDisconnect:
            raise
        except Exception as error:
            prepared.status_code, headers, shown = refusal(error)
            prepared.headers.update(headers)
        return _response(shown, prepared)

    async def _answer(self, request: Request, context: Context) -> Mapping[str, Any]:
        """The answer's parts. Raises what `refusal` knows for a request that is none."""
        await self._authenticate(context)
        question = await asked(request, self._services.settings.body_limit)
        try:
            operation = self._operation(request, question)
            return _shown(*await self._executing.answer(context, operation, question.variables))
        except NeverRan as refused:
            notes.current().outcome = notes.Outcome.REFUSED
            if context.response.media_type == GRAPHQL_JSON:  # its client knows of that
                context.response.status_code = 400
            return {"errors": formatted_all(refused.errors)}

    async def _authenticate(self, context: Context) -> None:
        request = context.request
        if session_token(request) is not None:  # the public costs no look-up
            actor = await context.read(lambda session: authenticate(session, request, now()))
            context.become(actor)

    def _operation(self, request: Request, question: Asked) -> Operation:
        if not question.query:
            raise BadRequest("There is no `query`.")
        operation = self._documents.get(question.query).operation(question.operation_name)
        notes.current().operation = notes.Operation(operation.kind.value)
        if operation.kind not in ALLOWED.get(request.method, ()):
            raise WrongMethod(f"A {operation.kind.value} is not possible by {request.method}.")
        return operation


def _response(answer: Mapping[str, Any], prepared: Response) -> Response:
    response = Response(encoded(answer), prepared.status_code, UNCACHED, prepared.media_type)
    own = [pair for pair in prepared.headers.raw if pair[0] != b"content-length"]
    response.headers.raw.extend(own)
    return response


def _shown(answer: Answer, cost: Cost) -> dict[str, Any]:
    notes.current().outcome = notes.Outcome.PARTIAL if answer.errors else notes.Outcome.OK
    shown: dict[str, Any] = {"errors": formatted_all(answer.errors)} if answer.errors else {}
    return {**shown, "data": answer.data, "extensions": {"cost": cost._asdict()}}


def encoded(answer: object) -> bytes:
    """The answer as JSON."""
    try:
        return orjson.dumps(answer)
    except TypeError:  # half of a surrogate pair, or a number beyond 64 bits
        return json.dumps(answer).encode()
