"""Pictures over HTTP: served for good under names that never change, and taken from editors."""

import os
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from service.api.authentication import authenticate, session_token
from service.api.http_errors import TooSlow, WrongType
from service.api.ids import encode
from service.content.image import Image
from service.content.times import now
from service.errors import BadRequest, Refusal, ToasoanError, TooLong
from service.operations.media import MediaStore, content_type, media_url, record_image
from service.operations.renditions import MAX_WIDTH, Renditions, read_secret
from service.permissions import PUBLIC, Action, Actor, require
from service.settings import Settings
from service.store import Store
from service.web.errors import error_response, refused
from service.web.multipart import boundary_of, parse_form

IMMUTABLE = "public, max-age=31536000, immutable"
MADE_AT_ONCE = 2
"""Pictures that are read or made at the same time: each may take 200 MB and a processor."""
WAITING = 64
UPLOADS_AT_ONCE = 8
UPLOAD_SECONDS = 120
FORM_OVERHEAD = 64_000
"""Bytes of a form beside the picture in it."""

T = TypeVar("T")

_RENDITION = ("signature", "width", "file")
_PIXELS = re.compile(
    "0|[1-9][0-9]{0,3}", re.ASCII
)  # int() would take other digits and endless ones


def media_routes(settings: Settings, store: Store, media: MediaStore) -> list[Route]:
    """`/media/NAME`, its renditions under `/media/r/`, and POST `/media` for editors."""
    serving = _Serving(media, Renditions(media, read_secret(settings.data_dir)))
    uploading = _Uploading(store, media, serving.workers)
    return [
        Route("/media", uploading.upload, methods=["POST"]),
        Route("/media/{name}", serving.picture),
        Route("/media/r/{signature}/{width}/{file}", serving.rendition),
    ]


class _Workers:
    """Threads for what takes long: a bounded number, and a bounded number that wait for them."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(MADE_AT_ONCE)

    async def run(self, work: Callable[[], T]) -> T:
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise HTTPException(503, headers={"Retry-After": "2"})
        return await to_thread.run_sync(work, limiter=self._limiter)


class _Serving:
    def __init__(self, media: MediaStore, renditions: Renditions) -> None:
        self._media = media
        self._renditions = renditions
        self.workers = _Workers()

    async def picture(self, request: Request) -> Response:
        path = await run_in_threadpool(self._media.find, request.path_params["name"])
        return await _file(request, path)

    async def rendition(self, request: Request) -> Response:
        signature, pixels, file = (request.path_params[key] for key in _RENDITION)
        width = int(pixels) if _PIXELS.fullmatch(pixels) else MAX_WIDTH + 1
        if width > MAX_WIDTH or not self._renditions.signed(signature, width, file):
            raise HTTPException(404)
        path = await run_in_threadpool(self._renditions.kept, width, file)
        if path is None:
            path = await self.workers.run(partial(self._renditions.make, width, file))
        return await _file(request, path)


async def _file(request: Request, path: Path | None) -> Response:
    """The file, to be kept for ever by whoever gets it."""
    if path is None:
        raise HTTPException(404)
    headers = {
        "Cache-Control": IMMUTABLE,
        "ETag": f'"{path.name}"',
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if request.headers.get("if-none-match") in {headers["ETag"], f"W/{headers['ETag']}"}:
        return Response(status_code=304, headers=headers)
    stat = await run_in_threadpool(os.stat, path)
    return FileResponse(path, 200, headers, content_type(path.name), stat_result=stat)


class _Uploading:
    def __init__(self, store: Store, media: MediaStore, workers: _Workers) -> None:
        self._store = store
        self._media = media
        self._workers = workers
        self._places = CapacityLimiter(UPLOADS_AT_ONCE)

    async def upload(self, request: Request) -> Response:
        return await _answering(partial(self._upload, request))

    async def _upload(self, request: Request) -> Response:
        actor = await run_in_threadpool(self._who, request)
        require(actor, Action.MEDIA)
        boundary = boundary_of(request.headers.get("content-type", ""))
        if boundary is None:
            raise WrongType("Send a form (multipart/form-data) with `file` and `alt`.")
        async with self._places:
            with anyio.fail_after(UPLOAD_SECONDS):
                body = await self._body(request)
            form = parse_form(body, boundary)
            image = await self._workers.run(partial(self._keep, actor, form))
        return JSONResponse(_shown(image), 201, {"Location": media_url(image.name)})

    def _who(self, request: Request) -> Actor:
        if session_token(request) is None:
            return PUBLIC
        with self._store.snapshot() as session:
            return authenticate(session, request, now(), content_type=None)

    async def _body(self, request: Request) -> bytes:
        limit = self._media.limit + FORM_OVERHEAD
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise TooLong("file", self._media.limit, "bytes")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise TooLong("file", self._media.limit, "bytes")
        return bytes(body)

    def _keep(self, actor: Actor, form: dict[str, bytes]) -> Image:
        if "file" not in form:
            raise BadRequest("The form has no field file.")
        try:
            alt = form.get("alt", b"").decode()
        except UnicodeDecodeError as error:
            raise BadRequest("The field alt is not UTF-8.") from error
        stored = self._media.store(form["file"])  # before the transaction: it may take a second
        with self._store.transaction() as session:
            return record_image(session, actor, stored, alt)


def _shown(image: Image) -> dict[str, object]:
    return {
        "id": encode("Image", image.id),
        "url": media_url(image.name),
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
    }


async def _answering(work: Callable[[], Awaitable[Response]]) -> Response:
    """What `work` answers; an error of ours as JSON with its code."""
    try:
        return await work()
    except Refusal as error:
        if isinstance(error, TooLong) and error.field == ("file",):
            # The rest of the picture is not read, so the connection cannot be used again.
            close = {"Connection": "close"}
            return error_response(413, error.message, code=error.code, headers=close)
        return error_response(422, error.message, code=error.code)
    except ToasoanError as error:
        return refused(error)
    except TimeoutError:
        return refused(TooSlow("The picture took too long to arrive."))
    except ClientDisconnect:
        return refused(BadRequest("The form ends too early."))
