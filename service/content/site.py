"""The site: what stands around every page."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

SITE_ID = 1


class Site(SQLModel, table=True):
    """One row: the portal itself."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="only_one_site"),)

    id: int = Field(default=SITE_ID, primary_key=True)
    name: str = Field(default="Toasoan", max_length=200)
    slogan: str | None = Field(default=None, max_length=500)
    base_url: str | None = Field(default=None, max_length=500)
    default_category_id: int | None = Field(default=None, foreign_key="category.id")
    """Where an imported article without a category goes."""
