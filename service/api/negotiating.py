"""Which of the two media types of GraphQL over HTTP a client wants."""

from functools import lru_cache

from service.api.authentication import JSON

GRAPHQL_JSON = "application/graphql-response+json"
_RANGES = {
    "*/*": JSON,
    "application/*": JSON,
    JSON: JSON,
    GRAPHQL_JSON: GRAPHQL_JSON,
}
_REMEMBERED = 256


@lru_cache(_REMEMBERED)
def media_type(accept: str) -> str:
    """The better one by the Accept header; JSON, which every client understands, if it says
    neither."""
    best, weight = JSON, 0.0
    for part in accept[:1_000].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        found = _RANGES.get(name)
        if found is not None and quality > weight:
            best, weight = found, quality
    return best


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
