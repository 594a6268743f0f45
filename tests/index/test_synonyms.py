from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import (
    And,
    AtLeast,
    Everything,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Value,
)
from index.synonyms import MAX_ADDED, Entry, Synonyms
from tests.index.cases import in_all_encodings

UBND = Phrase(("ủy", "ban", "nhân", "dân"))
HCM = Phrase(("thành", "phố", "Hồ", "Chí", "Minh"))
NEWSROOM: list[Entry] = [
    (("UBND", "ủy ban nhân dân"), None),
    (("TP.HCM", "thành phố Hồ Chí Minh", "Sài Gòn"), None),
    (("CA", "công an"), None),
    (("UBND TP.HCM", "chính quyền thành phố"), None),
    (("xe đạp", "xe máy"), "phương tiện"),
    (("hòa", "yên"), None),
]
SYNONYMS = Synonyms(NEWSROOM)


def words(text: str) -> And:
    return And(tuple(map(Term, text.split())))


def expand(query: Query) -> Query:
    return SYNONYMS.expand(query)[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (Term("UBND"), UBND),
        (Term("ubnd"), UBND),
        (words("ủy ban nhân dân"), Term("UBND")),
        (words("UỶ BAN NHÂN DÂN"), Term("UBND")),
        (words("uy ban nhan dan"), Term("UBND")),
        (UBND, Term("UBND")),
        (Phrase(("tp", "hcm")), HCM),
        (words("TP HCM"), HCM),
        (words("sai gon"), HCM),
        (words("sài gòn"), Phrase(("TP", "HCM"))),
        (words("công an"), Term("CA")),
        (words("xe dap"), Phrase(("phương", "tiện"))),
        (Term("hoà"), Term("yên")),
        (And((Term("UBND"), Phrase(("TP", "HCM")))), Phrase(("chính", "quyền", "thành", "phố"))),
    ],
)
def test_a_term_finds_the_others_however_it_is_typed(typed: Query, found: Query) -> None:
    """A reader who writes UBND would miss what says ủy ban nhân dân, or the other way round."""
    expanded = expand(typed)
    assert isinstance(expanded, Or)
    assert expanded.children[0] == typed
    assert found in expanded.children[1:]


@pytest.mark.parametrize("typed", in_all_encodings("ủy ban nhân dân"))
def test_in_any_encoding(typed: str) -> None:
    """A reader on another kind of computer would find less."""
    assert SYNONYMS.expand(words(typed))[1] == [(typed, "UBND")]
    composed = Synonyms([(("UBND", typed), None)])
    assert composed.expand(UBND)[1] == [("ủy ban nhân dân", "UBND")]


@pytest.mark.parametrize(
    "typed",
    [
        Term("cà"),
        words("cống an"),
        words("ủy bàn nhân dân"),
        words("ban nhân dân"),
        words("ủy ban"),
        words("phương tiện"),
        Term("HĐND"),
        Phrase(("họp", "UBND", "tỉnh")),
        And((Term("TP"), Term("HCM", "title"))),
        And((Term("TP"), Value("kind", "article"), Term("HCM"))),
        Or((Term("công"), Term("xe"))),
        Prefix("UBND"),
        Value("tags", "UBND"),
        Everything(),
        Nothing(),
    ],
)
def test_what_is_no_term_stays_as_it_is(typed: Query) -> None:
    """A search for tomatoes (cà) would find the police (CA)."""
    expanded, replaced = SYNONYMS.expand(typed)
    assert (expanded, replaced) == (typed, [])


def test_what_stands_around_a_term_stays() -> None:
    """Words would be lost, or would have to stand where they do not."""
    typed = And((Term("họp"), *words("uy ban nhan dan").children, Term("tỉnh")))
    inside = Or((words("uy ban nhan dan"), Term("UBND")))
    assert expand(typed) == And((Term("họp"), inside, Term("tỉnh")))


def test_the_longest_term_counts_and_the_first_of_two_that_overlap() -> None:
    """A precise term would be taken for the short one that it begins with."""
    both = Synonyms([(("a", "x"), None), (("a b", "y"), None), (("b c", "z"), None)])
    assert both.expand(words("a b c")) == (
        And((Or((words("a b"), Term("y"))), Term("c"))),
        [("a b", "y")],
    )
    assert both.expand(words("a c"))[1] == [("a", "x")]
    assert both.expand(words("c b c"))[1] == [("b c", "z")]


def test_what_is_added_is_not_expanded() -> None:
    """A chain of synonyms would end in something else altogether, or never."""
    chain = Synonyms([(("a", "b"), None), (("b", "c"), None)])
    assert chain.expand(Term("a"))[0] == Or((Term("a"), Term("b")))
    assert chain.expand(Term("b"))[0] == Or((Term("b"), Term("a"), Term("c")))


def test_what_is_left_out_is_left_out_under_every_name() -> None:
    """A reader who wants nothing of UBND would get it by its long name."""
    assert expand(And((Term("họp"), Not(Term("UBND"))))) == And(
        (Term("họp"), Not(Or((Term("UBND"), UBND))))
    )


def test_alternatives_and_fields() -> None:
    """title:UBND would find bodies, or "UBND OR x" only UBND."""
    title = Term("UBND", "title")
    long = Phrase(UBND.words, "title")
    assert expand(Or((title, Term("x")))) == Or((Or((title, long)), Term("x")))
    two = AtLeast((title, Term("x"), Term("y")), 2)
    assert expand(two) == AtLeast((Or((title, long)), Term("x"), Term("y")), 2)


def test_what_was_searched_is_said() -> None:
    """A reader would wonder why articles without the typed words are there."""
    typed = And((Term("ubnd"), Phrase(("tp", "hcm")), Term("ca")))
    assert SYNONYMS.expand(typed)[1] == [
        ("ubnd tp hcm", "chính quyền thành phố"),
        ("ca", "công an"),
    ]


def test_terms_without_words_are_left_out() -> None:
    """A list with a slip in it would stop every search."""
    odd = Synonyms([(("-", "UBND"), None), ((), None), (("x",), None), (("y", "!"), "?")])
    for text in ("UBND", "x", "y"):
        assert odd.expand(Term(text)) == (Term(text), [])


def test_one_query_grows_only_so_far() -> None:
    """A long query of short terms would become one that takes seconds."""
    many = Synonyms([(tuple(f"t{place}" for place in range(20)), None)])
    expanded, replaced = many.expand(words(" ".join(f"t{place % 20}" for place in range(60))))
    assert len(replaced) == MAX_ADDED
    assert isinstance(expanded, And)
    assert len(expanded.children) == 60


SYLLABLES = st.sampled_from(["a", "b", "c", "à", "UBND", "ủy", "uy", "ban", "-", ""])
TERMS = st.lists(SYLLABLES, min_size=1, max_size=3).map(" ".join)
ENTRIES = st.tuples(st.lists(TERMS, max_size=3).map(tuple), st.none() | TERMS)
LEAVES = st.builds(Term, SYLLABLES.filter(str.isalpha)) | st.builds(
    Phrase, st.lists(SYLLABLES.filter(str.isalpha), min_size=2, max_size=3).map(tuple)
)


def leaves(query: Query, *, typed: bool) -> Iterator[str]:
    """The words of the tree; `typed`, only those that were there before."""
    if isinstance(query, Or):
        for child in query.children[:1] if typed else query.children:
            yield from leaves(child, typed=typed)
    elif isinstance(query, And):
        for child in query.children:
            yield from leaves(child, typed=typed)
    elif isinstance(query, Phrase):
        yield from query.words
    elif isinstance(query, Term):
        yield query.text


@given(st.lists(ENTRIES, max_size=6), st.lists(LEAVES, min_size=1, max_size=8))
def test_a_query_only_ever_gains(entries: list[Entry], children: list[Query]) -> None:
    """A search would find less because an editor has said that two words mean the same."""
    query = And(tuple(children))
    expanded, replaced = Synonyms(entries).expand(query)
    assert list(leaves(expanded, typed=True)) == list(leaves(query, typed=True))
    assert bool(replaced) == (expanded != query) or len(children) == 1
    assert len(replaced) <= MAX_ADDED
