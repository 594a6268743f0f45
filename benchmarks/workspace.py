"""What the measurements of one run share: the articles, the questions, and indexes made once."""

import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rich.console import Console

from benchmarks import query_mix
from benchmarks.corpus import Corpus
from benchmarks.query_mix import Joint, Question, Style

QUICK = 10_000
"""Fewer articles than these are for trying out: what is asked of them is asked less often."""
SMALL = 1_000
"""Articles of the small index that the large one is compared with."""


@dataclass(frozen=True, slots=True)
class Built:
    """An index in `folder`; `peak` and `early` are the most megabytes resident while it was made,
    in all and in its first quarter."""

    folder: Path
    seconds: float
    early: float
    peak: float


@dataclass
class Workspace:
    """`peers` are the names of the engines that ours is compared with."""

    folder: Path
    corpus: Corpus
    peers: Sequence[str]
    rounds: int
    out: Console
    _built: dict[tuple[str, int], Built] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return self.corpus.size

    def often(self, count: int) -> int:
        """How often to do what is done `count` times in earnest."""
        return count if self.size >= QUICK else max(1, count // 5)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The small index's articles and all."""
        return (SMALL, self.size) if self.size > SMALL else (self.size,)

    @cached_property
    def questions(self) -> list[Question]:
        return query_mix.make(list(self.corpus.own))

    def joined_by(self, joint: Joint) -> list[Question]:
        """The questions of the mix so; a phrase is a phrase, and is counted with AND."""
        apart = [
            one for one in self.questions if joint is Joint.AND or one.style is not Style.PHRASE
        ]
        return [one.joined_by(joint) for one in apart]

    @cached_property
    def questions_file(self) -> Path:
        path = self.folder / "questions.pickle"
        asked = [one for joint in Joint for one in self.joined_by(joint)]
        path.write_bytes(pickle.dumps(asked))
        return path

    @cached_property
    def articles_file(self) -> Path:
        path = self.folder / "articles.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            lines.writelines(article.line for article in self.corpus)
        return path

    @cached_property
    def text_bytes(self) -> int:
        return sum(article.size for article in self.corpus)

    def built(self, name: str, size: int) -> Built:
        """The index of the first `size` articles, made in a process of its own."""
        found = self._built.get((name, size))
        if found is None:
            folder = self.folder / f"{name}-{size}"
            place = str(self.articles_file), str(folder), str(size)
            answer = json.loads(run("benchmarks.building", name, *place))
            found = self._built[name, size] = Built(folder, **answer)
        return found


def run(module: str, *arguments: str) -> str:
    """What a module's process prints; its progress is shown."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
