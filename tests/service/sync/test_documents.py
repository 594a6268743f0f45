"""What the index holds of an entry follows from the database, at a bounded cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from service.content.times import now
from service.operations import tags
from service.store import Store
from service.sync.documents import Indexable, load
from tests.service.sync.newsroom import Newsroom


def test_a_document_holds_tags_and_the_line_of_categories(room: Newsroom, store: Store) -> None:
    """Otherwise a filter by the upper category leaves out what is in the lower one."""
    below = room.add_category("Xây dựng", room.category_id)
    with store.transaction() as session:
        ids = tags.ids_for_names(session, ["Hạ tầng", "Đô thị"])
    entry = room.write("Cầu mới", category_id=below, tags=[(id_,) for id_ in ids])
    (document,) = _one(store, entry).documents
    assert document.owner == f"article:{entry}"
    assert document.categories == (str(room.category_id), str(below))
    assert document.tags == ("ha-tang", "do-thi")
    assert document.keywords == "Hạ tầng, Đô thị"


def test_a_document_holds_the_numbers_that_it_cites(room: Newsroom, store: Store) -> None:
    """Otherwise search finds a number only as it was printed."""
    entry = room.write("Theo Chỉ thị 05 - CT/TW", body="<p>Nghị định 87/2015/NĐ-CP, 5-CT/TW</p>")
    (document,) = _one(store, entry).documents
    assert document.document_numbers == ("5-ct/tw", "87/2015/nd-cp")


def test_each_edition_that_is_or_will_be_public_is_a_document(room: Newsroom, store: Store) -> None:
    """Otherwise a scheduled change is not found when its time comes."""
    entry = room.write("Giá cũ")
    room.edit(entry, publish=False, title="Giá mới")
    due = now() + timedelta(hours=1)
    room.move("schedule", entry, due)
    old, new = _one(store, entry).documents
    assert (old.title, old.visible_until) == ("Giá cũ", due)
    assert (new.title, new.visible_from) == ("Giá mới", due)


def test_drafts_and_what_is_gone_have_owners_but_no_document(room: Newsroom, store: Store) -> None:
    """Otherwise what they had stays in the index."""
    draft = room.write("Bản nháp", publish=False)
    assert load(store, [draft, 999]) == [
        Indexable(draft, (f"article:{draft}",)),
        Indexable(999, ("article:999",)),
    ]


def test_many_entries_take_no_more_statements_than_one(room: Newsroom, store: Store) -> None:
    """Otherwise indexing slows down with every article."""
    entries = [room.write(f"Bài {number}") for number in range(20)]
    with _counting(store) as one:
        load(store, entries[:1])
    with _counting(store) as many:
        load(store, entries)
    assert one == many
    assert len(one) == 5


def test_an_entry_that_cannot_be_read_is_set_apart(room: Newsroom, store: Store) -> None:
    """Otherwise one broken row takes the whole batch along."""
    entries = [room.write(f"Bài {number}") for number in range(5)]
    room.spoil(entries[2])
    loaded = load(store, entries)
    assert [item.entry_id for item in loaded] == entries
    assert [bool(item.error) for item in loaded] == [False, False, True, False, False]
    assert [len(item.documents) for item in loaded] == [1, 1, 0, 1, 1]


def _one(store: Store, entry_id: int) -> Indexable:
    (found,) = load(store, [entry_id])
    return found


@contextmanager
def _counting(store: Store) -> Iterator[list[str]]:
    """The statements that are run meanwhile, without their numbers of parameters."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        run.append(statement.partition("WHERE")[0])

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
