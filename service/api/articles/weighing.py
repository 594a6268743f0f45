"""What a filter costs, judged before anything is read for it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from service.api.articles.filters import (
    ArticleFilter,
    CategoryFilter,
    StringFilter,
    TagFilter,
    checked,
    not_given,
)
from service.api.errors import CostLimit

MAX_DEPTH = 5
MAX_CONDITIONS = 50
CONTAINS, EACH_OF_ALL = 25, 20
"""Weights; a condition by itself weighs 1, and so does a value that an index finds."""


class Weighed(NamedTuple):
    """A filter's weight, and the slugs of categories that it names, in NFC."""

    weight: int
    slugs: Sequence[str]


def weigh(where: ArticleFilter | None) -> Weighed:
    """Raises CostLimit or BadRequest for a filter that is too much by itself."""
    weighing = _Weighing()
    if where is not None and not not_given(where):
        weighing.filter(where)
    return Weighed(weighing.weight, weighing.slugs)


class _Weighing:
    def __init__(self) -> None:
        self.weight = 0
        self.slugs: list[str] = []
        self._conditions = 0

    def filter(self, where: ArticleFilter, depth: int = 1) -> None:
        if depth > MAX_DEPTH:
            raise CostLimit(f"A filter may be nested {MAX_DEPTH} levels deep.")
        for one in (where.and_, where.or_, where.not_):
            self._condition(one, lambda one: self._joined(one, depth))
        for text in (where.title, where.byline):
            self._condition(text, self._text)
        self._condition(where.category, self._category)
        self._condition(where.tags, self._tags)
        self._condition(where.published_at, lambda _: 0)
        self._condition(where.status, len)

    def _condition(self, given: Any, weigh: Callable[[Any], int]) -> None:
        if not_given(given):
            return
        self._conditions += 1
        self._bound(self._conditions)
        inner = weigh(given)
        self.weight += 1 + inner

    def _joined(self, given: ArticleFilter | list[ArticleFilter], depth: int) -> int:
        ones = given if isinstance(given, list) else [given]
        self._bound(len(ones))
        for one in ones:
            self.filter(one, depth + 1)
        return len(ones)

    def _bound(self, conditions: int) -> None:
        if conditions > MAX_CONDITIONS:
            raise CostLimit(f"A filter may hold {MAX_CONDITIONS} conditions.")

    def _category(self, where: CategoryFilter) -> int:
        self.slugs += checked(where.slugs)
        return len(where.slugs)

    def _tags(self, where: TagFilter) -> int:
        return _values(where.any_of) + EACH_OF_ALL * _values(where.all_of)

    def _text(self, where: StringFilter) -> int:
        contains = 0 if not_given(where.contains) else CONTAINS
        return contains + _values(where.in_)


def _values(given: Any) -> int:
    return 0 if not_given(given) else len(checked(given))
