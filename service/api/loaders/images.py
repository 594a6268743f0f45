"""Pictures: those of editions, and those that a view shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from service.api.loaders.prepared import Prepared, given
from service.content.article import ArticleImage
from service.content.image import Image
from service.content.usage import shows_image
from service.content.visibility import View

_COLUMNS = Image.__table__.columns  # type: ignore[attr-defined]


class Placed(NamedTuple):
    """A picture where an article shows it."""

    part: ArticleImage
    image: Image


def images_of_editions(
    session: Session, view: View, keys: Sequence[int]
) -> Mapping[int, list[Placed]]:
    """By the edition's id, in the article's order."""
    rows = session.exec(
        select(ArticleImage, Image)
        .join(Image, col(Image.id) == col(ArticleImage.image_id))
        .where(col(ArticleImage.edition_id).in_(keys))
        .order_by(col(ArticleImage.edition_id), col(ArticleImage.position))
    )
    images: dict[int, list[Placed]] = defaultdict(list)
    for part, image in rows:
        images[part.edition_id].append(Placed(part, image))
    return images


_COVERS = Prepared(lambda view: select_columns(*_COLUMNS).where(col(Image.id).in_(given())))


def covers(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Any]:
    """Rows of pictures by their ids, for editions that were found to be visible."""
    return {row.id: row for row in _COVERS.rows(session, view, keys=keys)}


def images_by_id(session: Session, view: View, keys: Sequence[int]) -> Mapping[int, Image]:
    """Those of these that the view shows."""
    rows = session.exec(select(Image).where(col(Image.id).in_(keys), shows_image(view)))
    return {image.id or 0: image for image in rows}
