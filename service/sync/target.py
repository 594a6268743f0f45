"""Where the worker writes: the index in use, and while one is being made, the new one beside it."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from index.engine import Engine, State
from service.content.change import Lane
from service.store import Store
from service.sync import documents, queue, reporting, writing
from service.sync.documents import Indexable
from service.sync.failures import Apart, Failures
from service.sync.rebuilding import Rebuild

log = structlog.get_logger()

STAMP = "stamp"
"""Name of the watermark that is no number of a row: see queue.stamp."""

Reached = Callable[[int], None]
"""Told the number of the last interactive row that the index shows."""


class Target:
    """The indexes that one worker writes; `usable` says whether the one in use can be."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        failures: Failures,
        reached: Reached,
        report: reporting.Report,
    ) -> None:
        self._store = store
        self._engine = engine
        self._failures = failures
        self._reached = reached
        self._report = report
        self._opened = False
        self._marks: dict[str, int] = {}
        self._rebuild: Rebuild | None = None
        self.usable = False

    @property
    def rebuilding(self) -> bool:
        return self._rebuild is not None

    def open(self) -> None:
        """Looks at the index as it is found; does nothing if that was done before.

        A rebuild begins of one that cannot be used, or that another database has written.
        """
        if self._opened:
            return
        state = self._engine.state
        marks = self._engine.watermarks() if state is State.READY else {}
        foreign = state is State.READY and self._is_foreign(marks)
        self.usable = state is State.READY and not foreign
        self._marks = marks if self.usable else {}
        if not self.usable:
            self.start_rebuild("made from another database" if foreign else state.value)
        self._opened = True
        self._tell()

    def write(self, entry_ids: Sequence[int], reached: Mapping[Lane, int]) -> None:
        """Brings the current state of entries into the index, and with it how far each lane is.

        Committed when it returns. Raises what the database or the engine raises.
        """
        marks = {lane.value: max(seq, self._marks.get(lane, 0)) for lane, seq in reached.items()}
        apart = self._failures.apart(entry_ids)
        *others, last = _batches(apart)
        for ids, set_aside in others:
            self._put(ids, set_aside, {})
        self._put(*last, self._stamped(marks))

    def _put(
        self, entry_ids: Sequence[int], set_aside: Sequence[int], marks: Mapping[str, int]
    ) -> None:
        """Writes entries in one go; of those that are set aside the index is to hold nothing."""
        with self._failures.in_hand(entry_ids):
            items = documents.load(self._store, entry_ids)
            items += [documents.without(one) for one in set_aside]
            errors = writing.replace(self._engine, items, marks)
            self._marks.update(marks)
            self._tell()
            self._follow(
                [
                    documents.without(one.entry_id) if one.entry_id in errors else one
                    for one in items
                ]
            )
        self._failures.note(entry_ids, errors)

    def _follow(self, items: Sequence[Indexable]) -> None:
        if self._rebuild is not None:
            try:
                self._rebuild.follow(items)
            except Exception:
                self.close()
                raise

    def start_rebuild(self, reason: str) -> None:
        """Begins a rebuild unless one is running; `continue_rebuild` goes on with it."""
        if self._rebuild is None:
            log.info("rebuilding the search index", reason=reason)
            self._rebuild = Rebuild(self._store, self._engine, self._failures)

    def continue_rebuild(self) -> Rebuild | None:
        """Does a piece of the rebuild that is running; returns it when that was the last."""
        rebuild = self._rebuild
        if rebuild is None:
            return None
        try:
            if not rebuild.step():
                self._finish(rebuild)
                return rebuild
        except SQLAlchemyError:
            raise  # nothing was written: the same step can be tried again
        except Exception:
            self.close()
            raise
        self._report(reporting.REBUILD, rebuild.done, max(rebuild.done, rebuild.total))
        return None

    def close(self) -> None:
        """Gives up a rebuild that is running; the index is looked at again before the next use."""
        self._opened = self.usable = False
        if self._rebuild is not None:
            rebuild, self._rebuild = self._rebuild, None
            rebuild.abandon()

    def _finish(self, rebuild: Rebuild) -> None:
        self._marks = self._stamped(rebuild.marks(self._marks))
        rebuild.finish(self._marks)
        self._rebuild = None
        self.usable = True
        log.info("rebuilt the search index", entries=rebuild.done)
        self._failures.try_once_more()
        self._tell()

    def _tell(self) -> None:
        self._reached(self._marks.get(Lane.INTERACTIVE, 0))

    def _stamped(self, marks: Mapping[str, int]) -> dict[str, int]:
        """The watermarks, with the stamp of the last row that they tell of."""
        with self._store.snapshot() as session:
            return {**marks, STAMP: queue.stamp(session, _last({**self._marks, **marks}))}

    def _is_foreign(self, marks: Mapping[str, int]) -> bool:
        """Whether the index comes from another database, or another past of this one.

        The row of the last watermark has to be there, as it was; and no row that was done may be
        beyond the watermark of its lane.
        """
        ordered = queue.in_commit_order(self._store)
        with self._store.snapshot() as session:
            return queue.stamp(session, _last(marks)) != marks.get(STAMP, 0) or any(
                ordered and queue.is_any_done_after(session, lane, marks.get(lane, 0))
                for lane in Lane
            )


def _last(marks: Mapping[str, int]) -> int:
    return max(marks.get(lane, 0) for lane in Lane)


def _batches(apart: Apart) -> list[tuple[Sequence[int], Sequence[int]]]:
    """What to write in one go, and what not to write any more; at least one, if of nothing."""
    alone: list[tuple[Sequence[int], Sequence[int]]] = [([one], ()) for one in apart.alone]
    if alone and not apart.together and not apart.set_aside:
        return alone
    return [(apart.together, apart.set_aside), *alone]
