"""Compares what is compiled with what graphql-core answers; run as a module.

In a process of its own, since graphql-core leaves coroutines behind where something fails beside
them, for which other tests would be blamed.
"""

import asyncio
import warnings
from typing import Any

from hypothesis import given, settings

from service.api.documents import Documents
from service.api.execution.running import Answer, Info, Run
from tests.service.api.execution.thicket import questions, schema


def run(document: str, variables: dict[str, Any]) -> Answer:
    operation = Documents(schema).get(document).operation(None)
    coerced = operation.variables(variables)

    async def answer() -> Answer:
        running = Run(Info(None, schema._schema), coerced)
        return await running.answer(operation.plan(coerced).root)

    return asyncio.run(answer())


def holes(answer: Any) -> set[tuple[str | int, ...]]:
    """The places that are null because something failed there or inside."""
    return {hole(answer.data, tuple(error.path or ())) for error in answer.errors or []}


def hole(data: Any, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    for length, part in enumerate(path):
        if data is None:
            return path[:length]
        data = data[part]
    assert data is None
    return path


@settings(max_examples=300, deadline=None)
@given(questions())
def compare(question: tuple[str, dict[str, Any]]) -> None:
    document, variables = question
    ours = run(document, variables)
    theirs = asyncio.run(schema.execute(document, variable_values=variables))
    assert ours.data == theirs.data
    assert repr(ours.data) == repr(theirs.data)
    # Where one failure hides others, any of them may have been the first.
    assert holes(ours) == holes(theirs)


if __name__ == "__main__":
    warnings.simplefilter("ignore", RuntimeWarning)
    compare()
