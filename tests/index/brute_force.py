"""The rules of matching, written as plainly as possible, and small random texts to try them on."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from index.document import Document
from index.query import (
    And,
    AtLeast,
    Everything,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Value,
)
from index.vietnamese.fold import fold
from index.vietnamese.normalise import canonical
from tests.index.documents import LONG_AGO, NOW, document

Example = Document

FIELDS = ("title", "lead", "body", "byline", "keywords")
_SYLLABLES = ["bo", "bò", "bộ", "bô", "BỘ", "hoà", "hòa", "hoa", "đa", "da", "kỹ", "kĩ", "ki", "1"]
_words = st.sampled_from(_SYLLABLES)
_text = st.lists(_words, max_size=6).map(" ".join)
_encoded = st.tuples(_text, st.sampled_from(["NFC", "NFD"])).map(
    lambda pair: unicodedata.normalize(pair[1], pair[0])  # type: ignore[arg-type]
)


@st.composite
def documents(draw: st.DrawFn) -> list[Example]:
    """A few documents; some share an owner."""
    count = draw(st.integers(1, 6))
    made: list[Example] = []
    for _ in range(count):
        number = draw(st.integers(0, 5))
        one = document(
            f"{number}:{len(made)}:{draw(st.integers(0, 10**9))}",
            draw(_encoded),
            owner=f"article:{number}",
            tags=draw(st.sets(st.sampled_from("xyz"))),
            published=draw(st.sampled_from([NOW, LONG_AGO])),
            visible_from=draw(st.sampled_from([LONG_AGO, LONG_AGO, NOW])),
            visible_until=draw(st.sampled_from([None, None, NOW])),
        )
        made.append(replace(one, lead=draw(_text), body=draw(_encoded), byline=draw(_text)))
    return made


def queries() -> st.SearchStrategy[Query]:
    field = st.sampled_from([None, None, "title", "body"])
    leaves = st.one_of(
        st.builds(Term, _words, field),
        st.builds(Phrase, st.lists(_words, min_size=1, max_size=3).map(tuple), field),
        st.builds(Prefix, st.sampled_from(["b", "bo", "bộ", "h", "hò", "đ", "ki", "kĩ"]), field),
        st.builds(Value, st.just("tags"), st.sampled_from("xyz")),
        st.builds(Range, st.just("published_at"), st.sampled_from([None, NOW]), st.none()),
        st.just(Everything()),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(And, st.lists(inner, max_size=4).map(tuple)),
            st.builds(Or, st.lists(inner, max_size=4).map(tuple)),
            st.builds(AtLeast, st.lists(inner, max_size=5).map(tuple), st.integers(0, 6)),
            st.builds(Not, inner),
        ),
        max_leaves=6,
    )


def matches(query: Query, one: Document) -> bool:
    """Whether the document matches and is visible NOW."""
    return (
        one.visible_from <= NOW
        and (not one.visible_until or one.visible_until > NOW)
        and _matches(query, one)
    )


def _matches(query: Query, one: Document) -> bool:
    match query:
        case And(children):
            return all(_matches(child, one) for child in children)
        case Or(children):
            return any(_matches(child, one) for child in children)
        case AtLeast(children, count):
            return sum(_matches(child, one) for child in children) >= max(count, 1)
        case Not(child):
            return not _matches(child, one)
        case Value("document_numbers", value):
            return value in one.document_numbers
        case Value(_, value):
            return value in one.tags
        case Range(_, start, _):
            return start is None or start <= one.published_at
        case Everything():
            return True
        case Term(text, field):
            return _in_a_field(one, field, (text,), _same)
        case Phrase(words, field):
            return _in_a_field(one, field, words, _same)
        case Prefix(text, field):
            return _in_a_field(one, field, (text,), _begins)
    return False


def _in_a_field(
    one: Document,
    field: str | None,
    words: tuple[str, ...],
    test: Callable[[str, str, bool], bool],
) -> bool:
    for name in FIELDS if field is None else (field,):
        text = unicodedata.normalize("NFC", getattr(one, name))
        marked = fold(text) != text.lower()
        syllables = text.split()
        for start in range(len(syllables) - len(words) + 1):
            part = syllables[start : start + len(words)]
            if all(test(word, there, marked) for word, there in zip(words, part, strict=True)):
                return True
    return False


def _same(typed: str, there: str, marked: bool) -> bool:
    exact = canonical(typed)
    if exact == canonical(there):
        return True
    unmarked = fold(exact) == exact
    return fold(exact) == fold(canonical(there)) and (unmarked or not marked)


def _begins(typed: str, there: str, marked: bool) -> bool:
    """Only for beginnings of one or two letters, where the tone's place raises no question."""
    if _same(typed, there, marked):
        return True
    start = typed.lower()
    if fold(start) == start or not marked:
        return fold(canonical(there)).startswith(fold(start))
    whole = unicodedata.normalize("NFD", canonical(there))
    return set(unicodedata.normalize("NFD", start)) <= set(whole) and fold(whole).startswith(
        fold(start)
    )
