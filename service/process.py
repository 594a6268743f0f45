"""How a server's process behaves, whatever it serves: its garbage, its memory, and its end."""

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import connection, parent_process
from threading import Thread
from time import sleep

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
