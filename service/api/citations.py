"""Official documents, and the articles that cite them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from index.vietnamese.document_numbers import key_of
from service.api import ids
from service.api.articles.listing import ArticleOrder, list_articles
from service.api.connections import After, First, window
from service.api.context import Context, Info
from service.api.fields import field
from service.api.loaders.citations import Quoted, cites, documents_by_id, documents_by_key
from service.api.nodes import Node, finds
from service.content.citation import CitedDocument as DocumentRow

if TYPE_CHECKING:
    from service.api.articles import Article, ArticleConnection


@strawberry.type(
    description="An official document by its number. The same number is used again by other issuers"
    " and terms: date, issuer and term belong to the citation."
)
class CitedDocument(Node):
    row: strawberry.Private[DocumentRow]
    number: str = strawberry.field(description="As it is printed: 12-HD/BTCTW, 87/2015/NĐ-CP.")
    kind: str | None = strawberry.field(
        description="The code of its kind: CT, HD, KL, NQ, NĐ-CP. A letter has none."
    )

    @classmethod
    def of(cls, row: DocumentRow) -> "CitedDocument":
        return cls(
            id=ids.encode("CitedDocument", row.id), row=row, number=row.number, kind=row.kind
        )

    @field(description="The articles that cite it, last published first.")
    async def articles(
        self, info: Info, first: First = strawberry.UNSET, after: After = strawberry.UNSET
    ) -> Annotated["ArticleConnection", strawberry.lazy("service.api.articles")]:
        from service.api.articles import Article, ArticleConnection

        cited = [cites(self.row.id or 0)]
        asked = window(first, after)
        query = await list_articles(
            info.context, strawberry.UNSET, ArticleOrder.NEWEST, asked, also=cited
        )
        return ArticleConnection(query=query, make=Article.of)


@strawberry.type(description="What an article says of a document. What it does not say is null.")
class Citation:
    document: CitedDocument = strawberry.field(description="What is cited.")
    article: Annotated["Article", strawberry.lazy("service.api.articles")] = strawberry.field(
        description="What cites it."
    )
    issuer: str | None = strawberry.field(
        description="Who issued it: as the text says, or else as the number does."
    )
    issued_on: date | None = strawberry.field(description="When, as the text has it.")
    term: str | None = strawberry.field(
        description="Of the Party's congress or the National Assembly: XII."
    )
    passage: str = strawberry.field(
        description="The sentence in which it is first named, plain text; … where it is cut."
    )

    @classmethod
    def of(cls, article: "Article", quoted: Quoted) -> "Citation":
        citation = quoted.citation
        return cls(
            document=CitedDocument.of(quoted.document),
            article=article,
            issuer=citation.issuer,
            issued_on=citation.issued_on,
            term=citation.term,
            passage=citation.passage,
        )


@finds("CitedDocument")
async def find_document(context: Context, row_id: int) -> CitedDocument | None:
    row = await context.load(documents_by_id, row_id)
    return None if row is None else CitedDocument.of(row)


@strawberry.type
class CitationQuery:
    @field(description="A document by its number, however typed: 12-HD/BTCTW, 12 hd/btctw.")
    async def cited_document(
        self,
        info: Info,
        number: Annotated[str, strawberry.argument(description="Its number.")],
    ) -> CitedDocument | None:
        key = key_of(number)
        row = None if key is None else await info.context.load(documents_by_key, key)
        return None if row is None else CitedDocument.of(row)
