"""Reading the whole index now and then, for damage that opening it does not show."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog

from index.engine import Engine, State
from service.logs import in_a_line

EVERY = 24 * 60 * 60.0
"""Seconds between two looks; the first one is at once."""

log = structlog.get_logger()


@contextmanager
def inspecting(engine: Engine, damaged: Callable[[], None]) -> Iterator[None]:
    """Has a thread look at the index for as long as the block runs.

    Where it is damaged the engine's state says so from then on, and `damaged` is called.
    """
    stopping = Event()

    def look_again_and_again() -> None:
        while True:
            _look(engine, damaged)
            if stopping.wait(EVERY):
                return

    thread = Thread(target=look_again_and_again, name="inspector", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _look(engine: Engine, damaged: Callable[[], None]) -> None:
    try:
        if engine.state is State.READY and not engine.check():
            log.error("the search index is damaged")
            damaged()
    except Exception as error:  # what is wrong with the disk is seen elsewhere too
        event = "the search index could not be looked through"
        log.warning(event, error=in_a_line(error))
        log.debug(event, exc_info=error)
