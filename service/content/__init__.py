"""The entities. A new kind of content is a file here and a line below."""

from service.content import (
    account,
    article,
    base,
    category,
    change,
    citation,
    history,
    image,
    link,
    naming,  # isort: split  (before every entity)
    search_count,
    site,
    synonym,
    tag,
)

KINDS: dict[str, base.Kind] = {kind.name: kind for kind in (article.ARTICLE,)}

__all__ = [
    "KINDS",
    "account",
    "article",
    "base",
    "category",
    "change",
    "citation",
    "history",
    "image",
    "link",
    "naming",
    "search_count",
    "site",
    "synonym",
    "tag",
]
