"""The schema as a file: frontends generate their types from it."""

from pathlib import Path

from service.cli.schema import served_schema
from tests.service.cli.conftest import Run


def test_what_is_exported_is_up_to_date(run: Run, tmp_path: Path) -> None:
    """Otherwise the check would never pass."""
    file = tmp_path / "schema.graphql"
    assert run("schema", "export", "--out", str(file)).code == 0
    assert run("schema", "export").out == file.read_text(encoding="utf-8")
    assert run("schema", "check", str(file)).code == 0


def test_a_difference_is_shown(run: Run, tmp_path: Path) -> None:
    """A change of the contract would go out unseen."""
    file = tmp_path / "schema.graphql"
    file.write_text(served_schema().replace("viewCount", "views"), encoding="utf-8")
    shown = run("schema", "check", str(file))
    assert shown.code == 1
    assert "+  viewCount: Int!" in shown.out
    assert "toasoan schema export" in shown.err


def test_a_missing_file_is_said_so(run: Run, tmp_path: Path) -> None:
    """With the way to mend it."""
    shown = run("schema", "check", str(tmp_path / "none.graphql"))
    assert shown.code == 1
    assert "toasoan schema export --out" in shown.err
