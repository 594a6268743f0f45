"""Files that are not what was written."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.engine import IndexUnavailable, State
from index.engines.whoosh import engine as engine_module
from index.engines.whoosh import generations
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.generations import read_head
from index.engines.whoosh.schema import LAYOUT
from tests.index.documents import document, found, start, store

Harm = Callable[[Path], object]

QUERIES = ("bo", "chi bộ", '"chi bộ"', "a3", "hoa -a2")


def _truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _flip(seed: int) -> Harm:
    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        if content:
            content[random.Random(seed).randrange(len(content))] ^= 0x21
        path.write_bytes(content)

    return flip


HARMS: dict[str, Harm] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "cut": _truncate,
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    **{f"flipped {seed}": _flip(seed) for seed in range(6)},
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of several segments, some documents deleted."""
    path = tmp_path_factory.mktemp("whole") / "index"
    engine = WhooshEngine(path)
    start(engine, *(document(str(n), f"chi bộ a{n}", body="hòa hoa " * n) for n in range(9)))
    for n in range(3):
        store(engine, document(str(n), f"bộ a{n}", byline="Hoà"))
    return path


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in generations, engine_module:
        monkeypatch.setattr(module, "_PAUSE", 0.0)


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_damage_is_seen_or_does_no_harm(whole: Path, tmp_path: Path, harm: Harm) -> None:
    """A damaged disk would give wrong answers, or tracebacks, until somebody notices."""
    engine = WhooshEngine(whole)
    expected = [found(engine, query) for query in QUERIES]
    files = [path for path in whole.rglob("*") if path.is_file()]
    assert len(files) >= 6
    for number, file in enumerate(files):
        copy = tmp_path / str(number)
        shutil.copytree(whole, copy)
        harm(copy / file.relative_to(whole))
        harmed = WhooshEngine(copy)
        if harmed.state is State.READY:
            assert [found(harmed, query) for query in QUERIES] == expected
            continue
        assert harmed.state in {State.DAMAGED, State.MISSING}
        for use in (lambda: found(harmed, "bo"), lambda: store(harmed, document())):  # noqa: B023
            with pytest.raises(IndexUnavailable):
                use()
        start(harmed, document("mended", "bộ"))
        assert found(harmed, "bo") == ["mended"]


@pytest.mark.parametrize("content", ["", "../elsewhere", "999999", "\x00", "1"])
def test_a_damaged_pointer_leads_nowhere(whole: Path, tmp_path: Path, content: str) -> None:
    """A damaged pointer could make any folder the index."""
    shutil.copytree(whole, tmp_path / "index")
    (tmp_path / "index" / "current").write_text(content)
    assert WhooshEngine(tmp_path / "index").state is State.DAMAGED


def test_a_path_that_is_a_file_is_damage(tmp_path: Path) -> None:
    """A wrong setting would end in a traceback."""
    (tmp_path / "index").write_text("x")
    assert WhooshEngine(tmp_path / "index").state is State.DAMAGED


def test_another_layout_makes_an_index_outdated(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade, files would be read as what they are not."""
    shutil.copytree(whole, tmp_path / "index")
    monkeypatch.setattr(generations, "MADE_BY", "1/another")
    engine = WhooshEngine(tmp_path / "index")
    assert engine.state is State.OUTDATED
    assert engine.watermarks() == {}
    with pytest.raises(IndexUnavailable, match="another version"):
        found(engine, "bo")


def test_an_index_of_another_analysis_answers_but_takes_no_changes(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade there would be no search until the index is made again, or one in which
    words are looked for in a form in which they do not stand."""
    shutil.copytree(whole, tmp_path / "index")
    expected = found(WhooshEngine(tmp_path / "index"), "bo")
    monkeypatch.setattr(generations, "MADE_BY", f"another/{LAYOUT}")
    engine = WhooshEngine(tmp_path / "index")
    assert engine.state is State.OUTDATED
    assert engine.watermarks() == {}
    assert found(engine, "bo") == expected
    with pytest.raises(IndexUnavailable, match="another version"):
        store(engine, document("1", "bộ"))


def test_damage_under_a_running_engine_is_told(whole: Path, tmp_path: Path) -> None:
    """A reader would get a traceback where the service could say that search is being mended."""
    shutil.copytree(whole, tmp_path / "index")
    engine = WhooshEngine(tmp_path / "index")
    assert found(engine, "a3")
    folder = next(path for path in (tmp_path / "index").iterdir() if path.is_dir())
    for segment in read_head(folder).segments:
        path = folder / segment.filename()
        path.write_bytes(b"\xff" * path.stat().st_size)
    assert not engine.check()
    assert engine.state is State.DAMAGED
    with pytest.raises(IndexUnavailable):
        found(engine, "a3")


@pytest.mark.parametrize(
    "way",
    [
        *("search", "phrase", "spellings", "pairs", "following", "digests", "replace"),
        *("merge", "check", "all of them"),
    ],
)
def test_a_file_that_is_cut_while_it_is_searched_kills_nobody(
    whole: Path, tmp_path: Path, way: str
) -> None:
    """The whole server would be gone, by SIGBUS, where a search could say that it is being
    mended."""
    shutil.copytree(whole, tmp_path / "index")
    command = [sys.executable, "-m", "tests.index.engines.whoosh.cut_reader"]
    ran = subprocess.run(
        [*command, str(tmp_path / "index"), way], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    *answers, state = ran.stdout.splitlines()
    assert state == State.DAMAGED.name
    assert len(answers) == (9 if way == "all of them" else 1)
    if way in {"search", "phrase", "digests"}:
        assert answers == [f"{way} {State.DAMAGED.name}"]


def test_a_cut_file_is_noticed_without_being_read(whole: Path, tmp_path: Path) -> None:
    """The process that makes the index again would not know what another one has met."""
    shutil.copytree(whole, tmp_path / "index")
    engine = WhooshEngine(tmp_path / "index")
    assert found(engine, "a3")
    _truncate(max((tmp_path / "index").rglob("*.arrays")))
    assert engine.state is State.DAMAGED
    with pytest.raises(IndexUnavailable):
        found(engine, "a3")
    start(engine, document("new", "bộ"))
    assert found(engine, "bo") == ["new"]


def test_a_folder_that_is_deleted_while_it_is_searched(whole: Path, tmp_path: Path) -> None:
    """A server whose data folder was cleaned would answer with tracebacks, or with what is gone."""
    path = tmp_path / "index"
    shutil.copytree(whole, path)
    engine = WhooshEngine(path)
    assert found(engine, "bo")
    shutil.rmtree(path)
    assert engine.state is State.MISSING
    assert engine.watermarks() == {}
    for use in (lambda: found(engine, "bo"), lambda: store(engine, document()), engine.merge):
        with pytest.raises(IndexUnavailable):
            use()
    start(engine, document("new", "bộ"))
    assert found(engine, "bo") == ["new"]
