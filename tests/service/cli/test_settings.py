"""What the guide says of settings is what the program has."""

from pathlib import Path

import pytest

from service.cli.settings import BEGIN, END, table, with_table
from service.settings import Settings
from tests.service.cli.conftest import Run

GUIDE = Path(__file__).parents[3] / "docs" / "operating.md"


def test_the_guide_shows_the_settings_as_they_are() -> None:
    """An operator would read another default than the one that holds. `make docs` mends it."""
    text = GUIDE.read_text(encoding="utf-8")
    assert with_table(text) == text


def test_every_setting_is_shown_and_explained(run: Run) -> None:
    """An operator would not learn what can be set."""
    ran = run("settings")
    assert (ran.code, ran.err) == (0, "")
    for name, field in Settings.model_fields.items():
        assert f"`TOASOAN_{name.upper()}`" in ran.out
        assert field.description


def test_a_document_gets_the_table(run: Run, tmp_path: Path) -> None:
    """The guide would be kept by hand, and be wrong after a while."""
    document = tmp_path / "guide.md"
    document.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    assert run("settings", "--out", str(document)).code == 0
    assert document.read_text(encoding="utf-8") == (
        f"Before.\n{BEGIN}\n\n{table()}\n\n{END}\nAfter.\n"
    )


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}\n{BEGIN}"])
def test_a_document_without_a_place_is_left_alone(run: Run, tmp_path: Path, text: str) -> None:
    """A mistyped file name would overwrite something else."""
    document = tmp_path / "other.md"
    document.write_text(text, encoding="utf-8")
    assert run("settings", "--out", str(document)).code == 1
    assert document.read_text(encoding="utf-8") == text
