"""How often a log-in may fail."""

import hashlib
import ipaddress
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage

from service.errors import RateLimited
from service.operations.sessions import known_as

WINDOW_MINUTES = 5
FROM_ADDRESS, OF_ACCOUNT = 10, 20
"""Failures of all accounts from one address, and of one account from all addresses, that are
allowed for each one of an account from an address."""


class LoginThrottle:
    """Allows `failures` in five minutes of an account from an address; kept in memory.

    Who guesses is stopped where they are: the owner of the account still comes in from elsewhere,
    and others from the same office. Guesses that are spread over many accounts or addresses meet
    the larger limits.
    """

    def __init__(self, failures: int) -> None:
        self._storage = MemoryStorage()
        self._pair = RateLimitItemPerMinute(failures, WINDOW_MINUTES)
        self._address = RateLimitItemPerMinute(failures * FROM_ADDRESS, WINDOW_MINUTES)
        self._account = RateLimitItemPerMinute(failures * OF_ACCOUNT, WINDOW_MINUTES)

    def begin(self, address: str, login: str | None = None) -> "Attempt":
        """An attempt, to be made now; without a login it counts for the address only.

        Raises RateLimited where too many have failed, or are under way.
        """
        attempt = Attempt(self._storage)
        place = network(address)
        if login is not None:
            account = known_as(login) or login.strip().casefold()
            attempt.take(self._pair, f"{place} {account}")
            attempt.take(self._account, account)
        attempt.take(self._address, place)
        return attempt


class Attempt:
    """Counts as failed until it has succeeded, so that many at a time do not slip past."""

    def __init__(self, storage: MemoryStorage) -> None:
        self._storage = storage
        self._taken: list[tuple[str, float]] = []

    def take(self, limit: RateLimitItemPerMinute, name: str) -> None:
        """One of the limit's places; raises RateLimited, and takes none, where all are taken."""
        # What a client sends is of any length, its digest is not.
        digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()
        key = limit.key_for(digest)
        count = self._storage.incr(key, limit.get_expiry())
        ends = self._storage.get_expiry(key)
        self._taken.append((key, ends))
        if count > limit.amount:
            self.succeeded()
            wait = max(1, round(ends - time.time()))
            raise RateLimited(f"Too many log-ins have failed; try again in {wait} seconds.", wait)

    def succeeded(self) -> None:
        """Gives its places back, as far as they are still counted."""
        for key, ends in self._taken:
            if self._storage.get_expiry(key) == ends:
                self._storage.decr(key)
        self._taken.clear()


def network(address: str) -> str:
    """Who has one IPv6 address has all of the network; of IPv4 each address is one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or f"{int(parsed) >> 64:x}::/64")
