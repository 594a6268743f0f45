"""The part of an address that names a piece of content."""

import re

from index.vietnamese.fold import fold

MAX_LENGTH = 100
FALLBACK = "bai-viet"

_WORD = re.compile("[a-z0-9]+")


def slugify(text: str, limit: int = MAX_LENGTH, fallback: str = FALLBACK) -> str:
    """The text's words without marks, joined by hyphens: at most `limit` characters, cut at a word.

    A text without any Latin letter or digit gives `fallback`.
    """
    slug = "-".join(_WORD.findall(fold(text)))
    if len(slug) > limit:
        whole = slug[: limit + 1].rpartition("-")[0]
        slug = whole or slug[:limit]
    return slug or fallback
