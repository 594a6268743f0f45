"""What was found elsewhere, as far as the request may still see it."""

from asyncio import gather
from collections.abc import Iterable

from service.api.articles.listing import ARTICLES
from service.api.context import Context
from service.api.loaders.entries import Shown


async def still_public(context: Context, entry_ids: Iterable[int]) -> dict[int, Shown]:
    """Those of the entries that the public sees now, in order, as this request sees them."""
    ids = list(dict.fromkeys(entry_ids))
    if not context.view.public:  # who sees working versions would be shown drafts too
        titles = await gather(*(context.load(ARTICLES.public_titles, one) for one in ids))
        ids = [one for one, title in zip(ids, titles, strict=True) if title is not None]
    shown = await context.load_many(ARTICLES.shown, ids)
    return {one.entry.id or 0: one for one in shown}
