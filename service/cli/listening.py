"""The socket a server listens on, opened before anything else is done."""

import errno
import socket
from typing import Any

from service.cli.failures import CommandFailed

BACKLOG = 1024
"""Connections that wait until the server takes them."""


def listen(host: str, port: int) -> socket.socket:
    """Takes the port at once, so that nothing is migrated for a server that cannot run.

    Port 0 takes any free one. Raises CommandFailed where the address cannot be had.
    """
    family, address = _resolve(host, port)
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen(BACKLOG)  # two may bind one port; only one may listen
    except OSError as error:
        opened.close()
        raise CommandFailed(_reason(host, port, error)) from error
    return opened


def _resolve(host: str, port: int) -> tuple[int, Any]:
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise CommandFailed(f"there is no address for the host {host!r}") from error
    return family, address


def _reason(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another with --port (make serve PORT=...)"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by this user; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; choose another with --host"
    return f"cannot listen on {host}, port {port}: {error.strerror}"


def base_address(host: str, opened: socket.socket) -> str:
    """As it is typed into a browser on this machine."""
    port = opened.getsockname()[1]
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104  every address of the machine
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
