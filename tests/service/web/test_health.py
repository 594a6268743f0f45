"""What a supervisor and a load balancer are told."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index.engine import Engine
from index.opening import open_engine
from service import outbox, sync
from service.content.change import Lane, Outbox, Subject
from service.content.times import now
from service.settings import Settings
from service.store import Store
from service.sync.lag import lag
from service.web import health
from service.web.health import health_routes

Ready = Callable[[], tuple[int, dict[str, object]]]


@pytest.fixture
def engine(settings: Settings, store: Store) -> Iterator[Engine]:
    opened = open_engine(settings.index)
    sync.rebuild(store, opened)
    yield opened
    opened.close()


@pytest.fixture
def ready(
    settings: Settings, store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Ready:
    """Asks a server that has no indexer: what waits, waits."""
    monkeypatch.setattr(health, "LOOK_EVERY", 0.0)
    client = TestClient(Starlette(routes=health_routes(settings, store, engine)))

    def ask() -> tuple[int, dict[str, object]]:
        answer = client.get("/health/ready")
        return answer.status_code, answer.json()

    return ask


def wait_since(store: Store, lane: Lane, seconds: float, rows: int = 1) -> None:
    """Some changes in the lane, the oldest of which has waited for so long."""
    with store.transaction() as session:
        outbox.record_many(session, range(1, rows + 1), lane)
        made = {"created_at": now() - timedelta(seconds=seconds)}
        session.execute(update(Outbox).where(col(Outbox.lane) == lane).values(**made))


def test_a_change_that_waits_is_told(store: Store, ready: Ready) -> None:
    """An operator would not see that the index falls behind until readers complain."""
    wait_since(store, Lane.INTERACTIVE, 5, rows=3)
    status, body = ready()
    assert status == 200
    shown = body["lag"]
    assert isinstance(shown, dict)
    assert shown["interactive"]["waiting"] == 3
    assert 5 <= shown["interactive"]["seconds"] < 60
    assert shown["bulk"] == {"waiting": 0, "seconds": 0.0}


def test_an_index_that_is_far_behind_is_not_ready(store: Store, ready: Ready) -> None:
    """Readers would be sent to a server whose search shows last night's news."""
    wait_since(store, Lane.INTERACTIVE, 61)
    status, body = ready()
    assert (status, body["status"]) == (503, "unavailable")
    assert body["checks"] == {"database": "ok", "migrations": "ok", "index": "ok", "lag": "behind"}


def test_an_import_is_no_reason_to_go(store: Store, ready: Ready) -> None:
    """A long import would take the whole portal from the load balancer."""
    wait_since(store, Lane.BULK, 4_000)
    assert ready()[0] == 200


def test_an_operator_says_how_far_behind_is_too_far(
    settings: Settings, store: Store, engine: Engine
) -> None:
    """TOASOAN_READY_LAG would do nothing."""
    wait_since(store, Lane.INTERACTIVE, 100)
    for most, late in ((0, "ok"), (99, "behind"), (200, "ok")):
        chosen = settings.model_copy(update={"ready_lag": most})
        assert health.readiness(chosen, store, engine).checks["lag"] == late


def test_an_index_that_is_gone_is_not_ready(settings: Settings, store: Store, ready: Ready) -> None:
    """Readers would be sent to a server that cannot search."""
    import shutil

    assert ready()[0] == 200
    shutil.rmtree(settings.data_dir / "index")
    status, body = ready()
    assert status == 503
    assert body["checks"]["index"] != "ok"  # type: ignore[index]


def test_counting_is_bounded_however_much_waits(store: Store) -> None:
    """After a great import every look of the load balancer would read a million rows."""
    with store.transaction() as session:
        outbox.record_many(session, range(30), Lane.BULK)
    with store.snapshot() as session:
        assert lag(session, Lane.BULK, counted=10).waiting == 10
        assert lag(session, Lane.BULK).waiting == 30
        assert _plan(session)


def _plan(session: Session) -> bool:
    """Whether SQLite finds what waits by an index, and reads no more."""
    query = "EXPLAIN QUERY PLAN SELECT seq FROM outbox WHERE lane = 'bulk' AND done_at IS NULL"
    steps = session.connection().exec_driver_sql(f"{query} ORDER BY seq LIMIT 1").fetchall()
    return [row[3].split("(")[0].strip() for row in steps] == [
        "SEARCH outbox USING COVERING INDEX ix_outbox_lane"
    ]


def test_many_lookers_share_one_look(settings: Settings, store: Store, engine: Engine) -> None:
    """Anybody could keep the database busy by asking for its health."""
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    client = TestClient(Starlette(routes=health_routes(settings, store, engine)))
    event.listen(store.engine, "before_cursor_execute", count)
    begun = time.monotonic()
    for _ in range(50):
        assert client.get("/health/ready").status_code == 200
    looks = 1 + (time.monotonic() - begun) / health.LOOK_EVERY
    assert 0 < statements <= 12 * looks


def test_a_row_of_the_past_is_never_negative(store: Store) -> None:
    """A clock that was set back would show a nonsense number."""
    with store.transaction() as session:
        outbox.record(session, Subject.ENTRY, 1)
        later = {"created_at": now() + timedelta(hours=1)}
        session.execute(update(Outbox).values(**later))
    with store.snapshot() as session:
        assert lag(session, Lane.INTERACTIVE).oldest == timedelta()
