"""The index from the command line: made anew, checked, asked."""

import shutil

import pytest

from index.engines.whoosh import arrays
from index.opening import open_engine
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from tests.service.cli.conftest import Run, publish


def test_a_rebuilt_index_agrees_and_is_searched(run: Run, store: Store) -> None:
    """After a restored backup this is all that is needed."""
    publish(store, "Họp dân ở bản Nà Sản")
    publish(store, "Cầu mới qua sông")
    rebuilt = run("search", "rebuild")
    assert rebuilt.code == 0
    assert "2 documents" in rebuilt.last
    assert run("search", "verify").code == 0
    found = run("search", "query", "ban na san")
    assert found.code == 0
    assert "Họp dân ở bản Nà Sản" in found.out
    assert found.last == "1 found."
    assert run("search", "query", "không có gì").last == "0 found."


def test_it_says_what_it_understood(run: Run, store: Store) -> None:
    """Whoever looks for the reason of a reader's complaint would be shown another search."""
    publish(store, "Ủy ban nhân dân họp ở bản Nà Sản")
    run("search", "rebuild")
    found = run("search", "query", "UBND hopj")
    assert "Ủy ban nhân dân họp ở bản Nà Sản" in found.out
    assert found.out.index('Searched for: "UBND" OR "ủy ban nhân dân" họp') < found.out.index("1 f")
    assert "Did you mean: bản nà sản" in run("search", "query", "bann na san").out
    for text in ("nhân dân bản xa lạ", "bản"):
        assert run("search", "query", text).last == "1 found."


def test_differences_are_shown(run: Run, store: Store, settings: Settings) -> None:
    """An index that is wrong in silence sends readers to articles that are gone."""
    first = publish(store, "Họp dân")
    second = publish(store, "Cầu mới")
    run("search", "rebuild")
    engine = open_engine(settings.index)
    engine.replace([f"article:{first.id}"], [], {})
    engine.close()
    shown = run("search", "verify")
    assert shown.code == 1
    assert f"missing  article:{first.id}:public" in shown.out
    assert f"article:{second.id}" not in shown.out
    assert "1 differences" in shown.err


def test_without_an_index_the_way_out_is_named(run: Run) -> None:
    """It is a cache: nothing is lost, and one command makes it."""
    for command in (("verify",), ("query", "x")):
        shown = run("search", *command)
        assert shown.code == 1
        assert "toasoan search rebuild" in shown.err
        assert shown.err.count("\n") == 1


def test_a_damaged_index_is_made_anew(run: Run, store: Store, settings: Settings) -> None:
    """A full disk or a power cut may leave one."""
    publish(store, "Họp dân")
    run("search", "rebuild")
    folder = settings.data_dir / "index"
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    assert run("search", "query", "họp").code == 1
    assert run("search", "rebuild").code == 0
    assert run("search", "query", "họp").last == "1 found."
    shutil.rmtree(folder)


def test_a_wrong_byte_is_found(
    run: Run, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may lie where no document's digest is, and spoil what is found all the same."""
    publish(store, "Họp dân")
    run("search", "rebuild")
    monkeypatch.setattr(arrays, "CHECKED", 0)  # every file is a large one
    (segment,) = (settings.data_dir / "index").rglob("*.arrays")
    content = segment.read_bytes()
    segment.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    shown = run("search", "verify")
    assert shown.code == 1
    assert "toasoan search rebuild" in shown.err


def test_a_running_server_is_asked_to_rebuild(run: Run, store: Store, settings: Settings) -> None:
    """Two processes that write one index would ruin it."""
    publish(store, "Họp dân")
    engine = open_engine(settings.index)
    indexer = Indexer(store, engine, settings.indexer_lock)
    indexer.start()
    try:
        shown = run("search", "rebuild")
    finally:
        indexer.stop()
        engine.close()
    assert shown.code == 0
    assert "server" in shown.err
    assert "1 documents" in shown.last


def test_any_text_can_be_asked(run: Run, store: Store) -> None:
    """A shell passes on whatever is typed, brackets of the output's own markup too."""
    publish(store, "Tin [bold]đậm[/bold] [/]")
    run("search", "rebuild")
    for text in ("[/]", '"', "-", "a" * 100_000, "\udcff"):
        assert run("search", "query", "--", text).code == 0
    assert "Tin [bold]đậm[/bold] [/]" in run("search", "query", "đậm").out
