"""A process that writes to an index, says what is done, and is killed: see test_crash."""

import sys
from pathlib import Path

from index.document import Document
from index.engine import State
from index.engines.whoosh.engine import WhooshEngine
from tests.index.documents import document

OWNERS = 10


def written(number: int) -> Document:
    """What the write of that number puts in place of its owner's document."""
    return document(f"{number % OWNERS}", f"bộ a{number}", body="chi bộ " * (number % 50))


def expected(last: int) -> set[str]:
    """The words by which exactly the current documents are found, after that many writes."""
    return {f"a{number}" for number in range(max(0, last - OWNERS) + 1, last + 1)}


def write(path: Path) -> None:
    engine = WhooshEngine(path)
    if engine.state is State.MISSING:
        engine.rebuild().finish({"bulk": 0})
    number = engine.watermarks()["bulk"]
    while True:
        number += 1
        one = written(number)
        engine.replace({one.owner}, [one], {"bulk": number})
        print(number, flush=True)
        if number % 7 == 0:
            engine.merge()
        if number % 20 == 0:
            rebuilding = engine.rebuild()
            rebuilding.add(written(n) for n in range(max(0, number - OWNERS) + 1, number + 1))
            rebuilding.finish({"bulk": number})


if __name__ == "__main__":
    write(Path(sys.argv[1]))
