"""Whether ours and tantivy agree on how many articles match, asked with the same meaning."""

from collections.abc import Sequence

from benchmarks.contestants import Contestant
from benchmarks.peers.ours import Ours
from benchmarks.peers.tantivy import Tantivy
from benchmarks.query_mix import Question

SHOWN = 3


def disagreements(engines: Sequence[Contestant], questions: Sequence[Question]) -> str:
    """One line that says how many totals are the same, and names some that are not."""
    ours = next(one.peer for one in engines if isinstance(one.peer, Ours))
    theirs = next(one.peer for one in engines if isinstance(one.peer, Tantivy))
    asked = [question for question in questions if question.means_the_same]
    found = []
    for question in asked:
        own, other = ours.prepare(question)().total, theirs.total_as_ours(question)
        if own != other:
            found.append(f"{' '.join(question.words)} ({own:,} for {other:,})")
    named = "; ".join(found[:SHOWN])
    same = len(asked) - len(found)
    return (
        f"totals: {same} of {len(asked)} the same as tantivy's{'; not: ' if found else ''}{named}"
    )
