"""The synonyms that search uses are those of the moment."""

from sqlalchemy import event

from index.query import Term
from index.synonyms import Synonyms
from service.content.synonym import SynonymEntry as Entry
from service.operations.synonyms import replace
from service.permissions import SYSTEM
from service.settings import Settings
from service.store import Store
from service.sync.synonyms import CurrentSynonyms


def change(store: Store, *wanted: Entry) -> None:
    with store.transaction() as session:
        replace(session, SYSTEM, wanted)


def current(known: CurrentSynonyms, store: Store) -> Synonyms:
    with store.snapshot() as session:
        return known.of(session)


def test_another_process_changes_them(store: Store, settings: Settings) -> None:
    """Readers would find by old synonyms until every process was started again."""
    other, known = Store(settings.database), CurrentSynonyms()
    assert current(known, store).expand(Term("UBND"))[1] == [("UBND", "ủy ban nhân dân")]
    for target in ("x", "y"):
        change(other, Entry(("UBND",), target))
        assert current(known, store).expand(Term("UBND"))[1] == [("UBND", target)]
    change(other)
    assert current(known, store).expand(Term("UBND"))[1] == []
    change(other, Entry(("UBND", "z")))
    assert current(known, store).expand(Term("UBND"))[1] == [("UBND", "z")]
    other.close()


def test_a_snapshot_shows_its_own(store: Store) -> None:
    """Two searches of one request would search differently."""
    known = CurrentSynonyms()
    with store.snapshot() as session:
        before = known.of(session)
        change(store, Entry(("UBND", "x")))
        assert current(known, store).expand(Term("UBND"))[1] == [("UBND", "x")]
        again = known.of(session).expand(Term("UBND"))
    assert again == before.expand(Term("UBND"))


def test_unchanged_they_cost_one_small_statement(store: Store) -> None:
    """Every search would read the whole list."""
    known = CurrentSynonyms()
    first = current(known, store)
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert current(known, store) is first
    assert [one for one in statements if one != "BEGIN"] == [
        "SELECT max(synonym.id) AS max_1 \nFROM synonym"
    ]
