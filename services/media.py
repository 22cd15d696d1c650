"""Files of messages: registered with their message, kept privately, led to by short addresses."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.media import Media
from db.queries import media, messages
from db.queries.conversations import Eyes
from db.queries.media import InboundFile, as_file
from db.session import Database
from providers.media import MediaProvider
from providers.storage import Facts as Attributes
from providers.storage import FileStore, ObjectMissing
from schemas.enums import MediaStatus
from schemas.errors import InvalidInput, InvalidState, NotFound, TooLarge
from schemas.media import MediaFile
from schemas.words import mark
from services import media_files
from services.credentials import place_of
from services.keyring import Keyring
from services.media_addresses import Addresses, Audience, Grant, disposition, safe_name
from services.media_files import INLINE, LIMITS, Facts

__all__ = ["InboundFile", "MediaFile", "MediaLibrary", "attach", "of_messages", "register_inbound"]

_MB = 1_000_000
# Meta keeps what we hand over for thirty days; a message may be sent some days after it.
_KEPT_AT_PROVIDER = timedelta(days=25)
# Longer than a page needs to follow the redirect, and to seek in a film.
_DIRECT = timedelta(hours=1)
_KINDS = frozenset(LIMITS)


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
    # Locked: what removes its object waits until the second row is there to be seen.
    row = await media.get_for_update(session, media_id)
    if row is None:
        raise NotFound("File", media_id)
    if row.status is not MediaStatus.STORED:
        raise InvalidState("This file is not stored yet, so it cannot be sent.")
    if row.message_id == message_id:
        return as_file(row)
    if row.message_id is not None:
        row = _copy(row)
        session.add(row)
    row.message_id = message_id
    await session.flush()
    return as_file(row)


async def ask_again(session: AsyncSession, eyes: Eyes, media_id: UUID) -> MediaFile:
    """Have a failed file fetched once more, because a person wants it.

    After the commit: `starters.follow_media`. Raises NotFound, also for an inbox these eyes may not
    see.
    """
    row = await media.get_for_update(session, media_id)
    if row is None:
        raise NotFound("File", media_id)
    named = [row.message_id] if row.message_id is not None else []
    if eyes.number_ids is not None and not await messages.some(session, eyes, named):
        raise NotFound("File", media_id)
    if row.status is MediaStatus.FAILED and row.provider_media_id:
        row.status, row.reason, row.attempts = MediaStatus.PENDING, None, 0
    return as_file(row)


def _copy(row: Media) -> Media:
    same = ("company_id", "kind", "status", "mime_type", "filename", "size", "sha256")
    also = ("storage_key", "width", "height", "seconds", "created_by")
    return Media(attempts=0, **{name: getattr(row, name) for name in (*same, *also)})


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be given out: how, and its bytes or where they are."""

    name: str
    mime_type: str
    disposition: str
    size: int
    # Where the store gives it out itself.
    redirect: str | None
    storage_key: str


class MediaLibrary:
    """The store and its addresses: `Resources.media`, `request.app.state.media`."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        store: FileStore,
        provider: MediaProvider,
        addresses: Addresses,
        *,
        public_url: str,
        largest: int = 100 * _MB,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._store = store
        self._provider = provider
        self._addresses = addresses
        self._public_url = public_url.rstrip("/")
        self._largest = largest

    @property
    def origin(self) -> str | None:
        """Where pages load files from besides our own address."""
        return self._store.origin

    def limit(self, kind: str) -> int:
        """The most bytes of this kind."""
        return min(LIMITS.get(kind, 0), self._largest)

    def address(self, file: MediaFile, *, download: bool = False) -> str:
        """A path that works for some hours in a browser signed in to the file's company.

        No I/O, cheap in lists, and the same for a while, so that browsers keep what they loaded.
        """
        return self._addresses.sign(file, Audience.SESSION, download=download)

    def public_address(self, file: MediaFile) -> str:
        """An absolute address that works for some minutes, for whoever has it."""
        return self._public_url + self._addresses.sign(file, Audience.ANYONE)

    def grant(self, media_id: UUID, name: str, query: dict[str, str]) -> Grant | None:
        """What an address allows; None when it is not one of ours."""
        return self._addresses.read(media_id, name, query)

    async def open(self, grant: Grant) -> Opened | None:
        """What a good address leads to; None when it is gone."""
        async with self._database.company(grant.company_id) as session:
            row = await session.get(Media, grant.media_id)
        if row is None or row.status is not MediaStatus.STORED or row.storage_key is None:
            return None
        file = as_file(row)
        attributes = _attributes(file, download=grant.download)
        # A browser follows no wish to download to another origin: that we do ourselves.
        direct = None if grant.download else await self._direct(row.storage_key)
        return Opened(
            safe_name(file),
            attributes.mime_type,
            attributes.disposition,
            row.size or 0,
            direct,
            row.storage_key,
        )

    def read(self, opened: Opened, start: int, end: int) -> AsyncIterator[bytes]:
        return self._store.get(opened.storage_key, start=start, end=end)

    async def keep_upload(
        self,
        company_id: UUID,
        filename: str,
        file: BinaryIO,
        *,
        user_id: UUID | None,
        kind: str | None = None,
    ) -> MediaFile:
        """Store what a person or program uploads, before it is sent.

        The kind is read from the bytes unless one is asked for (`voice`, `sticker`, `document`).
        Raises InvalidInput or TooLarge in words, and keeps nothing then.
        """
        facts = await asyncio.to_thread(media_files.examine, file)
        kind, facts = self._accepted(kind, facts)
        if await asyncio.to_thread(media_files.is_program, file):
            raise InvalidInput("Programs cannot be sent. Put it into a ZIP file, or send a link.")
        async with self._database.company(company_id) as session:
            row = await media.insert_upload(session, company_id, kind, filename, user_id)
        # The row names the object before it exists: what a crash leaves is found and removed.
        assert row.storage_key is not None
        await self.put(row.storage_key, described(row, facts), file)
        async with self._database.company(company_id) as session:
            stored = await media.get_for_update(session, row.id)
            if stored is None:
                raise NotFound("File", row.id)
            write(stored, facts)
            return as_file(stored)

    async def at_provider(self, company_id: UUID, media_id: UUID) -> str:
        """Meta's id of an attached file, for the number its message goes out by.

        Uploads it when Meta has not got it or will soon forget it. Raises the four ProviderErrors.
        """
        async with self._database.company(company_id) as session:
            row = await media.get(session, media_id)
            access = await media.access(session, row.message_id) if row.message_id else None
        if access is None or row.storage_key is None or row.status is not MediaStatus.STORED:
            raise InvalidState("This file is not stored yet, so it cannot be sent.")
        fresh = row.provider_since and row.provider_since > datetime.now(UTC) - _KEPT_AT_PROVIDER
        if row.provider_media_id and fresh and row.connection_id == access.connection_id:
            return row.provider_media_id
        token = self.token(company_id, access)
        file = as_file(row)
        with TemporaryFile() as copy:
            await self._copy(row.storage_key, copy)
            provider_media_id = await self._provider.upload(
                token, access.provider_number_id, safe_name(file), file.mime_type, copy
            )
        async with self._database.company(company_id) as session:
            await media.remember_at_provider(
                session, media_id, access.connection_id, provider_media_id
            )
        return provider_media_id

    def token(self, company_id: UUID, access: media.Access) -> str:
        """For calls in this connection's name; never to be shown or logged."""
        place = place_of(company_id, access.connection_id, "access_token")
        return self._keyring.decrypt(access.access_token, place)

    async def put(self, key: str, file: MediaFile, content: BinaryIO) -> None:
        await self._store.put(key, content, _attributes(file))

    async def remove(self, key: str) -> None:
        await self._store.delete(key)

    async def close(self) -> None:
        await self._store.close()

    async def _copy(self, key: str, into: BinaryIO) -> None:
        try:
            async for chunk in self._store.get(key):
                await asyncio.to_thread(into.write, chunk)
        except ObjectMissing as error:
            raise InvalidState("The bytes of this file are gone, so it cannot be sent.") from error
        into.seek(0)

    async def _direct(self, key: str) -> str | None:
        return await self._store.signed_address(key, _DIRECT)

    def _accepted(self, kind: str | None, facts: Facts) -> tuple[str, Facts]:
        """The kind it is sent as, or the words that say why it cannot be."""
        if facts.size == 0:
            raise InvalidInput("This file is empty.")
        chosen = kind or media_files.kind_of(facts)
        if chosen not in _KINDS:
            raise InvalidInput("There is no such kind of file.")
        fitting = media_files.fit(facts, chosen)
        if fitting is None:
            raise InvalidInput(_NOT_THIS_KIND[chosen])
        if facts.size > (limit := self.limit(chosen)):
            if chosen == "document":
                raise TooLarge("A file may have %(limit)s MB at most.", limit=limit // _MB)
            raise TooLarge(
                "This is too large to be sent this way: %(limit)s KB at most. Send it as a"
                " document.",
                limit=limit // 1_000,
            )
        return chosen, fitting


_NOT_THIS_KIND = {
    "image": mark("A picture must be JPEG or PNG. Send this one as a document."),
    "video": mark("A video must be MP4 or 3GP. Send this one as a document."),
    "audio": mark("A recording must be AAC, AMR, MP3, M4A or OGG. Send this one as a document."),
    "voice": mark("A recording must be AAC, AMR, MP3, M4A or OGG. Send this one as a document."),
    "sticker": mark("A sticker must be WebP."),
}


def write(row: Media, facts: Facts) -> None:
    """What was found in the bytes, now that they are stored."""
    row.status, row.reason = MediaStatus.STORED, None
    row.mime_type, row.size, row.sha256 = facts.mime_type, facts.size, facts.sha256
    row.width, row.height, row.seconds = facts.width, facts.height, facts.seconds


def described(row: Media, facts: Facts) -> MediaFile:
    """The file as it will be once it is stored."""
    return MediaFile(
        id=row.id,
        company_id=row.company_id,
        message_id=row.message_id,
        kind=row.kind,
        status=MediaStatus.STORED,
        reason=None,
        mime_type=facts.mime_type,
        filename=row.filename,
        size=facts.size,
    )


# Opened by what people have on the phone; no browser shows them as a page.
_HARMLESS = ("application/pdf", "application/zip", "application/msword", "application/vnd.")


def _attributes(file: MediaFile, *, download: bool = False) -> Attributes:
    """How a file is given out: shown only when its type cannot hold a script."""
    inline = file.mime_type in INLINE and not download
    known = file.mime_type in INLINE or file.mime_type.startswith(_HARMLESS)
    return Attributes(
        file.mime_type if known else media_files.OCTETS,
        disposition(safe_name(file), inline=inline),
    )
