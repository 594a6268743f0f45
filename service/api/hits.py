"""Asking the index, and what of its answer the request may still see."""

from asyncio import gather

import anyio.to_thread

from index.engine import Hit, Order, Page
from index.query import Query
from service.api.articles.listing import ARTICLES
from service.api.context import Context
from service.api.loaders.entries import Shown


async def run(context: Context, query: Query, order: Order, offset: int, limit: int) -> Page:
    """Searches in a worker thread, at the request's moment."""
    context.budget.things(limit)
    return await anyio.to_thread.run_sync(
        lambda: context.services.engine.search(
            query, at=context.view.now, order=order, offset=offset, limit=limit
        )
    )


def entry_id_of(hit: Hit) -> int:
    """The entry whose edition was found; its owner is written as kind:id."""
    return int(hit.owner.rpartition(":")[2])


async def still_there(context: Context, page: Page) -> dict[int, Shown]:
    """The entries found that the public sees now, in their order, as this request sees them."""
    entry_ids = list(dict.fromkeys(map(entry_id_of, page.hits)))
    titles = await gather(
        *(context.load(ARTICLES.public_titles, entry_id) for entry_id in entry_ids)
    )
    public = [one for one, title in zip(entry_ids, titles, strict=True) if title is not None]
    shown = await context.load_many(ARTICLES.shown, public)
    return {one.entry.id or 0: one for one in shown}
