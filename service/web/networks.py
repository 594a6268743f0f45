"""Whether an address is one of those that a setting names."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

KEPT = 1_000
"""Addresses of which it is remembered."""


class Networks:
    """Addresses and networks, as a setting separates them by commas."""

    def __init__(self, names: str) -> None:
        self._networks = [ip_network(name) for name in names.split(",") if name]
        self._contains = lru_cache(KEPT)(self._look)

    def contains(self, host: str) -> bool:
        """Whether it is one of them; what is no address is none."""
        return self._contains(host)

    def has_peer(self, scope: Scope) -> bool:
        """Whether the other end of the connection is one of them, whomever it speaks for."""
        client = scope.get("client")
        return client is not None and self.contains(client[0])

    def _look(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)
