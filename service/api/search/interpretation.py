"""What a query was taken for, in parts that a page can show."""

from enum import Enum
from functools import partial

import strawberry

from index.asking import Answer, Asking
from index.meaning import Typing
from service.api.context import Info
from service.api.fields import choice, field


@strawberry.enum(description="How the keys of a query were read.")
class SearchTyping(Enum):
    AS_TYPED = choice(Typing.AS_TYPED, "As they stand.")
    TELEX = choice(Typing.TELEX, "As Telex with the input method off.")
    VNI = choice(Typing.VNI, "As VNI with the input method off.")


@strawberry.type(description="A word of the query that an editor's synonym was found for.")
class SearchSynonym:
    typed: str = strawberry.field(description="As it stands in the query.")
    also: str = strawberry.field(description="What is searched besides.")


@strawberry.type(description="What a query was taken for.")
class SearchInterpretation:
    asking: strawberry.Private[Asking]
    answer: strawberry.Private[Answer]

    @field(
        description="The query as it was read, to be shown and linked: asked for again, it gives"
        " this answer."
    )
    def text(self) -> str:
        return self.answer.text

    @field(description="How the keys were read.")
    def typing(self) -> SearchTyping:
        return SearchTyping(self.answer.meant.typing)

    @field(description="Which words were searched under other names too, in typed order.")
    def synonyms(self) -> list[SearchSynonym]:
        return [SearchSynonym(typed=one, also=also) for one, also in self.answer.meant.replaced]

    @field(
        description="Whether words were let go: articles were found that lack some of them, or the"
        " number of a document that no article names was left out."
    )
    def words_let_go(self) -> bool:
        return self.answer.is_partial or bool(self.answer.given_up)

    @field(
        description="The words, quotations and numbers of documents, as typed, that are in none of"
        " the articles searched."
    )
    async def missing(self, info: Info) -> list[str]:
        info.context.budget.search()
        return list(await info.context.search(partial(self.asking.missing, self.answer)))
