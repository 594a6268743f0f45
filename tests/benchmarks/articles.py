"""A few articles to measure with."""

from benchmarks.corpus import Article, parsed
from benchmarks.texts import make_articles


def some(count: int = 40) -> list[Article]:
    return list(parsed(make_articles(count)))
