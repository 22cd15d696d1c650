"""Delivers what one endpoint is to hear, and waits for the next try that is due.

The rows say what is to be delivered; this workflow is told that they changed and looks again. It
ends when nothing waits: the next event starts it anew.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.deliveries import DeliveryActivities
    from schemas.payloads.deliveries import DeliveriesInput, EndpointRef
    from workflows import options

# A wait that was over when it was told still lets the world move on.
_LEAST = timedelta(milliseconds=50)


@workflow.defn
class DeliveriesWorkflow:
    @workflow.init
    def __init__(self, given: DeliveriesInput) -> None:
        self._ref = EndpointRef(given.company_id, given.endpoint_id)
        self._changes = 0

    @workflow.run
    async def run(self, given: DeliveriesInput) -> None:
        for _ in range(given.rounds):
            seen = self._changes
            done = await workflow.execute_activity_method(
                DeliveryActivities.deliver_due, self._ref, **options.DELIVERIES
            )
            if done.next_due is not None:
                await self._wait(seen, timedelta(seconds=done.next_due))
            elif self._changes == seen:
                return
        workflow.continue_as_new(given)

    async def _wait(self, seen: int, limit: timedelta) -> None:
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self._changes > seen, timeout=max(limit, _LEAST))

    @workflow.signal
    def changed(self) -> None:
        """There is something new to deliver, or the endpoint itself changed."""
        self._changes += 1
