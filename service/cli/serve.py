"""toasoan serve"""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import say

if TYPE_CHECKING:
    import socket

    from uvicorn import Config

    from service.settings import Settings

MOST_WORKERS = 64
WORKER_SECONDS = 30
"""In which a worker has to start, or to say that it lives, before it is given up."""
MOST_CONNECTIONS = 1_000
"""Of one worker; the next one is told 503."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 is all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=MOST_WORKERS, help="Processes.")] = 1,
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the demo newsroom if the database is empty.")
    ] = False,
) -> None:
    """Migrate the database and serve GraphQL, media and health checks until stopped.

    \b
    Examples:
      toasoan serve --demo
      toasoan serve --host 0.0.0.0 --port 80 --workers 4
    """
    from service.cli import workplace
    from service.cli.demo import load_into_empty
    from service.cli.listening import base_address, listen
    from service.cli.sharing import shared_metrics
    from service.cli.stopping import stop_on_terminate

    stop_on_terminate()
    settings = workplace.read_settings()
    with listen(host, port) as opened:
        workplace.migrate(settings)
        if demo:
            load_into_empty(settings)
        _announce(base_address(host, opened), development=settings.env == "development")
        config = configuration(settings, workers)
        with shared_metrics(settings.data_dir) if workers > 1 else nullcontext():
            _run(opened, config)


def _announce(base: str, *, development: bool) -> None:
    graphiql = " (GraphiQL in a browser)" if development else ""
    say(f"Toasoan serves at {base}")
    for title, path in (
        ("GraphQL", f"/graphql{graphiql}"),
        ("Media", "/media/..."),
        ("Health", "/health/live, /health/ready"),
        ("Metrics", "/metrics"),
    ):
        say(f"  {title:<9}{base}{path}")


def configuration(settings: "Settings", workers: int) -> "Config":
    """How the server is run."""
    from uvicorn import Config

    return Config(
        "service.app:application",
        factory=True,
        workers=workers,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=WORKER_SECONDS,
        proxy_headers=False,  # the application does it, once it has seen who is connected
    )


def _run(opened: "socket.socket", config: "Config") -> None:
    from uvicorn import Server
    from uvicorn.supervisors import Multiprocess

    try:
        if config.workers > 1:
            Multiprocess(config, sockets=[opened]).run()
        else:
            Server(config).run(sockets=[opened])
    except KeyboardInterrupt:
        pass  # Ctrl-C is how a server is stopped
    say("Stopped.")
