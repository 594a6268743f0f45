"""Tags: those of editions, those that a view shows, and how often they are used."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from index.vietnamese.normalise import visible
from index.vietnamese.slug import slugify
from service.api.loaders.prepared import Prepared, given
from service.content.article import Article, ArticleTag
from service.content.tag import Tag, spelling_of
from service.content.usage import used
from service.content.visibility import View, public_at

MOST_BEGINNING = 200
_I_OR_Y = re.compile("(?<=[hklmstuv])[iy](?=-|$)")


_OF_EDITIONS = Prepared(
    lambda view: (
        select_columns(col(ArticleTag.edition_id), *Tag.__table__.columns)  # type: ignore[attr-defined]
        .join(Tag, col(Tag.id) == col(ArticleTag.tag_id))
        .where(col(ArticleTag.edition_id).in_(given()))
        .order_by(col(ArticleTag.edition_id), col(ArticleTag.position))
    )
)


def tags_of_editions(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, list[Any]]:
    """Rows of tags by the edition's id, in the article's order."""
    tags: dict[int, list[Any]] = defaultdict(list)
    for row in _OF_EDITIONS.rows(session, view, keys=keys):
        tags[row.edition_id].append(row)
    return tags


def tag_is_shown(view: View) -> ColumnElement[bool]:
    """Editors see every tag, others those of something that they see."""
    return true() if view.editor else used(view, "tag_id", col(Tag.id))


def tags_beginning(session: Session, view: View, text: str) -> list[Tag]:
    """Those that may begin with the text, in alphabetical order: whatever their marks.

    Where "ki" may be "ky" the slug is compared up to there only.
    """
    slug = _I_OR_Y.split(slugify(text, fallback=""))[0]
    begin = or_(
        col(Tag.spelling).startswith(spelling_of(visible(text)), autoescape=True),
        col(Tag.slug).startswith(slug, autoescape=True) if slug else false(),
    )
    statement = select(Tag).where(begin, tag_is_shown(view)).order_by(col(Tag.name_key))
    return list(session.exec(statement.limit(MOST_BEGINNING)))


def tags_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Tag]:
    rows = session.exec(select(Tag).where(col(Tag.id).in_(keys), tag_is_shown(view)))
    return {tag.id or 0: tag for tag in rows}


def counts_by_tag(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, int]:
    """Published articles that have the tag; a tag without any is left out."""
    rows = session.exec(
        select(ArticleTag.tag_id, func.count())
        .join(Article, col(Article.id) == col(ArticleTag.edition_id))
        .where(col(ArticleTag.tag_id).in_(keys), public_at(Article, view.now))
        .group_by(col(ArticleTag.tag_id))
    )
    return dict(rows.all())
