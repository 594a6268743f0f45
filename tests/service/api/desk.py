"""Content for the tests of the API, written by operations; and statements, counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import current_thread
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session, func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from service.api import ids
from service.api.recording import THREAD
from service.api.services import Services
from service.content.account import Account, Role
from service.content.article import ARTICLE
from service.content.base import Entry
from service.content.change import Lane, Outbox
from service.content.image import Image
from service.content.times import now
from service.operations import accounts, categories, drafting, lifecycle, tags, views
from service.permissions import SYSTEM, Actor
from service.store import Store

T = TypeVar("T")

DAY_ONE = datetime(2020, 10, 1, 3, 0, tzinfo=UTC)


class Desk:
    """Who writes, and shorthands for what is written."""

    def __init__(self, client: TestClient) -> None:
        assert isinstance(client.app, Starlette)
        self.services: Services = client.app.state.services
        self.store: Store = self.services.store
        self._numbers = count(1)

    def do(self, work: Callable[[Session], T]) -> T:
        with self.store.transaction() as session:
            return work(session)

    def account(self, role: Role = Role.EDITOR, name: str = "Quản trị") -> Actor:
        login = f"account{next(self._numbers)}"

        def make(session: Session) -> Account:
            account, _ = accounts.create_account(
                session, SYSTEM, login=login, display_name=name, role=role
            )
            return account

        made = self.do(make)
        return Actor(made.id, role, login=login, display_name=name)

    def category(self, name: str, parent: int | None = None) -> int:
        return self.do(
            lambda session: categories.create(session, SYSTEM, name=name, parent_id=parent).id or 0
        )

    def image(self, alt: str = "Quang cảnh") -> int:
        number = next(self._numbers)

        def make(session: Session) -> int:
            image = Image(name=f"{number:064x}.jpg", width=8, height=6, alt=alt, created_at=now())
            session.add(image)
            session.flush()
            return image.id or 0

        return self.do(make)

    def tag(self, name: str) -> int:
        return self.do(lambda session: tags.ids_for_names(session, [name])[0])

    def article(
        self,
        category: int,
        title: str = "",
        actor: Actor = SYSTEM,
        publish: bool = True,
        **more: Any,
    ) -> int:
        """A new article by its entry's id; published a day after the one before, unless told."""
        number = next(self._numbers)
        values = {
            "title": title or f"Bài số {number}",
            "body": "<p>Nội dung.</p>",
            "category_id": category,
            "published_at": DAY_ONE + timedelta(days=number),
        }
        names = more.pop("tags", [])

        def make(session: Session) -> int:
            values["tags"] = [(one,) for one in tags.ids_for_names(session, names)]
            entry = drafting.create(session, actor, ARTICLE, values | more, publish=publish)
            return entry.id or 0

        return self.do(make)

    def edit(self, entry_id: int, publish: bool = False, **values: Any) -> None:
        self.do(
            lambda session: drafting.update(
                session,
                SYSTEM,
                ARTICLE,
                entry_id,
                _version(session, entry_id),
                values,
                publish=publish,
            )
        )

    def move(self, entry_id: int, name: str, *more: Any) -> None:
        """One of the lifecycle's moves."""
        move = getattr(lifecycle, name)
        self.do(lambda session: move(session, SYSTEM, entry_id, _version(session, entry_id), *more))

    def view(self, entry_id: int, times: int) -> None:
        self.do(lambda session: views.add_views(session, {entry_id: times}))

    def version(self, entry_id: int) -> int:
        return self.do(lambda session: _version(session, entry_id))

    def settle_index(self) -> None:
        """Waits until everything written so far can be found."""
        newest = select(func.max(Outbox.seq)).where(Outbox.lane == Lane.INTERACTIVE)
        last = self.do(lambda session: session.exec(newest).one())
        assert last is not None
        assert self.services.indexer.wait_until_indexed(last, 30)

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The SQL statements of whatever happens inside but what runs beside it, as they come."""
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if current_thread().name not in {"indexer", THREAD} and statement != "BEGIN":
                statements.append(statement)

        event.listen(self.store.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.store.engine, "before_cursor_execute", note)


def article_id(entry_id: int) -> str:
    return ids.encode("Article", entry_id)


def category_id(row_id: int) -> str:
    return ids.encode("Category", row_id)


def _version(session: Session, entry_id: int) -> int:
    return session.get_one(Entry, entry_id).version
