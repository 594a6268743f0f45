"""Articles: what a portal publishes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from index.document import Document
from service.content.base import (
    CiteRule,
    Edition,
    Kind,
    Part,
    PartRule,
    Searchable,
    edition_constraints,
)
from service.content.citation import ArticleCitation
from service.content.citing import cited_keys
from service.content.fields import Html, Moment, Reference, Rows, Text
from service.content.html import plain_text

MAX_TAGS = 50
MAX_IMAGES = 200


class Article(Edition, table=True):
    """One edition of an article."""

    __tablename__ = "article"
    __table_args__ = (
        *edition_constraints("article", "category_id"),
        Index("ix_article_category", "category_id", "published_at", "entry_id"),
    )

    category_id: int = Field(foreign_key="category.id")
    cover_id: int | None = Field(default=None, foreign_key="image.id", index=True)
    byline: str | None = Field(default=None, max_length=200)
    lead: str | None = None
    body: str = ""
    plain_text: str = ""


class ArticleTag(Part, table=True):
    __tablename__ = "article_tag"

    edition_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    tag_id: int = Field(foreign_key="tag.id", index=True)


class ArticleImage(Part, table=True):
    __tablename__ = "article_image"

    edition_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    image_id: int = Field(foreign_key="image.id", index=True)
    caption: str | None = None


def _derive(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"plain_text": plain_text(fields["body"])}


def _document(source: Searchable) -> Document:
    edition: Article = source.edition
    shown: datetime = edition.visible_from or edition.updated_at
    return Document(
        id=f"{source.owner}:{edition.stage.value.lower()}",
        owner=source.owner,
        kind=source.entry.kind,
        title=edition.title,
        lead=edition.lead or "",
        body=edition.plain_text,
        byline=edition.byline or "",
        tags=tuple(slug for slug, _ in source.tags),
        keywords=", ".join(name for _, name in source.tags),
        categories=tuple(str(category) for category in source.categories),
        published_at=edition.published_at or shown,
        visible_from=shown,
        visible_until=edition.visible_until,
        document_numbers=cited_keys([edition.title, edition.lead or "", edition.plain_text]),
    )


ARTICLE = Kind(
    name="article",
    edition=Article,
    fields={
        "title": Text(1_000, required=True),
        "slug": Text(120),
        "lead": Text(4_000, lines=True),
        "body": Html(),
        "byline": Text(200),
        "category_id": Reference(required=True),
        "cover_id": Reference(),
        "published_at": Moment(),
        "tags": Rows(MAX_TAGS, "tags", (Reference(required=True),), unique=True),
        "images": Rows(MAX_IMAGES, "images", (Reference(required=True), Text(1_000, lines=True))),
    },
    parts={
        "tags": PartRule(ArticleTag, ("tag_id",)),
        "images": PartRule(ArticleImage, ("image_id", "caption")),
    },
    document=_document,
    derive=_derive,
    cites=CiteRule(
        table=ArticleCitation,
        fields=frozenset({"title", "lead", "body"}),
        columns=("title", "lead", "plain_text"),
    ),
)
