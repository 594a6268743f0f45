"""The engines that need no package of the bench's own."""

from pathlib import Path

import pytest

from benchmarks import query_mix
from benchmarks.peers import Peer
from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.ours import Ours
from benchmarks.peers.stock_whoosh import StockWhoosh
from benchmarks.query_mix import Joint
from tests.benchmarks.articles import some


@pytest.mark.parametrize("peer", [Fts5, StockWhoosh])
def test_all_engines_find_the_same_articles(peer: type[Peer], tmp_path: Path) -> None:
    """One that is asked something easier would look quick."""
    articles = some(30)
    ours, other = Ours(tmp_path / "ours"), peer(tmp_path / "other")
    for one in (ours, other):
        one.build([articles])
    for question in query_mix.make(articles, 60):
        if not question.means_the_same:
            continue
        for asked in (question.joined_by(joint) for joint in Joint):
            answers = ours.prepare(asked)(), other.prepare(asked)()
            assert answers[0].total == answers[1].total, asked
            assert len(answers[0].numbers) == len(answers[1].numbers)
    other.close()
    ours.close()
