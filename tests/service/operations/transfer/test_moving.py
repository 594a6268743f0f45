from datetime import timedelta

import orjson
from sqlmodel import col, select

from service.content import times
from service.content.account import Account, ApiToken, LoginSession, Role
from service.content.article import ARTICLE
from service.content.base import Entry
from service.content.site import Site
from service.content.tag import Tag
from service.operations import categories, drafting, lifecycle
from service.operations.exporting import media_folder
from service.permissions import SYSTEM
from tests.service.operations.transfer.newsroom import Desk, fill, moved
from tests.service.operations.transfers import Services, write_lines


def test_everything_moves(services: Services) -> None:
    """A newsroom that moves would lose drafts, plans, changes, addresses or pictures."""
    old = services()
    fill(old)
    new = moved(services, old)
    assert {path.name for path in new.media.folder.iterdir()} == {
        path.name for path in old.media.folder.iterdir()
    }
    again = new.read(old.folder / "export.jsonl")
    assert (again.created, again.updated, again.refused) == (0, 0, 0)
    assert new.export() == old.export()


def test_an_export_changes_nothing_where_it_comes_from(services: Services) -> None:
    """Restoring a copy by mistake would fill the history and index everything anew."""
    service = services()
    fill(service)
    before = service.export(), len(service.outbox())
    report = service.read(service.folder / "export.jsonl")
    assert (report.created, report.updated) == (0, 0)
    assert (service.export(), len(service.outbox())) == before


def test_gaps_in_ids_do_not_matter(services: Services) -> None:
    """Only a newsroom in which nothing was ever deleted could move."""
    old = services()
    fill(old)
    with old.store.transaction() as session:
        for entry in session.exec(select(Entry).where(col(Entry.id) % 3 == 0)):
            session.delete(entry)
        session.delete(session.exec(select(Tag).where(Tag.slug == "the")).one())
    moved(services, old)


def test_a_plan_whose_time_has_come(services: Services) -> None:
    """What changed by itself at its time would come out differently."""
    old = services()
    past = times.now() - timedelta(days=2)
    with old.store.transaction() as session:
        desk = Desk(old, session)
        entry = desk.new("Hẹn sửa")
        lifecycle.publish(session, SYSTEM, entry.id or 0, 1, now=past)
        drafting.update(session, SYSTEM, ARTICLE, entry.id or 0, 2, {"title": "Sau"}, now=past)
        later = past + timedelta(days=1)
        lifecycle.schedule(session, SYSTEM, entry.id or 0, 3, later, now=past)
    new = moved(services, old)
    with new.store.transaction() as session:
        lifecycle.publish(session, SYSTEM, new.article("Sau")[0].id or 0, 4)


def test_no_account_and_no_secret(services: Services) -> None:
    """Who gets a copy of the newsroom could log in to it."""
    service = services()
    fill(service)
    now = times.now()
    with service.store.transaction() as session:
        account = Account(
            login="lan.bientap",
            display_name="Nguyễn Thị Lan",
            role=Role.ADMIN,
            password_hash="argon2-secret",
            created_at=now,
        )
        session.add(account)
        session.flush()
        owner: int = account.id or 0
        session.add(
            LoginSession(
                token_hash="session-secret", account_id=owner, created_at=now, expires_at=now
            )
        )
        session.add(
            ApiToken(token_hash="token-secret", name="khoa-may", account_id=owner, created_at=now)
        )
        for entry in session.exec(select(Entry)):
            entry.posted_by_id = entry.updated_by_id = account.id
    exported = service.export().decode()
    for private in ("secret", "lan.bientap", "Nguyễn Thị Lan", "khoa-may", "argon2"):
        assert private not in exported
    moved(services, service)


def test_an_empty_service(services: Services) -> None:
    """The first export of a new installation would end in an error."""
    service = services()
    lines = [orjson.loads(line) for line in service.export().splitlines()]
    assert [line["type"] for line in lines] == ["site", "synonyms"]
    assert not media_folder(service.folder / "export.jsonl").exists()
    moved(services, service)


def test_a_hand_made_order_of_lines(services: Services) -> None:
    """A file that names a category before it says where it stands would go wrong."""
    service = services()
    lines = [
        {"title": "A", "category": {"slug": "la", "name": "Lá"}},
        {"type": "category", "slug": "goc", "name": "Gốc"},
        {"type": "category", "slug": "la", "name": "Lá xanh", "parent": "goc"},
        {"type": "site", "name": "Báo"},
        {"type": "tag", "slug": "x", "name": "Y"},
        {"type": "tag", "slug": "x", "name": "Z"},
    ]
    path = write_lines(service.folder / "x.jsonl", lines)
    assert service.read(path).bad == []
    tree = service.ask(categories.tree)
    assert tree.slug_path(tree.by_slug["la"].id) == "goc/la"
    assert tree.by_slug["la"].name == "Lá xanh"
    assert service.ask(lambda session: session.get_one(Site, 1)).name == "Báo"
    moved(services, service)
