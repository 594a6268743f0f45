"""toasoan search query"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.console import say

if TYPE_CHECKING:
    from index.engine import Page
    from service.store import Store

WIDEST = 100


def query(
    text: Annotated[str, typer.Argument(help="As a reader types it.")],
    first: Annotated[int, typer.Option(min=1, max=WIDEST, help="How many to show.")] = 10,
) -> None:
    """Search as the public does: the best titles with their scores, and what was understood.

    \b
    Examples:
      toasoan search query "giao thong"
      toasoan search query "giao thông" --first 20
    """
    if not text.strip():
        raise typer.BadParameter("there is nothing to search for", param_hint="TEXT")
    from index.asking import Asking
    from service.cli import workplace
    from service.content.times import now
    from service.sync.synonyms import CurrentSynonyms

    settings = workplace.read_settings()
    with (
        workplace.open_store(settings, writing=False) as store,
        workplace.open_index(settings) as engine,
    ):
        with store.snapshot() as session:
            synonyms = CurrentSynonyms().of(session)
        asking = Asking(engine, synonyms, now(), recency=settings.search_recency)
        answer = asking.ask(text, limit=first)
        _show(answer.page, _titles(store, (hit.owner for hit in answer.page.hits)))
        _say("Searched for", answer.interpreted_as)
        _say("Did you mean", asking.did_you_mean(answer))
        say(f"{answer.page.total:,} found.")


def _say(what: str, text: str | None) -> None:
    if text is not None:
        say(f"{what}: {text}")


def _show(page: "Page", titles: dict[str, str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if page.hits:
        table = Table("Score", "Title", "Document", box=None)
        for hit in page.hits:
            title = Text(titles.get(hit.id, "(no longer in the database)"))
            table.add_row(f"{hit.score:.2f}", title, hit.id)
        Console().print(table)


def _titles(store: "Store", owners: Iterable[str]) -> dict[str, str]:
    """The titles by the ids of the documents; `owners` as article:12."""
    from service.sync import documents

    entry_ids = [int(owner.rpartition(":")[2]) for owner in owners]
    loaded = documents.load(store, entry_ids)
    return {one.id: one.title for item in loaded for one in item.documents}
