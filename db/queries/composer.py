"""What the composer looks up: the account behind a conversation, and files given for a message."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import PhoneNumber
from db.models.media import Media
from db.queries.media import as_file
from schemas.errors import NotFound
from schemas.media import MediaFile


async def connection_of(session: AsyncSession, number_id: UUID) -> UUID:
    """The connection a number belongs to. Raises NotFound."""
    found = await session.scalar(
        select(PhoneNumber.connection_id).where(PhoneNumber.id == number_id)
    )
    if found is None:
        raise NotFound("Inbox", number_id)
    return found


async def uploads(
    session: AsyncSession, user_id: UUID, media_ids: Sequence[UUID]
) -> list[MediaFile]:
    """Files this person uploaded, in the order they are asked for. Raises NotFound."""
    if not media_ids:
        return []
    rows = await session.scalars(
        select(Media).where(Media.id.in_(media_ids), Media.created_by == user_id)
    )
    found = {row.id: as_file(row) for row in rows}
    missing = next((key for key in media_ids if key not in found), None)
    if missing is not None:
        raise NotFound("File", missing)
    return [found[key] for key in media_ids]
