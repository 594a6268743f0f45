"""The tree of categories is put together once for many requests, and never an old one is shown."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from service.api.trees import CurrentTrees
from service.content.category import Category
from service.store import Store
from tests.asking import Asking, AskingAs
from tests.service.api.desk import Desk

MENU = "{ categories { name path children { name } } }"


def names(trees: CurrentTrees, session: Session) -> set[str]:
    return {one.name for one in trees.of(session).by_id.values()}


def rename(store: Store, name: str) -> None:
    with store.transaction() as session:
        session.exec(select(Category)).one().name = name


@pytest.fixture
def named(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    """A database with one category."""
    shutil.copy(empty_database, tmp_path / "own.db")
    store = Store(f"sqlite:///{tmp_path / 'own.db'}")
    with store.transaction() as session:
        session.add(Category(slug="a", name="0"))
    yield store
    store.close()


def change_and_undo(store: Store) -> None:
    with store.transaction() as session:
        session.exec(select(Category)).one().name = "never"
        session.flush()
        session.rollback()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["here", "there", "held", "undone", "ask"]), max_size=12))
def test_every_snapshot_shows_its_own_tree(named: Store, steps: list[str]) -> None:
    """A menu would go on showing a category's old name, after a change by any process."""
    trees, other, current = CurrentTrees(), Store(str(named.engine.url)), "0"
    rename(named, current)
    with ExitStack() as held:
        held.callback(other.close)
        kept: list[tuple[Session, str]] = []
        for number, step in enumerate(steps, 1):
            if step in {"here", "there"}:
                current = str(number)
                rename(named if step == "here" else other, current)
            elif step == "undone":
                change_and_undo(named)
            elif step == "held":
                session = held.enter_context(named.snapshot())
                assert names(trees, session) == {current}
                kept.append((session, current))
            with named.snapshot() as session:
                assert names(trees, session) == {current}
        for session, name in kept:
            assert names(trees, session) == {name}


def test_it_is_read_once_while_nothing_is_written(named: Store) -> None:
    """Every request would read all the categories anew."""
    trees = CurrentTrees()
    with named.snapshot() as session:
        first = trees.of(session)
        assert trees.known(session) is first
    with named.snapshot() as session:
        assert trees.known(session) is first


def test_what_is_written_beside_it_makes_no_new_one(named: Store) -> None:
    """Each view that is counted would cost every connection a tree of its own."""
    trees = CurrentTrees()
    with named.snapshot() as session:
        first = trees.of(session)
    rename(named, "1")
    rename(named, "0")
    with named.snapshot() as session:
        assert trees.known(session) is None
        assert trees.of(session) is first


@pytest.fixture
def renaming(query_as: AskingAs) -> Callable[[str, str], None]:
    editor = query_as.role("EDITOR")
    document = """mutation ($id: ID!, $name: String!) { updateCategory(
      input: {id: $id, name: $name}) { category { name } errors { code } } }"""

    def rename(global_id: str, name: str) -> None:
        done = editor(document, id=global_id, name=name)["updateCategory"]
        assert done == {"category": {"name": name}, "errors": []}

    return rename


def test_a_change_shows_as_soon_as_it_is_made(
    desk: Desk, query: Asking, renaming: Callable[[str, str], None]
) -> None:
    """An editor would rename a section and find its old name on the portal."""
    desk.category("Lúc đầu")
    found = query("{ categories { id name } }")["categories"]
    (global_id,) = (one["id"] for one in found if one["name"] == "Lúc đầu")
    for number in range(5):
        renaming(global_id, f"Tên {number}")
        assert f"Tên {number}" in [one["name"] for one in query(MENU)["categories"]]
