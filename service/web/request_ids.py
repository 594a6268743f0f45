"""The id by which a request is found in the log: a trusted proxy's, or one of our own."""

import re
from os import urandom

from starlette.types import Scope

from service.web.networks import Networks

HEADER = b"x-request-id"
WELL_FORMED = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""What a proxy may send; it goes into the log and into a header as it is."""
RANDOM_BYTES = 8


class RequestIds:
    def __init__(self, proxies: Networks) -> None:
        self._proxies = proxies

    def of(self, scope: Scope) -> str:
        """The request's id. `scope` still has to name the other end of the connection."""
        for name, value in scope["headers"]:
            if name == HEADER and WELL_FORMED.fullmatch(value) and self._proxies.has_peer(scope):
                given: bytes = value
                return given.decode("ascii")
        return urandom(RANDOM_BYTES).hex()
