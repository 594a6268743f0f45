"""Spans for those who collect them, and nothing at all for all others."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from service import sync, tracing
from service.app import create_app
from service.settings import Settings
from service.store import Store
from tests.asking import Asking

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
PROXY, STRANGER = "10.1.2.3", "192.0.2.9"
OFF = """
import sys
from service.app import create_app
from service.settings import Settings
app = create_app(Settings())
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    tracing.start(SimpleSpanProcessor(exporter))
    yield exporter
    tracing.stop()


@pytest.fixture
def traced(settings: Settings, spans: InMemorySpanExporter) -> Iterator[TestClient]:
    chosen = {"tracing": True, "trusted_proxies": PROXY}
    app = create_app(settings.model_copy(update=chosen))
    sync.rebuild(app.state.store, app.state.engine)
    with TestClient(app, client=(PROXY, 5)) as client:
        spans.clear()
        yield client


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


def test_a_request_its_search_and_its_statements_are_one_trace(
    traced: TestClient, spans: InMemorySpanExporter
) -> None:
    """An operator could not see what a slow request spends its time on."""
    answer = Asking(traced)('{ search(query: "bí mật") { totalCount } site { name } }')
    assert answer["site"]
    found = named(spans)
    request, search, statement = found["POST graphql"], found["index search"], found["SELECT"]
    assert request.attributes is not None
    assert request.attributes["http.response.status_code"] == 200
    for one in (search, statement):
        assert one.context is not None
        assert request.context is not None
        assert one.context.trace_id == request.context.trace_id
        assert one.parent is not None
    assert statement.attributes is not None
    assert statement.attributes["db.system.name"] == "sqlite"
    assert "bí mật" not in str([span.to_json() for span in spans.get_finished_spans()])


@pytest.mark.parametrize(("peer", "followed"), [(PROXY, True), (STRANGER, False)])
def test_a_trusted_proxys_trace_is_gone_on_with(
    traced: TestClient, spans: InMemorySpanExporter, peer: str, followed: bool
) -> None:
    """A trace would end at the proxy; or strangers could write into it."""
    TestClient(traced.app, client=(peer, 5)).get("/nothing", headers=PARENT)
    (request,) = spans.get_finished_spans()
    assert request.context is not None
    assert (f"{request.context.trace_id:032x}" == TRACE) is followed


def test_a_statement_that_fails_ends_its_span(store: Store, spans: InMemorySpanExporter) -> None:
    """The trace of a failing request would never be whole."""
    tracing.trace_statements(store.engine)
    with (
        tracing.span("work", number=1),
        pytest.raises(OperationalError),
        store.snapshot() as session,
    ):
        session.execute(text("SELECT * FROM nowhere"))
    assert set(named(spans)) >= {"work", "SELECT"}


def test_while_it_is_off_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    """Everybody would pay for what few use; without the extra the service would not start."""
    command = [sys.executable, "-c", OFF]
    environment = {"TOASOAN_DATA_DIR": str(tmp_path)}
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert printed.stdout.strip() == "[]"
    with tracing.span("nothing", number=1) as span:
        assert span is None


def test_who_has_not_installed_it_is_told_how(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator would see an ImportError."""
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(tracing.TracingUnavailable, match=r"toasoan\[otel\]"):
        tracing.start()
    assert not tracing.is_on()
