"""The mutations of articles."""

from typing import Any

import strawberry
from sqlmodel import Session

from service.api.articles.inputs import (
    ArticleTransitionInput,
    CreateArticleInput,
    ScheduleArticleInput,
    UpdateArticleInput,
    written,
)
from service.api.articles.listing import ARTICLES
from service.api.articles.types import Article
from service.api.context import Info
from service.api.errors import MutationError
from service.api.fields import mutation, refused
from service.api.kinds import KindApi
from service.content.article import ARTICLE
from service.content.base import Entry
from service.operations import drafting, lifecycle
from service.permissions import Action, Actor, require


@strawberry.type(description="An article as it is now, and what was refused.")
class ArticlePayload:
    article: Article | None = strawberry.field(
        description="After a CONFLICT the current one: its version and updatedBy say who was first."
    )
    searchable: bool = strawberry.field(description="The index already shows this change.")
    errors: list[MutationError] = refused()


API = KindApi(ARTICLES, "Article", Article.of, ArticlePayload, "article")


def _move(move: Any, description: str) -> Any:
    return API.transition(move, ArticleTransitionInput, description)


@strawberry.type
class ArticleMutation:
    @mutation(description="Makes a draft, or with `publish` an article. Writers.")
    async def create_article(self, info: Info, input: CreateArticleInput) -> ArticlePayload:
        def operation(session: Session, actor: Actor) -> Entry:
            require(actor, Action.WRITE)  # before tags are made for someone who may not
            return written(
                session,
                input,
                lambda values: drafting.create(
                    session, actor, ARTICLE, values, publish=input.publish
                ),
            )

        payload: ArticlePayload = await API.change(info, operation)
        return payload

    @mutation(
        description="Changes the working version; the public sees it when it is published, or at"
        " once with `publish`. Writers, of their own drafts."
    )
    async def update_article(self, info: Info, input: UpdateArticleInput) -> ArticlePayload:
        def operation(session: Session, actor: Actor) -> Entry:
            require(actor, Action.WRITE)
            entry_id, version = API.entry_id(session, input.id), input.expected_version
            return written(
                session,
                input,
                lambda values: drafting.update(
                    session, actor, ARTICLE, entry_id, version, values, publish=input.publish
                ),
            )

        payload: ArticlePayload = await API.change(info, operation)
        return payload

    @mutation(
        description="Shows the working version to the public at a time that is ahead. Editors."
    )
    async def schedule_article(self, info: Info, input: ScheduleArticleInput) -> ArticlePayload:
        def operation(session: Session, actor: Actor) -> Entry:
            return lifecycle.schedule(
                session,
                actor,
                API.entry_id(session, input.id),
                input.expected_version,
                input.publish_at,
            )

        payload: ArticlePayload = await API.change(info, operation)
        return payload

    publish_article = _move(lifecycle.publish, "Shows the working version to the public. Editors.")
    unpublish_article = _move(lifecycle.unpublish, "Takes it back: a draft again. Editors.")
    archive_article = _move(lifecycle.archive, "Puts it away; it is no longer shown. Editors.")
    trash_article = _move(lifecycle.trash, "Throws it away. Writers, their own drafts.")
    restore_article = _move(
        lifecycle.restore, "Brings it back from the trash or the archive. Writers, their drafts."
    )
