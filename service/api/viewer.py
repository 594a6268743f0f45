"""Who asks: the viewer, logging in and logging out."""

from datetime import datetime

import anyio.to_thread
import strawberry

from service.api import ids
from service.api.accounts import Account
from service.api.authentication import COOKIE, session_token
from service.api.context import Context, Info
from service.api.errors import MutationError, mutation_errors
from service.api.fields import field, mutation, refused
from service.api.roles import Role
from service.api.services import Services
from service.errors import Invalid
from service.operations import sessions
from service.permissions import PUBLIC, Actor


@strawberry.type(description="Who is logged in.")
class Viewer:
    account: Account = strawberry.field(description="Their account.")
    login: str = strawberry.field(description="What they typed to log in.")
    role: Role = strawberry.field(description="What they may do.")
    scopes: list[str] = strawberry.field(
        description="The actions that their token is confined to; empty: all of their role's."
    )


def viewer_of(actor: Actor) -> Viewer | None:
    """None for the public."""
    if actor.role is None:
        return None
    return Viewer(
        account=Account(
            id=ids.encode("Account", actor.account_id), display_name=actor.display_name
        ),
        login=actor.login,
        role=Role(actor.role),
        scopes=sorted(actor.scopes),
    )


@strawberry.type
class ViewerQuery:
    @field(description="Who is logged in; null for the public.")
    def viewer(self, info: Info) -> Viewer | None:
        return viewer_of(info.context.actor)


@strawberry.input(description="Who wants to log in.")
class LoginInput:
    login: str = strawberry.field(description="The account's name.")
    password: str = strawberry.field(description="Its password.")


@strawberry.type(description="A log-in, or why not.")
class LoginPayload:
    token: str | None = strawberry.field(
        description="For `Authorization: Bearer`; browsers get it as a cookie too."
    )
    expires_at: datetime | None = strawberry.field(description="When the log-in ends.")
    viewer: Viewer | None = strawberry.field(description="Who is logged in now.")
    errors: list[MutationError] = refused()


@strawberry.type(description="Whether the log-in has ended.")
class LogoutPayload:
    errors: list[MutationError] = refused()


@strawberry.type
class ViewerMutation:
    @mutation(
        description="Logs in. Where it has failed several times in five minutes it is RATE_LIMITED:"
        " for this account from this address, and after many more for either of them."
    )
    async def login(self, info: Info, input: LoginInput) -> LoginPayload:
        context = info.context
        attempt = context.services.logins.begin(context.address, input.login)
        found = await anyio.to_thread.run_sync(
            _log_in, context.services, input, limiter=context.services.hashing
        )
        if found is None:
            wrong = Invalid("password", "The login or the password is wrong.")
            return LoginPayload(
                token=None, expires_at=None, viewer=None, errors=mutation_errors([wrong])
            )
        attempt.succeeded()
        token, expires_at, actor = found
        context.become(actor)
        _set_cookie(context, token)
        return LoginPayload(token=token, expires_at=expires_at, viewer=viewer_of(actor), errors=[])

    @mutation(description="Ends the log-in that this request came with.")
    async def logout(self, info: Info) -> LogoutPayload:
        context = info.context
        token = session_token(context.request)
        if token is not None:
            await context.write(lambda session: sessions.logout(session, token))
        context.become(PUBLIC)
        context.response.delete_cookie(
            COOKIE, httponly=True, samesite="lax", secure=_secure(context)
        )
        return LogoutPayload(errors=[])


def _log_in(services: Services, input: LoginInput) -> tuple[str, datetime, Actor] | None:
    hours = services.settings.session_hours
    found = sessions.login(services.store, input.login, input.password, hours=hours)
    if found is None:
        return None
    token, expires_at, account = found
    actor = Actor(account.id, account.role, login=account.login, display_name=account.display_name)
    return token, expires_at, actor


def _set_cookie(context: Context, token: str) -> None:
    context.response.set_cookie(
        COOKIE,
        token,
        max_age=context.services.settings.session_hours * 3600,
        httponly=True,
        secure=_secure(context),
        samesite="lax",
    )


def _secure(context: Context) -> bool:
    return context.services.settings.env == "production" or context.request.url.scheme == "https"
