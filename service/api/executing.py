"""One operation run for one request: within its price, its allowance and its time."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, NamedTuple

from graphql import GraphQLError, OperationType
from strawberry import Schema

from service import notes
from service.api.context import Context
from service.api.documents import NeverRan, Operation, Plan
from service.api.errors import CostLimit
from service.api.execution.running import Answer, Info, Run
from service.api.http_errors import TimedOut
from service.api.services import Services
from service.api.spending import Allowance
from service.errors import Forbidden
from service.permissions import Action


class Cost(NamedTuple):
    """Points: what the request asks for, may ask for, and what is left of its minute."""

    requested: int
    limit: int
    remaining: int


class Ran(NamedTuple):
    answer: Answer
    cost: Cost


class Executing:
    def __init__(self, services: Services, schema: Schema) -> None:
        settings = services.settings
        self._schema = schema._schema
        self._settings = settings
        self._allowance = Allowance(
            settings.rate_limit_storage, settings.rate_limit, settings.rate_limit_staff
        )
        self._abandoned: set[asyncio.Task[Answer]] = set()

    async def answer(self, context: Context, operation: Operation, given: Mapping[str, Any]) -> Ran:
        """Raises NeverRan for what may not be run, RateLimited once too much was asked."""
        variables = operation.variables(given)
        plan = operation.plan(variables)
        self._check_introspection(context, plan)
        cost = await self._paid(context, plan.root.cost.points(variables.coerced))
        notes.current().cost = cost.requested
        run = Run(Info(context, self._schema), variables)
        changes = operation.kind is OperationType.MUTATION
        if changes:  # what may have been committed is not said to have failed
            return Ran(await run.answer(plan.root, serially=True), cost)
        return Ran(await self._in_time(run.answer(plan.root)), cost)

    def _check_introspection(self, context: Context, plan: Plan) -> None:
        hidden = plan.introspects and self._settings.env == "production"
        if hidden and not context.actor.may(Action.INTROSPECT):
            message = "The schema is shown to tokens with the scope introspect."
            raise NeverRan([GraphQLError(message, extensions={"code": Forbidden.code})])

    async def _in_time(self, running: Coroutine[Any, Any, Answer]) -> Answer:
        """Raises TimedOut; what a thread has begun goes on until it can be stopped."""
        task = asyncio.create_task(running)
        try:
            done, _ = await asyncio.wait({task}, timeout=self._settings.execution_timeout)
        finally:
            if not task.done():
                task.cancel()
                self._abandoned.add(task)
                task.add_done_callback(self._abandoned.discard)
        if not done:
            raise TimedOut("The request takes too long to answer; ask for less at once.")
        return task.result()

    async def _paid(self, context: Context, points: int) -> Cost:
        settings = self._settings
        limit = settings.cost_limit if context.actor.role is None else settings.cost_limit_staff
        if points > limit:
            message = f"The query costs {points:,} points; it may cost {limit:,}."
            extensions = {"code": CostLimit.code, "cost": {"requested": points, "limit": limit}}
            raise NeverRan([GraphQLError(message, extensions=extensions)])
        remaining = await self._allowance.spend(context.actor, context.address, points)
        return Cost(points, limit, remaining)
