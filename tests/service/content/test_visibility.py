from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from service.content.account import Account, Role
from service.content.article import Article
from service.content.base import Entry, Stage, State
from service.content.category import Category
from service.content.visibility import View
from service.store import Store

NOW = datetime(2022, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WRITER, OTHER = 1, 2


@pytest.fixture
def newsroom(store: Store) -> Store:
    """A draft and a published article with a scheduled change, of each of two writers."""
    with store.transaction() as session:
        session.add(Category(id=1, slug="a", name="A"))
        for writer in (WRITER, OTHER):
            session.add(
                Account(
                    id=writer,
                    login=str(writer),
                    display_name="x",
                    role=Role.WRITER,
                    created_at=NOW,
                )
            )
        session.flush()
        for writer in (WRITER, OTHER):
            _entry(session, writer, State.DRAFT, {Stage.WORKING: (None, None)})
            _entry(
                session,
                writer,
                State.PUBLIC,
                {
                    Stage.WORKING: (None, None),
                    Stage.PUBLIC: (NOW, NOW + DAY),
                    Stage.SCHEDULED: (NOW + DAY, None),
                },
            )
    return store


def _entry(
    session: Session,
    writer: int,
    state: State,
    editions: dict[Stage, tuple[datetime | None, datetime | None]],
) -> None:
    entry = Entry(kind="article", state=state, posted_by_id=writer, created_at=NOW, updated_at=NOW)
    session.add(entry)
    session.flush()
    for stage, (visible_from, visible_until) in editions.items():
        session.add(
            Article(
                entry_id=entry.id or 0,
                stage=stage,
                version=1,
                visible_from=visible_from,
                visible_until=visible_until,
                updated_at=NOW,
                slug="s",
                title=f"{state.value} {writer}",
                title_key="t",
                digest="d",
                category_id=1,
            )
        )


def _seen(store: Store, view: View) -> set[tuple[str, Stage]]:
    with store.snapshot() as session:
        found = session.exec(select(Article).where(view.sees(Article))).all()
        prepared = select(Article.id).where(view.opened().sees(Article))
        again = session.execute(prepared, view.values).scalars().all()
    assert sorted(again) == sorted(one.id or 0 for one in found), "a prepared statement sees others"
    seen = {(article.title, article.stage) for article in found}
    assert len({article.entry_id for article in found}) == len(found), "an entry is shown twice"
    return seen


@pytest.mark.parametrize(
    ("after", "stage"),
    [
        (-timedelta(microseconds=1), None),
        (timedelta(0), Stage.PUBLIC),
        (DAY - timedelta(microseconds=1), Stage.PUBLIC),
        (DAY, Stage.SCHEDULED),
        (900 * DAY, Stage.SCHEDULED),
    ],
)
def test_the_public_sees_one_edition_at_its_time(
    newsroom: Store, after: timedelta, stage: Stage | None
) -> None:
    """Readers would see a draft, or a text before its time, or two texts of one article."""
    seen = _seen(newsroom, View(NOW + after))
    assert seen == ({("PUBLIC 1", stage), ("PUBLIC 2", stage)} if stage else set())


def test_a_writer_sees_their_own_work_and_what_is_public(newsroom: Store) -> None:
    """A writer would see the drafts of others, or not their own."""
    assert _seen(newsroom, View(NOW, Role.WRITER, WRITER)) == {
        ("DRAFT 1", Stage.WORKING),
        ("PUBLIC 1", Stage.WORKING),
        ("PUBLIC 2", Stage.PUBLIC),
    }


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN])
def test_editors_see_the_working_version_of_everything(newsroom: Store, role: Role) -> None:
    """An editor could not find what is to be edited."""
    seen = _seen(newsroom, View(NOW, role, OTHER))
    assert seen == {
        (f"{state} {who}", Stage.WORKING) for state in ("DRAFT", "PUBLIC") for who in (1, 2)
    }


def test_fields_for_editors_follow_the_same_rule() -> None:
    """Who changed an article last would show to everybody."""
    entry = Entry(kind="article", posted_by_id=WRITER, created_at=NOW, updated_at=NOW)
    shown = [
        View(NOW).sees_working(entry),
        View(NOW, Role.WRITER, OTHER).sees_working(entry),
        View(NOW, Role.WRITER, WRITER).sees_working(entry),
        View(NOW, Role.EDITOR, OTHER).sees_working(entry),
    ]
    assert shown == [False, False, True, True]
