"""A new index from the database, made in steps beside the one in use.

Between two steps the worker writes what editors change into the index in use, and lets the new one
`follow`: what has been added is replaced there too, and so is what is newer than the rebuild; the
entries between are left to the step that reaches them, which reads their state of that moment.
Nothing runs beside a step, so no change can fall between the two.
"""

from collections.abc import Mapping, Sequence

from index.engine import Engine
from service.content.change import Lane
from service.store import Store
from service.sync import documents, queue, writing
from service.sync.documents import Indexable
from service.sync.failures import Failures


class Rebuild:
    """One rebuild. `done` and `total` count entries; `total` is what there was at the start.

    Entries that have failed before are left to the time after it, when they are tried one by one:
    a rebuild is not stopped by what has once ended the process.
    """

    def __init__(self, store: Store, engine: Engine, failures: Failures) -> None:
        self._store = store
        self._failures = failures
        with store.snapshot() as session:
            self._last, self.total = documents.extent(session)
            newest = queue.newest(session)
        # Elsewhere a smaller number may still be open: every row is done once more instead.
        self.covered = newest if queue.in_commit_order(store) else 0
        """Rows up to this one are in the new index, which is read after they were committed."""
        self.done = 0
        self._position = 0
        self._new = engine.rebuild()

    def step(self) -> bool:
        """Adds the next entries; False when none are left. May be tried again if loading fails."""
        ids = documents.ids_after(self._store, self._position, self._last)
        if not ids:
            return False
        wanted = self._failures.unknown(ids)
        with self._failures.in_hand(wanted):
            items = documents.load(self._store, wanted)
            errors = writing.add(self._new, items)
        self._position = ids[-1]
        self.done += len(ids)
        self._failures.note(wanted, errors)
        return True

    def follow(self, items: Sequence[Indexable]) -> None:
        """Keeps the new index up with entries that were just written to the one in use."""
        known = [item for item in items if not self._position < item.entry_id <= self._last]
        owners = [owner for item in known for owner in item.owners]
        if owners:
            self._new.replace(owners, [one for item in known for one in item.documents])

    def marks(self, watermarks: Mapping[str, int]) -> dict[str, int]:
        """How far each lane is in the new index.

        `watermarks` are those of the index in use, all of whose rows the new one has followed.
        """
        return {lane.value: max(watermarks.get(lane, 0), self.covered) for lane in Lane}

    def finish(self, watermarks: Mapping[str, int]) -> None:
        """Puts the new index in place."""
        self._new.finish(watermarks)

    def abandon(self) -> None:
        self._new.abandon()
