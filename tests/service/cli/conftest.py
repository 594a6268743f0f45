"""Commands run in this process, on a data folder of their own."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.cli import main
from service.content.article import ARTICLE
from service.content.base import Entry
from service.operations import categories, drafting
from service.permissions import SYSTEM
from service.settings import Settings
from service.store import Store


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line of its result."""
        return self.out.splitlines()[-1]


Run = Callable[..., Ran]


@pytest.fixture
def run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs one command. Whatever it comes to, nobody must ever see a traceback."""
    use_folder(monkeypatch, settings.data_dir)

    def run_one(*arguments: str) -> Ran:
        capsys.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        code = main(arguments)
        signal.signal(signal.SIGTERM, before)
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return Ran(code, shown.out, shown.err)

    return run_one


def use_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As an operator sets it."""
    monkeypatch.setenv("TOASOAN_DATA_DIR", str(folder))


def publish(store: Store, title: str, body: str = "<p>Bài.</p>") -> Entry:
    """A published article in the category Tin."""
    with store.transaction() as session:
        known = categories.tree(session).by_slug.get("tin")
        category = known or categories.create(session, SYSTEM, name="Tin")
        values = {"title": title, "body": body, "category_id": category.id}
        return drafting.create(session, SYSTEM, ARTICLE, values, publish=True)
