"""Entries that cannot be indexed: each is tried a few times and then set aside; the rest go on.

An error that is raised is counted at once. An entry with which the whole process ends leaves nobody
to count: so what is in hand is noted in a small file, and the next process counts a try for
each entry that it finds there. From then on such an entry is tried alone, after all others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import structlog
from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from service.content.base import Entry
from service.content.change import IndexingFailure
from service.logs import in_a_line
from service.store import Store

TRIES = 3
"""After which an entry is set aside, until it is changed."""
PAUSE = 2.0
"""Seconds after the first try; twice as many after the second one."""
FILE = "in-hand"
ENDED = "the process ended while it was being indexed"
_CHUNK, _SHOWN = 500, 20

log = structlog.get_logger()


class Failure(NamedTuple):
    """As the table has it: see `content.change.IndexingFailure`."""

    entry_id: int
    version: int
    tries: int
    ended_process: bool
    error: str

    @property
    def is_set_aside(self) -> bool:
        return self.tries >= TRIES


class Apart(NamedTuple):
    """Entries by how they are tried."""

    together: list[int]
    alone: list[int]
    set_aside: list[int]
    """Not any more."""


class Failures:
    """What failed, for the one worker that writes the index. All raise what the database raises."""

    def __init__(self, store: Store, lock_path: Path | None = None) -> None:
        self._store = store
        self._file = None if lock_path is None else lock_path.with_name(FILE)
        self._known: dict[int, Failure] = {}
        self._due: dict[int, float] = {}
        self._opened = False

    def open(self) -> None:
        """Reads what is known, and counts what a process that is gone had in hand; once."""
        if not self._opened:
            with self._store.snapshot() as session:
                self._known = {one.entry_id: one for one in read_all(session)}
            self._count_ended(self._left_in_hand())
            self._clear()
            self._opened = True

    def apart(self, entry_ids: Sequence[int]) -> Apart:
        """How to try these entries; those of another version than was tried begin anew."""
        self._begin_anew([one for one in entry_ids if one in self._known])
        ending = [self._known[one] for one in entry_ids if self._ends_process(one)]
        alone = sorted((one for one in ending if not one.is_set_aside), key=lambda one: one.tries)
        return Apart(
            [one for one in entry_ids if not self._ends_process(one)],
            [one.entry_id for one in alone],
            [one.entry_id for one in ending if one.is_set_aside],
        )

    def unknown(self, entry_ids: Iterable[int]) -> list[int]:
        """Those that have not failed: a new index is made of them first."""
        return [one for one in entry_ids if one not in self._known]

    def due(self, limit: int) -> list[int]:
        """Those to be tried again now, at most so many."""
        now = monotonic()
        found = [
            entry_id
            for entry_id, known in self._known.items()
            if not known.is_set_aside and self._due.get(entry_id, 0.0) <= now
        ]
        return found[:limit]

    @contextmanager
    def in_hand(self, entry_ids: Iterable[int]) -> Iterator[None]:
        """Has the next process know of them if this one ends within the block.

        The file is not synced: a power cut is nobody's fault.
        """
        if self._file is not None:
            with suppress(OSError):  # a full disk is no reason to stop
                self._file.write_text(" ".join(map(str, entry_ids)))
        try:
            yield
        finally:
            self._clear()

    def note(self, tried: Collection[int], errors: Mapping[int, Exception]) -> None:
        """What came of a try: these errors, and no others."""
        self._forget([one for one in tried if one in self._known and one not in errors])
        lines = {entry_id: in_a_line(error) for entry_id, error in errors.items()}
        for one in self._count(lines, ended_process=False):
            self._due[one.entry_id] = monotonic() + PAUSE * one.tries
            event = "an entry is set aside" if one.is_set_aside else "an entry cannot be indexed"
            log.error(event, entry=one.entry_id, error=one.error, tries=one.tries)
            log.debug(event, entry=one.entry_id, exc_info=errors[one.entry_id])

    def try_once_more(self) -> None:
        """Has those that were set aside with an error tried again, in an index that is new.

        The others could end the process again: they wait for a change.
        """
        aside = [one for one in self._known.values() if one.is_set_aside and not one.ended_process]
        self._save([one._replace(tries=TRIES - 1) for one in aside])
        for one in aside:
            self._due.pop(one.entry_id, None)

    # ------------------------------------------------------------ counting

    def _ends_process(self, entry_id: int) -> bool:
        known = self._known.get(entry_id)
        return known is not None and known.ended_process

    def _begin_anew(self, entry_ids: Sequence[int]) -> None:
        """Those of them that are of another version than was tried."""
        if entry_ids:
            versions = self._versions(entry_ids)
            known = [self._known[one] for one in entry_ids]
            self._save(
                [
                    one._replace(version=versions.get(one.entry_id, 0), tries=0)
                    for one in known
                    if one.version != versions.get(one.entry_id, 0)
                ]
            )

    def _count_ended(self, entry_ids: Sequence[int]) -> None:
        counted = self._count(dict.fromkeys(entry_ids, ENDED), ended_process=True)
        if counted:
            log.warning(ENDED, entries=entry_ids[:_SHOWN], of=len(entry_ids))
        for one in counted:
            if one.is_set_aside:
                log.error("an entry is set aside", entry=one.entry_id, error=ENDED, tries=one.tries)

    def _count(self, errors: Mapping[int, str], *, ended_process: bool) -> list[Failure]:
        """One try more of each."""
        if not errors:
            return []
        self._begin_anew([one for one in errors if one in self._known])
        versions = self._versions(list(errors))
        counted = []
        for entry_id, error in errors.items():
            known = self._known.get(entry_id)
            tries = 1 + (known.tries if known else 0)
            version = versions.get(entry_id, 0)
            counted.append(Failure(entry_id, version, tries, ended_process, error))
        self._save(counted)
        return counted

    # ------------------------------------------------------------ the database

    def _versions(self, entry_ids: Sequence[int]) -> dict[int, int]:
        """Without those that are not there any more."""
        found: dict[int, int] = {}
        with self._store.snapshot() as session:
            for some in _chunks(entry_ids):
                wanted = select(Entry.id, Entry.version).where(col(Entry.id).in_(some))
                found.update((id_ or 0, version) for id_, version in session.exec(wanted))
        return found

    def _save(self, failures: Sequence[Failure]) -> None:
        if failures:
            with self._store.transaction() as session:
                _remove(session, [one.entry_id for one in failures])
                session.execute(insert(IndexingFailure), [one._asdict() for one in failures])
            self._known.update((one.entry_id, one) for one in failures)

    def _forget(self, entry_ids: Sequence[int]) -> None:
        if entry_ids:
            with self._store.transaction() as session:
                _remove(session, entry_ids)
            for entry_id in entry_ids:
                del self._known[entry_id]
                self._due.pop(entry_id, None)

    # ------------------------------------------------------------ the file

    def _left_in_hand(self) -> list[int]:
        if self._file is None:
            return []
        try:
            return [int(one) for one in self._file.read_text().split()]
        except (OSError, ValueError):
            return []

    def _clear(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)


def read_all(session: Session) -> list[Failure]:
    """All that have failed and not been indexed since, by their numbers."""
    every = select(IndexingFailure).order_by(col(IndexingFailure.entry_id))
    return [Failure(**one.model_dump()) for one in session.exec(every)]


def _remove(session: Session, entry_ids: Sequence[int]) -> None:
    for some in _chunks(entry_ids):
        session.execute(delete(IndexingFailure).where(col(IndexingFailure.entry_id).in_(some)))


def _chunks(entry_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (entry_ids[start : start + _CHUNK] for start in range(0, len(entry_ids), _CHUNK))
