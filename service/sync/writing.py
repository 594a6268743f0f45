"""Writing entries into an index so that one bad document stops none of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from index.document import Document
from index.engine import Engine, IndexUnavailable, Rebuilding
from service.sync.documents import Indexable

Put = Callable[[list[str], list[Document]], None]
Errors = dict[int, Exception]
"""Why entries could not be indexed, by their numbers."""

ENGINE_AT_FAULT = (OSError, IndexUnavailable)
"""What no document is to blame for: a full disk, a damaged index."""


def replace(engine: Engine, items: Sequence[Indexable], watermarks: Mapping[str, int]) -> Errors:
    """Puts the current state of entries into the index; it is committed when this returns.

    An entry that cannot be indexed is taken out. Raises what the engine raises when it
    is the engine that cannot write; then nothing may be taken for done.
    """

    def put(owners: list[str], documents: list[Document]) -> None:
        engine.replace(owners, documents, {})

    errors = _unreadable(items)
    try:
        engine.replace(_owners(items), _documents(items), watermarks)
    except ENGINE_AT_FAULT:
        raise
    except Exception:
        errors |= _put_apart(items, put)
        engine.replace((), (), watermarks)
    return errors


def add(new: Rebuilding, items: Sequence[Indexable]) -> Errors:
    """Adds entries that the new index has nothing of yet, but for those that it cannot take."""
    errors = _unreadable(items)
    try:
        new.add(_documents(items))
    except ENGINE_AT_FAULT:
        raise
    except Exception:
        errors |= _put_apart(items, new.replace)
    return errors


def _put_apart(items: Sequence[Indexable], put: Put) -> Errors:
    """Finds by halving what cannot be put, and leaves it out."""
    try:
        put(_owners(items), _documents(items))
    except ENGINE_AT_FAULT:
        raise
    except Exception as error:
        if len(items) > 1:
            half = len(items) // 2
            return _put_apart(items[:half], put) | _put_apart(items[half:], put)
        put(_owners(items), [])  # raises again where the engine itself is at fault
        return {items[0].entry_id: error}
    return {}


def _unreadable(items: Iterable[Indexable]) -> Errors:
    return {item.entry_id: item.error for item in items if item.error is not None}


def _owners(items: Iterable[Indexable]) -> list[str]:
    return [owner for item in items for owner in item.owners]


def _documents(items: Iterable[Indexable]) -> list[Document]:
    return [document for item in items for document in item.documents]
