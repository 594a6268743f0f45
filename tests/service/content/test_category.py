from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.category import Category, CategoryTree

TREE = CategoryTree(
    [
        Category(id=1, slug="chinh-tri", name="Chính trị", position=1),
        Category(id=2, slug="xa-hoi", name="Xã hội", position=0),
        Category(id=3, slug="y-te", name="Y tế", parent_id=2, position=1),
        Category(id=4, slug="giao-duc", name="Giáo dục", parent_id=2, position=0),
        Category(id=5, slug="tuyen-sinh", name="Tuyển sinh", parent_id=4),
    ]
)


def test_children_stand_in_menu_order() -> None:
    """The menu would be in another order than the editors gave it."""
    assert [one.slug for one in TREE.children(None)] == ["xa-hoi", "chinh-tri"]
    assert [one.slug for one in TREE.children(2)] == ["giao-duc", "y-te"]
    assert TREE.children(5) == []


def test_lineage_and_subtree() -> None:
    """A filter by category would miss the articles of those under it."""
    assert TREE.lineage(5) == (2, 4, 5)
    assert [one.id for one in TREE.ancestors(5)] == [2, 4]
    assert sorted(TREE.subtree(2)) == [2, 3, 4, 5]
    assert TREE.slug_path(5) == "xa-hoi/giao-duc/tuyen-sinh"
    assert (TREE.height(2), TREE.height(1)) == (3, 1)


@given(st.lists(st.integers(0, 30), max_size=30))
@settings(deadline=None)
def test_every_category_is_in_the_subtree_of_its_ancestors(parents: list[int]) -> None:
    """An article would be in a category's list and not in the list of the one above."""
    tree = CategoryTree(
        Category(
            id=place + 1,
            slug=str(place),
            name="x",
            parent_id=min(parent, place) or None,
        )
        for place, parent in enumerate(parents)
    )
    for category in tree.by_id:
        for ancestor in tree.lineage(category):
            assert category in tree.subtree(ancestor)
