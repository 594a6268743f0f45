"""What one request may still get: things in lists, long texts, conditions, searches."""

from collections.abc import Hashable

from service.api.errors import CostLimit

MAX_THINGS = 10_000
"""Things in lists, counted as often as they are shown, and as many as were asked for."""
MAX_CHARACTERS = 10_000_000
"""Characters of long texts, counted as often as they are shown."""
MAX_WEIGHT = 2_000
"""Conditions of filters and their values, each by what it costs to check it."""
MAX_SEARCHES = 150
"""Questions to the index; an article's related ones are one."""


class Budget:
    """Each method counts one sort and raises CostLimit once there is too much of it.

    From then on `check` raises too, so that nothing more is read for the request.
    """

    def __init__(self) -> None:
        self._things = self._characters = self._weight = 0
        self._searches: set[Hashable] = set()
        self._exceeded: str | None = None

    def things(self, count: int) -> None:
        self._things += count
        if self._things > MAX_THINGS:
            self._refuse(f"A request gets at most {MAX_THINGS:,} things in its lists.")

    def text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            self._refuse(f"A request gets at most {MAX_CHARACTERS:,} characters of texts.")

    def conditions(self, weight: int) -> None:
        self._weight += weight
        if self._weight > MAX_WEIGHT:
            self._refuse("The filters of a request hold too many conditions or values together.")

    def search(self, key: Hashable = None) -> None:
        """One question to the index; those that have the same key are asked once."""
        self._searches.add(object() if key is None else key)
        if len(self._searches) > MAX_SEARCHES:
            self._refuse(f"A request searches at most {MAX_SEARCHES:,} times.")

    def check(self) -> None:
        if self._exceeded is not None:
            raise CostLimit(self._exceeded)

    def _refuse(self, message: str) -> None:
        self._exceeded = message
        self.check()
