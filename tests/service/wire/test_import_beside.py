"""An import goes on for minutes; the newsroom does not stop for it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.service.wire.editing import create, move, update
from tests.service.wire.running import TOASOAN, Server, environment

NEWS = Path(__file__).parents[4] / "shared" / "data" / "news-20k.jsonl.xz"
"""Beside the project, not in it: the articles are somebody's."""


def publish_while_importing(data_dir: Path, file: Path) -> int:
    """Publishes, edits and withdraws until the import has ended; returns how often."""
    server = Server(data_dir)
    try:
        server.wait_until_ready()
        with server.client(server.new_token("admin")) as editor:
            category = editor.some_category()
            importing = subprocess.Popen(
                [TOASOAN, "import", file],
                env=environment(data_dir),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            rounds = 0
            while importing.poll() is None:
                rounds += 1
                word = f"xyx{rounds}xyx"
                made = create(
                    editor, title=word, body="<p>Tin.</p>", category=category, publish=True
                )
                assert editor.found(word) == [made["id"]]
                made = update(editor, made, title="Khác", publish=True)
                assert editor.found(word) == []
                move(editor, "unpublishArticle", made)
            out, _ = importing.communicate()
            assert (importing.returncode, out.endswith(" 0 bad.\n")) == (0, True)
            return rounds
    finally:
        server.stop()


def test_an_editor_does_not_wait_for_an_import(tmp_path: Path) -> None:
    """Breaking news would come an hour late, on the day of an import."""
    file = tmp_path / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(500):
            body = ["Một đoạn văn dài vừa phải về đường sá và trường học."] * 5
            lines.write(json.dumps({"title": f"Bản tin số {number}", "body": body}) + "\n")
    assert publish_while_importing(tmp_path / "var", file) > 1


@pytest.mark.slow
@pytest.mark.skipif(not NEWS.is_file(), reason=f"{NEWS} is kept beside the project")
def test_an_editor_does_not_wait_for_twenty_thousand_articles(tmp_path: Path) -> None:
    """The same with a real import."""
    assert publish_while_importing(tmp_path / "var", NEWS) > 10
