"""Runs one cadence, however many people are on their way through it.

The enrolments' rows say who is due and when. This workflow wakes at the next moment, has everybody
moved on, and has what they are to get sent, step by step beside each other. A lost signal costs a
minute, no state.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.cadences import CadenceActivities
    from activities.sending import SendActivities
    from schemas.payloads.cadences import CadenceInput, MoveInput, StepSend
    from schemas.payloads.campaigns import SendBatchInput
    from workflows import options

# Time may have been skipped, a row changed by hand: look again however late the next is due.
_LOOK_AGAIN = timedelta(hours=1)
# While messages leave, those whose message is decided move on this often: what is due goes first, and
# their next wait counts from when the message was accepted anyway.
_SETTLE = timedelta(seconds=30)


@workflow.defn
class CadenceWorkflow:
    @workflow.init
    def __init__(self, cadence: CadenceInput) -> None:
        self._cadence = cadence
        # Told of a change, or nothing more of a step leaves for now.
        self._news = 0
        self._changes = 0
        self._sending: dict[UUID, asyncio.Task[None]] = {}
        # Those of them that wait for a limit or an hour.
        self._resting: set[UUID] = set()
        self._settled_at = workflow.now()
        self._leaving = False

    @workflow.run
    async def run(self, cadence: CadenceInput) -> None:
        rounds = cadence.rounds_per_run
        while rounds and not workflow.info().is_continue_as_new_suggested():
            rounds -= 1
            seen = self._news
            result = await workflow.execute_activity_method(
                CadenceActivities.move_on, self._move(), **options.BULK_DATA
            )
            if result.dispatched:
                self._changes += 1
            for send in result.sends:
                self._send(send)
            if result.over and not self._sending and self._news == seen:
                return
            if not result.more:
                await self._wait(seen, None if result.paused else result.wait_seconds)
        self._leaving = True
        await workflow.wait_condition(lambda: not self._sending)
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(cadence)

    def _move(self) -> MoveInput:
        now = workflow.now()
        settle = not self._busy() or now >= self._settled_at + _SETTLE
        if settle:
            self._settled_at = now
        cadence = self._cadence
        brief = not self._sending
        return MoveInput(cadence.company_id, cadence.cadence_id, now, settle=settle, brief=brief)

    def _busy(self) -> bool:
        return len(self._sending) > len(self._resting)

    async def _wait(self, seen: int, seconds: float | None) -> None:
        """Until there is news since `seen`, or somebody is due."""
        limit = _LOOK_AGAIN if seconds is None else min(timedelta(seconds=seconds), _LOOK_AGAIN)
        if self._busy():
            limit = min(limit, max(timedelta(), self._settled_at + _SETTLE - workflow.now()))
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self._news > seen, timeout=limit)

    def _send(self, send: StepSend) -> None:
        if send.campaign_id not in self._sending:
            self._sending[send.campaign_id] = asyncio.create_task(self._send_all(send))

    async def _send_all(self, send: StepSend) -> None:
        """Send what one step has to send, batch by batch, until nothing of it is left."""
        cursor, exhausted = send.after, False
        while not (exhausted or self._leaving):
            seen = self._changes
            batch = SendBatchInput(
                self._cadence.company_id, send.campaign_id, self._cadence.batch_size, cursor
            )
            result = await workflow.execute_activity_method(
                SendActivities.send_batch, batch, **options.send(send.channel)
            )
            cursor, exhausted = result.cursor, result.exhausted or result.paused
            if result.pause_seconds and not exhausted:
                await self._rest(send.campaign_id, seen, result.pause_seconds)
        del self._sending[send.campaign_id]
        self._news += 1

    async def _rest(self, campaign_id: UUID, seen: int, seconds: float) -> None:
        """As the batch asks; less when more was written for it, or a row changed."""
        self._resting.add(campaign_id)
        self._news += 1
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: self._changes > seen or self._leaving, timeout=timedelta(seconds=seconds)
            )
        self._resting.discard(campaign_id)

    @workflow.signal
    def changed(self) -> None:
        """Somebody was enrolled or moved, or the cadence was paused, resumed or changed."""
        self._changes += 1
        self._news += 1
