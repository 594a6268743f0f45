"""Synonyms: editors see the list, and replace it as a whole."""

import strawberry

from service.api.context import Info
from service.api.errors import MutationError
from service.api.fields import field, mutation, optional, refused
from service.api.mutations import change, present
from service.content.synonym import SynonymEntry
from service.operations import synonyms as operations
from service.permissions import Action


@strawberry.type(description="Words that search takes for each other.")
class Synonym:
    terms: list[str] = strawberry.field(description="They mean the same.")
    one_way_to: str | None = strawberry.field(
        description="What the terms also find, and not the reverse; null where they find each"
        " other."
    )

    @classmethod
    def of(cls, entry: SynonymEntry) -> "Synonym":
        return cls(terms=list(entry.terms), one_way_to=entry.one_way_to)


@strawberry.type
class SynonymQuery:
    @field(description="All synonyms, in their order. Editors; null for everyone else.")
    async def synonyms(self, info: Info) -> list[Synonym] | None:
        context = info.context
        if not context.actor.may(Action.SEARCH):
            return None
        entries = await context.read(operations.entries)
        context.budget.things(len(entries))
        return [Synonym.of(entry) for entry in entries]


@strawberry.input(description="Words that search is to take for each other.")
class SynonymInput:
    terms: list[str] = strawberry.field(
        description="They mean the same: at most 20, each of one syllable or several."
    )
    one_way_to: str | None = optional("What the terms are to find too, and not the reverse.")


@strawberry.input(description="The whole list, in place of the one there is.")
class SetSynonymsInput:
    synonyms: list[SynonymInput] = strawberry.field(description="At most 1,000.")


@strawberry.type(description="How many synonyms there are now, or why nothing was changed.")
class SynonymsPayload:
    count: int = strawberry.field(description="Entries of the list, as it is now.")
    errors: list[MutationError] = refused()


@strawberry.type
class SynonymMutation:
    @mutation(
        description="Replaces all synonyms; search uses them from the next query on. All of it is"
        " done or nothing. Editors."
    )
    async def set_synonyms(self, info: Info, input: SetSynonymsInput) -> SynonymsPayload:
        wanted = [SynonymEntry(tuple(one.terms), present(one.one_way_to)) for one in input.synonyms]
        outcome = await change(
            info, lambda session, actor: operations.replace(session, actor, wanted)
        )
        count = outcome.value
        if count is None:
            count = len(await info.context.read(operations.entries))
        return SynonymsPayload(count=count, errors=outcome.errors)
