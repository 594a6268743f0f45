"""The servers that are compared: ours, and a Starlette route that does nothing."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

START_TIMEOUT = 60.0


async def _bare(request: Request) -> JSONResponse:
    await request.body()
    return JSONResponse({"data": {"articles": []}})


bare = Starlette(routes=[Route("/graphql", _bare, methods=["POST"])])

TOASOAN = str(Path(sys.executable).with_name("toasoan"))
OURS = [TOASOAN, "serve"]
BARE = [sys.executable, "-m", "uvicorn", "benchmarks.servers:bare", "--log-level", "warning"]


class Server(NamedTuple):
    """A server that runs: a kept-alive connection to it, its port, and its process's number."""

    connection: http.client.HTTPConnection
    port: int
    process: int


@contextmanager
def connected(command: list[str], environment: dict[str, str]) -> Iterator[Server]:
    """Runs a server, telling it its --port, until the block ends."""
    port = _free_port()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_TIMEOUT)
        yield Server(connection, port, process.pid)
        connection.close()
    finally:
        process.terminate()
        process.wait(timeout=START_TIMEOUT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server on port {port} did not start")
