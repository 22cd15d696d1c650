"""Sends what people write in one conversation, in order, and waits for what is due later.

The rows say what is to be sent; this workflow is told that they changed and looks again. It ends
when nothing waits: the next message starts it anew.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.replies import ReplyActivities
    from schemas.payloads.replies import ConversationRef, ReplyInput
    from workflows import options

# A wait that was over when it was told still lets the world move on.
_LEAST = timedelta(milliseconds=50)


@workflow.defn
class ReplyWorkflow:
    @workflow.init
    def __init__(self, reply: ReplyInput) -> None:
        self._ref = ConversationRef(reply.company_id, reply.conversation_id)
        self._changes = 0

    @workflow.run
    async def run(self, reply: ReplyInput) -> None:
        for _ in range(reply.rounds):
            seen = self._changes
            due = await workflow.execute_activity_method(
                ReplyActivities.send_due, self._ref, **options.REPLIES
            )
            if due.next_due is not None:
                await self._wait(seen, timedelta(seconds=due.next_due))
                continue
            if await self._is_quiet(seen):
                return
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(reply)

    async def _wait(self, seen: int, limit: timedelta) -> None:
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self._changes > seen, timeout=max(limit, _LEAST))

    async def _is_quiet(self, seen: int) -> bool:
        """Nothing was told since, which the activity may not have seen; no signal is at work."""
        await workflow.wait_condition(
            lambda: self._changes > seen or workflow.all_handlers_finished()
        )
        return self._changes == seen

    @workflow.signal
    def changed(self) -> None:
        """A message was written, taken back or moved to another time."""
        self._changes += 1

    @workflow.signal
    async def read(self) -> None:
        """Somebody read what the customer wrote; beside the sending, which never waits for it."""
        await workflow.execute_activity_method(
            ReplyActivities.mark_read, self._ref, **options.MARK_READ
        )
