"""What matched, shown in the original text: <mark> around it, everything else escaped.

The text may be in any Unicode form; what is displayed is what was written.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from index.query import Phrase, Prefix, Query, Term, positive_leaves
from index.vietnamese.fold import is_marked
from index.vietnamese.forms import Forms, begins, forms, matches
from index.vietnamese.normalise import MAX_SYLLABLE
from index.vietnamese.segment import Token, syllables

MAX_READ = 500_000
"""Characters of a text in which matches are looked for."""
SNIPPET = 240
ELLIPSIS = "…"

_JOINTS = {" ", "\n", "-", "–", "/", "."}
_SPACE = re.compile(r"\s+")


def highlight(text: str, query: Query, field: str = "title") -> str:
    """The whole text as HTML, with what the query matches in this field marked."""
    return _render(text, _spans(text, query, field))


def snippet(text: str, query: Query, length: int = SNIPPET, field: str = "body") -> str:
    """About `length` characters of the text as HTML: where most of the query's words are.

    The beginning where none is. It is cut between syllables, and an ellipsis says so.
    """
    spans = _spans(text, query, field)
    start, end = _window(text, _densest(spans, length), length)
    inside = [span for span in spans if start <= span.start and span.end <= end]
    shown = _render(text[start:end], [span.moved(-start) for span in inside])
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end : end + MAX_READ].strip() else ""
    return before + _SPACE.sub(" ", shown).strip() + after


class _Span(NamedTuple):
    """Marked text, and the leaves of the query that matched there, as bits."""

    start: int
    end: int
    leaves: int

    def moved(self, by: int) -> "_Span":
        return _Span(self.start + by, self.end + by, self.leaves)


_Test = Callable[[Forms], bool]


def _spans(text: str, query: Query, field: str) -> list[_Span]:
    """Every matching syllable, from left to right."""
    text = text[:MAX_READ]
    tests = list(_tests(query, field, is_marked(text)))
    if not tests:
        return []
    tokens = list(syllables(text))
    leaves = [0] * len(tokens)
    found = [forms(token.text) for token in tokens]
    different = set(found)
    for bit, words in enumerate(tests):
        known = [{one: test(one) for one in different} for test in words]
        for first in _sequences(known, found):
            for place in range(first, first + len(words)):
                leaves[place] |= 1 << bit
    return [_span(token, bits) for token, bits in zip(tokens, leaves, strict=True) if bits]


def _span(token: Token, leaves: int) -> _Span:
    return _Span(token.start, token.end, leaves)


def _tests(query: Query, field: str, marked: bool) -> Iterator[tuple[_Test, ...]]:
    """For each leaf that asks about this field, a test for each of its words."""
    for leaf in dict.fromkeys(positive_leaves(query)):
        if leaf.field in {None, field} and (words := _words(leaf, marked)):
            yield words


def _words(leaf: Term | Prefix | Phrase, marked: bool) -> tuple[_Test, ...]:
    if isinstance(leaf, Prefix):
        beginning = leaf.text
        return (lambda found: begins(beginning, found, marked),)
    texts = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
    return tuple(_test(forms(text), marked) for text in texts)


def _test(typed: Forms, marked: bool) -> _Test:
    return lambda found: matches(typed, found, marked)


def _sequences(words: list[dict[Forms, bool]], found: list[Forms]) -> Iterator[int]:
    """Where the words stand next to each other: the place of the first."""
    first, *rest = words
    for place, one in enumerate(found[: len(found) - len(rest)]):
        if first[one] and all(
            word[found[place + offset]] for offset, word in enumerate(rest, start=1)
        ):
            yield place


def _densest(spans: list[_Span], length: int) -> list[_Span]:
    """The spans of the window in which most leaves match; the first of equals."""
    best, best_rank, first = (0, 0), (0, 0), 0
    counts: Counter[int] = Counter()
    for last, span in enumerate(spans):
        counts.update(_bits(span.leaves))
        while first < last and span.end - spans[first].start > length:
            for bit in _bits(spans[first].leaves):
                counts[bit] -= 1
                if not counts[bit]:
                    del counts[bit]
            first += 1
        rank = len(counts), last - first
        if rank > best_rank:
            best_rank, best = rank, (first, last + 1)
    return spans[slice(*best)]


@lru_cache(1_000)
def _bits(leaves: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(leaves.bit_length()) if leaves >> bit & 1)


def _window(text: str, spans: list[_Span], length: int) -> tuple[int, int]:
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


def _render(text: str, spans: list[_Span]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in _joined(text, spans):
        parts += html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>"
        done = end
    return "".join((*parts, html.escape(text[done:])))


def _joined(text: str, spans: list[_Span]) -> Iterator[tuple[int, int]]:
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
