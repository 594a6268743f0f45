import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

import service.content  # noqa: F401
from service import migrations
from service.migrations import BrokenReferences, connected, pending, upgrade
from service.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_an_empty_database_is_migrated_once(url: str) -> None:
    """The first start would fail, or every start would migrate again."""
    assert pending(url)
    assert upgrade(url)
    assert not pending(url)
    assert not upgrade(url)


def test_the_site_is_there(store: Store) -> None:
    """Every page would fail until somebody made a site."""
    with store.snapshot() as session:
        assert session.execute(text("SELECT id, name FROM site")).all() == [(1, "Toasoan")]


def _declared(connection: Connection) -> Any:
    inspector = inspect(connection)
    return {
        table: (
            {(one["name"], one["sqltext"]) for one in inspector.get_check_constraints(table)},
            {
                (one["name"], tuple(one["column_names"]))
                for one in inspector.get_unique_constraints(table)
            },
            {
                (
                    one["name"],
                    tuple(one["constrained_columns"]),
                    one["referred_table"],
                    tuple(one["referred_columns"]),
                    one["options"].get("ondelete"),
                )
                for one in inspector.get_foreign_keys(table)
            },
            {
                (one["name"], tuple(one["column_names"]), one["unique"])
                for one in inspector.get_indexes(table)
            },
            tuple(inspector.get_pk_constraint(table)["constrained_columns"]),
            {
                (one["name"], str(one["type"]), one["nullable"])
                for one in inspector.get_columns(table)
            },
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_entities_and_migrations_agree(url: str, tmp_path: Path) -> None:
    """A field that an entity declares would be missing from databases that are migrated."""
    upgrade(url)
    entities = create_engine(f"sqlite:///{tmp_path / 'entities.db'}")
    SQLModel.metadata.create_all(entities)
    with connected(url, writing=False) as connection, entities.connect() as other:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert _declared(connection) == _declared(other)
    entities.dispose()


def test_a_numbered_row_of_the_outbox_is_never_numbered_again(url: str) -> None:
    """The indexer would take a new change for one that it has already done."""
    upgrade(url)
    with connected(url) as connection:
        insert = (
            "INSERT INTO outbox (lane, subject, subject_id, created_at)"
            " VALUES ('bulk', 'entry', 1, '2020-01-01') RETURNING seq"
        )
        first = connection.exec_driver_sql(insert).scalar_one()
        connection.exec_driver_sql("DELETE FROM outbox")
        assert connection.exec_driver_sql(insert).scalar_one() == first + 1


REFUSED = {
    "a second site": "INSERT INTO site (id, name) VALUES (2, 'x')",
    "an edition of no entry": "INSERT INTO article (entry_id, stage, version, updated_at, slug,"
    " title, title_key, digest, category_id, body, plain_text)"
    " VALUES (99, 'WORKING', 1, '2020-01-01', 's', 't', 't', 'd', 1, '', '')",
    "a category of no parent": "INSERT INTO category (parent_id, position, slug, name)"
    " VALUES (99, 0, 's', 'n')",
    "a category under itself": "UPDATE category SET parent_id = id",
    "a category's slug twice": "INSERT INTO category (position, slug, name) VALUES (0, 'tin', 'n')",
    "a slug twice": "INSERT INTO slug_history (kind, slug, category_id)"
    " VALUES ('category', 'tin', 1)",
    "a slug of nothing": "INSERT INTO slug_history (kind, slug) VALUES ('article', 'x')",
    "a version 0": "UPDATE entry SET version = 0",
    "views below none": "UPDATE entry SET view_count = -1",
    "two working versions": "INSERT INTO article SELECT 2, entry_id, stage, version, visible_from,"
    " visible_until, published_at, updated_at, slug, title, title_key, digest, category_id,"
    " cover_id, byline, lead, body, plain_text FROM article",
    "a used category gone": "DELETE FROM category",
    "a link of no group": "INSERT INTO link (group_id, title, url, position)"
    " VALUES (9, 't', 'u', 0)",
    "a login twice": "INSERT INTO account (login, display_name, role, disabled, created_at)"
    " VALUES ('lan', 'x', 'ADMIN', 0, '2020-01-01')",
}

CONTENT = [
    "INSERT INTO account (login, display_name, role, disabled, created_at)"
    " VALUES ('lan', 'x', 'ADMIN', 0, '2020-01-01')",
    "INSERT INTO category (id, position, slug, name) VALUES (1, 0, 'tin', 'Tin')",
    "INSERT INTO slug_history (kind, slug, category_id) VALUES ('category', 'tin', 1)",
    "INSERT INTO entry (id, kind, state, version, view_count, created_at, updated_at)"
    " VALUES (1, 'article', 'DRAFT', 1, 0, '2020-01-01', '2020-01-01')",
    "INSERT INTO article (id, entry_id, stage, version, updated_at, slug, title, title_key, digest,"
    " category_id, body, plain_text)"
    " VALUES (1, 1, 'WORKING', 1, '2020-01-01', 's', 't', 't', 'd', 1, '', '')",
]


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_itself_refuses(store: Store, what: str) -> None:
    """A mistake in the code would leave content that contradicts itself."""
    with store.transaction() as session:
        for statement in CONTENT:
            session.execute(text(statement))
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.execute(text(REFUSED[what]))


def test_an_entry_takes_its_editions_along(store: Store) -> None:
    """Texts that belong to nothing would pile up."""
    with store.transaction() as session:
        for statement in CONTENT:
            session.execute(text(statement))
        session.execute(text("DELETE FROM entry"))
        assert session.execute(text("SELECT count(*) FROM article")).scalar_one() == 0


def _upgrade_to(url: str, revision: str) -> None:
    config = migrations._config()
    with connected(url) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_what_was_published_before_cites_too(url: str) -> None:
    """Only articles written after an upgrade would be listed under the documents they cite."""
    _upgrade_to(url, "0001")
    with connected(url) as connection:
        for statement in CONTENT[1:4]:
            connection.exec_driver_sql(statement)
        for number in range(1, 451):
            connection.exec_driver_sql(
                "INSERT INTO entry (id, kind, state, version, view_count, created_at, updated_at)"
                f" VALUES ({number + 1}, 'article', 'DRAFT', 1, 0, '2020-01-01', '2020-01-01')"
            )
            connection.exec_driver_sql(
                "INSERT INTO article (entry_id, stage, version, updated_at, slug, title, title_key,"
                f" digest, category_id, body, plain_text) VALUES ({number}, 'PUBLIC', 1,"
                f" '2020-01-01', 's{number}', 'Theo 10-CT/TW', 't', 'd', 1, '',"
                f" 'Hướng dẫn {number}-HD/BTCTW ngày 06/7/2018.')"
            )
    assert upgrade(url)
    with connected(url, writing=False) as connection:
        documents = connection.execute(text("SELECT number, kind FROM cited_document")).all()
        assert len(documents) == 451
        assert set(documents) >= {("10-CT/TW", "CT"), ("450-HD/BTCTW", "HD")}
        rows = connection.execute(
            text(
                "SELECT position, number, issuer, issued_on, passage FROM article_citation"
                " JOIN cited_document d ON d.id = document_id WHERE edition_id = 7 ORDER BY 1"
            )
        ).all()
    assert rows == [
        (0, "10-CT/TW", "Trung ương Đảng", None, "Theo 10-CT/TW"),
        (
            *(1, "7-HD/BTCTW", "Ban Tổ chức Trung ương", "2018-07-06"),
            "Hướng dẫn 7-HD/BTCTW ngày 06/7/2018.",
        ),
    ]


def test_what_waits_for_the_index_is_kept(url: str) -> None:
    """An upgrade in the middle of an import would leave articles that search never shows."""
    _upgrade_to(url, "0003")
    with connected(url) as connection:
        for statement in CONTENT:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            "INSERT INTO outbox (lane, subject, subject_id, created_at)"
            " VALUES ('interactive', 'entry', 1, '2020-01-01')"
        )
        before = _rows(connection)
    assert upgrade(url)
    with connected(url, writing=False) as connection:
        after = _rows(connection)
    assert after.pop("indexing_failure") == []
    assert after == before
    assert len(before["outbox"]) == len(before["article"]) == 1


def _rows(connection: Connection) -> dict[str, list[Any]]:
    tables = [one for one in inspect(connection).get_table_names() if one != "alembic_version"]
    return {
        table: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
        for table in tables
    }


def test_a_migration_that_breaks_references_is_undone(url: str) -> None:
    """Content would be left that refers to nothing."""
    upgrade(url)
    with connected(url) as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        for table in inspect(connection).get_table_names():
            if table not in {"alembic_version", "link", "link_group"}:
                connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("ALTER TABLE link RENAME TO old_link")
        connection.exec_driver_sql("DROP TABLE link_group")
        connection.exec_driver_sql("DROP INDEX ix_link_group_id")
        connection.exec_driver_sql(
            "INSERT INTO old_link (group_id, title, url, position) VALUES (9, 't', 'u', 0)"
        )
    with pytest.raises(BrokenReferences):
        upgrade(url)
    assert pending(url)
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
    finally:
        raw.close()
    assert "article" not in tables
