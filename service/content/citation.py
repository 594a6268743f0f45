"""Official documents, and the citations of them by editions."""

from datetime import date

from sqlmodel import Field, SQLModel

from service.content.base import Part


class CitedDocument(SQLModel, table=True):
    """A document by its number; other issuers and terms use the same number again.

    It stays when nothing cites it any more, and is then shown to nobody.
    """

    __tablename__ = "cited_document"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=100, unique=True)
    """The same for all ways of writing the number: 12-hd/btctw."""
    number: str = Field(max_length=100)
    """As it is printed: 12-HD/BTCTW."""
    kind: str | None = Field(default=None, max_length=40)
    """The code of its kind: CT, HD, NĐ-CP."""


class Citation(Part):
    """What one edition says of a document; a kind that cites has a table of them."""

    document_id: int
    issuer: str | None
    issued_on: date | None
    term: str | None
    passage: str


class ArticleCitation(Citation, table=True):
    __tablename__ = "article_citation"

    edition_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    document_id: int = Field(foreign_key="cited_document.id", index=True)
    issuer: str | None = Field(default=None, max_length=200)
    issued_on: date | None = None
    term: str | None = Field(default=None, max_length=10)
    """Of the Party's congress or the National Assembly, in Roman numerals."""
    passage: str
    """The sentence, in which the document is first named."""
