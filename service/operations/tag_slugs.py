"""Free slugs for tags: those of today only, for a tag that is gone leaves nothing to be found."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from index.vietnamese.slug import slugify
from service.content.tag import Tag

_FALLBACK = "the"
"""The slug of a tag without any Latin letter or digit."""
_CHUNK = 500
_RUN, _GROWTH = 8, 4
"""How many numbers of a slug are looked up at first, and how much more each time they are taken."""


def slug_of(name: str) -> str:
    """The slug of a tag of this name, where no other tag has it."""
    return slugify(name, fallback=_FALLBACK)


def taken(session: Session, slugs: Iterable[str], but: int | None = None) -> set[str]:
    """Those of the slugs that tags have; `but` is the id of a tag that does not count."""
    asked, found = sorted(set(slugs)), set[str]()
    others = col(Tag.id).is_distinct_from(but)
    for start in range(0, len(asked), _CHUNK):
        some = col(Tag.slug).in_(asked[start : start + _CHUNK])
        found.update(session.exec(select(Tag.slug).where(some, others)))
    return found


def free(session: Session, names: Sequence[str], but: int | None = None) -> list[str]:
    """A slug for each name, all different, that no tag has: the name's own, else with a number.

    They are looked up together, in runs that grow: a few statements, whatever is taken.
    """
    slugs: dict[int, str] = {}
    bases = dict(enumerate(map(slug_of, names)))
    gone: set[str] = set()
    begin, length = 1, _RUN
    while left := {place: base for place, base in bases.items() if place not in slugs}:
        end = begin + length
        runs = {base: _run(base, begin, end + n) for base, n in Counter(left.values()).items()}
        gone |= taken(session, (slug for run in runs.values() for slug in run), but)
        for place, base in left.items():
            slug = next((one for one in runs[base] if one not in gone), None)
            if slug is not None:
                slugs[place] = slug
                gone.add(slug)
        begin, length = end, length * _GROWTH
    return [slugs[place] for place in bases]


def _run(base: str, begin: int, end: int) -> list[str]:
    return [base if number == 1 else f"{base}-{number}" for number in range(begin, end)]
