"""An editor's desk: a category, people, and one transaction for each thing that is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, func, select

from service.content import times
from service.content.account import Account, Role
from service.content.article import ARTICLE, Article
from service.content.base import Entry, Stage
from service.content.change import Outbox
from service.content.history import Revision
from service.content.visibility import public_at
from service.operations import categories, drafting, editions
from service.permissions import SYSTEM, Actor
from service.store import Store

Result = TypeVar("Result")


@dataclass
class Desk:
    store: Store
    category: int = field(init=False)

    def __post_init__(self) -> None:
        self.category = self.add_category("Thời sự")

    def do(self, what: Callable[[Session], Result]) -> Result:
        with self.store.transaction() as session:
            return what(session)

    def see(self, what: Callable[[Session], Result]) -> Result:
        with self.store.snapshot() as session:
            return what(session)

    def add_category(self, name: str, parent_id: int | None = None) -> int:
        return self.do(
            lambda session: (
                categories.create(session, SYSTEM, name=name, parent_id=parent_id).id or 0
            )
        )

    def person(self, role: Role, login: str = "lan") -> Actor:
        """An account that cannot log in, as an actor."""
        account = Account(login=login, display_name=login, role=role, created_at=times.now())

        def add(session: Session) -> int:
            session.add(account)
            session.flush()
            return account.id or 0

        return Actor(self.do(add), role, login=login)

    def write(self, title: str = "Bệnh viện", **options: Any) -> Entry:
        """A new article; `actor`, `publish` and `now` are drafting's, the rest are values."""
        actor = options.pop("actor", SYSTEM)
        how = {name: options.pop(name) for name in ("publish", "now") if name in options}
        values = {"title": title, "body": "<p>Thân bài</p>", "category_id": self.category} | options
        return self.do(lambda session: drafting.create(session, actor, ARTICLE, values, **how))

    def change(
        self,
        entry: Entry,
        values: Mapping[str, Any],
        *,
        actor: Actor = SYSTEM,
        version: int | None = None,
        **how: Any,
    ) -> Entry:
        """Changes an article as it was last read."""
        read = entry.version if version is None else version
        return self.do(
            lambda session: drafting.update(
                session, actor, ARTICLE, entry.id or 0, read, values, **how
            )
        )

    def move(
        self,
        move: Callable[..., Entry],
        entry: Entry,
        *args: Any,
        actor: Actor = SYSTEM,
        **how: Any,
    ) -> Entry:
        """Makes a move of the lifecycle."""
        return self.do(
            lambda session: move(session, actor, entry.id or 0, entry.version, *args, **how)
        )

    def entry(self, entry_id: int | None) -> Entry:
        return self.see(lambda session: session.get_one(Entry, entry_id))

    def editions(self, entry: Entry) -> dict[Stage, Article]:
        found = self.see(lambda session: editions.load(session, ARTICLE, entry.id or 0))
        return {stage: one for stage, one in found.items() if isinstance(one, Article)}

    def says(self, entry: Entry, stage: Stage = Stage.WORKING) -> dict[str, Any]:
        """What one edition says, parts included."""
        return self.see(
            lambda session: editions.content(
                session, ARTICLE, [editions.load(session, ARTICLE, entry.id or 0)[stage]]
            )[0]
        )

    def public(self, now: datetime) -> list[tuple[int, str]]:
        """Entry and title of every edition that the public sees."""
        shown = select(Article.entry_id, Article.title).where(public_at(Article, now))
        return self.see(lambda session: list(session.exec(shown)))

    def revisions(self, entry: Entry) -> list[Revision]:
        of = select(Revision).where(Revision.entry_id == entry.id).order_by(col(Revision.version))
        return self.see(lambda session: list(session.exec(of)))

    def outbox(self) -> list[Outbox]:
        return self.see(
            lambda session: list(session.exec(select(Outbox).order_by(col(Outbox.seq))))
        )

    def count(self, table: Any) -> int:
        return self.see(lambda session: session.exec(select(func.count()).select_from(table)).one())
