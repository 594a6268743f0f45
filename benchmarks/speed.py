"""How long a search takes: the best ten and the exact total, each question many times over.

The engines take turns at every question, in an order that changes from round to round, so that
noise on the machine meets all alike. A question's time is the median over the rounds, and begins
with its query tree: each engine makes its own query of it.
"""

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from rich.table import Table

from benchmarks.cold import cold
from benchmarks.contestants import Contestant, contestants
from benchmarks.measuring import percentile, settled, timed
from benchmarks.peers.ours import Ours, OursWithFacets
from benchmarks.peers.tantivy import Tantivy
from benchmarks.query_mix import Joint, Question
from benchmarks.tables import Goal, milliseconds, table, times
from benchmarks.totals import disagreements
from benchmarks.workspace import Workspace

Times = dict[str, dict[Question, float]]
"""For each engine, the seconds that each question took."""
Measured = dict[tuple[Joint, str], Times]
"""By AND or OR, and "warm" or "cold"."""
PERCENTS = (50, 95, 99)


def measure(space: Workspace) -> Iterator[Table | str | list[Goal]]:
    """Prints as it goes: the table of engines, the one of kinds of question, and the goals."""
    measured: Measured = {}
    with contestants(space) as engines, settled():
        for joint in Joint:
            questions = space.joined_by(joint)
            measured[joint, "warm"] = warm(engines, questions, space.rounds)
            measured[joint, "cold"] = cold(engines, questions)
        yield _engines(space, engines, measured)
        if "tantivy" in space.peers:
            yield _kinds(measured)
            yield disagreements(engines, [*space.joined_by(Joint.AND), *space.joined_by(Joint.OR)])
        yield list(_goals(measured))


def warm(engines: Sequence[Contestant], questions: Sequence[Question], rounds: int) -> Times:
    taken: dict[str, dict[Question, list[float]]] = {one.name: defaultdict(list) for one in engines}
    for turn in range(rounds + 1):  # the first one warms up, and counts not where more follow
        for question, asked in _in_turns(engines, questions, turn):
            for one in asked:
                taken[one.name][question].append(_seconds(one, question))
    return {
        name: {
            question: statistics.median(seconds[1:] or seconds) for question, seconds in of.items()
        }
        for name, of in taken.items()
    }


def _in_turns(
    engines: Sequence[Contestant], questions: Sequence[Question], turn: int
) -> Iterator[tuple[Question, list[Contestant]]]:
    """The questions of a round, in an order by chance, and whom to ask each of them."""
    rng = random.Random(turn)
    asked = {one.name: set(questions[:: one.every]) for one in engines if turn <= one.rounds}
    for question in rng.sample(questions, len(questions)):
        those = [one for one in engines if question in asked.get(one.name, ())]
        yield question, rng.sample(those, len(those))


def _seconds(one: Contestant, question: Question) -> float:
    return timed(lambda: one.peer.prepare(question)())[0]


def _engines(space: Workspace, engines: Sequence[Contestant], measured: Measured) -> Table:
    rows = [
        _row(f"{name}, {joint}, {state}", seconds, of[Ours.name])
        for (joint, state), of in measured.items()
        for name, seconds in of.items()
    ]
    columns = ("engine", "queries", "p50 ms", "p95 ms", "p99 ms", "p50 x ours", "p95 x ours")
    return table(f"Search, {space.size:,} articles", columns, rows, _note(space, engines))


def _row(name: str, seconds: dict[Question, float], ours: dict[Question, float]) -> tuple[str, ...]:
    own = list(seconds.values())
    same = [ours[question] for question in seconds]
    return (
        name,
        str(len(own)),
        *(milliseconds(percentile(own, percent)) for percent in PERCENTS),
        *(times(percentile(own, percent) / percentile(same, percent)) for percent in PERCENTS[:2]),
    )


def _note(space: Workspace, engines: Sequence[Contestant]) -> str:
    notes = ["Best ten and exact total, one thread each, nothing kept of results."]
    if space.corpus.made:
        notes.append(f"{space.corpus.made:,} articles recombine paragraphs of the others.")
    for one in engines:
        if one.every > 1:
            notes.append(f"{one.name}: every {one.every}th query, compared with ours of the same.")
        if isinstance(one.peer, Tantivy):
            notes.append(f"tantivy: {one.peer.segments} segment(s).")
    return " ".join(notes)


KINDS: tuple[Callable[[Question], str], ...] = (
    lambda one: one.marks,
    lambda one: f"{len(one.words):>2} syllables",
    lambda one: one.commonness,
    lambda one: one.scope,
    lambda one: one.style,
)


def _kinds(measured: Measured) -> Table:
    """Ours against tantivy for each way of asking."""
    rows = []
    for joint in Joint:
        asked = list(measured[joint, "warm"][Ours.name])
        for kind in KINDS:
            for value in sorted({kind(question) for question in asked}):
                alike = [question for question in asked if kind(question) == value]
                rows.append((f"{joint}, {value}", str(len(alike)), *_both(measured, joint, alike)))
    columns = [f"{name}\n{state}" for state, name in COMPARED]
    title = "Search by kind of question: p50 / p95 in ms"
    return table(title, ("kind", "queries", *columns), rows)


COMPARED = [(state, name) for state in ("warm", "cold") for name in (Ours.name, Tantivy.name)]


def _both(measured: Measured, joint: Joint, questions: Sequence[Question]) -> Iterator[str]:
    for state, name in COMPARED:
        seconds = [measured[joint, state][name][one] for one in questions]
        yield " / ".join(milliseconds(percentile(seconds, percent)) for percent in PERCENTS[:2])


def _goals(measured: Measured) -> Iterator[Goal]:
    factors = {Tantivy.name: 1.0, "SQLite FTS5": 20.0, "stock Whoosh": 100.0}
    for (joint, state), of in measured.items():
        for name, seconds in of.items():
            for percent in PERCENTS[:2]:
                own = percentile(list(seconds.values()), percent)
                ours = percentile([of[Ours.name][one] for one in seconds], percent)
                title = f"search, {joint}, {state}, p{percent}"
                if state == "cold":
                    if name == Tantivy.name and percent == 95:
                        yield Goal(f"{title}: ours / tantivy", 6.0, ours / own)
                elif name == Tantivy.name:
                    yield Goal(f"{title}: ours / tantivy", 1.0, ours / own)
                    facets = percentile(list(of[OursWithFacets.name].values()), percent)
                    yield Goal(f"{title}: ours with facets / tantivy", 1.0, facets / own)
                elif name in factors:
                    yield Goal(f"{title}: {name} / ours", factors[name], own / ours, at_least=True)
