"""Things computed once and remembered, within bounds."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any


class Memory:
    """Forgets what was used longest ago when the weights of all things exceed `room`."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """What was put under this key; None if it is not remembered."""
        with self._lock:
            found = self._things.get(key)
            if found is None:
                return None
            self._things.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, thing: Any, weight: int) -> None:
        with self._lock:
            before = self._things.pop(key, None)
            self._room += before[1] if before else 0
            self._things[key] = thing, weight
            self._room -= weight
            while self._room < 0 and self._things:
                self._room += self._things.popitem(last=False)[1][1]
