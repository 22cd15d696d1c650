"""Fetching files of messages from the provider, and clearing away what nobody needs."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import media
from db.session import Database
from schemas.payloads.media import Fetched, MediaRef
from services.media import MediaLibrary
from services.media_fetching import MediaFetching

# A new one's workflow was just told; the sweep is for those that nobody told.
_FRESH = timedelta(minutes=1)
_UNSENT = timedelta(days=1)
_PAGE = 500


class MediaActivities:
    def __init__(
        self,
        database: Database,
        library: MediaLibrary,
        fetching: MediaFetching,
        start: Callable[[MediaRef], Awaitable[None]],
    ) -> None:
        self._database = database
        self._library = library
        self._fetching = fetching
        self._start = start

    @activity.defn
    async def fetch_media(self, ref: MediaRef) -> Fetched:
        """One attempt; what the provider says is data on the row, never an exception."""
        async with heartbeats():
            pause = await self._fetching.fetch(ref.company_id, ref.media_id)
        return Fetched(done=pause is None, pause_seconds=pause or 0.0)

    @activity.defn
    async def sweep_media(self) -> int:
        """Start what waits and nobody fetches; delete old uploads and objects without a row.

        Returns how many were started; those that run already take no notice.
        """
        now = datetime.now(UTC)
        async with self._database.system() as session:
            waiting = await media.waiting(session, now - _FRESH, limit=_PAGE)
            await media.delete_unsent(session, now - _UNSENT, limit=_PAGE)
        for company_id, media_id in waiting:
            activity.heartbeat()
            await self._start(MediaRef(company_id, media_id))
        await self._remove_objects()
        return len(waiting)

    async def _remove_objects(self) -> None:
        """The object first: after a crash the row asks again, and removing twice is harmless."""
        async with self._database.system() as session:
            removals = await media.removals(session, limit=_PAGE)
        for company_id, key in removals:
            activity.heartbeat()
            async with self._database.system() as session:
                used = await media.is_used(session, company_id, key)
            if not used:
                await self._library.remove(key)
            async with self._database.system() as session:
                await media.forget_removal(session, company_id, key)
