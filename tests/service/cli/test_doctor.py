"""The doctor says what is wrong, and how to mend it; each test makes one thing wrong."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import update

from index import analysis
from index.engines.whoosh import arrays, generations, schema
from index.opening import open_engine
from service.cli.doctor import machine, set_aside
from service.cli.doctor.finding import Level
from service.content.change import IndexingFailure, Outbox
from service.content.image import Image
from service.content.times import now
from service.settings import Settings
from service.store import Store
from service.sync import failures, try_lock
from service.sync.documents import load
from service.sync.reporting import REBUILD, ProgressFile
from service.sync.worker import Worker
from service.sync.writing import replace as replace_in_index
from tests.service.cli.conftest import Ran, Run, publish, use_folder
from tests.service.sync.newsroom import drain


def healthy(run: Run) -> None:
    run("account", "create", "--login", "lan", "--role", "admin")
    run("search", "rebuild")


def line_of(shown: Ran, part: str) -> str:
    """What was found about one part."""
    (line,) = [one for one in shown.out.splitlines() if one[6:].startswith(f"{part}: ")]
    return line


def test_a_healthy_installation(run: Run, store: Store) -> None:
    """A doctor who always finds something is not asked again."""
    publish(store, "Họp dân")
    healthy(run)
    shown = run("doctor")
    assert shown.code == 0
    assert all(line.startswith("OK    ") for line in shown.out.splitlines())
    assert len(shown.out.splitlines()) > 10


def test_misspelt_settings() -> None:
    """TOASOAN_DATADIR does nothing, and the data goes elsewhere."""
    said = machine.unknown_settings({"TOASOAN_DATADIR": "x", "TOASOAN_ENV": "y", "toasoan_zzz": ""})
    first, second = said
    assert first.level is Level.WARN
    assert "TOASOAN_DATA_DIR" in first.mend
    assert "toasoan_zzz" in second.text


@pytest.mark.parametrize(("megabytes", "level"), [(50, "FAIL"), (500, "WARN"), (5_000, "OK")])
def test_disk_space(megabytes: int, level: str) -> None:
    """A full disk stops everything, and a rebuild needs room for two indexes."""
    assert machine.disk_space(megabytes).level == level


def test_nobody_can_administer(run: Run) -> None:
    """An installation without an administrator can only be mended from here."""
    shown = run("doctor")
    assert line_of(shown, "accounts").startswith("WARN")
    assert "toasoan account create" in line_of(shown, "accounts")


def test_a_missing_index(run: Run) -> None:
    """Readers find nothing."""
    shown = run("doctor")
    assert shown.code == 1
    assert line_of(shown, "index").startswith("FAIL")
    assert "toasoan search rebuild" in line_of(shown, "index")


def test_an_index_with_a_wrong_byte(
    run: Run, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is failing: it opens, and some answers are wrong."""
    publish(store, "Họp dân")
    healthy(run)
    monkeypatch.setattr(arrays, "CHECKED", 0)  # every file is a large one
    (segment,) = (settings.data_dir / "index").rglob("*.arrays")
    content = segment.read_bytes()
    segment.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    shown = run("doctor")
    assert shown.code == 1
    assert "toasoan search rebuild" in line_of(shown, "index")


def test_a_missing_database(run: Run, settings: Settings) -> None:
    """It is looked for, not made."""
    (settings.data_dir / "toasoan.db").unlink()
    shown = run("doctor")
    assert shown.code == 1
    assert line_of(shown, "database").startswith("FAIL")
    assert "toasoan serve" in line_of(shown, "database")


def test_a_database_that_is_not_up_to_date(run: Run, settings: Settings) -> None:
    """A new version was installed, and nothing migrated."""
    (settings.data_dir / "toasoan.db").unlink()
    sqlite3.connect(settings.data_dir / "toasoan.db").close()
    assert "toasoan migrate" in line_of(run("doctor"), "database")


def test_a_data_folder_that_is_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing can be kept there."""
    (tmp_path / "file").write_text("")
    use_folder(monkeypatch, tmp_path / "file")
    shown = run("doctor")
    assert shown.code == 1
    assert line_of(shown, "data folder").startswith("FAIL")
    assert "is a file, not a folder" in line_of(shown, "data folder")
    assert "toasoan serve" not in shown.out


def test_rows_that_refer_to_nothing(run: Run, store: Store, settings: Settings) -> None:
    """Somebody changed the database by hand."""
    publish(store, "Họp dân")
    healthy(run)
    with sqlite3.connect(settings.data_dir / "toasoan.db") as connection:
        connection.execute("UPDATE article SET category_id = 999")
    connection.close()
    shown = run("doctor")
    assert shown.code == 1
    assert line_of(shown, "foreign keys").startswith("FAIL")


def test_a_picture_that_is_gone(run: Run, store: Store) -> None:
    """A backup of the database without the media folder."""
    healthy(run)
    name = "0" * 64 + ".png"
    with store.transaction() as session:
        session.add(Image(name=name, width=1, height=1, alt="", created_at=now()))
    shown = run("doctor")
    assert shown.code == 1
    assert name in line_of(shown, "pictures")


def test_documents_that_are_missing_and_changes_that_wait(
    run: Run, store: Store, settings: Settings
) -> None:
    """Nobody indexes; the reader sees the portal of yesterday."""
    first = publish(store, "Họp dân")
    healthy(run)
    publish(store, "Cầu mới")
    shown = run("doctor")
    assert line_of(shown, "documents").startswith("WARN")
    assert line_of(shown, "changes").startswith("WARN")
    assert "toasoan serve" in line_of(shown, "changes")
    with store.transaction() as session:
        session.execute(update(Outbox).values(done_at=now()))
    engine = open_engine(settings.index)
    engine.replace([f"article:{first.id}"], [], {})
    engine.close()
    shown = run("doctor")
    assert line_of(shown, "changes").startswith("OK")
    assert "toasoan search verify" in line_of(shown, "documents")


def test_an_article_that_cannot_be_indexed(run: Run, store: Store, settings: Settings) -> None:
    """An editor looks for an article that search leaves out, and nobody can say why."""
    good, bad = publish(store, "Họp dân"), publish(store, "Cầu mới")
    healthy(run)
    assert line_of(run("doctor"), "set aside").startswith("OK")
    with store.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE article SET updated_at = 'never' WHERE entry_id = ?", (bad.id,)
        )
    engine = open_engine(settings.index)
    replace_in_index(engine, load(store, [good.id or 0, bad.id or 0]), {})
    engine.close()
    shown = run("doctor")
    assert line_of(shown, f"article {bad.id}").startswith("WARN")
    assert "ValueError" in line_of(shown, f"article {bad.id}")
    assert "never" in line_of(shown, f"article {bad.id}")
    assert f"article {good.id}:" not in shown.out


def test_an_article_that_was_tried_and_failed(run: Run, store: Store, settings: Settings) -> None:
    """A rebuild would print a page of Python for each such article; and nobody knows which of them
    will be tried again."""
    publish(store, "Họp dân")
    bad = publish(store, "Cầu mới")
    healthy(run)
    with store.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE article SET updated_at = 'never' WHERE entry_id = ?", (bad.id,)
        )
    made = run("search", "rebuild")
    assert made.code == 0
    (told,) = [line for line in made.err.splitlines() if "cannot be indexed" in line]
    assert "ValueError" in told
    shown = run("doctor")
    assert shown.code == 0
    assert "not indexed, tried once: ValueError" in line_of(shown, f"article {bad.id}")
    engine = open_engine(settings.index)
    for _ in range(failures.TRIES - 1):  # who starts anew does not wait
        drain(Worker(store, engine))
    engine.close()
    line = line_of(run("doctor"), f"article {bad.id}")
    assert line.startswith("WARN")
    assert f"set aside, tried {failures.TRIES} times: ValueError" in line
    assert line.endswith("edit and publish it again, or run: toasoan search rebuild")


def test_an_article_that_ended_the_process(run: Run, store: Store, settings: Settings) -> None:
    """To try it again in the doctor, or with another rebuild, would end that process too."""
    bad = publish(store, "Cầu mới")
    healthy(run)
    with store.transaction() as session:
        session.add(
            IndexingFailure(
                entry_id=bad.id or 0, version=1, tries=3, ended_process=True, error=failures.ENDED
            )
        )
    engine = open_engine(settings.index)
    engine.replace([f"article:{bad.id}"], [], {})
    engine.close()
    line = line_of(run("doctor"), f"article {bad.id}")
    assert f"set aside, tried 3 times: {failures.ENDED}" in line
    assert line.endswith("edit and publish it again")
    with store.transaction() as session:
        session.execute(update(IndexingFailure).values(tries=1))
        for entry_id in range(100, 107):
            session.add(
                IndexingFailure(
                    entry_id=entry_id, version=1, tries=3, ended_process=False, error="x"
                )
            )
    shown = run("doctor")
    assert "not indexed, tried once" in line_of(shown, f"article {bad.id}")
    assert "3 more" in line_of(shown, "set aside")


def test_an_outdated_index(
    run: Run, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade an operator could not tell whether readers have a search, and whether
    anybody makes the index again."""
    publish(store, "Họp dân")
    healthy(run)
    monkeypatch.setattr(generations, "MADE_BY", f"another/{schema.LAYOUT}")
    shown = run("doctor")
    assert shown.code == 0
    assert line_of(shown, "index").startswith("WARN  index: it answers, but is made by another")
    assert "toasoan serve" in line_of(shown, "index")
    with try_lock(settings.indexer_lock):
        assert "the running server makes it again" in line_of(run("doctor"), "index")
        ProgressFile(settings.indexer_lock).write(REBUILD, 1_200, 5_000)
        assert "1,200 of 5,000 entries" in line_of(run("doctor"), "index")
    monkeypatch.setattr(generations, "MADE_BY", f"{analysis.VERSION}/another")
    shown = run("doctor")
    assert shown.code == 1
    assert line_of(shown, "index").startswith("FAIL  index: it is made by another")


def test_an_article_that_the_index_refuses(store: Store) -> None:
    """What only the index cannot take would be missing without a reason."""
    entry = publish(store, "Họp dân")
    (item,) = load(store, [entry.id or 0])
    assert set_aside.refusal(item) is None
    title: str = None  # type: ignore[assignment]
    broken = replace(item, documents=(replace(item.documents[0], title=title),))
    assert isinstance(set_aside.refusal(broken), TypeError | AttributeError)


def test_a_public_machine_needs_an_https_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links in feeds and mails would lead nowhere."""
    healthy(run)
    monkeypatch.setenv("TOASOAN_ENV", "production")
    shown = run("doctor")
    assert line_of(shown, "site").startswith("WARN")
    assert "updateSite" in line_of(shown, "site")


def test_the_python_of_this_test_is_new_enough() -> None:
    """pyproject.toml says 3.11; the doctor must not say otherwise."""
    assert machine.python().level is Level.OK


def test_variables_are_taken_as_the_system_gives_them() -> None:
    """With nothing set there is nothing to say."""
    none: Mapping[str, str] = {"PATH": "/bin"}
    (finding,) = machine.unknown_settings(none)
    assert finding.level is Level.OK
