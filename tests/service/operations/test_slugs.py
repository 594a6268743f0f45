import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session

from index.vietnamese.slug import slugify
from service.content.base import Entry
from service.content.history import SlugHistory
from service.content.times import now
from service.errors import Invalid, NotUnique
from service.operations.slugs import SlugPool, check_form
from service.store import Store


@pytest.fixture
def entry_id(store: Store) -> int:
    with store.transaction() as session:
        entry = Entry(kind="article", created_at=now(), updated_at=now())
        session.add(entry)
        session.flush()
        return entry.id or 0


def _take(session: Session, entry_id: int, *slugs: str) -> None:
    session.add_all(SlugHistory(kind="article", slug=one, entry_id=entry_id) for one in slugs)
    session.flush()


def test_slugs_are_per_kind(store: Store, entry_id: int) -> None:
    """A category could not be called like an article."""
    with store.transaction() as session:
        _take(session, entry_id, "a")
        assert SlugPool(session, "video").free("a") == "a"
        assert SlugPool(session, "article").free("a") == "a-2"
        with pytest.raises(NotUnique):
            SlugPool(session, "article").claim("a")


@given(taken=st.sets(st.integers(2, 70)), asked=st.integers(1, 8))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # every example is rolled back
)
def test_a_made_slug_is_free_whatever_is_taken(
    store: Store, entry_id: int, taken: set[int], asked: int
) -> None:
    """Two articles would have one address."""
    with store.snapshot() as session:
        _take(session, entry_id, "a", *(f"a-{number}" for number in taken))
        pool = SlugPool(session, "article", ["a"])
        made = [pool.free("a") for _ in range(asked)]
        assert len(set(made)) == asked
        assert not {f"a-{number}" for number in taken} & set(made)
        assert "a" not in made


def test_finding_a_free_number_takes_few_queries(store: Store, entry_id: int) -> None:
    """The thousandth article of one title would be slow to save."""
    statements: list[str] = []
    with store.transaction() as session:
        _take(session, entry_id, "a", *(f"a-{number}" for number in range(2, 5_000)))

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        event.listen(session.connection(), "before_cursor_execute", note)
        assert SlugPool(session, "article").free("a") == "a-5000"
    assert len(statements) < 8


@pytest.mark.parametrize("slug", ["", "A", "a b", "a--b", "-a", "a-", "a/b", "đ", "a.b", "a\n"])
def test_the_form_of_slugs(slug: str) -> None:
    """An address would hold what addresses cannot."""
    with pytest.raises(Invalid) as error:
        check_form(slug)
    assert error.value.field == ("slug",)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_every_slug_that_is_made_has_the_form(title: str) -> None:
    """A slug that the service made could not be saved again."""
    check_form(slugify(title))
