"""Accounts, as everyone may see them; making and changing them is the administrators'."""

from datetime import datetime

import strawberry
from sqlmodel import Session

from service.api import ids
from service.api.context import Context, Info
from service.api.errors import MutationError
from service.api.fields import mutation, optional, refused
from service.api.loaders.accounts import accounts_by_id, makers
from service.api.mutations import (
    DeleteInput,
    DeletePayload,
    change,
    delete,
    given,
    present,
)
from service.api.nodes import Node, finds
from service.api.roles import Role
from service.content.account import Account as AccountRow
from service.content.account import ApiToken
from service.operations import accounts as operations
from service.permissions import Actor


@strawberry.type(description="What an account shows the public.")
class Account(Node):
    display_name: str = strawberry.field(description="The name that readers see.")

    @classmethod
    def of(cls, row: AccountRow) -> "Account":
        return cls(id=ids.encode("Account", row.id), display_name=row.display_name)


@finds("Account")
async def find_account(context: Context, row_id: int) -> Account | None:
    row = await context.load(accounts_by_id, row_id)
    return None if row is None else Account.of(row)


def maker(context: Context, row_id: int | None) -> Account | None:
    """Who made something that is visible, for a resolver to return."""
    return None if row_id is None else context.show_one(makers, row_id, Account.of)


@strawberry.input(description="A new account. Without a password it gets an invitation.")
class CreateAccountInput:
    login: str = strawberry.field(description="What they type to log in; unique.")
    display_name: str = strawberry.field(description="The name that readers see.")
    role: Role = strawberry.field(description="What they may do.")
    password: str | None = optional("Their first password.")


@strawberry.input(description="The first password of an account that was invited.")
class AcceptInvitationInput:
    invitation: str = strawberry.field(description="The secret that createAccount gave.")
    password: str = strawberry.field(description="The password it is to have; then log in.")


@strawberry.input(description="Changes of an account; what is absent stays.")
class UpdateAccountInput:
    id: strawberry.ID = strawberry.field(description="Of the account.")
    display_name: str | None = optional("The name that readers see.")
    role: Role | None = optional("What they may do.")
    password: str | None = optional("A new password; their sessions end.")
    disabled: bool | None = optional("Whether they are kept out.")


@strawberry.type(description="An account that was made or changed, or why not.")
class AccountPayload:
    account: Account | None = strawberry.field(description="Null where refused.")
    invitation: str | None = strawberry.field(
        description="A secret with which they set a password; shown this once."
    )
    errors: list[MutationError] = refused()


@strawberry.input(description="A new key for a program, which gets an account of its own.")
class CreateTokenInput:
    name: str = strawberry.field(description="What it is for.")
    role: Role = strawberry.field(description="What it may do at most.")
    scopes: list[str] | None = optional(
        "Names of the actions it may take, at least one; all of its role's if absent. `write` and"
        " `publish` bring `see_drafts` with them; `search` is the synonyms and the statistics of"
        " searches, for to search needs no token."
    )
    expires_at: datetime | None = optional("When it stops working; never if absent.")


@strawberry.type(description="A token that was made, or why not.")
class TokenPayload:
    id: strawberry.ID | None = strawberry.field(description="By which it can be revoked.")
    token: str | None = strawberry.field(description="The secret; shown this once.")
    errors: list[MutationError] = refused()


@strawberry.type
class AccountMutation:
    @mutation(description="Makes an account. Administrators.")
    async def create_account(self, info: Info, input: CreateAccountInput) -> AccountPayload:
        def operation(session: Session, actor: Actor) -> tuple[AccountRow, str | None]:
            return operations.create_account(
                session,
                actor,
                login=input.login,
                display_name=input.display_name,
                role=input.role.value,
                password=present(input.password),
            )

        outcome = await change(info, operation)
        row, invitation = outcome.value or (None, None)
        account = None if row is None else Account.of(row)
        return AccountPayload(account=account, invitation=invitation, errors=outcome.errors)

    @mutation(
        description="Sets the password of an account that was invited. Where it has failed many"
        " times in five minutes from this address it is RATE_LIMITED."
    )
    async def accept_invitation(self, info: Info, input: AcceptInvitationInput) -> AccountPayload:
        context = info.context
        attempt = context.services.logins.begin(context.address)
        outcome = await change(
            info,
            lambda session, _: operations.accept_invitation(
                session, input.invitation, input.password
            ),
        )
        if not outcome.refusals:
            attempt.succeeded()
        account = outcome.shown(Account.of)
        return AccountPayload(account=account, invitation=None, errors=outcome.errors)

    @mutation(description="Changes an account. Administrators.")
    async def update_account(self, info: Info, input: UpdateAccountInput) -> AccountPayload:
        values = given(
            {
                "display_name": input.display_name,
                "role": input.role,
                "password": input.password,
                "disabled": input.disabled,
            }
        )
        if values.get("role") is not None:
            values["role"] = values["role"].value
        row_id = ids.row_of(input.id, "Account")
        outcome = await change(
            info, lambda session, actor: operations.update_account(session, actor, row_id, values)
        )
        account = outcome.shown(Account.of)
        return AccountPayload(account=account, invitation=None, errors=outcome.errors)

    @mutation(description="Makes a key for a program. Administrators.")
    async def create_token(self, info: Info, input: CreateTokenInput) -> TokenPayload:
        def operation(session: Session, actor: Actor) -> tuple[ApiToken, str]:
            return operations.create_token(
                session,
                actor,
                name=input.name,
                role=input.role.value,
                scopes=present(input.scopes),
                expires_at=present(input.expires_at),
            )

        outcome = await change(info, operation)
        row, token = outcome.value or (None, None)
        token_id = None if row is None else ids.encode("ApiToken", row.id)
        return TokenPayload(id=token_id, token=token, errors=outcome.errors)

    @mutation(description="Ends a key. Administrators.")
    async def revoke_token(self, info: Info, input: DeleteInput) -> DeletePayload:
        return await delete(info, input, "ApiToken", operations.revoke_token)
