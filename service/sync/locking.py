"""Which process may write the index: the one that holds a lock on a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Holds the lock during the block if it is free; yields whether it is held.

    The system lets go of it when the process ends, however it ends. Raises OSError where no file
    can be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file stays: deleting it would let two processes lock two files of one name.
    lock = FileLock(path, blocking=False, preserve_lock_file=True)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
