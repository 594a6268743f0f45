"""Categories: a tree, small enough to be held whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

MAX_CATEGORIES = 2_000
MAX_DEPTH = 10


class Category(SQLModel, table=True):
    """One node of the tree; `position` counts from 0 among its siblings."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint("parent_id <> id", name="not_its_own_parent"),)

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    position: int = 0
    slug: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=200)
    description: str | None = None


class CategoryTree:
    """All categories, linked: parents to children in menu order. They do not change any more."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self.by_id = {category.id or 0: category for category in categories}
        self.by_slug = {category.slug: category for category in self.by_id.values()}
        self._slug_paths: dict[int, str] = {}

    @cached_property
    def _children(self) -> dict[int | None, list[Category]]:
        children: dict[int | None, list[Category]] = defaultdict(list)
        for category in sorted(self.by_id.values(), key=lambda one: (one.position, one.id or 0)):
            children[category.parent_id].append(category)
        return children

    def children(self, category_id: int | None) -> list[Category]:
        """Those right under it, in menu order; of None, the roots."""
        return self._children.get(category_id, [])

    def ancestors(self, category_id: int) -> list[Category]:
        """From the root down to its parent."""
        path: list[Category] = []
        parent = self.by_id[category_id].parent_id
        while parent is not None and len(path) <= len(self.by_id):
            path.append(self.by_id[parent])
            parent = self.by_id[parent].parent_id
        return path[::-1]

    def lineage(self, category_id: int) -> tuple[int, ...]:
        """The ids from the root down to the category itself."""
        return (*(one.id or 0 for one in self.ancestors(category_id)), category_id)

    def subtree(self, category_id: int) -> list[int]:
        """Its id and those of everything under it."""
        return [category_id, *self._below(category_id)]

    def _below(self, category_id: int) -> Iterator[int]:
        for child in self.children(category_id):
            yield from self.subtree(child.id or 0)

    def height(self, category_id: int) -> int:
        """How many levels its subtree has: 1 for a leaf."""
        return 1 + max(
            (self.height(child.id or 0) for child in self.children(category_id)), default=0
        )

    def slug_path(self, category_id: int) -> str:
        """The slugs from the root down, joined by /."""
        path = self._slug_paths.get(category_id)
        if path is None:
            path = "/".join(self.by_id[one].slug for one in self.lineage(category_id))
            self._slug_paths[category_id] = path
        return path
