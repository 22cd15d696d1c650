"""Does what is asked with everybody of one cadence, one job after the other; the rows say what."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.cadence_jobs import CadenceJobActivities
    from schemas.payloads.cadences import CadenceRef
    from workflows import options


@workflow.defn
class CadenceJobsWorkflow:
    def __init__(self) -> None:
        self._changed = False

    @workflow.signal
    def changed(self) -> None:
        """Something more is asked, or a job was cancelled."""
        self._changed = True

    @workflow.run
    async def run(self, ref: CadenceRef) -> None:
        while True:
            self._changed = False
            result = await workflow.execute_activity_method(
                CadenceJobActivities.work_on_jobs, ref, **options.BULK_DATA
            )
            if result.again_seconds is None and not self._changed:
                return
            if result.again_seconds:
                await self._rest(result.again_seconds)
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(ref)

    async def _rest(self, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self._changed, timeout=timedelta(seconds=seconds))
