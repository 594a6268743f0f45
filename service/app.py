"""The only wiring: every part is made here once, and given to those that need it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from index.opening import open_engine
from service import logs, process
from service.api.endpoint import graphql_endpoint
from service.api.services import Services
from service.operations.media import MediaStore
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from service.web.errors import Masked, http_error
from service.web.headers import SecurityHeaders
from service.web.health import health_routes
from service.web.home import home_route
from service.web.media import media_routes


def create_app(settings: Settings) -> Starlette:
    """The whole service. Its database has to be migrated; its index is made if it is missing."""
    store = Store(settings.database)
    engine = open_engine(
        settings.index, memory=settings.index_memory << 20, cache=settings.search_cache << 20
    )
    indexer = Indexer(store, engine, settings.indexer_lock)
    media = MediaStore(settings.media_dir, limit=settings.media_limit)
    services = Services(settings, store, engine, indexer, media)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        indexer.start()
        try:
            async with services.running():
                yield
        finally:
            await run_in_threadpool(indexer.stop)
            engine.close()
            store.close()

    app = Starlette(
        routes=[
            home_route(development=settings.env == "development"),
            Route("/graphql", graphql_endpoint(services)),
            *media_routes(settings, store, media),
            *health_routes(settings, store, engine),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(Masked)],
        exception_handlers={HTTPException: http_error},
        lifespan=lifespan,
    )
    app.state.settings, app.state.store, app.state.engine = settings, store, engine
    app.state.indexer, app.state.media, app.state.services = indexer, media, services
    return app


def application() -> Starlette:
    """The service in a server's process, with the settings of the environment."""
    settings = Settings()
    logs.configure(settings.env, settings.log_level)
    process.stop_with_parent()
    app = create_app(settings)
    process.take_short_turns()
    process.collect_less()
    process.give_back_memory()
    return app
