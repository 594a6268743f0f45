"""docs/adding-content.md, followed to the letter."""

import os
import subprocess
import sys
from pathlib import Path

from service.settings import Settings

ROOT = Path(__file__).parents[3]


def test_the_recipe_for_a_new_kind_works_as_written(settings: Settings, tmp_path: Path) -> None:
    """Who adds a kind of content would follow a page that does not work."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.service.recipe.scenario"),
            *(str(ROOT / "docs" / "adding-content.md"), str(tmp_path)),
        ],
        cwd=ROOT,
        env={**os.environ, "TOASOAN_DATA_DIR": str(settings.data_dir)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
