"""Writes outcomes to the ledger in small batches, and never loses one while the worker lives."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from temporalio import activity

from activities.patience import Patience
from db.failures import is_unstorable
from db.queries import recipients
from db.queries.recipients import Outcome
from db.session import Database
from services import consents, message_news, stop_causes
from services.stop_causes import Failures

_EVERY_SECONDS = 0.05
_RETRY_SECONDS = 0.5
_MOST = 1_000


class Recorder:
    """`add` from anywhere; `run` writes until `close` was called and nothing is left."""

    def __init__(
        self,
        database: Database,
        company_id: UUID,
        tell: Callable[[], None] = lambda: None,
        patience: Patience | None = None,
    ) -> None:
        self._database = database
        self._company_id = company_id
        # Called after each commit, for the pages that watch.
        self._tell = tell
        self._outcomes: list[Outcome] = []
        self._closed = asyncio.Event()
        self._patience = patience or Patience()

    def add(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)

    def close(self) -> None:
        self._closed.set()

    async def run(self) -> None:
        """Raises the database's failure when it is away and the worker has to end."""
        while self._outcomes or not self._closed.is_set():
            batch = self._outcomes[:_MOST]
            if batch and await self._write(batch):
                del self._outcomes[: len(batch)]
            if not self._closed.is_set():
                await asyncio.sleep(_EVERY_SECONDS)

    async def _write(self, batch: Sequence[Outcome]) -> bool:
        """False while the database is away: what providers answered is kept for the next try."""
        try:
            await self._store(batch)
        except (SQLAlchemyError, OSError) as error:
            if is_unstorable(error):
                return await self._write_without_words(batch)
            if self._patience.is_over():
                raise
            activity.logger.warning("The ledger cannot be written; trying again", exc_info=True)
            await asyncio.sleep(_RETRY_SECONDS)
            return False
        self._tell()
        return True

    async def _write_without_words(self, batch: Sequence[Outcome]) -> bool:
        """One by one, and one whose words the database refuses without them: it must not hold
        up the others. By our own id its receipts find it all the same.
        """
        if len(batch) > 1:
            return all([await self._write([outcome]) for outcome in batch])
        activity.logger.warning("A provider's words cannot be stored")
        return await self._write([replace(batch[0], provider_id=None, detail=None)])

    async def _store(self, batch: Sequence[Outcome]) -> None:
        async with self._database.company(self._company_id) as session:
            tell = await message_news.are_wanted(session, self._company_id)
            moved = await recipients.record_outcomes(session, batch, tell=tell)
            await message_news.sends_moved(session, self._company_id, moved)
            lost = {outcome.recipient_id for outcome in batch if outcome.unreachable}
            if lost:
                await recipients.unreachable(session, lost)
            opted_out = {outcome.recipient_id for outcome in batch if outcome.suppress}
            if opted_out:
                await consents.told_by_provider(session, self._company_id, refused_sends=opted_out)
        failures = Failures(unreachable=lost, refused_sends=opted_out)
        await stop_causes.heed_failures(self._database, self._company_id, failures)
