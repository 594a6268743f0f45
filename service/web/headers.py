"""Headers that every answer carries, whoever made it."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    # Pictures, which pages of other sites show, say cross-origin themselves.
    (b"cross-origin-resource-policy", b"same-origin"),
)
NAMES = frozenset(name for name, _ in ALWAYS)
POLICY = b"content-security-policy"
DATA_POLICY = b"default-src 'none'; frame-ancestors 'none'"
"""What is not a page of ours needs no script, style or frame, and gets none."""
PAGE_POLICY = b"frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
"""The one page there is, GraphiQL, brings its own scripts."""
SECURE = (b"strict-transport-security", b"max-age=31536000")
"""Where an answer went over TLS, a browser asks no other way for a year."""

Raw = tuple[bytes, bytes]


class SecurityHeaders:
    """Adds the headers above, where the answer has not set them itself."""

    def __init__(self, app: ASGIApp, *, production: bool = False) -> None:
        self.app = app
        self._production = production

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        secure = self._production and scope.get("scheme") == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(message.get("headers", ()), secure)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _completed(headers: Iterable[Raw], secure: bool) -> list[Raw]:
    """A list of its own: the answer's may be kept for others."""
    complete = list(headers)
    given = dict(complete)
    if given.keys().isdisjoint(NAMES):  # as nearly always
        complete += ALWAYS
    else:
        complete += [one for one in ALWAYS if one[0] not in given]
    if POLICY not in given:
        page = given.get(b"content-type", b"").startswith(b"text/html")
        complete.append((POLICY, PAGE_POLICY if page else DATA_POLICY))
    if secure and SECURE[0] not in given:
        complete.append(SECURE)
    return complete
