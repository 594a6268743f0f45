"""Import and export as an operator runs them; when the command ends, readers find the articles."""

import json
import lzma
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import select

from index.opening import open_engine
from service.content.article import ARTICLE
from service.content.base import Entry
from service.content.category import Category
from service.content.change import Outbox
from service.content.history import SlugHistory
from service.content.image import Image
from service.content.tag import Tag
from service.operations.transfer import batches
from service.settings import Settings
from service.store import Store
from service.sync import Indexer
from tests.service.cli.conftest import Run, publish
from tests.service.operations.picture_files import draw

ARTICLES = [
    {"title": f"Bản tin số {number}", "body": [f"Đoạn văn từkhoá{letter}."], "slug": f"so-{letter}"}
    for number, letter in enumerate("abcde")
]


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_what_is_imported_is_found(run: Run, tmp_path: Path) -> None:
    """The command says it is done; then it has to be."""
    file = write(tmp_path / "articles.jsonl", *ARTICLES)
    first = run("import", str(file))
    assert first.code == 0
    assert first.last == "5 created, 0 updated, 0 unchanged, 0 bad."
    assert "Bản tin số 2" in run("search", "query", "từkhoác").out
    assert run("search", "verify").code == 0
    assert run("import", str(file)).last == "0 created, 0 updated, 5 unchanged, 0 bad."


def test_a_bad_line_is_told_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    """Among twenty thousand lines somebody has to find the one."""
    file = write(tmp_path / "articles.jsonl", ARTICLES[0], {"lead": "no title"}, ARTICLES[1], 7)
    shown = run("import", str(file))
    assert shown.code == 1
    assert shown.last == "2 created, 0 updated, 0 unchanged, 2 bad."
    assert "line 2: " in shown.err
    assert "title" in shown.err
    assert "line 4: " in shown.err


def test_strict_leaves_nothing_behind(
    run: Run,
    store: Store,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half an import is worse than none where it is repeated every night."""
    monkeypatch.setattr(batches, "MAX_LINES", 2)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(draw("PNG"))
    around = {"category": {"slug": "x", "name": "X"}, "tags": ["Y"], "images": [{"file": "a.png"}]}
    good = [{**article, **around} for article in ARTICLES]
    file = write(tmp_path / "articles.jsonl", *good, {"lead": "no title"})
    command = ("import", str(file), "--media", str(tmp_path / "pictures"))
    before = rows(store)
    shown = run(*command, "--strict")
    assert shown.code == 1
    assert "line 6: " in shown.err
    assert rows(store) == before
    assert files(settings.media_dir) == []
    assert run("search", "query", "từkhoác").last == "0 found."
    run(*command)
    assert all(left < kept for left, kept in zip(before, rows(store), strict=True))
    assert len(files(settings.media_dir)) == 1


def rows(store: Store) -> list[int]:
    """How many there are of what an import writes."""
    tables = (Entry, ARTICLE.edition, Category, Tag, Image, SlugHistory, Outbox)
    with store.snapshot() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


OLD = [
    {"title": "TiÕng ViÖt trong s¸ng", "slug": "tieng-viet", "body": ["X· héi", "TrËt tù"]},
    {"title": "Ñoåi môùi coâng taùc", "body": "<p>Xaõ hoäi</p>"},
    {"title": "Müller und Söhne", "body": "<p>café São Tomé</p>"},
]


def test_old_encodings_are_converted_and_told(run: Run, tmp_path: Path) -> None:
    """An archive of twenty years could not be searched, and nobody would know what was changed."""
    shown = run("import", str(write(tmp_path / "old.jsonl", *OLD)))
    assert shown.code == 0
    assert shown.last == "3 created, 0 updated, 0 unchanged, 0 bad."
    assert shown.err.splitlines()[-3:] == [
        "line 1: tieng-viet: converted from tcvn3",
        "line 2: Đổi mới công tác: converted from vni",
        "2 converted to Unicode.",
    ]
    assert "Tiếng Việt trong sáng" in run("search", "query", "trật tự").out
    assert run("search", "query", "Söhne").last == "1 found."


def test_an_encoding_can_be_named(run: Run, tmp_path: Path) -> None:
    """What is too short to be told, or only looks old, could not be brought in as it is."""
    short = write(tmp_path / "short.jsonl", {"title": "Tin tøc"})
    assert "tcvn3" in run("import", str(short), "--encoding", "tcvn3").err
    assert "Tin tức" in run("search", "query", "tức").out
    as_it_is = run("import", str(write(tmp_path / "old.jsonl", OLD[0])), "--encoding", "unicode")
    assert (as_it_is.code, "converted" in as_it_is.err) == (0, False)
    wrong = run("import", str(short), "--encoding", "latin1")
    assert wrong.code == 2
    assert "'--encoding': 'latin1' is not one of 'auto', 'unicode', 'tcvn3', 'vni'" in wrong.err


@pytest.mark.parametrize(
    "content",
    [b"\x7fELF\x00\x01\x02" * 1_000, b"\x89PNG\r\n\x1a\n\x00" * 10, b"\xfd7zXZ\x00broken"],
    ids=["program", "picture", "broken xz"],
)
def test_a_binary_file_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    """The wrong file was given; thousands of lines about it would hide that."""
    file = tmp_path / "file"
    file.write_bytes(content)
    shown = run("import", str(file))
    assert shown.code == 1
    assert shown.err.count("\n") <= 2


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, name: str) -> None:
    """One line, with the name that was given."""
    shown = run("import", str(tmp_path / name))
    assert shown.code in {1, 2}
    assert str(tmp_path) in shown.err
    assert shown.err.count("\n") == 1


def test_beside_a_running_server_the_server_indexes(
    run: Run, store: Store, settings: Settings, tmp_path: Path
) -> None:
    """Two processes must not write one index; and the command still ends only when it is done."""
    engine = open_engine(settings.index)
    server = Indexer(store, engine, settings.indexer_lock)
    server.start()
    try:
        shown = run("import", str(write(tmp_path / "articles.jsonl", *ARTICLES)))
        assert shown.code == 0
        assert engine.count() == 5
    finally:
        server.stop()
        engine.close()


def test_an_export_is_imported_again(run: Run, store: Store, tmp_path: Path) -> None:
    """A backup that cannot be read back is none."""
    publish(store, "Họp dân")
    exported = tmp_path / "newsroom.jsonl.xz"
    shown = run("export", str(exported))
    assert shown.code == 0
    assert "1 articles" in shown.err
    assert b"H\xe1\xbb\x8dp d\xc3\xa2n" in lzma.decompress(exported.read_bytes())
    assert run("import", str(exported)).last == "0 created, 0 updated, 1 unchanged, 0 bad."


@pytest.mark.parametrize("name", ["no/such/folder/x.jsonl", "."])
def test_an_export_that_cannot_be_written(run: Run, tmp_path: Path, name: str) -> None:
    """Nothing half written is left, and one line says why."""
    shown = run("export", str(tmp_path / name))
    assert shown.code in {1, 2}
    assert shown.err.count("\n") == 1
    assert "unexpected" not in shown.err
