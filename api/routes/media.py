"""Files: uploaded to be sent, and those customers sent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile, status

from api.dependencies import CallerDep, DatabaseDep, require
from db.queries import media as queries
from db.session import Database
from schemas.api.ids import MediaId
from schemas.api.media import Kind, MediaRead
from schemas.enums import Scope
from services.media import MediaLibrary

router = APIRouter(prefix="/media", tags=["media"])
_READ = [Depends(require(Scope.CONVERSATIONS_READ))]
_SEND = [Depends(require(Scope.MESSAGES_SEND))]
# The largest file in its form.
_MAX_UPLOAD = 101_000_000


def _library(request: Request) -> MediaLibrary:
    library: MediaLibrary = request.app.state.media
    return library


LibraryDep = Annotated[MediaLibrary, Depends(_library)]


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="upload_media",
    dependencies=_SEND,
    max_body_size=_MAX_UPLOAD,
)
async def upload_media(
    caller: CallerDep,
    database: DatabaseDep,
    library: LibraryDep,
    file: Annotated[UploadFile, File(description="The file; its type is read from its bytes.")],
    kind: Annotated[
        Kind | None, Form(description="Without it: what WhatsApp shows best for these bytes.")
    ] = None,
) -> MediaRead:
    """Upload a file to send it in a message within a day; after that it is deleted.

    Pictures (JPEG, PNG) up to 5 MB, videos (MP4, 3GP) and recordings (AAC, AMR, MP3, M4A, OGG) up
    to 16 MB, stickers (WebP) up to 500 KB, documents up to 100 MB.
    """
    kept = await library.keep_upload(
        caller.company_id, file.filename or "", file.file, user_id=None, kind=kind
    )
    return await _read(database, library, caller.company_id, kept.id)


@router.get("/{media_id}", operation_id="get_media", dependencies=_READ)
async def get_media(
    media_id: MediaId, caller: CallerDep, database: DatabaseDep, library: LibraryDep
) -> MediaRead:
    """What is known of a file, and a fresh address of its bytes."""
    return await _read(database, library, caller.company_id, media_id)


async def _read(
    database: Database, library: MediaLibrary, company_id: UUID, media_id: UUID
) -> MediaRead:
    async with database.company(company_id) as session:
        row = await queries.get(session, media_id)
    file = queries.as_file(row)
    return MediaRead(
        id=file.id,
        kind=file.kind,
        status=file.status,
        reason=file.reason,
        mime_type=file.mime_type,
        filename=file.filename,
        size=file.size,
        width=file.width,
        height=file.height,
        seconds=file.seconds,
        url=library.public_address(file) if file.stored else None,
        created_at=row.created_at,
    )
