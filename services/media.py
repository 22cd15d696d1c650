"""Files of messages: registered with their message, kept privately, led to by short addresses."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import media
from db.queries.media import InboundFile
from schemas.media import MediaFile

__all__ = ["InboundFile", "MediaFile", "MediaLibrary", "attach", "of_messages", "register_inbound"]


async def register_inbound(session: AsyncSession, files: Sequence[InboundFile]) -> list[UUID]:
    """Rows for files that came with messages, in the messages' own transaction; set-based.

    Returns the ids of the new ones: after the commit each is told to Temporal
    (`starters.follow_media`). Registering one again adds nothing; the sweep tells what nobody told.
    """
    return await media.insert_inbound(session, files)


async def of_messages(
    session: AsyncSession, message_ids: Sequence[UUID]
) -> dict[UUID, list[MediaFile]]:
    """The files of these messages, in one statement; a message without files is left out."""
    return await media.of_messages(session, message_ids)


async def attach(session: AsyncSession, media_id: UUID, message_id: UUID) -> MediaFile:
    """Make an upload a message's, in the transaction that makes the message.

    Sent a second time, the file gets a second row that shares its bytes.
    Raises NotFound, or InvalidState while it is not stored.
    """
    raise NotImplementedError


class MediaLibrary:
    """The store and its addresses: `Resources.media`, `request.app.state.media`."""

    def address(self, file: MediaFile, *, download: bool = False) -> str:
        """A path that works for some minutes and only for this file; no I/O, cheap in lists."""
        raise NotImplementedError

    async def keep_upload(
        self,
        company_id: UUID,
        filename: str,
        chunks: AsyncIterator[bytes],
        *,
        user_id: UUID | None,
        kind: str | None = None,
    ) -> MediaFile:
        """Store what a person or program uploads, before it is sent.

        The kind is read from the bytes unless one is asked for (`voice`, `sticker`, `document`).
        Raises InvalidInput or TooLarge in words, and keeps nothing then.
        """
        raise NotImplementedError

    async def at_provider(self, company_id: UUID, media_id: UUID) -> str:
        """Meta's id of an attached file, for the number its message goes out by.

        Uploads it when Meta has not got it or will soon forget it. Raises the four ProviderErrors.
        """
        raise NotImplementedError
