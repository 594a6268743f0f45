"""How good a ranking is: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 8."""

from collections.abc import Collection, Sequence

DEPTH = 10


def reciprocal_rank(found: Sequence[int], relevant: Collection[int]) -> float:
    """1 / the place of the first relevant one among the best ten; 0 where none is."""
    places = (place for place, one in enumerate(found[:DEPTH], start=1) if one in relevant)
    return 1 / next(places, float("inf"))


def recall(found: Sequence[int], relevant: Collection[int]) -> float:
    """The share of the relevant ones that is among the best ten. ValueError where none is."""
    if not relevant:
        raise ValueError("a question without a relevant text cannot be judged")
    return len(set(found[:DEPTH]) & set(relevant)) / len(set(relevant))
