"""What was found elsewhere, as far as the request may still see it."""

from collections.abc import Iterable

from service.api.articles.listing import ARTICLES
from service.api.context import Context
from service.api.loaders.entries import Shown


async def still_public(context: Context, entry_ids: Iterable[int]) -> dict[int, Shown]:
    """Those of the entries that the public sees now, in order, as this request sees them."""
    shown = await context.load_many(ARTICLES.still_public, dict.fromkeys(entry_ids))
    return {one.entry.id: one for one in shown}
