"""How a server's process behaves, whatever it serves: its garbage, its memory, and its end."""

import asyncio
import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from threading import Thread, current_thread, main_thread
from time import sleep
from types import FrameType

TURN = 0.0005
"""Seconds, a tenth of Python's own."""
YOUNG = 5_000
"""New objects that may be garbage, after which is looked for it."""
GIVE_BACK_EVERY = 5.0
"""Seconds between two times that memory is given back."""


def take_short_turns() -> None:
    """A thread that indexes or searches has Python for so long while the event loop waits."""
    sys.setswitchinterval(TURN)


def collect_less() -> None:
    """Looking through all that was loaded for garbage takes a tenth of a second, in which nobody
    gets an answer; it stays until the process ends. Looking through what is new takes a
    millisecond, and is needed less often than by default: requests leave little behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def give_back_memory() -> None:
    """Has a thread give back what was freed, now and then: each thread that searched would keep
    some, in all as much again as is in use. Nothing is done where the C library has no such call.
    """
    trim = _trimming()
    if trim is not None:
        Thread(target=_again_and_again, args=(trim,), name="memory", daemon=True).start()


class Stopping:
    """Tells what would never end by itself, as an open stream, that the server is to stop.

    The server waits for requests under way, but not for ever; a WebSocket it closes itself, with
    the code 1012.
    """

    def __init__(self) -> None:
        self._begun = asyncio.Event()

    @property
    def begun(self) -> bool:
        return self._begun.is_set()

    async def wait(self) -> None:
        """Returns once the process has been told to end."""
        await self._begun.wait()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Notices SIGTERM and SIGINT, within an event loop of the main thread; passes them on."""
        if current_thread() is not main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

        def told(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._begun.set)
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)

        for number in before:
            signal.signal(number, told)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def stop_with_parent() -> None:
    """A worker whose supervisor was killed would keep the port for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_outlive, args=(parent.sentinel,), name="parent", daemon=True).start()


def _trimming() -> Callable[[int], int] | None:
    """The GNU C library's call; while it works, Python goes on."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


def _again_and_again(trim: Callable[[int], int]) -> None:
    while True:
        sleep(GIVE_BACK_EVERY)
        trim(0)


def _outlive(sentinel: int) -> None:
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
