"""Slugs: how a chosen one is checked, how a free one is made, and what a thing has ever had.

A slug that an entry or a category has had is given to no other of its kind, so that an old address
never shows something else. Those of a category that is deleted go on to the one that takes its
content; only those of an empty one, deleted without a successor, become free.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from index.vietnamese.slug import slugify
from service.content.history import SlugHistory
from service.errors import Invalid, NotUnique

CATEGORY = "category"
"""The `kind` of the categories' slugs; those of entries are under their own kind."""

_CHUNK = 500
_PROBES = 32


def check_form(slug: str) -> None:
    """Raises Invalid for a slug that is not written as slugs are."""
    proper = slugify(slug, limit=len(slug) or 1, fallback="")
    if not proper or slug != proper:
        hint = f" such as {proper}" if proper else ""
        raise Invalid("slug", f"A slug holds only a-z, 0-9 and single hyphens,{hint}.")


def not_unique() -> NotUnique:
    return NotUnique("slug", "This slug belongs, or has belonged, to another.")


class SlugPool:
    """Gives out slugs of one kind that nothing else of the kind has, or has had.

    It knows what it has given out itself, before that is in the database. `wanted` are slugs that
    will be asked for: they are looked up together.
    """

    def __init__(self, session: Session, kind: str, wanted: Iterable[str] = ()) -> None:
        self._session = session
        self._kind = kind
        self._looked_up = set(wanted)
        self._taken = self._find(self._looked_up)
        self._last: dict[str, int] = {}

    def claim(self, slug: str) -> str:
        """This slug. Raises NotUnique if it is taken."""
        if self._is_taken(slug):
            raise not_unique()
        return self._give(slug)

    def free(self, base: str) -> str:
        """The base, or the base with the number that makes it free."""
        if not self._is_taken(base):
            return self._give(base)
        number = self._last.get(base, 1) + 1
        if self._is_taken(f"{base}-{number}"):
            number = self._first_free(base, number)
        self._last[base] = number
        return self._give(f"{base}-{number}")

    def _give(self, slug: str) -> str:
        self._looked_up.add(slug)
        self._taken.add(slug)
        return slug

    def _is_taken(self, slug: str) -> bool:
        if slug not in self._looked_up:
            self._looked_up.add(slug)
            self._taken |= self._find({slug})
        return slug in self._taken

    def _find(self, slugs: Collection[str]) -> set[str]:
        found: set[str] = set()
        asked = list(slugs)
        slug = col(SlugHistory.slug)
        for start in range(0, len(asked), _CHUNK):
            some = slug.in_(asked[start : start + _CHUNK])
            found.update(
                self._session.exec(select(slug).where(SlugHistory.kind == self._kind, some))
            )
        return found

    def _first_free(self, base: str, taken: int) -> int:
        """A free number above `taken`, found in few queries however many are taken."""
        free = self._probe(base, taken, [taken + 2**power for power in range(_PROBES)])
        while free[1] - free[0] > 1:
            step = max(1, (free[1] - free[0]) // _PROBES)
            free = self._probe(base, free[0], [*range(free[0] + step, free[1], step), free[1]])
        return free[1]

    def _probe(self, base: str, low: int, numbers: list[int]) -> tuple[int, int]:
        """The first of the numbers that is free, after the last one before it that is not."""
        slugs = [f"{base}-{number}" for number in numbers]
        taken = self._find(slugs) | self._taken
        for number, slug in zip(numbers, slugs, strict=True):
            if slug not in taken:
                return low, number
            low = number
        raise not_unique()


def reserve(session: Session, kind: str, slug: str, *, entry_id: int) -> None:
    """Makes the slug the entry's own. Raises NotUnique if it is another's."""
    owner = session.exec(
        select(SlugHistory.entry_id).where(SlugHistory.kind == kind, SlugHistory.slug == slug)
    ).one_or_none()
    if owner is None:
        session.add(SlugHistory(kind=kind, slug=slug, entry_id=entry_id))
    elif owner != entry_id:
        raise not_unique()


def announce(session: Session, entry_id: int, slug: str, since: datetime) -> None:
    """From `since` the public may find the entry by this slug, if it could not already."""
    public_from = col(SlugHistory.public_from)
    session.execute(
        update(SlugHistory)
        .where(
            col(SlugHistory.entry_id) == entry_id,
            col(SlugHistory.slug) == slug,
            or_(public_from.is_(None), public_from > since),
        )
        .values(public_from=since)
    )


def unannounce(session: Session, entry_id: int, now: datetime) -> None:
    """Takes back what was announced for a time that has not come."""
    session.execute(
        update(SlugHistory)
        .where(col(SlugHistory.entry_id) == entry_id, col(SlugHistory.public_from) > now)
        .values(public_from=None)
    )
