"""What of the index's answer a request may still see."""

from index.engine import Hit, Page
from service.api.articles.found import still_public
from service.api.context import Context
from service.api.loaders.entries import Shown


def entry_id_of(hit: Hit) -> int:
    """The entry whose edition was found; its owner is written as kind:id."""
    return int(hit.owner.rpartition(":")[2])


async def still_there(context: Context, page: Page) -> dict[int, Shown]:
    """The entries found that the public sees now, in their order, as this request sees them."""
    return await still_public(context, map(entry_id_of, page.hits))
