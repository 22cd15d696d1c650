"""What is to be done after events were committed, and may be lost: the sweep does it again."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from temporalio.client import Client

from schemas.payloads.media import MediaRef
from schemas.payloads.replies import ConversationRef
from services.inbound import Changed
from services.live import LiveHints
from workflows import starters

# Temporal starts about a hundred workflows a second; what is beyond waits for the sweep.
_AT_ONCE = 20
_MOST_WAITING = 2_000


class Errands:
    """Tells open pages at once, and Temporal without keeping the provider waiting."""

    def __init__(self, hints: LiveHints, temporal: Client) -> None:
        self._hints = hints
        self._temporal = temporal
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        # The companies whose push workflow is about to be told.
        self._notified: set[UUID] = set()

    def run(self, company_id: UUID, changed: Changed) -> None:
        for hint in changed.hints:
            assert hint.row_id is not None
            self._hints.changed(
                company_id, hint.kind, hint.row_id, inbox=hint.inbox, user=hint.user
            )
        for media_id in changed.media_ids:
            ref = MediaRef(company_id, media_id)
            self._begin(partial(starters.follow_media, self._temporal, ref))
        for conversation_id in changed.answered:
            answer = ConversationRef(company_id, conversation_id)
            self._begin(partial(starters.follow_replies, self._temporal, answer))
        if changed.notify and company_id not in self._notified:
            self._notified.add(company_id)
            self._begin(partial(self._notify, company_id))

    async def _notify(self, company_id: UUID) -> None:
        self._notified.discard(company_id)
        await starters.follow_notifications(self._temporal, company_id)

    def _begin(self, errand: Callable[[], Awaitable[None]]) -> None:
        if len(self._tasks) >= _MOST_WAITING:
            self._notified.clear()
            return
        task = asyncio.get_running_loop().create_task(self._in_turn(errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_turn(self, errand: Callable[[], Awaitable[None]]) -> None:
        async with self._places:
            await errand()
