"""/metrics: for who asks from a listed address and through no proxy, or may by a token."""

from collections.abc import Iterator, Mapping

from anyio import CapacityLimiter, to_thread
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.engine import Engine
from service.api.authentication import authenticate, session_token
from service.content.change import Lane
from service.content.times import now
from service.errors import ToasoanError
from service.permissions import PUBLIC, Action, Actor, require
from service.settings import Settings
from service.store import Store
from service.sync.lag import Lag, lag
from service.web.errors import refused
from service.web.health import ANSWERING
from service.web.metrics import Metrics
from service.web.networks import Networks
from service.web.observed import PEER

COUNTED = 100_000
"""Rows of the outbox that are counted at most."""
STATEMENT_SECONDS = 2.0
"""Processor time for them."""
SPOKEN_FOR = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers of a request that comes through a proxy, whoever sends it on."""


def metrics_route(settings: Settings, store: Store, engine: Engine, metrics: Metrics) -> Route:
    scraper = _Scraper(settings, store, engine, metrics)
    return Route("/metrics", scraper.answer, methods=["GET"])


class _Scraper:
    def __init__(self, settings: Settings, store: Store, engine: Engine, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self._now = _Now(store, engine)
        self._listed = Networks(settings.metrics_from)
        self._limiter = CapacityLimiter(1)

    async def answer(self, request: Request) -> Response:
        try:
            if not self._asks_directly(request):
                actor = await to_thread.run_sync(self._who, request, limiter=self._limiter)
                require(actor, Action.METRICS)
        except ToasoanError as error:
            return refused(error)
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        body = await to_thread.run_sync(
            lambda: encode(self._metrics.gathered(self._now)), limiter=self._limiter
        )
        return Response(body, 200, {"Cache-Control": "no-store", "Content-Type": content_type})

    def _asks_directly(self, request: Request) -> bool:
        """A proxy on this machine has a listed address, and speaks for anybody."""
        if any(name in request.headers for name in SPOKEN_FOR):
            return False
        peer = request.scope.get("state", {}).get(PEER)
        return peer is not None and self._listed.contains(peer)

    def _who(self, request: Request) -> Actor:
        if session_token(request) is None:
            return PUBLIC
        with self._store.snapshot() as session:
            return authenticate(session, request, now())


class _Now(Collector):
    """What is so at this moment, whichever process looks."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        ready = self._engine.state in ANSWERING
        yield _gauge("toasoan_index_answers", "Whether the index can be searched.", {"": ready})
        lags = self._lags()
        yield _gauge("toasoan_database_answers", "Whether it can be read.", {"": lags is not None})
        waiting = {lane.value: one.waiting for lane, one in (lags or {}).items()}
        oldest = {lane.value: one.oldest.total_seconds() for lane, one in (lags or {}).items()}
        yield _gauge(
            "toasoan_outbox_rows", f"Changes that wait for the index, {COUNTED} at most.", waiting
        )
        yield _gauge(
            "toasoan_index_lag_seconds", "For how long the oldest of them has waited.", oldest
        )

    def _lags(self) -> dict[Lane, Lag] | None:
        try:
            with self._store.snapshot(STATEMENT_SECONDS) as session:
                return {lane: lag(session, lane, COUNTED) for lane in Lane}
        except SQLAlchemyError:
            return None


def _gauge(name: str, help_text: str, by_lane: Mapping[str, float]) -> Metric:
    """The lane "" is that of a number that has none."""
    plain = "" in by_lane
    made = GaugeMetricFamily(name, help_text, labels=() if plain else ("lane",))
    for lane, value in by_lane.items():
        made.add_metric(() if plain else (lane,), value)
    return made
