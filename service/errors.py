"""What can go wrong, one small exception a cause, each with a code that clients may rely on.

`Refusal`s are what a form can show; the API returns them as data. The others are GraphQL errors.
"""

from collections.abc import Iterable
from typing import ClassVar


class ToasoanError(Exception):
    """Anything this service refuses to do, in words for the person who asked."""

    code: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unauthenticated(ToasoanError):
    code = "UNAUTHENTICATED"


class Forbidden(ToasoanError):
    code = "FORBIDDEN"


class BadRequest(ToasoanError):
    code = "BAD_REQUEST"


class Unavailable(ToasoanError):
    """A part of the service cannot answer just now."""

    code = "UNAVAILABLE"


class RateLimited(ToasoanError):
    code = "RATE_LIMITED"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refusal(ToasoanError):
    """One thing refused about one field; `field` is the path to it, as a tuple of names."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = tuple(field.split(".")) if field else ()


class Required(Refusal):
    code = "REQUIRED"

    def __init__(self, field: str) -> None:
        super().__init__(field, "This field is required.")


class Invalid(Refusal):
    code = "INVALID"


class TooLong(Refusal):
    code = "TOO_LONG"

    def __init__(self, field: str, limit: int, unit: str = "characters") -> None:
        super().__init__(field, f"At most {limit:,} {unit} are allowed.")


class NotUnique(Refusal):
    code = "NOT_UNIQUE"


class NotFound(Refusal):
    code = "NOT_FOUND"


class InUse(Refusal):
    code = "IN_USE"


class InvalidTransition(Refusal):
    code = "INVALID_TRANSITION"

    def __init__(self, status: str, move: str, allowed: Iterable[str]) -> None:
        moves = ", ".join(allowed) or "none"
        super().__init__("", f"{status} does not allow {move}. Allowed: {moves}.")


class Conflict(Refusal):
    """Someone else changed it first; `entry_id` says what, so that it can be shown as it is now."""

    code = "CONFLICT"

    def __init__(self, entry_id: int, version: int) -> None:
        super().__init__("expectedVersion", f"It has been changed: its version is now {version}.")
        self.entry_id = entry_id


class Refused(Exception):
    """Everything that was refused about one mutation, in the order of its fields."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__("; ".join(f"{r.code} {'.'.join(r.field)}" for r in self.refusals))
