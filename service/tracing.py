"""OpenTelemetry: spans of requests, searches and SQL statements. Nothing is imported while off.

What is sent where is said by OpenTelemetry's own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT,
OTEL_SERVICE_NAME and OTEL_TRACES_SAMPLER.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from service import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Tracer

MAX_STATEMENT = 2_000
"""Characters of a statement; its parameters are never shown."""

_OFF: AbstractContextManager[Any] = nullcontext()
_provider: "TracerProvider | None" = None
_tracer: "Tracer | None" = None


class TracingUnavailable(Exception):
    """OpenTelemetry is not installed."""


def start(processor: "SpanProcessor | None" = None) -> None:
    """Spans are made from now on, and given to `processor`; without one, sent by OTLP over HTTP.

    Raises TracingUnavailable.
    """
    global _provider, _tracer
    try:
        from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
        from opentelemetry.sdk.trace import TracerProvider

        resource: dict[str, str] = {SERVICE_VERSION: __version__}
        if "OTEL_SERVICE_NAME" not in os.environ:
            resource[SERVICE_NAME] = "toasoan"
        _provider = TracerProvider(resource=Resource.create(resource))
        _provider.add_span_processor(processor or _sending())
    except ImportError as error:
        raise TracingUnavailable(
            "TOASOAN_TRACING needs OpenTelemetry; run: pip install 'toasoan[otel]'"
        ) from error
    _tracer = _provider.get_tracer("toasoan", __version__)


def stop() -> None:
    """Sends what waits; takes a while where nobody listens."""
    global _provider, _tracer
    provider, _provider, _tracer = _provider, None, None
    if provider is not None:
        provider.shutdown()


def is_on() -> bool:
    return _tracer is not None


def span(name: str, **attributes: str | int | float | bool) -> AbstractContextManager[Any]:
    """Measures a block, within the span it stands in; next to nothing while tracing is off."""
    if _tracer is None:
        return _OFF
    return _tracer.start_as_current_span(name, attributes=attributes)


def request_span(
    name: str, attributes: Mapping[str, str], headers: Mapping[str, str]
) -> AbstractContextManager[Any]:
    """The span of a whole request; part of the caller's trace where `headers` tell of one."""
    if _tracer is None:
        return _OFF
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    return _tracer.start_as_current_span(
        name, context=extract(headers), kind=SpanKind.SERVER, attributes=dict(attributes)
    )


def trace_statements(engine: Engine) -> None:
    """A span for each statement that runs within another span."""
    event.listen(engine, "before_cursor_execute", _begin_statement)
    event.listen(engine, "after_cursor_execute", _end_statement)
    event.listen(engine, "handle_error", _end_failed)


def _sending() -> "SpanProcessor":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(OTLPSpanExporter())


def _begin_statement(
    connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    from opentelemetry.trace import SpanKind, get_current_span

    if _tracer is None or context is None or not get_current_span().is_recording():
        return
    context.toasoan_span = _tracer.start_span(
        statement.split(maxsplit=1)[0][:20].upper(),
        kind=SpanKind.CLIENT,
        attributes={
            "db.system.name": connection.dialect.name,
            "db.query.text": statement[:MAX_STATEMENT],
        },
    )


def _end_statement(*arguments: Any) -> None:
    _finish(arguments[4])


def _end_failed(problem: Any) -> None:
    _finish(problem.execution_context)


def _finish(context: Any) -> None:
    begun = getattr(context, "toasoan_span", None)
    if begun is not None:
        begun.end()
        context.toasoan_span = None
