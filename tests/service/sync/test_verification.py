"""Verifying names every document that is not as it should be, and nothing else."""

import pytest

from index.engine import Engine, IndexUnavailable
from service.store import Store
from service.sync import Difference, Fault, verify
from service.sync.documents import load
from service.sync.worker import Worker
from tests.service.sync.newsroom import Newsroom, drain


def test_there_is_nothing_to_say_about_a_sound_index(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise nobody trusts the check."""
    room.write("Một")
    room.write("Hai", publish=False)
    drain(worker)
    shown: list[tuple[int, int]] = []
    assert verify(store, engine, lambda done, total: shown.append((done, total))) == []
    assert shown == [(2, 2)]


def test_every_kind_of_damage_is_named(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise an operator does not learn that search lies."""
    missing, stale, sound = (room.write(title) for title in ("Một", "Hai", "Ba"))
    drain(worker)
    engine.replace([f"article:{missing}"], [], {})
    room.retitle_unseen(stale, "Khác")
    room.delete_unseen(sound)
    assert verify(store, engine) == [
        Difference(Fault.MISSING, f"article:{missing}:public"),
        Difference(Fault.STALE, f"article:{stale}:public"),
        Difference(Fault.EXTRA, f"article:{sound}:public"),
    ]


def test_a_document_that_is_there_twice_is_named(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise readers see an article twice, and the check calls that sound."""
    entry = room.write("Một")
    drain(worker)
    (item,) = load(store, [entry])
    engine.replace([], item.documents, {})
    (difference,) = verify(store, engine)
    assert (difference.kind, difference.id) == (Fault.EXTRA, f"article:{entry}:public")


def test_what_waits_is_no_damage(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise the check cries wolf whenever the indexer is behind."""
    kept, edited, gone = (room.write(title) for title in ("Một", "Hai", "Ba"))
    drain(worker)
    room.write("Bốn")
    room.edit(edited, title="Khác")
    room.move("trash", gone)
    assert verify(store, engine) == []
    room.retitle_unseen(kept, "Khác")
    assert verify(store, engine) == [Difference(Fault.STALE, f"article:{kept}:public")]


def test_a_category_that_waits_explains_texts_but_no_absence(
    room: Newsroom, worker: Worker, engine: Engine, store: Store
) -> None:
    """Otherwise a missing article goes unnoticed while a subtree is being moved."""
    missing = room.write("Một")
    room.write("Hai")
    drain(worker)
    room.move_category(room.category_id, room.add_category("Kinh tế"))
    engine.replace([f"article:{missing}"], [], {})
    assert verify(store, engine) == [Difference(Fault.MISSING, f"article:{missing}:public")]


def test_without_an_index_there_is_nothing_to_compare(engine: Engine, store: Store) -> None:
    """Otherwise a missing index passes for a sound one while the database is empty."""
    with pytest.raises(IndexUnavailable):
        verify(store, engine)
