"""Whatever editors and the indexer do, in whatever order, ends with an index that agrees."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.opening import open_engine
from service.content.change import Subject
from service.store import Store
from service.sync import documents, expansion, verify
from service.sync.worker import Worker
from tests.service.sync.newsroom import Newsroom, drain, waits

ARTICLES = 5

ACTIONS = st.tuples(
    st.sampled_from(
        ["step"] * 6
        + ["edit", "edit", "save", "publish", "unpublish", "write", "bulk", "move"]
        + ["rebuild", "crash"]
    ),
    st.integers(0, ARTICLES - 1),
)


class Game:
    """Five articles, one of them a draft, and a rebuild that has just begun.

    Chunks are so small that every job takes many steps.
    """

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder / 'toasoan.db'}")
        self.engine = open_engine(f"whoosh:{folder / 'index'}")
        self.room = Newsroom(self.store, self.engine)
        self.above = self.room.add_category("Kinh tế")
        self.entries = [self.room.write(f"Bài {n}", publish=n > 0) for n in range(ARTICLES)]
        self.worker = Worker(self.store, self.engine)
        self.crashed: list[Worker] = []
        self.turn = 0
        drain(self.worker)
        self.rebuild(0)
        self.worker.step()

    def play(self, action: str, which: int) -> None:
        self.turn += 1
        getattr(self, action)(self.entries[which])

    def edit(self, entry: int) -> None:
        self.room.edit(entry, title=f"Bài sửa {self.turn}")

    def save(self, entry: int) -> None:
        self.room.edit(entry, publish=False, title=f"Bản nháp {self.turn}")

    def publish(self, entry: int) -> None:
        self.room.move("publish", entry)

    def unpublish(self, entry: int) -> None:
        self.room.edit(entry)  # it may be a draft, which cannot be unpublished
        self.room.move("unpublish", entry)

    def write(self, _entry: int) -> None:
        self.room.write(f"Bài viết thêm {self.turn}")

    def move(self, _entry: int) -> None:
        self.room.move_category(self.room.category_id, self.above if self.turn % 2 else None)

    def bulk(self, _entry: int) -> None:
        self.room.queue(self.entries)

    def rebuild(self, _entry: int) -> None:
        self.room.queue_subject(Subject.EVERYTHING, 0)

    def step(self, _entry: int) -> None:
        self.worker.step()

    def crash(self, _entry: int) -> None:
        self.crashed.append(self.worker)
        self.worker = Worker(self.store, self.engine)

    def close(self) -> None:
        for worker in [*self.crashed, self.worker]:
            worker.close()
        self.engine.close()
        self.store.close()


@contextmanager
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "CHUNK", 2)
        patch.setattr(expansion, "CHUNK", 2)
        yield


@settings(max_examples=25, deadline=None)
@given(moves=st.lists(ACTIONS, min_size=5, max_size=25))
def test_the_index_agrees_in_the_end(empty_database: Path, moves: list[tuple[str, int]]) -> None:
    """Otherwise some order of events loses a change for good."""
    with tempfile.TemporaryDirectory() as name, small_chunks():
        shutil.copy(empty_database, Path(name) / "toasoan.db")
        game = Game(Path(name))
        for action, which in moves:
            game.play(action, which)
        drain(game.worker)
        assert verify(game.store, game.engine) == []
        assert waits(game.store) == (0, 0)
        game.close()
