"""Statements that are put together once: that takes longer than to run them."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam
from sqlmodel import Session

from service.content.visibility import View


def given(name: str = "keys") -> BindParameter[Any]:
    """The values that a statement is run with, for `in_`."""
    return bindparam(name, expanding=True)


class Prepared:
    """A statement for views of every shape, made by `make` from a view that has no values yet.

    Its rows have a column's value under the column's name; they are no entities, which take longer
    to make than to read.
    """

    def __init__(self, make: Callable[[View], Executable]) -> None:
        self._make = make
        self._made: dict[object, Executable] = {}

    def rows(self, session: Session, view: View, **values: Any) -> Iterable[Any]:
        """What it finds for the view and these values of its parameters."""
        statement = self._made.get(view.shape)
        if statement is None:
            statement = self._made[view.shape] = self._make(view.opened())
        return session.connection().execute(statement, {**view.values, **values})
