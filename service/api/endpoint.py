"""/graphql over HTTP: POST, and GET for queries; every answer is JSON with codes."""

import json
from collections.abc import Mapping
from typing import Any

import anyio
import orjson
from cross_web import AsyncHTTPRequestAdapter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema
from strawberry.asgi import GraphQL
from strawberry.exceptions import MissingQueryError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from service.api import schema as served
from service.api.authentication import CSRF_HEADER, JSON, authenticate, session_token
from service.api.context import Context
from service.api.errors import formatted_all
from service.api.http_errors import TooLarge, TooSlow, WrongMethod, WrongType, refusal
from service.api.services import Services
from service.content.times import now
from service.errors import BadRequest

GRAPHQL_JSON = "application/graphql-response+json"
UNCACHED = {"Cache-Control": "no-store", "Vary": "Accept, Cookie, Authorization"}
ALLOWED = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}
BODY_SECONDS = 30
"""In which a request's body has to arrive."""
WEBSOCKET_REFUSED = {"type": "websocket.close", "code": 1008}


def graphql_endpoint(services: Services, schema: Schema = served.schema) -> "Endpoint":
    """The ASGI application of /graphql. GraphiQL answers browsers in development."""
    return Endpoint(services, schema)


class _Request(Request):
    """One whose body is refused as soon as it passes the limit, in bytes, or comes too slowly."""

    limit: int

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            try:
                with anyio.fail_after(BODY_SECONDS):
                    self._body = await self._read()
            except TimeoutError as error:
                raise TooSlow("The request took too long to arrive.") from error
        return self._body

    async def _read(self) -> bytes:
        parts = bytearray()
        announced = self.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > self.limit:
            raise self._too_large()
        async for part in self.stream():
            parts += part
            if len(parts) > self.limit:
                raise self._too_large()
        return bytes(parts)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"A request has at most {self.limit:,} bytes.")


class Endpoint(GraphQL[Context, None]):
    """Strawberry's view, strict about what comes in and clear about what is wrong with it."""

    def __init__(self, services: Services, schema: Schema) -> None:
        development = services.settings.env == "development"
        super().__init__(
            schema, graphql_ide="graphiql" if development else None, subscription_protocols=()
        )
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send(WEBSOCKET_REFUSED)
            return
        request = _Request(scope, receive)
        request.limit = self.services.settings.body_limit
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        context = Context(self.services, request, await super().get_sub_response(request))
        request.state.context = context
        context.response.media_type = _media_type(request)
        try:
            if request.method not in ALLOWED:
                raise WrongMethod("GraphQL takes GET and POST.")
            await self._authenticate(context)
            return await self.run(request, context)
        except ClientDisconnect:
            raise
        except Exception as error:
            status, headers, body = refusal(error)
            context.response.status_code = status
            context.response.headers.update(headers)
            return self._response(body, context.response)
        finally:
            await context.close()

    async def _authenticate(self, context: Context) -> None:
        request = context.request
        if session_token(request) is not None:  # the public costs no look-up
            actor = await context.read(lambda session: authenticate(session, request, now()))
            context.become(actor)

    async def get_sub_response(self, request: Request) -> Response:  # type: ignore[override]
        context: Context = request.state.context
        return context.response

    def should_render_graphql_ide(self, request: Any) -> bool:
        wanted = "text/html" in request.headers.get("accept", "")
        asked = request.method == "GET" and request.query_params.get("query") is None
        return self.graphql_ide is not None and asked and wanted

    @property
    def graphql_ide_html(self) -> str:
        """GraphiQL, which says that it is no page of another site once it has logged in."""
        plain, ours = (
            "const defaultHeaders = {};",
            f'const defaultHeaders = {{"{CSRF_HEADER}": "1"}};',
        )
        return super().graphql_ide_html.replace(plain, ours)

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        if request.method == "GET":
            return _checked(self.parse_query_params(request.query_params))
        content_type = (request.content_type or "").partition(";")[0].strip().lower()
        if content_type != JSON:
            raise WrongType(f"The content type must be {JSON}.")
        return _checked(self.parse_json(await request.get_body()))

    def parse_json(self, data: str | bytes) -> Any:
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise BadRequest(f"This is no JSON: {error}.") from error

    async def execute_operation(  # type: ignore[override]
        self, request: Request, request_data: GraphQLRequestData, context: Context, **_: object
    ) -> ExecutionResult:
        try:
            return await self.schema.execute(
                request_data.query,
                variable_values=request_data.variables,
                context_value=context,
                operation_name=request_data.operation_name,
                allowed_operation_types=ALLOWED[request.method],
            )
        except MissingQueryError as error:
            raise BadRequest("There is no `query`.") from error
        except CannotGetOperationTypeError as error:
            raise BadRequest(error.as_http_error_reason()) from error
        except InvalidOperationTypeError as error:
            reason = error.as_http_error_reason(request.method)
            raise WrongMethod(f"{reason}.") from error

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        answer: dict[str, Any] = {}
        errors = result.errors or []
        if errors:
            answer["errors"] = formatted_all(errors)
        if result.data is None and errors and not any(error.path for error in errors):
            response = request.state.context.response
            if response.media_type == GRAPHQL_JSON:  # it never ran, and its client knows of that
                response.status_code = 400
        else:
            answer["data"] = result.data
        return answer  # type: ignore[return-value]

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        return self._response(response_data, sub_response)

    def _response(self, answer: Any, prepared: Response) -> Response:
        response = Response(
            self.encode_json(answer),
            prepared.status_code or 200,
            UNCACHED,
            prepared.media_type,
        )
        response.headers.raw.extend(prepared.headers.raw)
        return response

    def encode_json(self, data: object) -> bytes:
        try:
            return orjson.dumps(data)
        except TypeError:  # half of a surrogate pair, or a number beyond 64 bits
            return json.dumps(data).encode()


def _media_type(request: Request) -> str:
    return GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("accept", "") else JSON


def _checked(data: Any) -> GraphQLRequestData:
    """The parts of a request, each of its type."""
    if not isinstance(data, Mapping):
        raise BadRequest("A request is one JSON object; batches are not taken.")
    parts: dict[str, Any] = {}
    for name, kind, words in (
        ("query", str, "a text"),
        ("variables", Mapping, "an object"),
        ("operationName", str, "a text"),
        ("extensions", Mapping, "an object"),
    ):
        parts[name] = data.get(name)
        if parts[name] is not None and not isinstance(parts[name], kind):
            raise BadRequest(f"`{name}` must be {words} or null.")
    return GraphQLRequestData(
        query=parts["query"],
        variables=parts["variables"],
        operation_name=parts["operationName"],
        extensions=parts["extensions"],
    )
