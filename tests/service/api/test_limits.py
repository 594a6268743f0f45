"""What a document may ask for; and that finding out costs no more than reading it."""

from time import process_time

import pytest
from graphql import get_introspection_query, parse

from service.api import documents
from service.api.documents import Documents
from service.api.limits import MAX_FIELDS, too_much
from service.api.schema import schema
from tests.asking import Asking
from tests.service.api.desk import Desk


def nested(levels: int) -> str:
    return "{ categories { " + "children { " * levels + "id" + " }" * (levels + 2)


def test_depth() -> None:
    """A short document would walk the tree up and down for ever."""
    assert too_much(parse(nested(12))) is None
    assert "levels" in (too_much(parse(nested(20))) or "")


def test_fragments_count_where_they_are_spread() -> None:
    """What is refused when it is written out would be taken when it is folded."""
    document = "{ categories { ...A } } fragment A on Category " + "{ children " * 15 + "{ id }"
    assert "levels" in (too_much(parse(document + "}" * 15)) or "")


def test_fields() -> None:
    """One request would ask for a thousand things under a thousand names."""
    many = " ".join(f"a{number}: name" for number in range(MAX_FIELDS))
    assert "fields" in (too_much(parse("{ site { " + many + " } }")) or "")


def test_roots() -> None:
    """One request would be as many searches, or log-ins, as fit into it."""
    many = " ".join(f'a{number}: search(query: "a") {{ totalCount }}' for number in range(31))
    assert "on top" in (too_much(parse("{ " + many + " }")) or "")


def doubling(levels: int) -> str:
    """A document of a few lines whose fields double with every fragment."""
    parts = ["{ categories { ...F0 } }"]
    for level in range(levels):
        spread = f"...F{level + 1} ...F{level + 1}"
        parts.append(f"fragment F{level} on Category {{ {spread} }}")
    return " ".join([*parts, f"fragment F{levels} on Category {{ id }}"])


def test_doubling_fragments_are_judged_at_once(query: Asking) -> None:
    """A short document would keep the service busy for minutes."""
    begun = process_time()
    assert too_much(parse(doubling(50))) is not None
    assert query.code(doubling(50)) == "COST_LIMIT"
    assert process_time() - begun < 5


@pytest.mark.parametrize(
    "document",
    [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ ...Missing }",
        "fragment A on Query { viewer { login } }",
    ],
)
def test_broken_fragments(document: str) -> None:
    """A document that holds itself would be measured for ever."""
    assert too_much(parse(document)) is None


def test_a_long_chain_of_fragments() -> None:
    """A long chain would end in an internal error."""
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(900))
    assert "nested" in (too_much(parse("{ ...F0 } " + chain)) or "")


def test_repeated_fields_are_validated_in_reasonable_time(query: Asking) -> None:
    """Comparing every field with every other would keep the service busy."""
    begun = process_time()
    query.answer("{ site { " + "name " * 490 + "} }")
    assert process_time() - begun < 20


def test_tools_can_read_the_schema(query: Asking) -> None:
    """GraphiQL and code generators would not work."""
    found = query(get_introspection_query())
    assert any(one["name"] == "Article" for one in found["__schema"]["types"])


@pytest.mark.parametrize("padding", [0, documents.KEPT_CHARACTERS // 50])
def test_documents_are_kept_within_bounds(padding: int) -> None:
    """Different documents from everywhere would fill the memory."""
    kept = Documents(schema)
    for number in range(documents.KEPT + 20 if not padding else 60):
        kept.get(f"query Q{number} {{ viewer {{ login }} }}" + " " * padding)
    assert len(kept) <= (49 if padding else documents.KEPT)
    assert len(kept) > 40


def test_things_in_lists_are_counted(desk: Desk, query: Asking) -> None:
    """Lists of lists of lists would be as long as the product of them."""
    root = desk.category("Gốc")
    for number in range(30):
        desk.category(f"Nhánh {number}", root)
    step = "children { parent { "
    document = "{ categories { " + step * 4 + "id" + " } }" * 4 + " } }"
    assert query.code(document) == "COST_LIMIT"
    assert query("{ categories { children { parent { children { id } } } } }")
