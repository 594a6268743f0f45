"""What docs/clients.md shows is what a reader of it gets."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from tests.clients.guide import ROOT, SERVED, blocks, documents
from tests.service.wire.running import Client, Server


@pytest.fixture
def environment(server: Server, editor: Client) -> dict[str, str]:
    """A shell's, with the key and the password that the guide takes for known."""
    password = re.search(r"bientap +(\S+)", server.said)
    assert password is not None
    token = editor.http.headers["Authorization"].removeprefix("Bearer ")
    return {**os.environ, "TOKEN": token, "PASSWORD": password[1]}


def answers(said: str) -> list[dict[str, Any]]:
    """All JSON values of a text, one right after the other."""
    found, decoder = [], json.JSONDecoder()
    while said := said.lstrip():
        value, end = decoder.raw_decode(said)
        found.append(value)
        said = said[end:]
    return found


def test_the_commands_of_the_guide_are_answered(
    server: Server, environment: dict[str, str], tmp_path: Path
) -> None:
    """A developer who pastes a command would get an error."""
    script = "\n".join(blocks("sh")).replace(SERVED, server.address)
    done = subprocess.run(
        ["bash", "-euc", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    read, found, drafts, login, viewer = (answer["data"] for answer in answers(done.stdout))
    assert read["article"]["path"].endswith("nghi-quyet-dai-hoi-vao-thon-bang-ba-bai-loa")
    assert found["search"]["totalCount"] > 0
    assert drafts["viewer"]["role"] == "EDITOR"
    assert login["login"] == {"viewer": {"login": "bientap"}, "errors": []}
    assert viewer["viewer"] == {"login": "bientap", "role": "EDITOR"}


def test_the_program_of_the_guide_runs(server: Server) -> None:
    """A developer who pastes the program would get a traceback."""
    (program,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", program.replace(SERVED, server.address)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    *articles, refused = done.stdout.splitlines()
    assert len(articles) == 40
    assert refused == "['UNAUTHENTICATED']"


def test_the_documents_of_the_guide_fit_the_schema() -> None:
    """A developer who pastes a component would see an error in its place."""
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    found = documents()
    assert len(found) == 8
    for document in found:
        assert validate(schema, parse(document)) == [], document
