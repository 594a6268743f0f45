"""Whether the index holds what the database says: every document, by its id and digest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from time import sleep
from typing import NamedTuple

from index.engine import Engine
from service.store import Store
from service.sync import commands, documents, queue
from service.sync.documents import CHUNK, Indexable

ROUNDS = 4
PAUSE = 0.2
"""How often, and after how many seconds, a difference is looked at again while changes are made."""


class Fault(StrEnum):
    MISSING = "missing"
    EXTRA = "extra"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that the index lacks, has too much, or has as it was before.

    `id` is the document's; that of its owner where no document can be made, as `detail` then says.
    """

    kind: Fault
    id: str
    detail: str = ""


class Expected(NamedTuple):
    """What the index should hold of one entry, without the texts."""

    owner: str
    digests: dict[str, str]
    problem: str


def verify(
    store: Store, engine: Engine, progress: commands.Progress = commands.ignore
) -> list[Difference]:
    """Compares the index with the database, while both may be changing.

    What differs because its change waits in the outbox is no damage and is left out; `sync.backlog`
    counts what waits. Holds the id and digest of every document in memory, and no text. Raises
    IndexUnavailable where there is no index to compare.
    """
    before = _outbox(store)
    differences = _compare(_expect_all(store, progress), engine.digests())
    if not any(before.backlog) and _outbox(store) == before:
        return differences  # nothing moved meanwhile
    for _ in range(ROUNDS):
        if differences:
            sleep(PAUSE)
            differences = _look_again(store, engine, differences)
    return differences


def _compare(expected: Iterable[Expected], digests: Iterable[tuple[str, str]]) -> list[Difference]:
    """What the index holds against what it should; it is read first."""
    indexed: dict[str, str] = {}
    differences = []
    for document_id, digest in digests:
        if document_id in indexed:
            differences.append(Difference(Fault.EXTRA, document_id, "it is there more than once"))
        indexed[document_id] = digest
    for entry in expected:
        if entry.problem:
            differences.append(Difference(Fault.MISSING, entry.owner, entry.problem))
        for document_id, digest in entry.digests.items():
            found = indexed.pop(document_id, None)
            if found != digest:
                fault = Fault.MISSING if found is None else Fault.STALE
                differences.append(Difference(fault, document_id))
    return differences + [Difference(Fault.EXTRA, document_id) for document_id in indexed]


def _look_again(store: Store, engine: Engine, suspects: list[Difference]) -> list[Difference]:
    """What of `suspects` still differs, and not because its change waits.

    The database is read first, then what waits, then the index: of what was read and does not wait
    any more, the index has the state that was read, unless yet another change came between.
    """
    entries = {_entry_id(one.id) for one in suspects}
    expected = list(_expect(store, sorted(entries - {0})))
    with store.snapshot() as session:
        waiting = queue.what_waits(session)
    digests = [(id_, digest) for id_, digest in engine.digests() if _entry_id(id_) in entries]
    return [one for one in _compare(expected, digests) if not _waits(one, waiting)]


def _expect(store: Store, entry_ids: list[int]) -> Iterator[Expected]:
    for start in range(0, len(entry_ids), CHUNK):
        for item in documents.load(store, entry_ids[start : start + CHUNK]):
            yield _expected(item)


def _expect_all(store: Store, progress: commands.Progress) -> Iterator[Expected]:
    """Every entry in the order of the ids, the texts of one chunk in memory at a time."""
    with store.snapshot() as session:
        last, total = documents.extent(session)
    done = position = 0
    while ids := documents.ids_after(store, position, last):
        yield from _expect(store, ids)
        position = ids[-1]
        done += len(ids)
        progress(done, max(done, total))


def _expected(item: Indexable) -> Expected:
    problem = f"its document cannot be made: {item.error}" if item.error else ""
    return Expected(item.owners[0], {one.id: one.digest for one in item.documents}, problem)


def _entry_id(document_id: str) -> int:
    """The entry that a document's or owner's id names, 12 of article:12:public; 0 if none."""
    number = document_id.split(":")[1:2]
    return int(number[0]) if number and number[0].isdecimal() else 0


def _waits(difference: Difference, waiting: queue.Pending) -> bool:
    """Whether a change that waits explains the difference."""
    # A category or tag changes what a document says, never whether there is one.
    by_many = waiting.wide and difference.kind is Fault.STALE
    return waiting.everything or by_many or _entry_id(difference.id) in waiting.entries


class _Outbox(NamedTuple):
    newest: int
    backlog: queue.Backlog


def _outbox(store: Store) -> _Outbox:
    with store.snapshot() as session:
        return _Outbox(queue.newest(session), queue.backlog(session))
