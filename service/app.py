"""The only wiring: every part is made here once, and given to those that need it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from index.opening import open_engine
from service import logs, process, tracing
from service.api.endpoint import graphql_endpoint
from service.api.services import Services
from service.operations.media import MediaStore
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from service.web.access_log import AccessLog
from service.web.cors import cors
from service.web.errors import Masked, http_error
from service.web.headers import SecurityHeaders
from service.web.health import health_routes
from service.web.home import home_route
from service.web.media import media_routes
from service.web.metrics import FOLDER, Metrics
from service.web.networks import Networks
from service.web.observed import Observed
from service.web.scraping import metrics_route

PARTS = ("graphql", "media", "health", "metrics")
"""First segments of the addresses that are counted apart."""


def create_app(settings: Settings, metrics: Metrics | None = None) -> Starlette:
    """The whole service. Its database has to be migrated; its index is made if it is missing."""
    metrics = metrics or Metrics()
    store = Store(settings.database)
    engine = open_engine(
        settings.index, memory=settings.index_memory << 20, cache=settings.search_cache << 20
    )
    indexer = Indexer(store, engine, settings.indexer_lock)
    media = MediaStore(settings.media_dir, limit=settings.media_limit)
    services = Services(settings, store, engine, indexer, media)

    stopping = process.Stopping()
    access_log = AccessLog(settings.env, settings.log_level)
    if settings.tracing:
        tracing.trace_statements(store.engine)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        indexer.start()
        try:
            with stopping.listening():
                async with services.running():
                    yield
        finally:
            access_log.flush()
            await run_in_threadpool(indexer.stop)
            await run_in_threadpool(tracing.stop)
            engine.close()
            store.close()

    app = Starlette(
        routes=[
            home_route(development=settings.env == "development"),
            Route("/graphql", graphql_endpoint(services)),
            *media_routes(settings, store, media),
            *health_routes(settings, store, engine),
            metrics_route(settings, store, engine, metrics),
        ],
        middleware=[
            *_around(settings, access_log, metrics),
            Middleware(SecurityHeaders, production=settings.env == "production"),
            *cors(settings),
            Middleware(Masked),
        ],
        exception_handlers={HTTPException: http_error},
        lifespan=lifespan,
    )
    app.state.settings, app.state.store, app.state.engine = settings, store, engine
    app.state.indexer, app.state.media, app.state.services = indexer, media, services
    app.state.metrics, app.state.stopping = metrics, stopping
    return app


def _around(settings: Settings, access_log: AccessLog, metrics: Metrics) -> list[Middleware]:
    """What sees the connection itself, and after it the client for whom a proxy speaks."""
    return [
        Middleware(
            Observed,
            parts=PARTS,
            proxies=Networks(settings.trusted_proxies),
            access_log=access_log,
            metrics=metrics,
        ),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies),
    ]


def application() -> Starlette:
    """The service in a server's process, with the settings of the environment."""
    settings = Settings()
    logs.configure(settings.env, settings.log_level)
    process.stop_with_parent()
    if settings.tracing:
        tracing.start()
    folder = os.environ.get(FOLDER)
    app = create_app(settings, Metrics(Path(folder) if folder else None))
    process.take_short_turns()
    process.collect_less()
    process.give_back_memory()
    return app
