"""What an operator sets is taken as it is meant, or refused with a reason."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from service.migrations import upgrade
from service.settings import Settings
from service.store import Store


@pytest.mark.parametrize("name", ["a%20b", "a?b", "a#b", "thư mục"])
def test_any_folder_holds_the_database(tmp_path: Path, name: str) -> None:
    """An operator's data would be in another folder than the one that is backed up."""
    folder = tmp_path / name
    folder.mkdir()
    upgrade(Settings(data_dir=folder).database)
    assert (folder / "toasoan.db").is_file()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("article_path", "/{category.__class__}"),
        ("article_path", "/{slug!r}"),
        ("article_path", "/{slug:>9}"),
        ("article_path", "/{title}"),
        ("article_path", "{slug}"),
        ("article_path", "/{slug"),
        ("category_path", "/{id}"),
        ("session_hours", "99999999999"),
        ("index_url", "foo:bar"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "127.0.0.1, proxy.local"),
        ("trusted_proxies", "10.1.2.3/8"),
        ("database_url", "postgresql://localhost/toasoan"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(setting: str, value: str) -> None:
    """A server would start, and answer with wrong addresses or errors."""
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate({setting: value})
    assert refused.value.errors()[0]["loc"] == (setting,)


def test_an_error_of_the_database_hides_what_was_written(store: Store) -> None:
    """A password's hash or the text of a draft would stand in the log."""
    with pytest.raises(Exception, match="no such table") as failed, store.transaction() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "$argon2id$x"})
    assert "argon2id" not in str(failed.value)
