"""How much of the service an address or an account may use in a minute, in points of cost."""

import time
from collections import Counter
from typing import Protocol

import structlog
from limits.aio.storage import Storage
from limits.storage import storage_from_string

from service.api.throttling import network
from service.errors import RateLimited
from service.permissions import Actor

log = structlog.get_logger(__name__)

WINDOW = 60
"""Seconds."""
MEMORY = "memory://"


class Spent(Protocol):
    """What each has spent in the present minute."""

    async def add(self, who: str, points: int, window: int) -> int:
        """Adds to it, and gives what is spent now; windows are numbered one after the other."""


class InMemory:
    """For one process. Whoever asked in an earlier minute is forgotten, so that memory is bounded
    by what a minute brings; looking for those one by one, as libraries do, would take longer than
    an answer that is kept."""

    def __init__(self) -> None:
        self._window = 0
        self._spent: Counter[str] = Counter()

    async def add(self, who: str, points: int, window: int) -> int:
        return self.add_now(who, points, window)

    def add_now(self, who: str, points: int, window: int) -> int:
        if window != self._window:
            self._window, self._spent = window, Counter()
        self._spent[who] += points
        return self._spent[who]


class Shared:
    """For all processes and machines, in Redis. While that is away, each process counts alone."""

    def __init__(self, url: str) -> None:
        found = storage_from_string(f"async+{url}", wrap_exceptions=True)
        assert isinstance(found, Storage)
        self._storage = found
        self._alone = InMemory()
        self._complained = 0

    async def add(self, who: str, points: int, window: int) -> int:
        try:
            return await self._storage.incr(f"toasoan/{who}/{window}", 2 * WINDOW, points)
        except Exception as error:  # whatever its client raises
            if window != self._complained:
                self._complained = window
                log.warning("rate limits are counted by each process alone", error=str(error)[:200])
            return self._alone.add_now(who, points, window)


class Allowance:
    """Points a minute: `public` for each address, `staff` for each account."""

    def __init__(self, url: str, public: int, staff: int) -> None:
        self._spent: Spent = InMemory() if url == MEMORY else Shared(url)
        self._public, self._staff = public, staff

    async def spend(self, actor: Actor, address: str, points: int) -> int:
        """What is left of the minute's. Raises RateLimited where nothing was left before."""
        now = time.time()
        own = actor.role is not None
        who = f"account {actor.account_id}" if own else f"address {network(address)}"
        most = self._staff if own else self._public
        spent = await self._spent.add(who, points, int(now // WINDOW))
        if spent - points >= most:
            wait = int(WINDOW - now % WINDOW) + 1
            raise RateLimited(f"Too much was asked in a minute; try again in {wait} seconds.", wait)
        return max(0, most - spent)
