"""What matched, shown in the original text: <mark> around it, everything else escaped.

The text may be in any Unicode form; what is displayed is what was written.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator

from index.highlight.spans import MAX_READ, Span, bits_of, find_spans
from index.query import Query
from index.vietnamese.normalise import MAX_SYLLABLE
from index.vietnamese.segment import Token, syllables

__all__ = ["highlight", "snippet"]

SNIPPET = 240
ELLIPSIS = "…"

_JOINTS = {" ", "\n", "-", "–", "/", "."}
_SPACE = re.compile(r"\s+")


def highlight(text: str, query: Query, field: str = "title") -> str:
    """The whole text as HTML, with what the query matches in this field marked."""
    return _render(text, find_spans(text, query, field))


def snippet(text: str, query: Query, length: int = SNIPPET, field: str = "body") -> str:
    """About `length` characters of the text as HTML: where most of the query's words are.

    The beginning where none is. It is cut between syllables, and an ellipsis says so.
    """
    spans = find_spans(text, query, field)
    start, end = _window(text, _densest(spans, length), length)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    shown = _render(text[start:end], [span.moved(-start) for span in inside])
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end : end + MAX_READ].strip() else ""
    return before + _SPACE.sub(" ", shown).strip() + after


def _densest(spans: list[Span], length: int) -> list[Span]:
    """The spans of the window in which most leaves match; the first of equals."""
    best, best_rank, first = (0, 0), (0, 0), 0
    counts: Counter[int] = Counter()
    for last, span in enumerate(spans):
        counts.update(bits_of(span.leaves))
        while first < last and span.end - spans[first].start > length:
            for bit in bits_of(spans[first].leaves):
                counts[bit] -= 1
                if not counts[bit]:
                    del counts[bit]
            first += 1
        rank = len(counts), last - first
        if rank > best_rank:
            best_rank, best = rank, (first, last + 1)
    return spans[slice(*best)]


def _window(text: str, spans: list[Span], length: int) -> tuple[int, int]:
    """Where to cut the text, so that the spans are inside with some words around them."""
    if len(text) <= length:
        return 0, len(text)
    first, last = (spans[0].start, spans[-1].end) if spans else (0, 0)
    lead = max(0, length - (last - first)) // 3
    start = max(0, min(first - lead, len(text) - length))
    end = start + length
    around = list(_syllables_around(text, start, end))
    starts = [token.start for token in around if start <= token.start <= first]
    ends = [token.end for token in around if last <= token.end <= end]
    return (
        starts[0] if start > 0 and starts else start,
        ends[-1] if end < len(text) and ends else end,
    )


def _syllables_around(text: str, start: int, end: int) -> Iterator[Token]:
    """The syllables from `start` to `end`, whole ones at both ends."""
    begin = max(0, start - MAX_SYLLABLE)
    for token in syllables(text[begin : end + MAX_SYLLABLE]):
        yield Token(token.text, token.start + begin, token.end + begin)


def _render(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in _joined(text, spans):
        parts += html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>"
        done = end
    return "".join((*parts, html.escape(text[done:])))


def _joined(text: str, spans: list[Span]) -> Iterator[tuple[int, int]]:
    """The spans' ends, neighbours as one."""
    start = end = -1
    for span in spans:
        if end >= 0 and text[end : span.start] in _JOINTS:
            end = span.end
            continue
        if end >= 0:
            yield start, end
        start, end = span.start, span.end
    if end >= 0:
        yield start, end
