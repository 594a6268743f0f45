import pytest
from sqlmodel import Session, col, select

from service import outbox
from service.content.change import Lane, Outbox, Subject
from service.store import Store


def test_rows_are_numbered_in_order(store: Store) -> None:
    """The index would show an older text after a newer one."""
    with store.transaction() as session:
        assert outbox.last_seq(session) is None
        first = outbox.record(session, Subject.ENTRY, 7)
        second = outbox.record(session, Subject.CATEGORY, 3, Lane.BULK)
        assert outbox.last_seq(session) == second > first
        outbox.record_many(session, range(1, 2_501), Lane.BULK)
        assert outbox.last_seq(session) == second + 2_500
    with store.snapshot() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.seq))).all()
        assert (rows[0].lane, rows[0].subject, rows[0].subject_id) == (
            *(Lane.INTERACTIVE, Subject.ENTRY, 7),
        )
        assert [row.subject_id for row in rows[2:]] == list(range(1, 2_501))
        assert all(row.done_at is None for row in rows)


def test_nothing_to_note_is_nothing(store: Store) -> None:
    """Deleting an unused tag would fail."""
    with store.transaction() as session:
        outbox.record_many(session, [], Lane.BULK)
        assert outbox.last_seq(session) is None


def test_an_undone_change_leaves_no_row(store: Store) -> None:
    """The index would hold what was never saved."""

    def fail(session: Session) -> None:
        outbox.record(session, Subject.ENTRY, 1)
        raise RuntimeError

    with pytest.raises(RuntimeError), store.transaction() as session:
        fail(session)
    with store.snapshot() as session:
        assert session.exec(select(Outbox)).all() == []
