"""How well the best ten answer: questions on laws, and articles looked for by their title's words.

Ours is asked as a reader asks it. The peers are given the same words, all without marks, any of
which may match, ranked by BM25; with `marks`, tantivy looks for a marked word in the marked text.
"""

import json
import random
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table

from benchmarks.building import BATCH
from benchmarks.contestants import ENGINES
from benchmarks.corpus import Article, parsed
from benchmarks.metrics import recall, reciprocal_rank
from benchmarks.peers import Peer
from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.ours import Ours
from benchmarks.peers.tantivy import Tantivy
from benchmarks.query_mix import Commonness, Joint, Marks, Question, typed_text
from benchmarks.tables import Goal, table
from benchmarks.texts import read_articles
from benchmarks.tokens import syllables
from benchmarks.workspace import Workspace
from index.vietnamese.fold import fold
from index.vietnamese.segment import SYLLABLE

SAMPLE = 500
"""Articles that are looked for by their titles."""
NEWS = 20_000
"""Articles they are looked for among, at most; none that is made of others."""
AHEAD = {Marks.ACCENTED: 0.02, Marks.UNACCENTED: 0.08, Marks.MIXED: 0.0}
"""MRR@10 that ours is to be ahead by."""

Ask = Callable[[str], Sequence[int]]
"""A text as typed -> numbers of the best ten."""


@dataclass(frozen=True, slots=True)
class Task:
    """Texts to index, and what is asked with the numbers of the texts that answer it."""

    name: str
    about: str
    articles: Sequence[Article]
    questions: Sequence[tuple[str, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Means over a task's questions."""

    rank: float
    recall: float


Scores = dict[tuple[str, Marks], Score]


def measure(
    space: Workspace, laws: Path, law_questions: Path
) -> Iterator[Table | str | list[Goal]]:
    tasks = [known_items(space)]
    if laws.exists() and law_questions.exists():
        tasks.insert(0, questions_on_laws(laws, law_questions))
    else:
        yield f"relevance: no questions on laws, for there is no {laws}"
    for task in tasks:
        scores = _scores(task, space)
        yield _table(task, scores)
        yield list(_goals(task, scores))


def questions_on_laws(laws: Path, questions: Path) -> Task:
    lines = list(read_articles(laws))
    numbers = {json.loads(line)["id"]: number for number, line in enumerate(lines)}
    asked = [json.loads(line) for line in read_articles(questions)]
    return Task(
        "laws",
        "questions on laws",
        list(parsed(lines)),
        [(one["question"], frozenset(numbers[id_] for id_ in one["relevant"])) for one in asked],
    )


def known_items(space: Workspace) -> Task:
    articles = list(space.corpus.own[: min(NEWS, space.size)])
    wanted = random.Random(1).sample(articles, min(space.often(SAMPLE), len(articles)))
    return Task(
        "titles",
        "articles by the words of their titles",
        [replace(article, title="") for article in articles],
        [(_words(article.title), frozenset([article.number])) for article in wanted],
    )


def _words(title: str) -> str:
    """Without the signs by which a reader would ask for a phrase, or for an article without a word:
    the peers are given the bare words as well."""
    return " ".join(SYLLABLE.findall(title))


def _scores(task: Task, space: Workspace) -> Scores:
    scores: Scores = {}
    for name in ("ours", *(peer for peer in space.peers if peer != "whoosh")):
        folder = space.folder / f"relevance-{name}"
        engine = ENGINES[name](folder)
        engine.build(_batches(task.articles))
        for label, ask in _ways(name, engine):
            for marks in Marks:
                scores[label, marks] = _score(task, marks, ask)
        engine.close()
        shutil.rmtree(folder)
    return scores


def _batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    for begin in range(0, len(articles), BATCH):
        yield list(articles[begin : begin + BATCH])


def _ways(name: str, engine: Peer) -> Iterator[tuple[str, Ask]]:
    """How an engine is asked, by the label of its row."""
    if isinstance(engine, Ours):
        yield engine.name, engine.read
        return
    yield engine.name, lambda text: _any_of(engine, fold(text))
    if name == "tantivy":
        yield f"{engine.name}, marks", lambda text: _any_of(engine, text)


def _any_of(engine: Peer, text: str) -> Sequence[int]:
    words = tuple(dict.fromkeys(word.exact for word in syllables(text)))
    asked = Question(words, Marks.MIXED, Commonness.MEDIUM, joint=Joint.OR)
    return engine.prepare(asked)().numbers


def _score(task: Task, marks: Marks, ask: Ask) -> Score:
    rng = random.Random(1)
    found = [(ask(typed_text(text, marks, rng)), wanted) for text, wanted in task.questions]
    return Score(
        statistics.fmean(reciprocal_rank(numbers, wanted) for numbers, wanted in found),
        statistics.fmean(recall(numbers, wanted) for numbers, wanted in found),
    )


def _table(task: Task, scores: Scores) -> Table:
    rows = [
        (
            label,
            *(
                f"{getattr(scores[label, marks], figure):.3f}"
                for figure in ("rank", "recall")
                for marks in Marks
            ),
        )
        for label in dict.fromkeys(label for label, _ in scores)
    ]
    columns = [f"{figure}\n{marks}" for figure in ("MRR@10", "recall@10") for marks in Marks]
    title = f"Relevance: {len(task.questions)} {task.about}, among {len(task.articles):,}"
    return table(title, ("engine", *columns), rows)


def _goals(task: Task, scores: Scores) -> Iterator[Goal]:
    peers = [name for name in (Tantivy.name, Fts5.name) if (name, Marks.MIXED) in scores]
    for marks, ahead in AHEAD.items() if peers else ():
        ours, theirs = scores[Ours.name, marks], [scores[name, marks] for name in peers]
        rank = ours.rank - max(score.rank for score in theirs)
        found = ours.recall - max(score.recall for score in theirs)
        name = f"{task.name}, {marks}, ours - best peer"
        yield Goal(f"MRR@10, {name}", ahead, rank, "", at_least=True)
        yield Goal(f"recall@10, {name}", 0.0, found, "", at_least=True)
    lost = scores[Ours.name, Marks.ACCENTED].rank - scores[Ours.name, Marks.UNACCENTED].rank
    yield Goal(f"MRR@10, {task.name}, lost without marks", 0.01, lost, "")
