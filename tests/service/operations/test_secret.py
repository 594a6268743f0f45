"""The key that signs the addresses of renditions."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.operations.renditions import read_secret


def test_the_secret_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    """Addresses of pictures would break at every start, or be made by strangers."""
    folder = tmp_path / "new"
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(read_secret, [folder] * 16))
    assert len(secrets) == 1
    assert [path.name for path in folder.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


def test_a_damaged_secret_is_refused(tmp_path: Path) -> None:
    """Anybody could sign with an empty secret."""
    (tmp_path / "secret.key").touch()
    with pytest.raises(OSError, match="damaged"):
        read_secret(tmp_path)
