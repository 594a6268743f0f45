"""Whether the service lives, and whether it can answer: for supervisors and load balancers."""

from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from index.engine import Engine, State
from service.migrations import pending
from service.settings import Settings
from service.store import Store

OK = "ok"
UNCACHED = {"Cache-Control": "no-store"}


def health_routes(settings: Settings, store: Store, engine: Engine) -> list[Route]:
    """`/health/live` answers as long as the process does; `/health/ready` says 503 until every
    part works, and which one does not."""

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": OK}, headers=UNCACHED)

    async def ready(_request: Request) -> Response:
        checks = await run_in_threadpool(readiness, settings, store, engine)
        fine = all(answer == OK for answer in checks.values())
        body = {"status": OK if fine else "unavailable", "checks": checks}
        return JSONResponse(body, 200 if fine else 503, UNCACHED)

    return [Route("/health/live", live), Route("/health/ready", ready)]


def readiness(settings: Settings, store: Store, engine: Engine) -> dict[str, str]:
    """One answer a part: "ok", or in a word what is wrong. Details are for the log, not clients."""
    parts: dict[str, Callable[[], str]] = {
        "database": lambda: _database(store),
        "migrations": lambda: "pending" if pending(settings.database) else OK,
        "index": lambda: OK if engine.state is State.READY else engine.state.value,
    }
    return {name: _ask(part) for name, part in parts.items()}


def _database(store: Store) -> str:
    with store.snapshot() as session:
        session.connection().execute(text("SELECT 1"))
    return OK


def _ask(part: Callable[[], str]) -> str:
    try:
        return part()
    except (SQLAlchemyError, OSError):
        return "unreachable"
