"""Files of messages: uploading one before it is sent, and giving them out by signed addresses."""

import time
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse

from providers.storage import ObjectMissing
from schemas.enums import MediaStatus, Role
from schemas.errors import AppError, InvalidInput, NotFound, NotSignedIn
from schemas.media import MediaFile
from schemas.payloads.media import MediaRef
from services import inboxes, media
from services.media import MediaLibrary, Opened
from services.media_addresses import AddressOver, Audience, Grant
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson, TemporalDep, require_role
from web.forms import words
from web.i18n import mark
from web.ranges import Unsatisfiable, part
from workflows import starters

router = APIRouter(prefix="/media")
_AGENT = [Depends(require_role(Role.AGENT))]
# The largest file in its form.
_MAX_UPLOAD = 101_000_000
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Opened by itself it is nobody's page: it runs nothing and reaches nothing.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Accept-Ranges": "bytes",
}


def _library(request: Request) -> MediaLibrary:
    library: MediaLibrary = request.app.state.media
    return library


LibraryDep = Annotated[MediaLibrary, Depends(_library)]


@router.post("", name="upload_media", dependencies=_AGENT, max_body_size=_MAX_UPLOAD)
async def upload_media(
    user: SignedIn,
    library: LibraryDep,
    file: UploadFile | None = None,
    kind: Annotated[str, Form()] = "",
) -> JSONResponse:
    """Keep a file that is to be sent; JSON, because the composer shows how far each one is."""
    try:
        if file is None:
            raise InvalidInput(mark("Choose a file first."))
        kept = await library.keep_upload(
            user.company_id,
            file.filename or "",
            file.file,
            user_id=user.user_id,
            kind=kind or None,
        )
    except AppError as error:
        return JSONResponse({"error": words(error), "code": error.code}, error.status)
    return JSONResponse(_described(library, kept), 201)


@router.post("/{media_id}/again", name="fetch_media_again", dependencies=_AGENT)
async def fetch_media_again(
    media_id: UUID, user: SignedIn, database: DatabaseDep, temporal: TemporalDep
) -> Response:
    """Ask the provider once more for a file it did not give us."""
    async with database.company(user.company_id) as session:
        eyes = await inboxes.eyes(session, user.user_id, user.role)
        file = await media.ask_again(session, eyes, media_id)
    if file.status is MediaStatus.PENDING:
        await starters.follow_media(temporal, MediaRef(user.company_id, media_id))
    return Response(status_code=204)


@router.get("/{signed_media_id}/{file_name}", name="media")
async def show_media(
    request: Request, signed_media_id: UUID, file_name: str, library: LibraryDep
) -> Response:
    """A file's bytes. 404 for every address that is not ours, 410 for one whose time is over."""
    grant = library.grant(signed_media_id, file_name, dict(request.query_params))
    if grant is None:
        raise NotFound("File", signed_media_id)
    _check_audience(grant, getattr(request.state, "user", None))
    if grant.over:
        raise AddressOver
    opened = await library.open(grant)
    if opened is None:
        raise NotFound("File", signed_media_id)
    if opened.redirect:
        # Kept for less than the other address lasts.
        return RedirectResponse(
            opened.redirect, 307, headers={"Cache-Control": "private, max-age=600"}
        )
    return await _streamed(request, library, opened, grant)


def _check_audience(grant: Grant, user: SignedInPerson | None) -> None:
    """An address of a page opens nothing for whoever is not signed in to its company."""
    if grant.audience is Audience.ANYONE:
        return
    if user is None:
        raise NotSignedIn(mark("Sign in to go on."))
    if user.company_id != grant.company_id:
        raise NotFound("File", grant.media_id)


async def _streamed(
    request: Request, library: MediaLibrary, opened: Opened, grant: Grant
) -> Response:
    try:
        wanted = part(request.headers.get("Range"), opened.size)
    except Unsatisfiable:
        return Response(
            status_code=416, headers={**_ALWAYS, "Content-Range": f"bytes */{opened.size}"}
        )
    headers = {
        **_ALWAYS,
        "Content-Disposition": opened.disposition,
        "Content-Length": str(wanted.end - wanted.start),
        "Cache-Control": f"private, max-age={max(0, grant.ends_at - int(time.time()))}, immutable",
    }
    if not wanted.whole:
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.end - 1}/{opened.size}"
    chunks = library.read(opened, wanted.start, wanted.end)
    try:
        # The first piece before the headers: afterwards it is too late for a 404.
        first = await anext(chunks, b"")
    except ObjectMissing as error:
        raise NotFound("File", grant.media_id) from error
    return StreamingResponse(
        _all(first, chunks),
        status_code=200 if wanted.whole else 206,
        media_type=opened.mime_type,
        headers=headers,
    )


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _described(library: MediaLibrary, file: MediaFile) -> dict[str, object]:
    return {
        "id": str(file.id),
        "kind": file.kind,
        "name": file.filename,
        "mime_type": file.mime_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "seconds": file.seconds,
        "address": library.address(file),
    }
