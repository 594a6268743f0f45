"""How often a log-in may be tried."""

import hashlib
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from service.errors import RateLimited

WINDOW_MINUTES = 5


class LoginThrottle:
    """At most `attempts` in five minutes from an address, and for an account; kept in memory."""

    def __init__(self, attempts: int) -> None:
        self._limit = RateLimitItemPerMinute(attempts, WINDOW_MINUTES)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def count(self, address: str, login: str) -> None:
        """Counts one attempt; raises RateLimited where it is one too many."""
        for scope, name in (("address", address), ("account", login.strip().casefold())):
            # What a client sends is of any length, its digest is not.
            key = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()
            if not self._limiter.hit(self._limit, scope, key):
                reset = self._limiter.get_window_stats(self._limit, scope, key).reset_time
                wait = max(1, round(reset - time.time()))
                raise RateLimited(f"Too many log-ins; try again in {wait} seconds.", wait)
