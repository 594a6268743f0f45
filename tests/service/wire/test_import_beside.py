"""An import goes on for minutes; the newsroom does not stop for it, and the index has it all."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.wire.editing import create, move, update
from tests.service.wire.running import TOASOAN, Client, Server, command, environment

NEWS = Path(__file__).parents[4] / "shared" / "data" / "news-20k.jsonl.xz"
"""Beside the project, not in it: the articles are somebody's."""
COUNT = "{ articles { totalCount } }"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A newsroom without an article."""
    made = Server(tmp_path / "var")
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture
def editor(server: Server) -> Iterator[Client]:
    with server.client(server.new_token("admin")) as client:
        yield client


def publish_while_importing(server: Server, editor: Client, file: Path) -> int:
    """Publishes, edits and withdraws until the import has ended; returns how often."""
    category = editor.some_category()
    importing = subprocess.Popen(
        [TOASOAN, "import", file],
        env=environment(server.data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    rounds = 0
    while importing.poll() is None:
        rounds += 1
        word = f"xyx{rounds}xyx"
        made = create(editor, title=word, body="<p>Tin.</p>", category=category, publish=True)
        assert editor.found(word) == [made["id"]]
        made = update(editor, made, title="Khác", publish=True)
        assert editor.found(word) == []
        move(editor, "unpublishArticle", made)
    out, _ = importing.communicate()
    assert (importing.returncode, out.endswith(" 0 bad.\n")) == (0, True)
    return rounds


def assert_complete(server: Server, editor: Client, imported: int, withdrawn: int) -> None:
    """Everybody has every article: the newsroom, the readers, the index."""
    with server.client() as reader:
        assert reader.query(COUNT)["articles"]["totalCount"] == imported
    assert editor.query(COUNT)["articles"]["totalCount"] == imported + withdrawn
    verified = command(server.data_dir, "search", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stderr.endswith(
        f"{imported:,} documents in the index, 0 differences, 0 changes wait.\n"
    )


def how_many(server: Server, text: str) -> int:
    """How many articles a reader's search finds."""
    document = "query ($text: String!) { search(query: $text) { totalCount } }"
    with server.client() as reader:
        return int(reader.query(document, text=text)["search"]["totalCount"])


def test_an_editor_does_not_wait_for_an_import(
    server: Server, editor: Client, tmp_path: Path
) -> None:
    """Breaking news would come an hour late, on the day of an import."""
    file = tmp_path / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(500):
            body = ["Một đoạn văn dài vừa phải về đường sá và trường học."] * 5
            lines.write(json.dumps({"title": f"Bản tin số {number}", "body": body}) + "\n")
    rounds = publish_while_importing(server, editor, file)
    assert rounds > 1
    assert_complete(server, editor, 500, rounds)
    assert [how_many(server, text) for text in ("truong hoc", "trường học")] == [500, 500]


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_file(), reason=f"{NEWS} is kept beside the project")
def test_an_editor_does_not_wait_for_twenty_thousand_articles(
    server: Server, editor: Client
) -> None:
    """The same with a real import; readers would miss articles, or be told of none."""
    rounds = publish_while_importing(server, editor, NEWS)
    assert rounds > 10
    assert_complete(server, editor, 20_000, rounds)
    plain, accented = (how_many(server, text) for text in ("giao thong", "giao thông"))
    assert 1_000 < accented <= plain
