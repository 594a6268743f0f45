"""What every command has in common: help, one line for an error, an exit code with a meaning."""

import sqlite3
from pathlib import Path

import pytest

from service import __version__
from service.settings import Settings
from tests.service.cli.conftest import Run, use_folder

ROOT = Path(__file__).parents[3]
OPERATING = ROOT / "docs" / "operating.md"
COMMANDS = [
    ("serve",),
    ("migrate",),
    ("demo",),
    ("import",),
    ("export",),
    ("search", "rebuild"),
    ("search", "verify"),
    ("search", "query"),
    ("account", "create"),
    ("account", "password"),
    ("token", "create"),
    ("token", "list"),
    ("token", "revoke"),
    ("schema", "export"),
    ("schema", "check"),
    ("doctor",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(run: Run, command: tuple[str, ...]) -> None:
    """An operator at night has nothing but --help."""
    shown = run(*command, "--help")
    assert shown.code == 0
    assert "Example" in shown.out
    assert f"toasoan {' '.join(command)}" in shown.out.partition("Example")[2]


def test_help_tells_the_exit_codes(run: Run) -> None:
    """A script that calls it has to know them."""
    shown = run("--help")
    assert "Exit codes: 0 done; 1 it failed" in shown.out
    assert all(command[0] in shown.out for command in COMMANDS)
    assert run().out == shown.out


@pytest.mark.skipif(not OPERATING.is_file(), reason="there is no guide for operators here")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_is_in_the_documents(command: tuple[str, ...]) -> None:
    """What is not written down is not found."""
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    written = "".join(one.read_text(encoding="utf-8") for one in documents if one.is_file())
    assert f"toasoan {' '.join(command)}" in written


def test_version(run: Run) -> None:
    """The first question of every report of a fault."""
    assert run("--version").out == f"toasoan {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("servce",),
        ("search",),
        ("search", "verfy"),
        ("serve", "--port", "http"),
        ("serve", "--port", "70000"),
        ("serve", "--workers", "0"),
        ("serve", "--nonsense"),
        ("import",),
        ("export",),
        ("search", "query"),
        ("search", "query", ""),
        ("search", "query", " \t"),
        ("search", "query", "x", "--first", "0"),
        ("account", "create", "--login", "lan"),
        ("token", "create", "--role", "EDITR", "--name", "x"),
        ("token", "create", "--role", "EDITOR"),
        ("token", "create", "--role", "EDITOR", "--name", "x", "--expires", "soon"),
        ("migrate", "now"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_is_one_line_and_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    """A script can tell its own mistake from a failure; a person reads what to do."""
    shown = run(*arguments)
    assert shown.code == 2
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert shown.err.startswith("toasoan: ")
    assert "--help" in shown.err


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of a page of a library's own words."""
    monkeypatch.setenv("TOASOAN_BODY_LIMIT", "many")
    shown = run("migrate")
    assert shown.code == 2
    assert shown.err.startswith("toasoan: TOASOAN_BODY_LIMIT: ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize("command", [("migrate",), ("serve", "--port", "0"), ("demo",)])
@pytest.mark.parametrize("inside", ["", "var"])
def test_a_data_folder_that_cannot_be_used(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: tuple[str, ...],
    inside: str,
) -> None:
    """A file in its place, or in that of the folder around it; the message must name it."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    use_folder(monkeypatch, in_the_way / inside)
    shown = run(*command)
    assert shown.code == 1
    assert "the data folder" in shown.err
    assert f"{in_the_way} is a file, not a folder" in shown.err
    assert "writable" not in shown.err
    assert "TOASOAN_DATA_DIR" in shown.err
    assert shown.err.count("\n") == 1


def test_a_file_that_is_no_database(run: Run, settings: Settings) -> None:
    """Most likely a backup that was restored badly."""
    (settings.data_dir / "toasoan.db").write_bytes(b"not a database at all" * 100)
    for command in (("migrate",), ("search", "verify"), ("export", "x.jsonl")):
        shown = run(*command)
        assert shown.code == 1
        assert "not an SQLite database" in shown.err
        assert shown.err.count("\n") == 1


def test_reading_needs_a_database(run: Run, settings: Settings) -> None:
    """A wrong folder must not look like an empty newsroom."""
    (settings.data_dir / "toasoan.db").unlink()
    shown = run("search", "verify")
    assert shown.code == 1
    assert "there is no database" in shown.err
    assert not (settings.data_dir / "toasoan.db").exists()


def test_an_old_database_is_not_read(run: Run, settings: Settings) -> None:
    """It would fail in the middle, at the first column it has not."""
    (settings.data_dir / "toasoan.db").unlink()
    sqlite3.connect(settings.data_dir / "toasoan.db").close()
    shown = run("search", "verify")
    assert shown.code == 1
    assert "toasoan migrate" in shown.err


def test_migrating_twice_changes_nothing(run: Run, settings: Settings) -> None:
    """It stands in many a start script."""
    (settings.data_dir / "toasoan.db").unlink()
    assert run("migrate").out == "The database is up to date.\n"
    assert run("migrate").out == "The database was up to date already.\n"
