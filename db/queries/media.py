"""Rows of files: made with their message, filled in when the bytes are here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.media import Media
from schemas.media import MediaFile


@dataclass(frozen=True, slots=True)
class InboundFile:
    """A file a customer's message names; the provider has it."""

    company_id: UUID
    message_id: UUID
    # Whose token it is asked for with.
    connection_id: UUID
    # image, video, audio, voice, document, sticker.
    kind: str
    provider_media_id: str
    # What the provider claims; the bytes decide.
    mime_type: str = "application/octet-stream"
    filename: str = ""
    sha256: str | None = None


async def insert_inbound(session: AsyncSession, files: Sequence[InboundFile]) -> list[UUID]:
    """Rows for files not registered yet; the same file of the same message is one row."""
    if not files:
        return []
    rows = [
        {
            "company_id": file.company_id,
            "message_id": file.message_id,
            "connection_id": file.connection_id,
            "kind": file.kind,
            "provider_media_id": file.provider_media_id,
            "mime_type": file.mime_type,
            "filename": file.filename[:200],
            "sha256": file.sha256,
        }
        for file in files
    ]
    statement = insert(Media).on_conflict_do_nothing().returning(Media.id)
    return list((await session.scalars(statement, rows)).all())


async def of_messages(
    session: AsyncSession, message_ids: Sequence[UUID]
) -> dict[UUID, list[MediaFile]]:
    """The files of these messages, oldest first; a message without files is left out."""
    found: dict[UUID, list[MediaFile]] = defaultdict(list)
    if message_ids:
        rows = await session.scalars(
            select(Media).where(Media.message_id.in_(message_ids)).order_by(Media.id)
        )
        for row in rows:
            assert row.message_id is not None
            found[row.message_id].append(as_file(row))
    return dict(found)


def as_file(row: Media) -> MediaFile:
    return MediaFile(
        id=row.id,
        company_id=row.company_id,
        message_id=row.message_id,
        kind=row.kind,
        status=row.status,
        reason=row.reason,
        mime_type=row.mime_type,
        filename=row.filename,
        size=row.size,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
    )
