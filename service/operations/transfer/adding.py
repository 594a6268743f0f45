"""Adds the articles that are not there yet, many at once, with what they have been through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from index.vietnamese.slug import slugify
from service.content.article import ARTICLE
from service.content.base import Entry, State, Status
from service.errors import Invalid
from service.operations.bulk import BulkDraft, add_entries
from service.operations.editions import Row
from service.operations.slugs import SlugPool
from service.operations.transfer.references import References
from service.operations.transfer.shapes import ArticleLine, Content, Scheduled
from service.permissions import Actor

Reserved = Callable[[str], bool]
"""Whether a slug is that of another line, so that none is made like it."""

_STATES = {
    Status.DRAFT: State.DRAFT,
    Status.SCHEDULED: State.PUBLIC,
    Status.PUBLISHED: State.PUBLIC,
    Status.ARCHIVED: State.ARCHIVED,
    Status.TRASHED: State.TRASHED,
}
_EMPTY: Row = {**dict.fromkeys(ARTICLE.fields), "body": "", "tags": [], "images": []}


@dataclass(frozen=True, slots=True)
class Added:
    """An article that has just been made, and the line that it was made of."""

    line: ArticleLine
    draft: BulkDraft
    entry: Entry

    @property
    def pending(self) -> Content | None:
        """Only what the public sees can be otherwise in the working version."""
        return self.line.pending if self.draft.state is State.PUBLIC else None

    @property
    def scheduled(self) -> Scheduled | None:
        return self.line.scheduled if self.draft.state is State.PUBLIC else None

    @property
    def visible_until(self) -> datetime | None:
        """When the public edition ends: at the latest where a scheduled one begins."""
        return self.line.visible_until if self.scheduled is None else self.scheduled.visible_from


def add_new(
    session: Session,
    actor: Actor,
    lines: Sequence[ArticleLine],
    references: References,
    reserved: Reserved,
    now: datetime,
) -> list[Added]:
    """An entry for each line, in this order. Raises a Refusal if any of them is refused."""
    drafts = [_draft(line, references, now) for line in lines]
    _choose_slugs(session, drafts, reserved)
    entries = add_entries(session, actor, ARTICLE, drafts, now=now)
    return [Added(*one) for one in zip(lines, drafts, entries, strict=True)]


def _draft(line: ArticleLine, references: References, now: datetime) -> BulkDraft:
    """A line that does not say is of a published article."""
    values = {**_EMPTY, **references.given(line.content)}
    if values["category_id"] is None:
        values["category_id"] = references.default_category()
    state = _STATES[line.status or Status.PUBLISHED]
    history = line.history
    begin = _begin(line, now) if state is State.PUBLIC else None
    if begin is not None:
        _check_windows(line, begin)
        values["published_at"] = values["published_at"] or begin  # in all that is shown of it
    return BulkDraft(
        values=values,
        state=state,
        trashed_from=(history.trashed_from or State.DRAFT) if state is State.TRASHED else None,
        visible_from=begin,
        view_count=line.view_count or 0,
        import_key=history.import_key if line.slug else line.digest,
        created_at=history.created_at,
    )


def _begin(line: ArticleLine, now: datetime) -> datetime:
    """Since when the public sees it: what is published is not kept back by its date."""
    published: datetime = line.content.values.get("published_at") or now
    if line.status is Status.SCHEDULED:
        return line.visible_from or published
    return line.visible_from or min(published, now)


def _check_windows(line: ArticleLine, begin: datetime) -> None:
    """At no moment may the public see two editions, or one that ends before it begins."""
    windows = [(begin, line.visible_until, "visibleUntil")]
    if line.scheduled is not None:
        change = line.scheduled
        windows += [(begin, change.visible_from, "scheduled.visibleFrom")]
        windows += [(change.visible_from, change.visible_until, "scheduled.visibleUntil")]
    for start, end, field in windows:
        if end is not None and end <= start:
            raise Invalid(field, "It must be later than what comes before it begins.")


def _choose_slugs(session: Session, drafts: Sequence[BulkDraft], reserved: Reserved) -> None:
    """Those that are given go first, so that none is made like them."""
    nameless = [draft for draft in drafts if draft.values["slug"] is None]
    if not nameless:
        return
    given = [draft.values["slug"] for draft in drafts if draft.values["slug"] is not None]
    bases = [slugify(draft.values["title"]) for draft in nameless]
    pool = SlugPool(session, ARTICLE.name, [*given, *bases])
    for slug in given:
        pool.claim(slug)
    for draft, base in zip(nameless, bases, strict=True):
        slug = pool.free(base)
        while reserved(slug):
            slug = pool.free(base)
        draft.values["slug"] = slug
