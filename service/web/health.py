"""Whether the service lives, and whether it can answer: for supervisors and load balancers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from anyio import CapacityLimiter, Lock, to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from index.engine import Engine, IndexUnavailable, State
from service.content.change import Lane
from service.migrations import behind
from service.settings import Settings
from service.store import Store
from service.sync.lag import Lag, lag

OK = "ok"
OUTDATED = "outdated, and answers until it is made again"
ANSWERS = frozenset({OK, OUTDATED})
"""What a part may say that can be asked."""
ANSWERING = frozenset({State.READY, State.OUTDATED})
"""States in which an index may be searched, until it is made again if it must be."""
DEGRADED, UNAVAILABLE = "degraded", "unavailable"
UNCACHED = {"Cache-Control": "no-store"}
STATEMENT_SECONDS = 1.0
"""Processor time that the statements of one look may take."""
LOOK_EVERY = 0.2
"""Seconds for which what was found holds: anybody may ask, as often as they like."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """One answer a part: "ok", or in a word what is wrong. Details are for the log, not clients."""

    checks: dict[str, str]
    lags: dict[Lane, Lag]

    @property
    def status(self) -> str:
        if not ANSWERS.issuperset(self.checks.values()):
            return UNAVAILABLE
        return OK if set(self.checks.values()) == {OK} else DEGRADED

    def shown(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "checks": self.checks,
            "lag": {
                lane.value: {"waiting": one.waiting, "seconds": one.oldest.total_seconds()}
                for lane, one in self.lags.items()
            },
        }


def health_routes(settings: Settings, store: Store, engine: Engine) -> list[Route]:
    """`/health/live` answers as long as the process does; `/health/ready` says 503 until every
    part can be asked, and which one cannot. "degraded" is one that answers, and will be mended."""
    looking = _Looking(lambda: readiness(settings, store, engine))

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": OK}, headers=UNCACHED)

    async def ready(_request: Request) -> Response:
        found = await looking.found()
        return JSONResponse(found.shown(), 503 if found.status == UNAVAILABLE else 200, UNCACHED)

    return [Route("/health/live", live), Route("/health/ready", ready)]


class _Looking:
    """Looks in a thread of its own, which busy readers cannot take, and no oftener than needed."""

    def __init__(self, look: Callable[[], Readiness]) -> None:
        self._look = look
        self._turn = Lock()
        self._thread = CapacityLimiter(1)
        self._found: Readiness | None = None
        self._until = 0.0

    async def found(self) -> Readiness:
        async with self._turn:
            if self._found is None or monotonic() >= self._until:
                self._found = await to_thread.run_sync(self._look, limiter=self._thread)
                self._until = monotonic() + LOOK_EVERY
            return self._found


def readiness(settings: Settings, store: Store, engine: Engine) -> Readiness:
    lags: dict[Lane, Lag] = {}

    def keeps_up() -> str:
        with store.snapshot(STATEMENT_SECONDS) as session:
            lags.update((lane, lag(session, lane)) for lane in Lane)
        most = timedelta(seconds=settings.ready_lag)
        late = bool(most) and lags[Lane.INTERACTIVE].oldest > most
        # One that is outdated answers while it is made anew, and takes no changes meanwhile.
        return "behind" if late and engine.state is State.READY else OK

    parts: dict[str, Callable[[], str]] = {
        "database": lambda: _database(store),
        "migrations": lambda: _migrations(store),
        "index": lambda: _index(engine),
        "lag": keeps_up,
    }
    return Readiness({name: _ask(part) for name, part in parts.items()}, lags)


def _database(store: Store) -> str:
    with store.snapshot() as session:
        session.connection().exec_driver_sql("SELECT 1")
    return OK


def _migrations(store: Store) -> str:
    with store.snapshot() as session:
        return "pending" if behind(session.connection()) else OK


def _index(engine: Engine) -> str:
    state = engine.state
    if state is State.OUTDATED and _can_be_searched(engine):
        return OUTDATED
    return OK if state is State.READY else state.value


def _can_be_searched(engine: Engine) -> bool:
    """Whether it answers, be it of another version of the analysis; not of one of the files."""
    try:
        engine.count()
    except IndexUnavailable:
        return False
    return True


def _ask(part: Callable[[], str]) -> str:
    try:
        return part()
    except (SQLAlchemyError, OSError):
        return "unreachable"
