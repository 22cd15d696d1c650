"""One attempt to get a file from the provider, and what its outcome says of the next."""

import asyncio
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from db.models.media import Media
from db.queries import media
from db.queries.media import Access, key_of
from db.session import Database
from providers.base import ProviderError, Recovery, Rejected, Throttled
from providers.media import AddressRefused, MediaProvider, RemoteFile, TooLong
from schemas.enums import MediaStatus
from schemas.errors import SecretUnreadable
from services import media_files
from services.live import LiveHints
from services.media import MediaLibrary, described, write
from services.media_files import Facts

# Meta keeps what customers send for a week.
_KEPT = timedelta(days=7)
_PAUSES = (5, 15, 60, 300, 1_800, 7_200, 21_600)
# A file may not be there yet, or be cut short on its way; not five times.
_PATIENCE = 5
_SOON_OVER = ("gone", "damaged")


class Unfit(Exception):
    """The bytes are here and are not kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MediaFetching:
    def __init__(
        self,
        database: Database,
        library: MediaLibrary,
        provider: MediaProvider,
        hints: LiveHints,
    ) -> None:
        self._database = database
        self._library = library
        self._provider = provider
        self._hints = hints

    async def fetch(self, company_id: UUID, media_id: UUID) -> float | None:
        """Try once. None when nothing is left to do, else the seconds to wait before the next.

        What the provider says is written to the row; only a failure of ours is raised.
        """
        begun = await self._begin(company_id, media_id)
        if begun is None:
            await self._library.remove(key_of(company_id, media_id))
            return None
        row, access = begun
        if row.status is not MediaStatus.PENDING or access is None or not row.provider_media_id:
            return None
        try:
            facts = await self._get(row, access)
        except Unfit as error:
            await self._end(row, access, MediaStatus.REFUSED, error.reason)
        except (ProviderError, SecretUnreadable) as error:
            return await self._failed(row, access, error)
        else:
            await self._keep(row, access, facts)
        return None

    async def _begin(self, company_id: UUID, media_id: UUID) -> tuple[Media, Access | None] | None:
        """Count the attempt and write down where the object will be."""
        async with self._database.company(company_id) as session:
            row = await media.get_for_update(session, media_id)
            if row is None:
                return None
            access = await media.access(session, row.message_id) if row.message_id else None
            if row.status is MediaStatus.PENDING and row.provider_media_id:
                row.attempts += 1
                row.storage_key = key_of(company_id, media_id)
            return row, access

    async def _get(self, row: Media, access: Access) -> Facts:
        """Everything up to the stored object. Raises Unfit and ProviderErrors."""
        assert row.provider_media_id is not None
        assert row.storage_key is not None
        token = self._library.token(row.company_id, access)
        limit = self._library.limit(row.kind)
        remote = await self._provider.locate(token, row.provider_media_id)
        if remote.size is not None and remote.size > limit:
            raise Unfit("too_large")
        # Without a name on the disk: a process that is killed leaves nothing.
        with TemporaryFile() as file:
            try:
                await self._provider.download(token, remote.address, file, limit=limit)
            except TooLong as error:
                raise Unfit("too_large") from error
            facts = await asyncio.to_thread(_judge, file, row.kind, remote)
            await self._library.put(row.storage_key, described(row, facts), file)
        return facts

    async def _keep(self, row: Media, access: Access, facts: Facts) -> None:
        async with self._database.company(row.company_id) as session:
            current = await media.get_for_update(session, row.id)
            if current is not None:
                write(current, facts)
        if current is None:
            # Erased meanwhile, with its contact.
            await self._library.remove(key_of(row.company_id, row.id))
        self._tell(row, access)

    async def _failed(
        self, row: Media, access: Access, error: ProviderError | SecretUnreadable
    ) -> float | None:
        reason = _reason(error)
        over = row.created_at < datetime.now(UTC) - _KEPT
        hopeless = reason in _SOON_OVER and row.attempts >= _PATIENCE
        if over or hopeless or isinstance(error, AddressRefused):
            await self._end(row, access, MediaStatus.FAILED, reason)
            return None
        pause = float(_PAUSES[min(row.attempts, len(_PAUSES)) - 1])
        asked = error.retry_after.total_seconds() if isinstance(error, Throttled) else 0.0
        return max(pause, asked)

    async def _end(self, row: Media, access: Access, status: MediaStatus, reason: str) -> None:
        async with self._database.company(row.company_id) as session:
            current = await media.get_for_update(session, row.id)
            if current is not None and current.status is MediaStatus.PENDING:
                current.status, current.reason = status, reason
        # Of an earlier attempt, if any.
        await self._library.remove(key_of(row.company_id, row.id))
        self._tell(row, access)

    def _tell(self, row: Media, access: Access) -> None:
        self._hints.changed(
            row.company_id, "conversation", access.conversation_id, inbox=access.phone_number_id
        )


class Damaged(ProviderError):
    """What arrived is not what the provider has."""


def _judge(file: BinaryIO, kind: str, remote: RemoteFile) -> Facts:
    """Blocking, for a thread."""
    facts = media_files.examine(file)
    if remote.sha256 is not None and facts.sha256 != remote.sha256:
        raise Damaged("Another checksum")
    if media_files.is_program(file):
        raise Unfit("program")
    fitting = media_files.fit(facts, kind)
    if fitting is None:
        raise Unfit("wrong_type")
    return fitting


def _reason(error: ProviderError | SecretUnreadable) -> str:
    """A code of schemas.media.REASONS."""
    if isinstance(error, SecretUnreadable):
        return "connection"
    if isinstance(error, Damaged):
        return "damaged"
    if isinstance(error, AddressRefused):
        return "not_fetched"
    if isinstance(error, Rejected):
        return "connection" if error.recovery is Recovery.PAUSE_CONNECTION else "gone"
    return "not_fetched"
