"""Rows of files: made with their message, filled in when the bytes are here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, PhoneNumber
from db.models.conversations import Message
from db.models.media import Media, MediaRemoval
from schemas.enums import MediaStatus
from schemas.errors import NotFound
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


@dataclass(frozen=True, slots=True)
class Access:
    """By which connection and number a file's message goes or came; the token still encrypted."""

    connection_id: UUID
    access_token: bytes
    provider_number_id: str
    conversation_id: UUID
    phone_number_id: UUID


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
    statement = insert(Media).values(rows).on_conflict_do_nothing().returning(Media.id)
    return list((await session.scalars(statement)).all())


async def insert_upload(
    session: AsyncSession, company_id: UUID, kind: str, filename: str, user_id: UUID | None
) -> Media:
    """A file somebody gives us, pending until its bytes are stored."""
    row = Media(
        company_id=company_id, kind=kind, filename=filename[:200], created_by=user_id, attempts=0
    )
    session.add(row)
    await session.flush()
    row.storage_key = key_of(company_id, row.id)
    return row


def key_of(company_id: UUID, media_id: UUID) -> str:
    """Where a file's object is: ours alone, nothing of it given by anybody."""
    return f"{company_id.hex}/{media_id.hex}"


async def get(session: AsyncSession, media_id: UUID) -> Media:
    row = await session.get(Media, media_id)
    if row is None:
        raise NotFound("File", media_id)
    return row


async def get_for_update(session: AsyncSession, media_id: UUID) -> Media | None:
    return await session.get(Media, media_id, with_for_update=True)


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


async def access(session: AsyncSession, message_id: UUID) -> Access | None:
    """None when the message is gone."""
    row = (
        await session.execute(
            select(
                Connection.id,
                Connection.access_token,
                PhoneNumber.provider_number_id,
                Message.conversation_id,
                Message.phone_number_id,
            )
            .join(PhoneNumber, PhoneNumber.id == Message.phone_number_id)
            .join(Connection, Connection.id == PhoneNumber.connection_id)
            .where(Message.id == message_id)
        )
    ).one_or_none()
    return Access(*row) if row else None


async def remember_at_provider(
    session: AsyncSession, media_id: UUID, connection_id: UUID, provider_media_id: str
) -> None:
    await session.execute(
        update(Media)
        .where(Media.id == media_id)
        .values(
            connection_id=connection_id,
            provider_media_id=provider_media_id,
            provider_since=func.now(),
        )
    )


async def waiting(
    session: AsyncSession, before: datetime, *, limit: int
) -> list[tuple[UUID, UUID]]:
    """Files the provider has that are not here yet: (company, file). Needs the system login."""
    rows = await session.execute(
        select(Media.company_id, Media.id)
        .where(
            Media.status == MediaStatus.PENDING,
            Media.message_id.is_not(None),
            Media.provider_media_id.is_not(None),
            Media.created_at < before,
        )
        .order_by(Media.created_at)
        .limit(limit)
    )
    return [(company_id, media_id) for company_id, media_id in rows]


async def delete_unsent(session: AsyncSession, before: datetime, *, limit: int) -> int:
    """Uploads nobody sent; a trigger remembers their objects. Needs the system login."""
    old = (
        select(Media.id)
        .where(Media.message_id.is_(None), Media.created_at < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("old")
        .prefix_with("MATERIALIZED")
    )
    deleted = await session.execute(delete(Media).where(Media.id == old.c.id).returning(Media.id))
    return len(deleted.all())


async def removals(session: AsyncSession, *, limit: int) -> list[tuple[UUID, str]]:
    """Objects whose last row is gone: (company, key). Needs the system login."""
    rows = await session.execute(
        select(MediaRemoval.company_id, MediaRemoval.storage_key)
        .order_by(MediaRemoval.created_at)
        .limit(limit)
    )
    return [(company_id, key) for company_id, key in rows]


async def is_used(session: AsyncSession, company_id: UUID, key: str) -> bool:
    """Whether a row still has this object: the same file sent twice is stored once."""
    asked = exists().where(Media.company_id == company_id, Media.storage_key == key)
    return bool(await session.scalar(select(asked)))


async def forget_removal(session: AsyncSession, company_id: UUID, key: str) -> None:
    await session.execute(
        delete(MediaRemoval).where(
            MediaRemoval.company_id == company_id, MediaRemoval.storage_key == key
        )
    )


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
