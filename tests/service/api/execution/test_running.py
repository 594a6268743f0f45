"""What is compiled answers what graphql-core answers, and leaves nothing behind."""

import asyncio
import subprocess
import sys
from typing import Any

from hypothesis import given, settings

from service.api.documents import Documents
from service.api.execution.running import Info, Run
from tests.service.api.execution.thicket import questions, schema


def test_the_same_answers() -> None:
    """A client would get other values, in another order, or none; or a null without a reason."""
    command = [sys.executable, "-m", "tests.service.api.execution.comparing"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@settings(max_examples=100, deadline=None)
@given(questions())
def test_nothing_is_left_behind(question: tuple[str, dict[str, Any]]) -> None:
    """Each failed answer would leave something running for nobody."""

    async def left() -> set[asyncio.Task[Any]]:
        document, variables = question
        operation = Documents(schema).get(document).operation(None)
        coerced = operation.variables(variables)
        await Run(Info(None, schema._schema), coerced).answer(operation.plan(coerced).root)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(left()) == set()
