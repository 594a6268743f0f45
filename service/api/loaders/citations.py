"""Official documents that a view shows, and the citations of them by editions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, select

from service.content.article import Article
from service.content.citation import ArticleCitation, CitedDocument
from service.content.visibility import View


class Quoted(NamedTuple):
    """A citation with the document."""

    citation: ArticleCitation
    document: CitedDocument


def citations_of_editions(
    session: Session, view: View, keys: Sequence[int]
) -> Mapping[int, list[Quoted]]:
    """By the edition's id, in the order of its text."""
    rows = session.exec(
        select(ArticleCitation, CitedDocument)
        .join(CitedDocument, col(CitedDocument.id) == col(ArticleCitation.document_id))
        .where(col(ArticleCitation.edition_id).in_(keys))
        .order_by(col(ArticleCitation.edition_id), col(ArticleCitation.position))
    )
    found: dict[int, list[Quoted]] = defaultdict(list)
    for citation, document in rows:
        found[citation.edition_id].append(Quoted(citation, document))
    return found


def document_is_shown(view: View) -> ColumnElement[bool]:
    """Whether an edition that the view shows cites the document: only then it is there."""
    return exists(
        select(Article.id)
        .join(ArticleCitation, col(ArticleCitation.edition_id) == col(Article.id))
        .where(col(ArticleCitation.document_id) == col(CitedDocument.id), view.sees(Article))
    )


def cites(document_id: int) -> ColumnElement[bool]:
    """The condition on an article's edition under which it cites the document."""
    editions = select(ArticleCitation.edition_id).where(ArticleCitation.document_id == document_id)
    return col(Article.id).in_(editions)


def documents_by_id(
    session: Session, view: View, keys: Sequence[int]
) -> Mapping[int, CitedDocument]:
    wanted = col(CitedDocument.id).in_(keys)
    rows = session.exec(select(CitedDocument).where(wanted, document_is_shown(view)))
    return {document.id or 0: document for document in rows}


def documents_by_key(
    session: Session, view: View, keys: Sequence[str]
) -> Mapping[str, CitedDocument]:
    wanted = col(CitedDocument.key).in_(keys)
    rows = session.exec(select(CitedDocument).where(wanted, document_is_shown(view)))
    return {document.key: document for document in rows}
