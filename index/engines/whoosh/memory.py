"""Things computed once and remembered, within bounds."""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class _Remembered:
    __slots__ = ("thing", "used", "weight")

    def __init__(self, thing: Any, weight: int) -> None:
        self.thing = thing
        self.weight = weight
        self.used = False


class Memory:
    """Forgets what was not used lately when the weights of all things exceed `room`.

    Things wait in a row to be forgotten; one that was used since it joined the row joins it again
    (Corbató's second chance, 1968). So looking something up takes no lock.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: dict[Hashable, _Remembered] = {}
        self._row: deque[Hashable] = deque()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """What was put under this key; None if it is not remembered."""
        found = self._things.get(key)
        if found is None:
            return None
        found.used = True
        return found.thing

    def remembered(self, key: Hashable, make: Callable[[], T], weight: Callable[[T], int]) -> T:
        """What was made for this key: now, if it is not remembered."""
        found: T | None = self.get(key)
        if found is None:
            found = make()
            self.put(key, found, weight(found))
        return found

    def put(self, key: Hashable, thing: Any, weight: int) -> None:
        with self._lock:
            before = self._things.get(key)
            if before is None:
                self._row.append(key)
            else:
                self._room += before.weight
            self._things[key] = _Remembered(thing, weight)
            self._room -= weight
            while self._room < 0 and self._row:
                self._forget(self._row.popleft())

    def _forget(self, key: Hashable) -> None:
        found = self._things[key]
        if found.used:
            found.used = False
            self._row.append(key)
        else:
            self._room += found.weight
            del self._things[key]
