"""Where things stand on the portal, by the patterns that the operator set."""

from service.api.loaders.entries import Shown
from service.content.category import CategoryTree
from service.settings import Settings


def article_path(settings: Settings, tree: CategoryTree, shown: Shown) -> str:
    category = tree.by_id[shown.edition.category_id]
    return settings.article_path.format(
        category=category.slug, slug=shown.edition.slug, id=shown.entry.id
    )


def category_path(settings: Settings, tree: CategoryTree, category_id: int) -> str:
    return settings.category_path.format(
        path=tree.slug_path(category_id), slug=tree.by_id[category_id].slug
    )
