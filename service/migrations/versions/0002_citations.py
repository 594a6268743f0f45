"""Official documents by a key of their own, and the citations of what has been written so far."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.content.citing import Cited, citations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHUNK = 200
"""Editions that are in memory at once."""

_ARTICLE = sa.table(
    "article",
    *(sa.column(name) for name in ("id", "title", "lead", "plain_text")),
)


def upgrade() -> None:
    op.drop_table("cited_document")  # nothing has been written to it
    document = op.create_table(
        "cited_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_document")),
        sa.UniqueConstraint("key", name=op.f("uq_cited_document_key")),
    )
    citation = op.create_table(
        "article_citation",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("term", sa.String(10), nullable=True),
        sa.Column("passage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["cited_document.id"], name=op.f("fk_article_citation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["article.id"],
            name=op.f("fk_article_citation_edition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_article_citation")),
    )
    op.create_index(op.f("ix_article_citation_document_id"), "article_citation", ["document_id"])
    for rows in _editions():
        _cite(document, citation, {row.id: citations(_texts(row)) for row in rows})


def _editions() -> Iterator[Sequence[Any]]:
    """All editions in the order of their ids, CHUNK at a time."""
    last = 0
    chunk = sa.select(_ARTICLE).order_by(_ARTICLE.c.id).limit(CHUNK)
    while rows := op.get_bind().execute(chunk.where(_ARTICLE.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _texts(row: Any) -> list[str]:
    return [row.title, row.lead or "", row.plain_text]


def _cite(document: sa.Table, citation: sa.Table, found: dict[int, list[Cited]]) -> None:
    rows = []
    for edition_id, cited in found.items():
        for position, one in enumerate(cited):
            values = one._asdict()
            named = {name: values.pop(name) for name in ("key", "number", "kind")}
            at = {"edition_id": edition_id, "position": position}
            rows.append({**at, "document_id": _document_id(document, named), **values})
    if rows:
        op.get_bind().execute(sa.insert(citation), rows)


def _document_id(document: sa.Table, named: dict[str, Any]) -> int:
    same = sa.select(document.c.id).where(document.c.key == named["key"])
    found: int | None = op.get_bind().execute(same).scalar()
    if found is not None:
        return found
    made = sa.insert(document).values(named).returning(document.c.id)
    return int(op.get_bind().execute(made).scalar_one())
