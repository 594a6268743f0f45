"""Several processes serve one newsroom; an editor must not notice."""

from pathlib import Path

from tests.service.wire.editing import create, move, update
from tests.service.wire.running import Server

CONNECTIONS = 12
"""Each goes to whichever process takes it first."""


def found_everywhere(server: Server, text: str) -> set[str]:
    """What searches find over many new connections; one answer if all processes agree."""
    answers = set()
    for _ in range(CONNECTIONS):
        with server.client() as reader:
            answers.add(",".join(reader.found(text)))
    return answers


def test_a_change_in_one_worker_is_searchable_in_all(tmp_path: Path) -> None:
    """Half of the readers would see yesterday's portal."""
    server = Server(tmp_path / "var", "--workers", "2")
    try:
        server.wait_until_ready()
        token = server.new_token("admin")
        for number in range(3):
            with server.client(token) as editor:
                category = editor.some_category()
                word = f"chuồnchuồn{'abc'[number]}"
                body = f"<p>{word}</p>"
                made = create(editor, title=word, body=body, category=category, publish=True)
                assert found_everywhere(server, word) == {made["id"]}
                body = "<p>bươmbướm</p>"
                made = update(editor, made, title="Khác", body=body, publish=True)
                assert found_everywhere(server, word) == {""}
                move(editor, "trashArticle", made)
    finally:
        assert server.stop() == 0
