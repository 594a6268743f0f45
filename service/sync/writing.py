"""Writing entries into an index so that one bad document stops none of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog

from index.document import Document
from index.engine import Engine, IndexUnavailable, Rebuilding
from service.sync.documents import Indexable

Put = Callable[[list[str], list[Document]], None]

ENGINE_AT_FAULT = (OSError, IndexUnavailable)
"""What no document is to blame for: a full disk, a damaged index."""

log = structlog.get_logger()


def replace(engine: Engine, items: Sequence[Indexable], watermarks: Mapping[str, int]) -> None:
    """Puts the current state of entries into the index; it is committed when this returns.

    An entry that cannot be indexed is taken out and logged. Raises what the engine raises when it
    is the engine that cannot write; then nothing may be taken for done.
    """

    def put(owners: list[str], documents: list[Document]) -> None:
        engine.replace(owners, documents, {})

    _log_broken(items)
    try:
        engine.replace(_owners(items), _documents(items), watermarks)
    except ENGINE_AT_FAULT:
        raise
    except Exception:
        _put_apart(items, put)
        engine.replace((), (), watermarks)


def add(new: Rebuilding, items: Sequence[Indexable]) -> None:
    """Adds entries that the new index has nothing of yet."""
    _log_broken(items)
    try:
        new.add(_documents(items))
    except ENGINE_AT_FAULT:
        raise
    except Exception:
        _put_apart(items, new.replace)


def _put_apart(items: Sequence[Indexable], put: Put) -> None:
    """Finds by halving what cannot be put, and leaves it out."""
    try:
        put(_owners(items), _documents(items))
    except ENGINE_AT_FAULT:
        raise
    except Exception as error:
        if len(items) > 1:
            half = len(items) // 2
            _put_apart(items[:half], put)
            _put_apart(items[half:], put)
        else:
            put(_owners(items), [])  # raises again where the engine itself is at fault
            _log_one(items[0].entry_id, error)


def _log_broken(items: Iterable[Indexable]) -> None:
    for item in items:
        if item.error is not None:
            _log_one(item.entry_id, item.error)


def _log_one(entry_id: int, error: Exception) -> None:
    log.error("an entry cannot be indexed", entry=entry_id, exc_info=error)


def _owners(items: Iterable[Indexable]) -> list[str]:
    return [owner for item in items for owner in item.owners]


def _documents(items: Iterable[Indexable]) -> list[Document]:
    return [document for item in items for document in item.documents]
