"""Taking the port comes first: a server that cannot run must not touch anything."""

import pytest

from service.cli.failures import CommandFailed
from service.cli.listening import base_address, listen


def test_a_port_in_use_is_said_so() -> None:
    """The most common mistake of all; the message must name the way out."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandFailed, match=f"port {port} is in use.*--port.*make serve PORT="):
            listen("127.0.0.1", port)


def test_a_port_is_free_again_at_once() -> None:
    """A restart would fail for a minute otherwise."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
    with listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 300])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    """Instead of a traceback of the socket library."""
    with pytest.raises(CommandFailed, match=r"host|machine"):
        listen(host, 0)


def test_the_address_can_be_typed_into_a_browser() -> None:
    """0.0.0.0 is where a server listens, not where it is found."""
    with listen("0.0.0.0", 0) as opened:
        port = opened.getsockname()[1]
        assert base_address("0.0.0.0", opened) == f"http://127.0.0.1:{port}"
        assert base_address("::1", opened) == f"http://[::1]:{port}"
