"""The demo newsroom: what a newcomer meets first."""

import re

from service.settings import Settings
from tests.service.cli.conftest import Run


def test_it_is_loaded_once_and_searched(run: Run, settings: Settings) -> None:
    """A newcomer runs it twice; and a password that is shown twice is no secret."""
    (settings.data_dir / "toasoan.db").unlink()
    first = run("demo")
    assert first.code == 0
    passwords = re.findall(r"^  \w+ +(\S+)  (?:ADMIN|EDITOR|WRITER)$", first.out, re.MULTILINE)
    assert len(set(passwords)) == 3
    assert "toasoan account password" in first.out.partition("ADMIN")[0]
    assert int(run("search", "query", "giao thông").last.split()[0]) > 0
    again = run("demo")
    assert again.code == 0
    assert "0 created" in again.last
    assert "password" not in again.out
    assert run("doctor").code == 0
