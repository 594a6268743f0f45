import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vietnamese.slug import slugify
from tests.index.cases import SLUGS, in_all_encodings


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_slugs(text: str, expected: str) -> None:
    """Addresses would change, and every link to them break."""
    for encoded in in_all_encodings(text):
        assert slugify(encoded) == expected


def test_long_slugs_end_at_a_word() -> None:
    """Addresses would end in half a word."""
    assert slugify("một hai ba", limit=7) == "mot-hai"
    assert slugify("một hai ba", limit=8) == "mot-hai"
    assert slugify("một hai ba", limit=10) == "mot-hai-ba"
    assert slugify("nghiêng", limit=3) == "ngh"


@given(st.text(), st.integers(8, 60))
def test_every_text_has_a_slug(text: str, limit: int) -> None:
    """An odd title would make an address that no router accepts."""
    slug = slugify(text, limit)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= limit
