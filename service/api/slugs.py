"""Slugs as clients send them."""

MAX_LENGTH = 300


def is_possible(slug: str) -> bool:
    """Whether anything could have it; what could not is not even asked for."""
    return 0 < len(slug) <= MAX_LENGTH and "\x00" not in slug
