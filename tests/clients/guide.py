"""What docs/clients.md shows: its blocks of code, and the GraphQL documents in them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "clients.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"// (\S+)\n(.*)", re.DOTALL)
DOCUMENT = re.compile(r'(?:gql|/\* GraphQL \*/) ?`(.*?)`|= """(.*?)"""', re.DOTALL)
SERVED = "http://127.0.0.1:8000"
"""Where the guide has the server."""


def blocks(kind: str) -> list[str]:
    """All blocks of a language, in the guide's order."""
    return [text for name, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")) if name == kind]


def files() -> dict[str, str]:
    """The TypeScript that begins with a comment of its own path, by that path."""
    named = [NAMED.fullmatch(text) for text in blocks("ts") + blocks("tsx")]
    return {found[1]: found[2] for found in named if found}


def documents() -> list[str]:
    """The GraphQL in it, but for Relay's, which relay-compiler checks."""
    texts = [*files().values(), *blocks("python")]
    return [first or second for text in texts for first, second in DOCUMENT.findall(text)]


def write(folder: Path) -> None:
    """The files of the guide, but for those of Next.js."""
    for path, text in files().items():
        if not path.startswith("next/"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
