"""The first query for words that no one has searched yet.

For each question the engine is opened anew, has answered one other question without a word in
common, and is then asked once. The files are in the system's cache, for all alike.
"""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.contestants import Contestant
from benchmarks.measuring import timed
from benchmarks.query_mix import Question
from index.vietnamese.forms import forms

OTHERS = ("của", "và", "các", "trong", "cho", "người", "là", "có", "được", "ngày")


def cold(
    engines: Sequence[Contestant], questions: Sequence[Question]
) -> dict[str, dict[Question, float]]:
    taken: dict[str, dict[Question, float]] = {one.name: {} for one in engines}
    asked = {one.name: set(questions[:: one.cold_every]) for one in engines}
    for question in questions:
        for one in engines:
            if question in asked[one.name]:
                taken[one.name][question] = _first(one, question)
    return taken


def _first(one: Contestant, question: Question) -> float:
    one.reopen()
    one.peer.prepare(other(question))()
    return timed(lambda: one.peer.prepare(question)())[0]


def other(question: Question) -> Question:
    """Another question of the same style, about other words."""
    known = {forms(word).folded for word in question.words}
    words = tuple(word for word in OTHERS if forms(word).folded not in known)
    return replace(question, words=words[:2], category=None, dates=None)
