"""Articles as they are read."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import strawberry

from service.api import ids
from service.api.accounts import Account, maker
from service.api.articles.filters import ArticleStatus
from service.api.articles.listing import ARTICLES
from service.api.connections import After, Connection, First, bounded
from service.api.context import Context, Info
from service.api.fields import field
from service.api.images import ArticleImage, Image
from service.api.loaders.categories import with_tree
from service.api.loaders.citations import citations_of_editions
from service.api.loaders.entries import EntryRow, Shown
from service.api.loaders.images import covers, images_of_editions
from service.api.loaders.neighbours import Beside, Neighbours
from service.api.loaders.related import Like, Related
from service.api.loaders.tags import tags_of_editions
from service.api.nodes import Node, finds
from service.api.paths import article_path
from service.api.revisions import RevisionConnection, revisions_of
from service.api.scalars import HTML
from service.api.tags import Tag
from service.content.article import Article as ArticleRow

if TYPE_CHECKING:
    from service.api.categories import Category
    from service.api.citations import Citation

T = TypeVar("T")

NEIGHBOURS = Neighbours(ARTICLES)
SEARCHED = 4
"""Things that one which was searched for counts as: every article has some that are related."""

Nearest = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]


@strawberry.type(
    description="An article. The public sees its public version, editors the working one."
)
class Article(Node):
    entry: strawberry.Private[EntryRow]
    edition: strawberry.Private[ArticleRow]

    @classmethod
    def of(cls, shown: Shown) -> "Article":
        entry, edition = shown
        return cls(id=ids.encode("Article", entry.id), entry=entry, edition=edition)

    @field(description="Names it in addresses; unique among articles.")
    def slug(self) -> str:
        return self.edition.slug

    @field(description="Where it stands on the portal, by TOASOAN_ARTICLE_PATH.")
    def path(self, info: Info) -> str:
        settings, shown = info.context.services.settings, Shown(self.entry, self.edition)
        return with_tree(info.context, lambda tree: article_path(settings, tree, shown))

    @field(description="Plain text on one line.")
    def title(self) -> str:
        return self.edition.title

    @field(description="What stands between title and body (Sapo), plain text.")
    def lead(self, info: Info) -> str | None:
        info.context.budget.text(self.edition.lead or "")
        return self.edition.lead

    @field(description="The text itself.")
    def body(self, info: Info) -> HTML:
        return self._text(info.context, "body", HTML)

    @field(description="The body without any markup.")
    def plain_text(self, info: Info) -> str:
        return self._text(info.context, "plain_text", str)

    @field(description="Who wrote it (Tác giả), free text.")
    def byline(self) -> str | None:
        return self.edition.byline

    @field(description="Which account posted it (Người đăng).")
    def posted_by(self, info: Info) -> Account | None:
        return maker(info.context, self.entry.posted_by_id)

    @field(description="Editors: who changed it last.")
    def updated_by(self, info: Info) -> Account | None:
        return maker(info.context, self.entry.updated_by_id) if self._inside(info) else None

    @field(description="Where it stands in the tree.")
    def category(
        self, info: Info
    ) -> Annotated["Category", strawberry.lazy("service.api.categories")]:
        from service.api.categories import Category

        category_id = self.edition.category_id
        return with_tree(info.context, lambda tree: Category.of(tree.by_id[category_id]))

    @field(description="Its tags, in its own order.")
    def tags(self, info: Info) -> list[Tag]:
        return info.context.show_all(tags_of_editions, self.edition.id or 0, Tag.of)

    @field(description="What it is at this moment.")
    def status(self, info: Info) -> ArticleStatus:
        return ArticleStatus(self.entry.status(info.context.view.now))

    @field(description="Set at the first publication and kept, unless given.")
    def published_at(self) -> datetime | None:
        return self.edition.published_at

    @field(description="When it was first saved.")
    def created_at(self) -> datetime:
        return self.entry.created_at

    @field(description="When the version shown was last saved.")
    def updated_at(self) -> datetime:
        return self.edition.updated_at

    @field(
        description="Grows by one with every mutation of this article; views and changes of its"
        " category leave it."
    )
    def version(self, info: Info) -> int:
        return self.entry.version if self._inside(info) else self.edition.version

    @field(description="Editors: the working version differs from the public one.")
    async def has_pending_changes(self, info: Info) -> bool | None:
        if not self._inside(info):
            return None
        return await info.context.load(ARTICLES.pending, self.entry.id)

    @field(description="The picture that stands for it.")
    def cover(self, info: Info) -> Image | None:
        cover_id = self.edition.cover_id
        return None if cover_id is None else info.context.show_one(covers, cover_id, Image.of)

    @field(description="Its pictures, in its own order.")
    def images(self, info: Info) -> list[ArticleImage]:
        return info.context.show_all(images_of_editions, self.edition.id or 0, ArticleImage.of)

    @field(description="How often it was read; views of the last seconds may be missing.")
    def view_count(self) -> int:
        return self.entry.view_count

    @field(description="Các tin mới: published after this one, same category, nearest first.")
    def newer(self, info: Info, first: Nearest = 5) -> list["Article"]:
        return self._beside(info.context, True, first)

    @field(description="Các tin khác: published before this one, same category, nearest first.")
    def older(self, info: Info, first: Nearest = 5) -> list["Article"]:
        return self._beside(info.context, False, first)

    @field(description="The official documents that it cites, each once, in the order of its text.")
    def citations(
        self, info: Info
    ) -> list[Annotated["Citation", strawberry.lazy("service.api.citations")]]:
        from service.api.citations import Citation

        cited = partial(Citation.of, self)
        return info.context.show_all(citations_of_editions, self.edition.id or 0, cited)

    @field(
        description="Published articles about the same things, found by its own words; the most"
        " alike first."
    )
    def related(self, info: Info, first: Nearest = 5) -> list["Article"]:
        context, services = info.context, info.context.services
        context.budget.things(SEARCHED * bounded("first", first))
        like = Like(self.edition.id or 0, self.entry.id, first)
        context.budget.search(like)
        related = Related(services.engine, ARTICLES)
        return context.show(related, like, _all, services.searching)

    @field(description="Editors: its changes, the last one first.")
    async def revisions(
        self, info: Info, first: First = strawberry.UNSET, after: After = strawberry.UNSET
    ) -> RevisionConnection | None:
        return revisions_of(self.entry, first, after) if self._inside(info) else None

    def _inside(self, info: Info) -> bool:
        """Whether the fields for editors are shown."""
        return info.context.view.sees_working(self.entry)

    def _text(self, context: Context, name: str, make: Callable[[str], T]) -> T:
        def counted(texts: Any) -> T:
            text: str = getattr(texts, name)
            context.budget.text(text)
            return make(text)

        return context.show(ARTICLES.texts, self.edition.id or 0, counted)

    def _beside(self, context: Context, newer: bool, first: int) -> list["Article"]:
        context.budget.things(bounded("first", first))
        beside = Beside(self.edition.id or 0, newer, first)
        return context.show(NEIGHBOURS.find, beside, _all)


def _all(shown: list[Shown] | None) -> list[Article]:
    return [Article.of(one) for one in shown or ()]


@strawberry.type(description="A page of articles. What is not selected is not asked for.")
class ArticleConnection(Connection[Article]):
    pass


@finds("Article")
async def find_article(context: Context, entry_id: int) -> Article | None:
    shown = await context.load(ARTICLES.shown, entry_id)
    return None if shown is None else Article.of(shown)
