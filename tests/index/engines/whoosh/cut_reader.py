"""A process that searches while its files are cut: see test_damage."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from index.engine import IndexUnavailable
from index.engines.whoosh import arrays
from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.generations import read_head
from tests.index.documents import document, found, store


def _asked(engine: WhooshEngine) -> dict[str, Callable[[], object]]:
    """Every way to read, and to write upon what is there."""
    vocabulary = engine.vocabulary()
    return {
        "search": lambda: found(engine, "chi bộ"),
        "phrase": lambda: found(engine, '"hòa hoa"'),
        "spellings": lambda: vocabulary.spellings("hoa"),
        "pairs": lambda: vocabulary.pairs("hoa", "hoa"),
        "following": lambda: vocabulary.following("hoa", "h", 5),
        "digests": lambda: list(engine.digests()),
        "replace": lambda: store(engine, document("new", "mới")),
        "merge": lambda: engine.merge(),
        "check": lambda: engine.check(),
    }


def _answers(asked: dict[str, Callable[[], object]]) -> Iterator[str]:
    for name, ask in asked.items():
        try:
            ask()
            yield f"{name} answered"
        except IndexUnavailable as error:
            yield f"{name} {error.state.name}"


def main(path: Path, way: str) -> None:
    arrays.CHECKED = 0  # every file is a large one, of which little has been read
    engine = WhooshEngine(path)
    assert found(engine, "a3")
    asked = _asked(engine)
    for segment in read_head(next(one for one in path.iterdir() if one.is_dir())).segments:
        file = next(path.rglob(segment.filename()))
        with file.open("r+b") as opened:
            opened.truncate(0)
    chosen = {way: asked[way]} if way in asked else asked
    print(*_answers(chosen), engine.state.name, sep="\n", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
