"""What matched, shown in the original text: <mark> around it, everything else escaped.

The text may be in any Unicode form; what is displayed is what was written.
"""

import html
import re
from collections.abc import Iterator

from index.highlight.cutting import cut
from index.highlight.passage import densest
from index.highlight.spans import MAX_READ, Span, find_spans
from index.query import Query

__all__ = ["highlight", "snippet"]

SNIPPET = 240
ELLIPSIS = "…"

_JOINTS = {" ", "\n", "-", "–", "/", "."}
_SPACE = re.compile(r"\s+")


def highlight(text: str, query: Query, field: str = "title") -> str:
    """The whole text as HTML, with what the query matches in this field marked."""
    return _render(text, find_spans(text, query, field))


def snippet(text: str, query: Query, length: int = SNIPPET, field: str = "body") -> str:
    """The most telling piece of the text as HTML: at most `length` visible characters, from 3 on.

    The beginning where nothing of the query is in it. It is cut between words, and an ellipsis,
    which is one of the characters, says so.
    """
    spans = find_spans(text, query, field)
    start, end = 0, len(text)
    if len(text) > length:
        room = length - 2 * len(ELLIPSIS)
        best = densest(spans, room)
        first, last = (best[0].start, best[-1].end) if best else (0, 0)
        start, end = cut(text, first, last, room)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    shown = _render(text[start:end], [span.moved(-start) for span in inside])
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end : end + MAX_READ].strip() else ""
    return before + _SPACE.sub(" ", shown).strip() + after


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
