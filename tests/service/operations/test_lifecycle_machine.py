"""Random lives of articles, against the smallest model of the contract."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from service.content.base import Entry, Status
from service.content.change import Outbox
from service.content.history import Revision
from service.errors import InvalidTransition
from service.operations import lifecycle
from service.store import Store
from tests.service.operations.desk import Desk

START = datetime(2021, 1, 1, tzinfo=UTC)

ALLOWED = {
    "publish": {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED},
    "schedule": {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED},
    "unpublish": {Status.SCHEDULED, Status.PUBLISHED},
    "archive": {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED},
    "trash": {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED},
    "restore": {Status.ARCHIVED, Status.TRASHED},
    "update": {Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED},
}


@dataclass
class Life:
    """What one article should be: its own title, and what the public sees from when on."""

    entry_id: int | None
    title: str
    put_away: Status = Status.DRAFT
    trashed_from: Status = Status.DRAFT
    shown: list[tuple[datetime, str]] = field(default_factory=list)
    version: int = 1

    def public(self, now: datetime) -> str | None:
        titles = [title for since, title in self.shown if since <= now]
        return titles[-1] if titles else None

    def status(self, now: datetime) -> Status:
        if not self.shown:
            return self.put_away
        return Status.SCHEDULED if self.public(now) is None else Status.PUBLISHED

    def show(self, now: datetime, since: datetime) -> None:
        kept = [one for one in self.shown if one[0] <= now][-1:] if since > now else []
        self.shown = [*kept, (since, self.title)]

    def leave(self, status: Status) -> None:
        self.shown = []
        self.put_away = status


class Lives(RuleBasedStateMachine):
    articles = Bundle("articles")
    database: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "toasoan.db"
        shutil.copy(self.database, path)
        self.store = Store(f"sqlite:///{path}")
        self.desk = Desk(self.store)
        self.now = START
        self.lives: list[Life] = []

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(target=articles, publish=st.booleans())
    def write(self, publish: bool) -> Life:
        entry = self.desk.write("Một", publish=publish, now=self.now)
        life = Life(entry.id, "Một")
        if publish:
            life.show(self.now, self.now)
        self.lives.append(life)
        return life

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(life=articles, title=st.sampled_from(["Hai", "Ba"]), publish=st.booleans())
    def edit(self, life: Life, title: str, publish: bool) -> None:
        def change(entry: Entry) -> Entry:
            return self.desk.change(entry, {"title": title}, publish=publish, now=self.now)

        if self._did(life, "update", change):
            life.title = title
            if publish:
                life.show(self.now, self.now)

    @rule(life=articles)
    def publish(self, life: Life) -> None:
        if self._moved(life, "publish"):
            life.show(self.now, self.now)

    @rule(life=articles, hours=st.integers(1, 40))
    def schedule(self, life: Life, hours: int) -> None:
        since = self.now + timedelta(hours=hours)
        if self._moved(life, "schedule", since):
            life.show(self.now, since)

    @rule(life=articles)
    def unpublish(self, life: Life) -> None:
        if self._moved(life, "unpublish"):
            life.leave(Status.DRAFT)

    @rule(life=articles)
    def archive(self, life: Life) -> None:
        if self._moved(life, "archive"):
            life.leave(Status.ARCHIVED)

    @rule(life=articles)
    def trash(self, life: Life) -> None:
        was = life.status(self.now)
        if self._moved(life, "trash"):
            life.trashed_from = was
            life.leave(Status.TRASHED)

    @rule(life=articles)
    def restore(self, life: Life) -> None:
        was = life.status(self.now)
        if self._moved(life, "restore"):
            archived = was is Status.TRASHED and life.trashed_from is Status.ARCHIVED
            life.leave(Status.ARCHIVED if archived else Status.DRAFT)

    def _moved(self, life: Life, move: str, *args: Any) -> bool:
        function = getattr(lifecycle, move)
        return self._did(
            life, move, lambda entry: self.desk.move(function, entry, *args, now=self.now)
        )

    def _did(self, life: Life, move: str, make: Callable[[Entry], Entry]) -> bool:
        """Makes the move where the contract allows it; that it is refused elsewhere."""
        entry = self.desk.entry(life.entry_id)
        if life.status(self.now) not in ALLOWED[move]:
            with pytest.raises(InvalidTransition):
                make(entry)
            return False
        make(entry)
        life.version += 1
        return True

    @invariant()
    def the_public_sees_what_the_model_says(self) -> None:
        for moment in (self.now, self.now + timedelta(hours=13), self.now + timedelta(days=9)):
            seen = self.desk.public(moment)
            should = [(life.entry_id, life.public(moment)) for life in self.lives]
            assert sorted(seen) == sorted(one for one in should if one[1] is not None)

    @invariant()
    def every_change_is_counted_and_noted_once(self) -> None:
        for life in self.lives:
            entry = self.desk.entry(life.entry_id)
            assert entry.version == life.version
            assert entry.status(self.now) is life.status(self.now)
        versions = Counter({life.entry_id: life.version for life in self.lives})
        assert self.desk.count(Revision) == versions.total()
        assert Counter(row.subject_id for row in self.desk.outbox()) == versions
        assert self.desk.count(Outbox) == versions.total()

    @invariant()
    def pending_changes_are_those_of_the_title(self) -> None:
        for life in self.lives:
            if life.shown:
                newest = life.shown[-1][1]
                editions = self.desk.editions(self.desk.entry(life.entry_id))
                working, *others = sorted(
                    editions.values(), key=lambda one: one.visible_from or START - timedelta(1)
                )
                assert (working.digest == others[-1].digest) is (working.title == newest)


@pytest.mark.parametrize("examples", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_lives(empty_database: Path, examples: int) -> None:
    """Readers would see what is not published, or not see what is, after some unusual turn."""
    Lives.database = empty_database
    run_state_machine_as_test(
        Lives, settings=settings(max_examples=examples, stateful_step_count=20, deadline=None)
    )
