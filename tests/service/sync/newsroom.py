"""A small newsroom with a database and an index, for the tests of what lies between the two."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlmodel import Session, col, select, update

from index.engine import Engine
from index.parser import parse
from service import outbox
from service.content.article import ARTICLE
from service.content.base import Entry
from service.content.change import Lane, Subject
from service.content.times import now
from service.operations import categories, drafting, lifecycle
from service.permissions import SYSTEM
from service.store import Store
from service.sync import Backlog, backlog
from service.sync.worker import Worker

PATIENCE = 30.0
"""Seconds after which what should happen is taken for not happening."""

Result = TypeVar("Result")


class Newsroom:
    """Does what editors do, one transaction each; `seq` is the outbox row of the last change."""

    def __init__(self, store: Store, engine: Engine, category_id: int | None = None) -> None:
        self.store = store
        self.engine = engine
        self.seq = 0
        self.category_id = category_id or self.add_category("Thời sự")

    def add_category(self, name: str, parent_id: int | None = None) -> int:
        def create(session: Session) -> int:
            return categories.create(session, SYSTEM, name=name, parent_id=parent_id).id or 0

        return self._do(create)

    def move_category(self, category_id: int, parent_id: int | None) -> None:
        self._do(lambda session: categories.move(session, SYSTEM, category_id, parent_id))

    def write(self, title: str, *, publish: bool = True, **values: Any) -> int:
        """A new article, by its entry's id."""
        values = {"title": title, "body": "<p></p>", "category_id": self.category_id} | values

        def create(session: Session) -> int:
            return drafting.create(session, SYSTEM, ARTICLE, values, publish=publish).id or 0

        return self._do(create)

    def edit(self, entry_id: int, *, publish: bool = True, **values: Any) -> None:
        def change(session: Session) -> None:
            version = _version(session, entry_id)
            drafting.update(session, SYSTEM, ARTICLE, entry_id, version, values, publish=publish)

        self._do(change)

    def move(self, name: str, entry_id: int, *more: Any) -> None:
        """One of the moves of the lifecycle, by its name."""

        def change(session: Session) -> None:
            getattr(lifecycle, name)(session, SYSTEM, entry_id, _version(session, entry_id), *more)

        self._do(change)

    def queue(self, entry_ids: list[int], lane: Lane = Lane.BULK) -> None:
        """Rows for entries that have not changed."""
        self._do(lambda session: outbox.record_many(session, entry_ids, lane))

    def queue_subject(self, subject: Subject, subject_id: int) -> None:
        self._do(lambda session: outbox.record(session, subject, subject_id, Lane.BULK))

    def spoil(self, entry_id: int, moment: str = "never") -> None:
        """Puts something into the entry's row that cannot be read back; "never" is no moment."""
        with self.store.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE article SET updated_at = ? WHERE entry_id = ?", (moment, entry_id)
            )

    def retitle_unseen(self, entry_id: int, title: str) -> None:
        """Changes a public title behind the outbox's back, as nothing in the service does."""
        article = ARTICLE.edition
        with self.store.transaction() as session:
            session.execute(
                update(article).where(col(article.entry_id) == entry_id).values(title=title)
            )

    def delete_unseen(self, entry_id: int) -> None:
        """Takes an article out of the database behind the outbox's back."""
        with self.store.transaction() as session:
            session.delete(session.get_one(Entry, entry_id))

    def all_entries(self) -> list[int]:
        with self.store.snapshot() as session:
            return [id_ or 0 for id_ in session.exec(select(Entry.id))]

    def version(self, entry_id: int) -> int:
        with self.store.snapshot() as session:
            return _version(session, entry_id)

    def find(self, text: str, at: datetime | None = None) -> list[int]:
        """The entries that a search finds, in the order of their ids."""
        page = self.engine.search(parse(text), at=at or now(), limit=100)
        return sorted(int(hit.owner.partition(":")[2]) for hit in page.hits)

    def _do(self, change: Callable[[Session], Result]) -> Result:
        with self.store.transaction() as session:
            result = change(session)
            self.seq = outbox.last_seq(session) or self.seq
        return result


def drain(worker: Worker) -> int:
    """Runs the worker until nothing waits; returns how many steps that took."""
    steps = 0
    while worker.step():
        steps += 1
    return steps


def _version(session: Session, entry_id: int) -> int:
    entry = session.get(Entry, entry_id)
    assert entry is not None
    return entry.version


def eventually(holds: Callable[[], bool]) -> None:
    """Waits until something that another thread brings about is so."""
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline
        sleep(0.01)


def waits(store: Store) -> Backlog:
    """How many rows of each lane are not done."""
    with store.snapshot() as session:
        return backlog(session)
