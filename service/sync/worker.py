"""What the indexer does next, one bounded piece at a time.

Interactive rows come first; between two looks at them, one piece of a rebuild or one batch of bulk
rows is done, so that neither lane waits for ever. A row is marked done only after the index holds
its entry's state as it was when the row was read, or later; what fails or dies before that is done
once more.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from time import monotonic

from index.engine import Engine, IndexUnavailable, State
from service.content.change import Lane, Subject
from service.content.times import now
from service.store import Store
from service.sync import documents, queue, reporting
from service.sync.expansion import Expansion
from service.sync.failures import Failures
from service.sync.queue import Row
from service.sync.target import Reached, Target

INTERACTIVE_BATCH = 100
FULL_BATCHES = 5
"""Full interactive batches in a row, after which other work has a turn all the same."""
MERGE_EVERY = 20
"""Writes after which segments are merged though bulk rows wait, so that they do not pile up."""
MARK_BATCH = 1_000
KEEP_DONE = timedelta(days=1)
FORGET_EVERY = 600.0
"""Seconds between two rounds of deleting old rows."""


class Worker:
    """The writer of one index; only one may exist at a time, which is what the lock is for.

    Beside the lock it notes what it has in hand: see `failures`.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        *,
        lock_path: Path | None = None,
        reached: Reached = lambda seq: None,
        report: reporting.Report = reporting.ignore,
    ) -> None:
        self._store = store
        self._engine = engine
        self._report = report
        self._failures = Failures(store, lock_path)
        self.target = Target(store, engine, self._failures, reached, report)
        self._asked: list[int] = []  # rows that the running rebuild answers
        self._covered = 0  # rows up to this one are in the index, but not all of them marked
        self._expansion: Expansion | None = None
        self._bulk_done = 0
        self._full = 0  # interactive batches in a row that were full
        self._writes = 0  # since there was last nothing to merge
        self._forget_at = 0.0

    def step(self) -> bool:
        """Does the next piece of work; False when there is none.

        Raises what the database or the engine raises; the same piece is tried again next time.
        """
        try:
            self.open()
            taken = self._take_interactive()
            self._full = self._full + 1 if taken == INTERACTIVE_BATCH else 0
            if self._full % FULL_BATCHES:
                return True  # there may be more of them
            return self._take_other() or taken > 0
        except IndexUnavailable:
            self.target.close()
            raise

    def open(self) -> None:
        """Finds out what is known of failures and of the index; a rebuild begins where it must."""
        self._failures.open()
        self.target.open()

    def _take_other(self) -> bool:
        return (
            self._continue_rebuild()
            or self._mark_covered()
            or self._merge_if_due()
            or self._take_bulk()
            or self._try_again()
        )

    def tidy(self) -> bool:
        """Does a bounded piece of what can wait; False when nothing is left to do."""
        if self._engine.state is not State.READY:
            self.target.close()
            return True
        return self._engine.merge() or self._forget()

    def close(self) -> None:
        self.target.close()

    # ------------------------------------------------------------ interactive

    def _take_interactive(self) -> int:
        """Does the rows that wait; returns how many. Without an index they wait for the rebuild."""
        if not self.target.usable:
            return 0
        rows = self._waiting(Lane.INTERACTIVE, INTERACTIVE_BATCH)
        wide = [row.seq for row in rows if row.subject is not Subject.ENTRY]
        if wide:
            with self._store.transaction() as session:
                queue.demote(session, wide)
        self._apply([row for row in rows if row.subject is Subject.ENTRY], Lane.INTERACTIVE)
        return len(rows)

    # ------------------------------------------------------------ bulk

    def _take_bulk(self) -> bool:
        rows = self._waiting(Lane.BULK, documents.CHUNK)
        if not rows:
            self._bulk_done = 0
            return False
        if rows[0].subject is Subject.EVERYTHING:
            self.target.start_rebuild("asked for")
            self._asked = [rows[0].seq]
        elif rows[0].subject is Subject.ENTRY:
            single = list(takewhile(lambda row: row.subject is Subject.ENTRY, rows))
            self._apply(single, Lane.BULK)
            self._report_bulk(len(single))
        else:
            self._expand(rows[0])
        return True

    def _expand(self, row: Row) -> None:
        """Does one slice of a row that names many entries."""
        if self._expansion is None or self._expansion.row != row:
            self._expansion = Expansion(self._store, row)
        expansion = self._expansion
        ids = expansion.slice()
        last = expansion.done + len(ids) == expansion.total
        self._write(ids, {Lane.BULK: row.seq} if last else {})
        expansion.done += len(ids)
        self._report(f"{row.subject} {row.subject_id}", expansion.done, expansion.total)
        if last:
            self._mark([row.seq])

    def _report_bulk(self, done: int) -> None:
        self._bulk_done += done
        with self._store.snapshot() as session:
            left = queue.bulk_backlog(session)
        self._report("changes", self._bulk_done, self._bulk_done + left)

    def _try_again(self) -> bool:
        """Tries what could not be indexed once more, if it is time: when all else is done."""
        ids = self._failures.due(documents.CHUNK) if self.target.usable else []
        if ids:
            self._write(ids, {})
        return bool(ids)

    # ------------------------------------------------------------ rows of either lane

    def _waiting(self, lane: Lane, limit: int) -> list[Row]:
        with self._store.snapshot() as session:
            return queue.waiting(session, lane, limit)

    def _apply(self, rows: Sequence[Row], lane: Lane) -> None:
        """Brings the entries of these rows into the index, and marks the rows."""
        if rows:
            ids = list(dict.fromkeys(row.subject_id for row in rows))
            self._write(ids, {lane: rows[-1].seq})
            self._mark([row.seq for row in rows])

    def _write(self, entry_ids: list[int], reached: dict[Lane, int]) -> None:
        self.target.write(entry_ids, reached)
        self._writes += 1

    def _mark(self, seqs: Sequence[int]) -> None:
        with self._store.transaction() as session:
            queue.mark_done(session, seqs)

    # ------------------------------------------------------------ what a rebuild leaves

    def _continue_rebuild(self) -> bool:
        if not self.target.rebuilding:
            return False
        rebuilt = self.target.continue_rebuild()
        if rebuilt is not None:
            self._covered = rebuilt.covered
            self._mark(self._asked)
            self._asked = []
        return True

    def _mark_covered(self) -> bool:
        """Marks rows that a rebuild made needless, in pieces that block no editor."""
        if not self._covered:
            return False
        with self._store.transaction() as session:
            marked = queue.mark_covered(session, self._covered, MARK_BATCH)
        if marked < MARK_BATCH:
            self._covered = 0
        return True

    # ------------------------------------------------------------ tidying

    def _merge_if_due(self) -> bool:
        if self._writes < MERGE_EVERY:
            return False
        if self._engine.merge():
            return True
        self._writes = 0
        return False

    def _forget(self) -> bool:
        if monotonic() < self._forget_at:
            return False
        with self._store.transaction() as session:
            forgotten = queue.forget_done(session, now() - KEEP_DONE, MARK_BATCH)
        if forgotten < MARK_BATCH:
            self._forget_at = monotonic() + FORGET_EVERY
        return forgotten > 0
